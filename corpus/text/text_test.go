package text

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	assert.Equal(t, []string{"Dr. Lund spoke.", "J. B. Renck left at 5 p.m. on Tuesday.", "“No,” she said."},
		Sentences("Dr. Lund  spoke. J. B. Renck left\nat 5 p.m. on Tuesday. “No,” she said.", "en"))
	assert.Empty(t, Sentences(" \n", "en"))
	assert.Equal(t, []string{"a b c d", "e", "f"}, Sentences("a\nb\nc\r\nd\n\ne\n \t\nf", "en"),
		"lines are joined, but for those with nothing on them")
	assert.Equal(t, []string{"He met Mr."}, Sentences("He met Mr.", "en"))
}

func TestShingles(t *testing.T) {
	a := Shingles([]string{"a", "b", "c", "d"}, 3)
	assert.Len(t, a, 2)
	assert.Len(t, Shingles([]string{"a"}, 3), 1)
	assert.Nil(t, Shingles(nil, 3))
	assert.NotEqual(t, Shingles([]string{"a", "bc"}, 2), Shingles([]string{"ab", "c"}, 2))
	assert.ElementsMatch(t, []uint64{xxh3.HashString("a\x00b\x00"), xxh3.HashString("b\x00a\x00")}, Shingles([]string{"a", "b", "a", "b"}, 2),
		"each once")
	assert.Equal(t, []uint64{xxh3.HashString("é\x00")}, Shingles([]string{"é"}, 9))
	b := Shingles([]string{"b", "c", "d", "e"}, 3)
	assert.InDelta(t, 1.0/3, Jaccard(a, b), 1e-15)
	assert.Zero(t, Jaccard(nil, nil))
}

func TestShinglerForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Shingler
		words := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "ab"}))
		for range 3 {
			list, k := words.Draw(t, "words"), rapid.IntRange(1, 4).Draw(t, "k")
			assert.Equal(t, Shingles(list, k), s.Shingles(slices.Values(list), k))
		}
	})
}

func TestJaccardProperties(t *testing.T) {
	set := rapid.Custom(func(t *rapid.T) []uint64 {
		s := rapid.SliceOf(rapid.Uint64Range(0, 20)).Draw(t, "set")
		slices.Sort(s)
		return slices.Compact(s)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := set.Draw(t, "a"), set.Draw(t, "b")
		j := Jaccard(a, b)
		assert.Equal(t, j, Jaccard(b, a))
		assert.True(t, j >= 0 && j <= 1)
		if len(a) > 0 {
			assert.Equal(t, 1.0, Jaccard(a, a))
		}
	})
}

func TestSentenceSpansProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "text")
		at := 0
		var all []string
		for _, span := range sentenceSpans(s, "") {
			assert.LessOrEqual(t, at, span.from)
			assert.Less(t, span.from, span.to)
			assert.LessOrEqual(t, span.to, len(s))
			all = append(all, Fold(s[span.from:span.to]))
			at = span.to
		}
		solid := func(s string) string { return strings.Join(strings.Fields(s), "") }
		assert.Equal(t, solid(s), solid(strings.Join(all, "")), "nothing is lost")
		assert.Equal(t, all, Sentences(s, ""))
	})
}

func TestFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune{' ', ' ', 'a', 'é', '\n', '\u00a0', '\u3000', 0xFFFD})).Draw(t, "s")
		assert.Equal(t, strings.Join(strings.Fields(s), " "), Fold(s))
	})
}
