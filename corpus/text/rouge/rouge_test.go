package rouge

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// of cuts a text into sentences at full stops.
func of(s string) Text { return Options{}.Text(strings.Split(s, ".")) }

// Lin 2004, sections 3 and 5, against "police killed the gunman".
func TestPolice(t *testing.T) {
	reference, kill, the := of("Police killed the gunman"), of("police kill the gunman"), of("the gunman kill police")
	assert.Equal(t, Count{3, 4, 4}, N(1, kill, reference))
	assert.Equal(t, Count{1, 3, 3}, N(2, kill, reference))
	assert.Equal(t, Count{1, 3, 3}, N(2, the, reference))
	assert.Equal(t, Count{0, 2, 2}, N(3, kill, reference))
	assert.Equal(t, Count{0, 1, 1}, N(4, kill, reference))
	assert.Equal(t, Count{0, 0, 0}, N(5, kill, reference))
	assert.Equal(t, Count{3, 4, 4}, L(kill, reference))
	assert.Equal(t, Count{2, 4, 4}, L(the, reference))
	assert.Equal(t, Count{3, 6, 6}, S(-1, false, kill, reference))
	assert.Equal(t, Count{1, 6, 6}, S(-1, false, the, reference))
	assert.Equal(t, Count{2, 6, 6}, S(-1, false, of("the gunman police killed"), reference))
	assert.Equal(t, Score{0.75, 0.75, 0.75}, L(kill, reference).Score(0.5))
}

// With unigrams, but for the last word: police and the are common to both.
func TestSkips(t *testing.T) {
	reference, kill := of("Police killed the gunman"), of("police kill the gunman")
	assert.Equal(t, Count{5, 9, 9}, S(4, true, kill, reference))
	assert.Equal(t, Count{2, 5, 5}, S(1, false, kill, reference), "police the, the gunman")
	assert.Equal(t, Count{0, 0, 3 + 6}, S(4, true, of("police"), reference), "one word has nothing to count")
	// Of a to h the pairs with up to four between: 5+5+5+4+3+2+1 and 7 words.
	letters := of("a b c. d e f g h")
	assert.Equal(t, Count{25, 25, 25}, S(4, false, letters, letters))
	assert.Equal(t, Count{32, 32, 32}, S(4, true, letters, letters))
	assert.Equal(t, Count{1, 25, 1}, S(4, false, letters, of("a f")))
	assert.Equal(t, Count{0, 25, 1}, S(4, false, letters, of("a g")))
}

func TestClipping(t *testing.T) {
	c := N(1, of("the the the the"), of("the cat the mat on"))
	assert.Equal(t, Count{2, 4, 5}, c)
	s := c.Score(0.5)
	assert.Equal(t, 0.5, s.P)
	assert.Equal(t, 0.4, s.R)
	assert.InDelta(t, 4.0/9, s.F, 1e-15)
	assert.InDelta(t, 0.5, c.Score(1).F, 1e-15)
	assert.InDelta(t, 0.4, c.Score(0).F, 1e-15)
	assert.InDelta(t, 0.5*0.4/(0.8*0.5+0.2*0.4), c.Score(0.2).F, 1e-15)
}

func TestLsum(t *testing.T) {
	// Lin 2004, section 3.2: the union of w1 w2 and w1 w3 w5 has four words.
	assert.Equal(t, Count{4, 10, 5}, Lsum(of("w1 w2 w6 w7 w8. w1 w3 w8 w9 w5"), of("w1 w2 w3 w4 w5")))
	// a is used up by the first sentence.
	assert.Equal(t, Count{3, 3, 4}, Lsum(of("a b c"), of("a b. a c")))
	assert.Equal(t, Count{4, 4, 4}, Lsum(of("a c. a b"), of("a b. a c")), "the order of sentences does not matter")
	assert.Equal(t, 2, L(of("a c. a b"), of("a b. a c")).Hits)
	// Of b and a, in the other order there, one is on a longest subsequence: a.
	assert.Equal(t, Count{1, 3, 3}, Lsum(of("b a x"), of("a b y")))
	assert.Equal(t, Count{1, 2, 2}, Lsum(of("b a"), of("a b")))
	on := make([]bool, 2)
	new(lengths).mark([]int32{1, 2}, []int32{2, 1}, on)
	assert.Equal(t, []bool{true, false}, on)
}

func TestNothing(t *testing.T) {
	text := of("a b c")
	for _, empty := range []Text{nil, of(""), {nil, {}}} {
		for name, count := range all {
			assert.Zero(t, count(empty, text).Score(0.5), name)
			assert.Zero(t, count(text, empty).Score(0.5), name)
			assert.Zero(t, count(empty, empty).Score(0.5), name)
		}
	}
}

func TestReferences(t *testing.T) {
	counts := []Count{{1, 4, 4}, {3, 4, 6}, {1, 4, 2}}
	assert.Equal(t, Count{5, 12, 12}, Average(counts))
	assert.Equal(t, Count{3, 4, 6}, Best(counts), "of the same recall the one with more hits")
	assert.Equal(t, Count{0, 4, 4}, Best([]Count{{0, 4, 4}}))
	assert.Zero(t, Best(nil))
	assert.Zero(t, Average(nil))

	// Without the second the best is the third, else the second.
	mean := Jackknife(counts, Best, 0.5)
	assert.InDelta(t, (0.75+0.25+0.75)/3, mean.P, 1e-15)
	assert.InDelta(t, 0.5, mean.R, 1e-15)
	assert.InDelta(t, (0.6+1.0/3+0.6)/3, mean.F, 1e-15)
	// 4/8 of the second and third, 2/6, 4/10 for R; all of 8 for P.
	mean = Jackknife(counts, Average, 0.5)
	assert.InDelta(t, (4.0/8+2.0/8+4.0/8)/3, mean.P, 1e-15)
	assert.InDelta(t, (4.0/8+2.0/6+4.0/10)/3, mean.R, 1e-15)
	assert.Equal(t, Count{1, 4, 4}.Score(0.5), Jackknife(counts[:1], Best, 0.5))
	assert.Zero(t, Jackknife(nil, Best, 0.5))
}

