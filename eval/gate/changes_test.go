package gate

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// The quake was whole and alone; c has gone to the vote now.
func TestChanges(t *testing.T) {
	b := made(t, Update{}, nil, collect(t, small(), fixed(map[string]int32{"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 3, "g": 4})))
	now := fixed(map[string]int32{"a": 0, "b": 0, "c": 2, "d": 2, "e": 2, "f": 2, "g": 4})
	r, err := b.Check(t.Context(), []Clustering{collect(t, small(), now)}, 0)
	require.NoError(t, err)
	list := r.Corpora[0].Changes
	require.Len(t, list, 2)
	quake, vote := list[0], list[1]
	assert.Equal(t, "The quake", quake.Name())
	assert.Equal(t, 1.0, quake.Before)
	// Precisions 1, 1, 1/4; recalls 2/3, 2/3, 1/3.
	assert.InDelta(t, 2*.75*(5./9)/(.75+5./9), quake.After, 1e-4)
	assert.Equal(t, "split into 2 (2 + 1), was whole", quake.Words())
	assert.Equal(t, "c", quake.Parts[1].Articles[0].ID)
	assert.Equal(t, "merged with articles without a story (1), “The quake” (1)", vote.Words())
	assert.Len(t, vote.Joined, 2)
}

// Of many others in a cluster, the first are listed and the rest are counted.
func TestChangesOfManyStories(t *testing.T) {
	c := &corpus.Corpus{}
	for i := range 2 * mostWith {
		id := strconv.Itoa(i)
		c.Stories = append(c.Stories, corpus.Story{ID: id})
		c.Articles = append(c.Articles, corpus.Article{ID: id, Story: id})
	}
	alone := slices.Repeat(corpus.Labels{corpus.None}, 2*mostWith).Alone()
	before, after := make([]float64, 2*mostWith), slices.Repeat([]float64{1}, 2*mostWith)
	list, err := changes(t.Context(), c, alone, make(corpus.Labels, 2*mostWith), before, after)
	require.NoError(t, err)
	require.Len(t, list, 2*mostWith)
	for _, ch := range list {
		assert.Len(t, ch.With, mostWith)
		assert.Equal(t, ch.With, ch.Joined)
		assert.Equal(t, mostWith-1, ch.Further)
		assert.Contains(t, ch.Words(), "196 more")
	}
}

// Noise is told from a cluster of one; a story that is as it was is not listed.
func TestChangesToNoise(t *testing.T) {
	c := small()
	old := corpus.Labels{0, 0, 0, 1, 1, 2, 3}
	list, err := changes(t.Context(), c, old, corpus.Labels{0, 1, -1, 2, 2, 3, 4}, []float64{1, 1}, []float64{.5, 1})
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, []int{3}, list[0].Was)
	var noise []bool
	for _, p := range list[0].Parts {
		noise = append(noise, p.Noise)
	}
	assert.Equal(t, []bool{false, false, true}, noise)
	assert.Equal(t, "split into 3 (1 + 1 + 1), was whole", list[0].Words())
}

// The value of a story is the mean over the runs that have one.
func TestStoryValues(t *testing.T) {
	run := func(rows ...[]float64) eval.Value {
		return eval.Value{Terms: eval.Terms{Columns: eval.Transpose(rows), Combine: func(s []float64) float64 { return s[0] / s[1] }}}
	}
	got := storyValues([]eval.Value{run([]float64{1, 2}, []float64{0, 0}), run([]float64{1, 1}, []float64{1, 4})}, 3)
	assert.Equal(t, []float64{0.75, 0.25}, got[:2])
	assert.True(t, math.IsNaN(got[2]))
}

func TestBroken(t *testing.T) {
	list, err := Broken(t.Context(), eval.Policy{}, collect(t, small(), fixed(smallLabels)))
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, "split into 2 (2 + 1)", list[0].Words())
	assert.Equal(t, "merged with articles without a story (1)", list[1].Words())
}

// u1 to u6 have no story: the runs disagree on u1 to u3, in 2 of their pairs, and on
// u4 and u5, in one.
func TestDisputes(t *testing.T) {
	c := small()
	for _, id := range []string{"u1", "u2", "u3", "u4", "u5", "u6"} {
		c.Articles = append(c.Articles, corpus.Article{ID: id})
	}
	old := corpus.Labels{0, 0, 0, 1, 1, 2, 3, 4, 4, 4, 5, 5, 6}
	found := corpus.Labels{0, 0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 6}
	found[12] = 8
	list := disputes(c, old, found)
	require.Len(t, list, 2)
	assert.Equal(t, Dispute{Articles: []ArticleRef{{ID: "u1"}, {ID: "u2"}, {ID: "u3"}}, Old: []int{3}, New: []int{2, 1}, Pairs: 2}, list[0])
	assert.Equal(t, 1, list[1].Pairs)
	assert.Empty(t, disputes(c, old, old))

	joined := slices.Clone(old)
	joined[12] = 1 // u6 is with the vote, of two articles, in the new run only
	list = disputes(c, old, joined)
	require.Len(t, list, 1)
	want := Dispute{Articles: []ArticleRef{{ID: "u6"}}, Old: []int{1}, New: []int{1}, NewWith: []ArticleRef{{"vote", "The vote"}}, Pairs: 2}
	assert.Equal(t, want, list[0])
}

// Of two stories that weigh alike, the one that changed has all the variance.
func TestWeights(t *testing.T) {
	c := &corpus.Corpus{Stories: []corpus.Story{{ID: "x"}, {ID: "y"}, {ID: "z"}}}
	mean := func(s []float64) float64 { return s[0] / s[1] }
	a := eval.Terms{Columns: [][]float64{{1, 1, 1}, {1, 1, 1}}, Combine: mean}
	b := eval.Terms{Columns: [][]float64{{0, 1, 1}, {1, 1, 1}}, Combine: mean}
	list := weights(c, a, b)
	require.NotEmpty(t, list)
	assert.Equal(t, "x", list[0].Story)
	assert.InDelta(t, 2./3, list[0].Share, 1e-3, "(2/3)² of (2/3)² + 2 (1/3)²")
	assert.Nil(t, weights(c, a, a))
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\n::error::b\x00\x1b[31m":   "a ::error::b [31m",
		"left \u202eright\u2066 \u200f": "left right",
		"  many \t blanks ":             "many blanks",
		"bad \xff bytes":                "bad bytes",
		"مرحبا 🙂":                       "مرحبا 🙂",
	} {
		assert.Equal(t, want, Plain(in, 50))
	}
	assert.Equal(t, "abcd…", Plain("abcdefgh", 5))
	assert.Equal(t, 80, len([]rune(Plain(strings.Repeat("🙂", 10_000), 80))))
}
