package explain

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// planted makes samples of 100 stories with random answers, of which wrong decides.
func planted(n int, wrong func(answers []bool, r *rand.Rand) bool) []sample {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]sample, n)
	for i := range list {
		answers := make([]bool, 6)
		for q := range answers {
			answers[q] = r.IntN(2) == 0
		}
		list[i] = sample{answers: answers, story: i % 100, wrong: wrong(answers, r)}
	}
	return list
}

func ways(t *tree) (list [][]condition) {
	all, placed := len(t.errors), len(t.placed)
	t.leaves(nil, func(leaf *tree, way []condition) {
		if len(leaf.errors)*placed > len(leaf.placed)*all {
			list = append(list, way)
		}
	})
	return list
}

func TestTreeFindsThePlantedCause(t *testing.T) {
	// Yes to 2 and no to 4 errs in nine of ten cases, all else in one of twenty.
	samples := planted(600, func(a []bool, r *rand.Rand) bool {
		if a[2] && !a[4] {
			return r.IntN(10) > 0
		}
		return r.IntN(20) == 0
	})
	found := ways(grow(samples))
	require.Len(t, found, 1)
	assert.ElementsMatch(t, []condition{{2, true}, {4, false}}, found[0])
	assert.InDelta(t, (0.225/0.2625+0.7125/0.7375)/2, unseen(samples, 1), 0.03)
	assert.Equal(t, unseen(samples, 1), unseen(samples, 1))
}

func TestTreeFindsNothingInChance(t *testing.T) {
	samples := planted(600, func(_ []bool, r *rand.Rand) bool { return r.IntN(4) == 0 })
	assert.InDelta(t, 0.5, unseen(samples, 1), 0.1)
}

func TestTreeIsPriorFree(t *testing.T) {
	// Errors are one in fifty: only half of those that say yes to 1, and yet the tree asks it.
	samples := planted(2000, func(a []bool, r *rand.Rand) bool { return a[1] && r.IntN(25) == 0 })
	require.NotEmpty(t, ways(grow(samples)))
	assert.Equal(t, 1, grow(samples).question)
}

func TestGiniByHand(t *testing.T) {
	assert.Equal(t, 0.5, gini(1, 1))
	assert.Equal(t, 0.0, gini(1, 0))
	assert.Equal(t, 0.0, gini(0, 0))
	// 3 errors and 5 others; yes to the only question: all errors and one other. The leaf
	// of four others is too small to be one.
	var samples []sample
	for i := range 8 {
		samples = append(samples, sample{answers: []bool{i < 4}, wrong: i < 3})
	}
	assert.Equal(t, -1, grow(samples).question)
	samples = append(samples, sample{answers: []bool{false}}, sample{answers: []bool{true}, wrong: true})
	root := grow(samples)
	require.Equal(t, 0, root.question)
	assert.Len(t, root.yes.errors, 4)
	assert.Len(t, root.yes.placed, 1)
	assert.Len(t, root.no.placed, 5)
}

func TestUnseenNeedsStories(t *testing.T) {
	samples := planted(50, func(a []bool, _ *rand.Rand) bool { return a[0] })
	for i := range samples {
		samples[i].story = i % 4
	}
	assert.True(t, math.IsNaN(unseen(samples, 1)))
}

// Leaves share the samples out, each is large enough, and no way is too long.
func TestTreeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		samples := make([]sample, n)
		wrong := 0
		for i := range samples {
			samples[i].answers = rapid.SliceOfN(rapid.Bool(), 4, 4).Draw(t, "answers")
			if samples[i].wrong = rapid.Bool().Draw(t, "wrong"); samples[i].wrong {
				wrong++
			}
		}
		errors, placed := 0, 0
		grow(samples).leaves(nil, func(leaf *tree, way []condition) {
			errors += len(leaf.errors)
			placed += len(leaf.placed)
			assert.LessOrEqual(t, len(way), treeDepth)
			if len(way) > 0 {
				assert.GreaterOrEqual(t, len(leaf.errors)+len(leaf.placed), leafCount)
			}
		})
		assert.Equal(t, wrong, errors)
		assert.Equal(t, n-wrong, placed)
	})
}

func TestWords(t *testing.T) {
	m := &measurer{available: available{time: true, names: true}}
	list := m.questions(splitKind)
	at := map[string]int{}
	for q := range list {
		at[list[q].yes] = q
	}
	for want, way := range map[string][]condition{
		"gap over 48 h and no shared name": {{at["gap over 6 h"], true}, {at["gap over 48 h"], true}, {at["no shared name"], true}},
		"3 shared names or more":           {{at["no shared name"], false}, {at["under 3 shared names"], false}},
		"gap of 6 h to 48 h":               {{at["gap over 48 h"], false}, {at["gap over 6 h"], true}},
		"cosine of .20 to .30":             {{at["cosine under .30"], true}, {at["cosine under .20"], false}},
		"cosine under .10":                 {{at["cosine under .40"], true}, {at["cosine under .10"], true}},
		"cosine at least .30":              {{at["cosine under .30"], false}, {at["cosine under .10"], false}},
		"gap not over 24 h":                {{at["gap over 7 days"], false}, {at["gap over 24 h"], false}},
	} {
		assert.Equal(t, want, join(words(list, way)))
	}
}
