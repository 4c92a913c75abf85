package coverage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestTokens(t *testing.T) {
	assert.Equal(t, []string{"trump", "s", "u", "s", "1", "5m", "12", "000", "foo", "bar"}, Tokens("Trump’s U.S. $1.5m: 12,000 foo_bar"))
	assert.Equal(t, []string{"người", "ủng", "hộ", "café"}, Tokens("Người ủng-hộ “Café”"))
	assert.Equal(t, []string{"हिन्दी"}, Tokens("हिन्दी।"), "marks belong to their letters")
	assert.Len(t, Tokens("北京"), 2)
	assert.Empty(t, Tokens("—"))
}

func TestTokensOfASCIIAreRuns(t *testing.T) {
	run := regexp.MustCompile(`[a-z0-9]+`)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[ -~\n\t]{0,60}`).Draw(t, "text")
		assert.Equal(t, append([]string{}, run.FindAllString(strings.ToLower(s), -1)...), Tokens(s))
	})
}

func FuzzTokens(f *testing.F) {
	f.Add("a’b\xff\u0301 １２ 北京")
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range Tokens(s) {
			assert.NotEmpty(t, w)
			assert.Equal(t, -1, strings.IndexFunc(w, outside), "%q", w)
		}
	})
}

// Lin 2004, section 3: against "police killed the gunman".
func TestRouge(t *testing.T) {
	reference := Tokens("Police killed the gunman")
	kill, the := Tokens("police kill the gunman"), Tokens("the gunman kill police")
	assert.Equal(t, PRF{0.75, 0.75, 0.75}, RougeN(1, kill, reference))
	assert.Equal(t, 1.0/3, RougeN(2, kill, reference).R)
	assert.Equal(t, 1.0/3, RougeN(2, the, reference).R)
	assert.Equal(t, 0.75, RougeL(kill, reference).F)
	assert.Equal(t, 0.5, RougeL(the, reference).F)

	clipped := RougeN(1, Tokens("the the the the"), Tokens("the cat the mat on"))
	assert.Equal(t, 0.5, clipped.P)
	assert.Equal(t, 0.4, clipped.R)
	assert.InDelta(t, 4.0/9, clipped.F, 1e-15)

	for _, s := range []PRF{RougeN(1, nil, reference), RougeN(2, reference[:1], reference), RougeL(reference, nil), RougeL(nil, nil)} {
		assert.Zero(t, s)
	}
	assert.Equal(t, PRF{0.75, 0.75, 0.75}, best(RougeL, kill, [][]string{{"police"}, reference, {"kill"}}))
}

func words(low, high int) *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), low, high)
}

func TestRougeProperties(t *testing.T) {
	scores := map[string]func(a, b []string) PRF{
		"1": func(a, b []string) PRF { return RougeN(1, a, b) },
		"2": func(a, b []string) PRF { return RougeN(2, a, b) },
		"L": RougeL,
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := words(2, 12).Draw(t, "a"), words(0, 12).Draw(t, "b")
		for name, score := range scores {
			there, back := score(a, b), score(b, a)
			assert.Equal(t, PRF{there.R, there.P, there.F}, back, name)
			assert.Equal(t, PRF{1, 1, 1}, score(a, a), name)
			assert.True(t, there.P >= 0 && there.P <= 1 && there.F <= max(there.P, there.R), name)
		}
		assert.LessOrEqual(t, RougeL(a, b).R, scores["1"](a, b).R, "a subsequence is also common words")
	})
}

func TestFragments(t *testing.T) {
	source := Tokens("a a a b c d e a b")
	assert.Equal(t, []int{3, 2, 1}, Fragments(Tokens("a a b x d e y c"), source))
	assert.Empty(t, Fragments(Tokens("x y"), source))
	assert.Empty(t, Fragments(nil, source))
	assert.Empty(t, Fragments(source, nil))
	e := NewExtractive(Tokens("a a b x d e y c"), source)
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
	assert.Equal(t, Evidence{Point: points[2], First: -1, Last: -1, Missing: contentWords(points[2], "en")}, e[2], "13 stands nowhere")
	assert.Equal(t, 3.0/6, e[3].Share, "of six words that no other point has")
	assert.Equal(t, []string{"friday", "corrupt", "charg"}, e[3].Missing)
	assert.Equal(t, Evidence{Point: points[4], First: -1, Last: -1}, e[4])
	assert.Equal(t, -1, e[5].First)
	assert.Equal(t, -1, CoverKeyPoints(points[:1], nil, "en")[0].First)

	// Zelensky and Zelenskyy have 9 and 10 pairs of letters, 9 in common.
	assert.InDelta(t, 18.0/19, CoverKeyPoints([]string{"Zelenskyy"}, []string{"Zelensky"}, "de")[0].Share, 1e-15)
	assert.Zero(t, CoverKeyPoints([]string{"nghị"}, []string{"nghĩ"}, "vi")[0].Share)

	// In each of two points mayor weighs a half, the others one.
	e = CoverKeyPoints([]string{"mayor wept", "mayor sang"}, []string{"The mayor sang."}, "en")
	assert.InDelta(t, 0.5/1.5, e[0].Share, 1e-15)
	assert.Equal(t, 1.0, e[1].Share)
	assert.InDelta(t, (0.5/1.5+1)/2, Share(e), 1e-15)
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

func BenchmarkRougeL500x500(b *testing.B) {
	x, y := made(500), made(501)[:500]
	for b.Loop() {
		RougeL(x, y)
	}
}

func BenchmarkRouge2_500x500(b *testing.B) {
	x, y := made(500), made(501)[:500]
	for b.Loop() {
		RougeN(2, x, y)
	}
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

func BenchmarkTokens10000(b *testing.B) {
	s := strings.Join(made(10000), " ")
	for b.Loop() {
		Tokens(s)
	}
}
