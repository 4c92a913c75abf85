package summarize

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// Two words in common of five each: 2/(ln 5 + ln 5). A word that one has twice
// counts once.
func TestTextRankOverlap(t *testing.T) {
	pool := []sentence{{words: make([]int32, 5), terms: []int32{0, 1, 2, 0}}, {words: make([]int32, 5), terms: []int32{1, 0, 3}},
		{words: make([]int32, 8), terms: []int32{1}}}
	g, err := link(context.Background(), presence(termsOf(pool)), 4, overlap(pool))
	require.NoError(t, err)
	assert.Equal(t, []int32{1, 2, 0, 2, 0, 1}, g.to)
	one := 1 / (math.Log(5) + math.Log(8))
	assert.InDeltaSlice(t, []float64{2 / (2 * math.Log(5)), one, 2 / (2 * math.Log(5)), one, one, one}, g.weight, 1e-12)
}

// Three sentences: aa is in all, bb in two, each other word in one. Over two
// articles aa counts 3/2, bb 1, others 1/2; IDF are 1, ln(4/3)+1 and ln(2)+1.
func TestCentroidScores(t *testing.T) {
	c, err := read(context.Background(), "lead", NewLead(), []corpus.Article{
		{Text: "Aa bb cc dd ee. Aa ff gg hh jj.", Lang: "eo"}, {Text: "Aa bb kk ll mm.", Lang: "eo"},
	})
	require.NoError(t, err)
	pool := c.pool()
	require.Len(t, pool, 3)
	bb, other := math.Log(4./3)+1, (math.Log(2)+1)/2
	first, second := 1.5+bb+3*other, 1.5+4*other
	m := &Centroid{Centroid: 1, Position: 1, First: 1}
	assert.InDeltaSlice(t, []float64{2*first + 5, second + first/2 + 1, 2*first + 5}, m.scores(c, pool), 1e-12)
	m = &Centroid{Centroid: 1, Threshold: 0.6}
	assert.InDeltaSlice(t, []float64{1.5 + bb, 1.5, 1.5 + bb}, m.scores(c, pool), 1e-12, "other words are below 0.6 of 1.5")
	m = &Centroid{Position: 1}
	assert.InDeltaSlice(t, []float64{first, first / 2, first}, m.scores(c, pool), 1e-12)
}

// Rows (1,0) twice and (0.6,0.8): their sum is (2.6,0.8).
func TestMMRChoice(t *testing.T) {
	rows := []row{{[]int32{0}, []float64{1}}, {[]int32{0}, []float64{1}}, {[]int32{0, 1}, []float64{0.6, 0.8}}}
	relevance := towards(rows, 2)
	length := math.Sqrt(2.6*2.6 + 0.8*0.8)
	assert.InDeltaSlice(t, []float64{2.6 / length, 2.6 / length, 2.2 / length}, relevance, 1e-12)
	for lambda, second := range map[float64]int{0.5: 2, 1: 1} {
		m := &marginal{rows: rows, lambda: lambda, relevance: relevance, likeness: make([]float64, 3), latest: make([]float64, 2)}
		require.Equal(t, 0, m.choose([]int{0, 1, 2}))
		m.take(0)
		assert.InDeltaSlice(t, []float64{1, 1, 0.6}, m.likeness, 1e-12)
		assert.Equal(t, second, m.choose([]int{1, 2}), "0.5·0.956−0.5·1 < 0.5·0.809−0.5·0.6")
	}
}

// Words 0 to 4 with probabilities 2/6 and four times 1/6. The first two sentences
// have the likeliest word and equal means; then that word weighs 1/9 and word 1
// 1/36, so that the mean of the second is 5/36 and that of the third 1/6.
func TestSumBasicChoice(t *testing.T) {
	f := &frequent{terms: [][]int32{{0, 1}, {0, 2}, {3, 4}}, probability: []float64{1. / 3, 1. / 6, 1. / 6, 1. / 6, 1. / 6}}
	require.Equal(t, 0, f.choose([]int{0, 1, 2}))
	f.take(0)
	assert.InDeltaSlice(t, []float64{1. / 9, 1. / 36, 1. / 6, 1. / 6, 1. / 6}, f.probability, 1e-12)
	assert.Equal(t, 2, f.choose([]int{1, 2}))

	f = &frequent{terms: [][]int32{{1, 1}, {0, 2, 2, 2}}, probability: []float64{0.4, 0.35, 0.01}}
	assert.Equal(t, 1, f.choose([]int{0, 1}), "the likeliest word goes before the mean")
}