var all = map[string]func(candidate, reference Text) Count{
	"1":   func(c, r Text) Count { return N(1, c, r) },
	"2":   func(c, r Text) Count { return N(2, c, r) },
	"3":   func(c, r Text) Count { return N(3, c, r) },
	"4":   func(c, r Text) Count { return N(4, c, r) },
	"L":   L,
	"S4":  func(c, r Text) Count { return S(4, false, c, r) },
	"SU4": func(c, r Text) Count { return S(4, true, c, r) },
	// of the sentences of the reference, not those of the candidate
	"Lsum": Lsum,
}

var texts = rapid.Custom(func(t *rapid.T) Text {
	word := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	return rapid.SliceOfN(rapid.SliceOfN(word, 0, 7), 0, 4).Draw(t, "sentences")
})

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		one := N(1, a, b)
		for name, count := range all {
			there, back, self := count(a, b), count(b, a), count(a, a)
			assert.True(t, 0 <= there.Hits && there.Hits <= min(there.Candidate, there.Reference), name)
			assert.Equal(t, Count{self.Reference, self.Reference, self.Reference}, self, name)
			if name != "Lsum" {
				assert.Equal(t, Count{there.Hits, there.Reference, there.Candidate}, back, name)
			}
			s := there.Score(0.5)
			assert.True(t, s.F >= min(s.P, s.R)-1e-15 && s.F <= max(s.P, s.R)+1e-15, name)
		}
		assert.LessOrEqual(t, L(a, b).Hits, one.Hits, "a subsequence is also common words")
		assert.LessOrEqual(t, Lsum(a, b).Hits, one.Hits)
		assert.Equal(t, L(a, b), Lsum(Text{a.flat()}, Text{b.flat()}), "of one sentence each they are the same")
		assert.Equal(t, N(2, a, b), S(0, false, a, b), "without a gap the pairs are neighbours")
	})
}

// The same by the definition: every run as a string.
func TestNByStrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, n := texts.Draw(t, "a"), texts.Draw(t, "b"), rapid.IntRange(1, 4).Draw(t, "n")
		runs := func(words []string) map[string]int {
			m := map[string]int{}
			for i := 0; i+n <= len(words); i++ {
				m[strings.Join(words[i:i+n], " ")]++
			}
			return m
		}
		other := runs(b.flat())
		hits := 0
		for run, k := range runs(a.flat()) {
			hits += min(k, other[run])
		}
		assert.Equal(t, Count{hits, max(len(a.flat())-n+1, 0), max(len(b.flat())-n+1, 0)}, N(n, a, b))
	})
}

func TestOrderOfReferencesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		candidate := texts.Draw(t, "candidate")
		var counts []Count
		for _, r := range rapid.SliceOfN(texts, 1, 5).Draw(t, "references") {
			counts = append(counts, N(1, candidate, r))
		}
		shuffled := slices.Clone(counts)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Shuffle(len(counts),
			func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for _, join := range []func([]Count) Count{Best, Average} {
			assert.Equal(t, join(counts).Score(0.5), join(shuffled).Score(0.5))
			there, back := Jackknife(counts, join, 0.5), Jackknife(shuffled, join, 0.5)
			assert.InDelta(t, there.P, back.P, 1e-12)
			assert.InDelta(t, there.R, back.R, 1e-12)
			assert.InDelta(t, there.F, back.F, 1e-12)
		}
		assert.GreaterOrEqual(t, Best(counts).Score(0.5).R, Average(counts).Score(0.5).R-1e-12)
	})
}

func FuzzScores(f *testing.F) {
	f.Add("The cat sat. On the mat", "A cat. The mats", uint8(3))
	f.Fuzz(func(t *testing.T, a, b string, gap uint8) {
		o := Options{Standard: gap%2 == 0, Stem: Stem}
		x, y := o.Text(strings.Split(a, ".")), o.Text(strings.Split(b, "."))
		for name, count := range all {
			c := count(x, y)
			assert.True(t, 0 <= c.Hits && c.Hits <= min(c.Candidate, c.Reference), name)
		}
		c := S(int(gap)-1, true, x, y)
		assert.LessOrEqual(t, c.Hits, min(c.Candidate, c.Reference))
	})
}

func benchmark(b *testing.B, count func(candidate, reference Text) Count) {
	x, y := made(500), made(501)[:500]
	c, r := Text(slices.Collect(slices.Chunk(x, 25))), Text(slices.Collect(slices.Chunk(y, 25)))
	b.ReportAllocs()
	for b.Loop() {
		count(c, r)
	}
}

func BenchmarkRouge1_500x500(b *testing.B)   { benchmark(b, all["1"]) }
func BenchmarkRouge2_500x500(b *testing.B)   { benchmark(b, all["2"]) }
func BenchmarkRouge4_500x500(b *testing.B)   { benchmark(b, all["4"]) }
func BenchmarkRougeL500x500(b *testing.B)    { benchmark(b, L) }
func BenchmarkRougeLsum500x500(b *testing.B) { benchmark(b, Lsum) }
func BenchmarkRougeSU4_500x500(b *testing.B) { benchmark(b, all["SU4"]) }
