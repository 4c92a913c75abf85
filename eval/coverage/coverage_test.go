package coverage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/text/rouge"
)

func words(low, high int) *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), low, high)
}

func TestFragments(t *testing.T) {
	source := rouge.Tokens("a a a b c d e a b")
	assert.Equal(t, []int{3, 2, 1}, Fragments(rouge.Tokens("a a b x d e y c"), source))
	assert.Empty(t, Fragments(rouge.Tokens("x y"), source))
	assert.Empty(t, Fragments(nil, source))
	assert.Empty(t, Fragments(source, nil))
	e := NewExtractive(rouge.Tokens("a a b x d e y c"), source)
	assert.Equal(t, Extractive{6.0 / 8, 14.0 / 8, 9.0 / 8}, e)
	assert.True(t, math.IsNaN(NewExtractive(nil, source).Density))
}

// The same by the definition: at each place try every place of the source.
func TestFragmentsAreTheLongest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		summary, source := words(0, 15).Draw(t, "summary"), words(0, 25).Draw(t, "source")
		var want []int
		for i := 0; i < len(summary); {
			longest := 0
			for j := range source {
				n := 0
				for i+n < len(summary) && j+n < len(source) && summary[i+n] == source[j+n] {
					n++
				}
				longest = max(longest, n)
			}
			if longest > 0 {
				want = append(want, longest)
			}
			i += max(longest, 1)
		}
		assert.Equal(t, want, Fragments(summary, source))
	})
}

func TestCoverKeyPoints(t *testing.T) {
	sentences := []string{
		"The mayor opened the bridge.",
		"It cost 12 million and took ten years of building.",
		"The mayors of the towns resigned, and 14 councillors were arrested.",
	}
	points := []string{
		"Mayor opens bridge",                  // one sentence, by stem
		"The bridge cost 12 million to build", // two sentences
		"The bridge cost 13 million to build", // the number is another
		"14 councillors resigned on Friday over corruption charges",
		"The and of",
		"Snow falls",
	}
	e := CoverKeyPoints(points, sentences, "en")
	assert.Equal(t, Evidence{points[0], true, 1, 0, 0, nil}, e[0])
	assert.Equal(t, Evidence{points[1], true, 1, 0, 1, nil}, e[1])
	// The second sentence, with 12, refutes it. In the first there is the bridge, which three points have; two have the other words
	// and none 13, which weighs three times as much.
	bridge, shared := 1/math.Sqrt(27), 1/math.Sqrt(8)
	assert.InDelta(t, bridge/(bridge+2*shared+3), e[2].Share, 1e-15)
	assert.Equal(t, Evidence{points[2], false, e[2].Share, 0, 0, []string{"cost", "13 million", "build"}}, e[2])
	assert.Equal(t, 5.0/8, e[3].Share, "of five words and a number that no other point has")
	assert.Equal(t, []string{"friday", "corrupt", "charg"}, e[3].Missing)
	assert.Equal(t, Evidence{Point: points[4], First: -1, Last: -1}, e[4])
	assert.Equal(t, -1, e[5].First)
	assert.Equal(t, -1, CoverKeyPoints(points[:1], nil, "en")[0].First)

	// Zelensky and Zelenskyy have 9 and 10 pairs of letters, 9 in common.
	assert.InDelta(t, 18.0/19, CoverKeyPoints([]string{"Zelenskyy"}, []string{"Zelensky"}, "de")[0].Share, 1e-15)
	assert.Zero(t, CoverKeyPoints([]string{"nghị"}, []string{"nghĩ"}, "vi")[0].Share)

	// In each of two points mayor weighs 1/√8, the others one.
	e = CoverKeyPoints([]string{"mayor wept", "mayor sang"}, []string{"The mayor sang."}, "en")
	assert.InDelta(t, shared/(1+shared), e[0].Share, 1e-15)
	assert.Equal(t, 1.0, e[1].Share)
	assert.InDelta(t, (shared/(1+shared)+1)/2, Share(e), 1e-15)
	assert.Zero(t, Share(nil))
}

// A further sentence never uncovers a point, and a text covers its own sentences.
func TestCoverKeyPointsProperties(t *testing.T) {
	sentence := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"storm", "river", "12", "bridge", "the", "mayor", "7"}), 1, 6),
		func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(sentence, 1, 3).Draw(t, "points")
		sentences := rapid.SliceOfN(sentence, 0, 4).Draw(t, "sentences")
		more := append(slices.Clone(sentences), sentence.Draw(t, "further"))
		before, after := CoverKeyPoints(points, sentences, "en"), CoverKeyPoints(points, more, "en")
		own := CoverKeyPoints(points, points, "en")
		for i, p := range points {
			assert.True(t, !before[i].Covered || after[i].Covered)
			assert.Equal(t, len(contentWords(p, "en")) > 0, own[i].Covered)
			assert.Equal(t, before[i].Share > 0, before[i].First >= 0)
		}
	})
}

func made(n int) []string {
	rng := rand.New(rand.NewPCG(uint64(n), 1))
	zipf := rand.NewZipf(rng, 1.2, 4, 4999)
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("w", zipf.Uint64())
	}
	return list
}

func BenchmarkFragments100x100000(b *testing.B) {
	x, y := made(100), made(100000)
	for b.Loop() {
		Fragments(x, y)
	}
}

func BenchmarkFragmentsOfOneWord100x100000(b *testing.B) {
	x, y := slices.Repeat([]string{"a"}, 100), slices.Repeat([]string{"a"}, 100000)
	for b.Loop() {
		Fragments(x, y)
	}
}