// P = (1/2, 1/4, 1/4) and λ = 0.2. With the words 0 1 the summary's distribution is
// (0.5, 0.45, 0.05); with 0 1 0 2 it is P itself.
func TestKLSumChoice(t *testing.T) {
	d := &divergence{terms: [][]int32{{0, 1}, {0, 0}, {0, 1, 0, 2}}, p: []float64{0.5, 0.25, 0.25}, smoothing: 0.2, count: make([]float64, 3)}
	assert.InDelta(t, 0.25*math.Log(0.25/0.45)+0.25*math.Log(5), d.with(d.terms[0]), 1e-12)
	assert.InDelta(t, 0.5*math.Log(0.5/0.9)+0.5*math.Log(5), d.with(d.terms[1]), 1e-12)
	assert.InDelta(t, 0, d.with(d.terms[2]), 1e-12)
	require.Equal(t, 2, d.choose([]int{0, 1, 2}))
	d.take(2)
	assert.Equal(t, []float64{2, 1, 1}, d.count)
	assert.Equal(t, -1, d.choose([]int{0, 1}), "nothing brings it closer than 0")
}

// w(0,1) = 0.5, w(1,2) = 0.25, limits of half of all: 0.75, 0.875, 0.625. Sentences
// 0 and 1 are a group. r = 1.5/3, 1.75/3, 1.25/3.
func TestSubmodularGains(t *testing.T) {
	m := &coverage{
		graph: &graph{start: []int{0, 1, 3, 4}, to: []int32{1, 0, 2, 1}, weight: []float64{0.5, 0.5, 0.25, 0.25},
			degree: []float64{0.5, 0.75, 0.25}},
		groups: corpus.Labels{0, 0, 1}, saturation: 0.5, diversity: 2, covered: make([]float64, 3), reward: make([]float64, 3),
	}
	assert.InDelta(t, 0.75+0.5+2*math.Sqrt(1.5/3), m.gain(0), 1e-12)
	assert.InDelta(t, 0.5+0.875+0.25+2*math.Sqrt(1.75/3), m.gain(1), 1e-12)
	assert.InDelta(t, 0.25+0.625+2*math.Sqrt(1.25/3), m.gain(2), 1e-12)
	require.Equal(t, 1, m.choose([]int{0, 1, 2}))
	m.take(1)
	assert.InDelta(t, 0.25+2*(math.Sqrt(3.25/3)-math.Sqrt(1.75/3)), m.gain(0), 1e-12)
	assert.InDelta(t, 0.375+2*math.Sqrt(1.25/3), m.gain(2), 1e-12)
	m.scaling, m.pool = 1, []sentence{{words: make([]int32, 5)}, {}, {words: make([]int32, 50)}}
	assert.Equal(t, 0, m.choose([]int{0, 2}), "0.161 a word against 0.033")
}

// The gains of any order of sentences add up to the function's value as written
// down, are never negative, and never grow.
func TestSubmodularIsTheFunction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "sentences")
		texts := rapid.SliceOfN(rapid.SliceOfN(rapid.Int32Range(0, 9), 1, 6), n, n).Draw(t, "texts")
		s := &Submodular{Saturation: rapid.Float64Range(0, 8).Draw(t, "saturation"),
			Diversity: rapid.Float64Range(0, 8).Draw(t, "diversity"), Groups: 0.4}
		ctx := context.Background()
		rows := tfidf(texts, 10)
		g, err := link(ctx, rows, 10, above(0))
		require.NoError(t, err)
		groups, err := s.groups(ctx, rows, 10)
		require.NoError(t, err)
		m := &coverage{graph: g, groups: groups, saturation: min(1, s.Saturation/float64(n)), diversity: s.Diversity,
			covered: make([]float64, n), reward: make([]float64, n)}
		w := func(i, j int) float64 {
			sum := 0.0
			for k, t := range rows[i].index {
				if at, ok := slices.BinarySearch(rows[j].index, t); ok {
					sum += rows[i].value[k] * rows[j].value[at]
				}
			}
			return sum
		}
		value := func(set []int) float64 {
			f, reward := 0.0, make([]float64, n)
			for i := range n {
				all, covered := 0.0, 0.0
				for k := range n {
					all += w(i, k)
				}
				for _, j := range set {
					covered += w(i, j)
				}
				f += min(covered, min(1, s.Saturation/float64(n))*all)
				if slices.Contains(set, i) {
					reward[groups[i]] += all / float64(n)
				}
			}
			for _, r := range reward {
				f += s.Diversity * math.Sqrt(r)
			}
			return f
		}
		var set []int
		last := make([]float64, n)
		for i := range last {
			last[i] = math.Inf(1)
		}
		for _, j := range rapid.Permutation(indices(n)).Draw(t, "order") {
			for i := range n {
				if !slices.Contains(set, i) {
					gain := m.gain(i)
					require.InDelta(t, value(append(slices.Clone(set), i))-value(set), gain, 1e-9)
					require.GreaterOrEqual(t, gain, -1e-9)
					require.LessOrEqual(t, gain, last[i]+1e-9)
					last[i] = gain
				}
			}
			m.take(j)
			set = append(set, j)
		}
	})
}

