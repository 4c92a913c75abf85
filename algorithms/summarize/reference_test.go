package summarize

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

var writePools = flag.Bool("pools", false, "write testdata/pools.json, the input of testdata/reference.py")

// A reference is what testdata/reference.py makes of a pool.
type reference struct {
	Pool              [][2]json.RawMessage
	LexRank           []float64
	LexRankContinuous []float64 `json:"lexrank_continuous"`
	TextRank          []float64
	MMR, SumBasic     []int
	KLSum, Submodular []int
}

// chosen are the articles at these positions.
func chosen(articles []corpus.Article, members []int) (list []corpus.Article) {
	for _, i := range members {
		list = append(list, articles[i])
	}
	return list
}

// newsPools are the sentences of some stories of the embedded news.
func newsPools(t *testing.T) (pools [][]sentence) {
	c, err := format.Open(context.Background(), "newsroom")
	require.NoError(t, err)
	for _, members := range c.Gold().Members()[3:9] {
		cluster, err := read(context.Background(), "lead", NewLead(), chosen(c.Blind(), members))
		require.NoError(t, err)
		pools = append(pools, cluster.pool())
	}
	return pools
}

// The scores of the graphs and the first four sentences that each chooser takes,
// repetitions not passed over, against naive implementations in Python.
func TestReference(t *testing.T) {
	if *writePools {
		var out [][][2]interface{}
		for _, pool := range newsPools(t) {
			var list [][2]interface{}
			for _, s := range pool {
				list = append(list, [2]interface{}{len(s.words), s.terms})
			}
			out = append(out, list)
		}
		data, err := json.Marshal(out)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("testdata/pools.json", data, 0o644))
	}
	data, err := os.ReadFile("testdata/reference.json")
	require.NoError(t, err)
	var list []reference
	require.NoError(t, json.Unmarshal(data, &list))
	require.Len(t, list, 6)
	for _, r := range list {
		var pool []sentence
		terms := 0
		for _, p := range r.Pool {
			var words int
			var s sentence
			require.NoError(t, json.Unmarshal(p[0], &words))
			require.NoError(t, json.Unmarshal(p[1], &s.terms))
			s.words = make([]int32, words)
			terms = max(terms, int(slices.Max(s.terms))+1)
			pool = append(pool, s)
		}
		ctx := context.Background()
		rows := tfidf(termsOf(pool), terms)
		for _, c := range []struct {
			rows  []row
			weigh func(i, j int, product float64) float64
			want  []float64
		}{{rows, above(0.1), r.LexRank}, {rows, above(0), r.LexRankContinuous}, {presence(termsOf(pool)), overlap(pool), r.TextRank}} {
			g, err := link(ctx, c.rows, terms, c.weigh)
			require.NoError(t, err)
			scores, err := g.rank(ctx, 0.85)
			require.NoError(t, err)
			assert.InDeltaSlice(t, c.want, scores, 1e-8)
		}

		cluster := &cluster{words: terms, articles: []article{{sentences: pool}}}
		p := cluster.probabilities()
		assert.Equal(t, r.MMR, sequence(pool, &marginal{rows: rows, lambda: 0.7, relevance: towards(rows, terms),
			likeness: make([]float64, len(rows)), latest: make([]float64, terms)}))
		assert.Equal(t, r.SumBasic, sequence(pool, &frequent{terms: termsOf(pool), probability: slices.Clone(p)}))
		assert.Equal(t, r.KLSum, sequence(pool, &divergence{terms: termsOf(pool), p: p, smoothing: 0.1, count: make([]float64, terms)}))
		g, err := link(ctx, rows, terms, above(0))
		require.NoError(t, err)
		groups := make(corpus.Labels, len(pool))
		for i := range groups {
			groups[i] = int32(i % 3)
		}
		assert.Equal(t, r.Submodular, sequence(pool, &coverage{graph: g, groups: groups, saturation: min(1, 5/float64(len(pool))), diversity: 6,
			covered: make([]float64, len(pool)), reward: make([]float64, len(pool))}))
	}
}

// sequence is the first four positions that a chooser takes.
func sequence(pool []sentence, c chooser) []int {
	var taken []int
	open := indices(len(pool))
	for len(taken) < 4 && len(open) > 0 {
		i := c.choose(open)
		if i < 0 {
			break
		}
		c.take(i)
		taken = append(taken, i)
		open = slices.DeleteFunc(open, func(j int) bool { return i == j })
	}
	return taken
}