// Reference: a b c d. The first candidate has 2 of 4 words and 1 of 3 pairs, the
// second as much; together they have all words and 2 pairs.
func TestOracleChoice(t *testing.T) {
	m := &matching{candidates: [][]string{{"a", "b", "x"}, {"c", "d"}, {"b", "a"}}, score: recall,
		counts: []*overlaps{newOverlap([]string{"a", "b", "c", "d"})}}
	assert.InDelta(t, (2./4+1./3)/2, m.counts[0].with(m.candidates[1], recall), 1e-12)
	assert.InDelta(t, (2*2./7+2*1./5)/2, m.counts[0].with(m.candidates[0], f1), 1e-12)
	require.Equal(t, 0, m.choose([]int{0, 1, 2}))
	m.take(0)
	require.Equal(t, 1, m.choose([]int{1, 2}))
	assert.InDelta(t, (4./4+2./3)/2, m.reached, 1e-12)
	m.take(1)
	assert.Equal(t, -1, m.choose([]int{2}), "nothing left to gain")
	single := newOverlap([]string{"a"})
	assert.Equal(t, 1., single.with([]string{"a", "b"}, recall), "one word has no pairs")
}

func TestOracle(t *testing.T) {
	articles := cluster4(t)
	_, err := summarizer(t, "oracle").Summarize(context.Background(), articles)
	assert.ErrorContains(t, err, "gold")
	o := summarizer(t, "oracle(sentences=2)").(Oracle)
	towards := func(references ...string) corpus.Page {
		d, err := o.SummarizeTowards(context.Background(), articles, references)
		require.NoError(t, err)
		return d
	}
	assert.Equal(t, recipe, towards(strings.ToLower(recipe)).Text())
	assert.Equal(t, quake+" "+rescue, towards("nothing alike", rescue+" "+quake).Text())
	assert.Empty(t, towards().Summary)
	assert.NotEmpty(t, towards(" ").Title)
	f1 := summarizer(t, "oracle(by=f1)").(Oracle)
	d, err := f1.SummarizeTowards(context.Background(), articles, []string{dead})
	require.NoError(t, err)
	assert.Equal(t, dead, d.Text())
}

func TestRandom(t *testing.T) {
	articles := made(3, 8, 10)
	d := page(t, "random", articles)
	assert.Equal(t, d, page(t, "random", articles))
	assert.NotEqual(t, d, page(t, "random(seed=2)", articles))
	lead := page(t, "random(of=lead)", articles)
	for i, s := range lead.Summary {
		assert.Equal(t, lead.Summary[0].Article, s.Article)
		assert.True(t, i > 0 || strings.HasPrefix(articles[s.Article].Text, s.Text))
	}
	count := make([]int, 8)
	for seed := range 400 {
		r := &Random{Of: "lead", Seed: seed, Limits: Limits{Sentences: 1}}
		d, err := r.Summarize(context.Background(), articles)
		require.NoError(t, err)
		count[d.Summary[0].Article]++
	}
	for i, n := range count {
		assert.InDelta(t, 50, n, 28, "article %d: four standard deviations", i)
	}
}

func TestGreedyKeepsLimits(t *testing.T) {
	pool := []sentence{
		{length: 6, words: []int32{1, 2, 3, 4, 5, 6}}, {length: 5, words: []int32{1, 2, 3, 4, 9}}, {length: 3, words: []int32{7, 8, 9}},
		{length: 4, words: []int32{10, 11, 12, 13}},
	}
	take := func(l Limits) []sentence {
		list, err := greedy(context.Background(), pool, l, first{})
		require.NoError(t, err)
		return list
	}
	assert.Equal(t, []sentence{pool[0], pool[2], pool[3]}, take(Limits{Sentences: 9}), "the second repeats three of its four pairs")
	assert.Equal(t, []sentence{pool[0], pool[2]}, take(Limits{Sentences: 2}))
	assert.Equal(t, []sentence{pool[0], pool[2]}, take(Limits{Sentences: 9, Words: 9}))
}

// first takes the first that is open, as pick does.
type first struct{}

func (first) choose(open []int) int { return open[0] }
func (first) take(int)              {}

func TestGreedyIsPick(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := read(context.Background(), "lead", NewLead(), made(rapid.Uint64().Draw(t, "seed"), 4, 10))
		require.NoError(t, err)
		l := Limits{rapid.IntRange(1, 10).Draw(t, "sentences"), rapid.IntRange(0, 80).Draw(t, "words")}
		list, err := greedy(context.Background(), c.pool(), l, first{})
		require.NoError(t, err)
		assert.Equal(t, pick(c.pool(), l), list)
	})
}
