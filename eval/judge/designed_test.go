package judge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// If every pair is judged the estimates are the shares, without an error.
func TestDesignedIsExactIfAllIsJudged(t *testing.T) {
	gold, found := corpus.Labels{0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 4, 0}, corpus.Labels{0, 0, 1, 1, 1, 2, 3, 2, 4, 4, 4, 0}
	pairs := allPairs(gold, found)
	strata := make([]corpus.PairStratum, 3)
	for i := range pairs {
		pairs[i].Stratum = 1 + i%3
		strata[i%3].Pairs++
	}
	want := Shares(pairs, pairMeasures(t), .95)
	strata = append(strata, corpus.PairStratum{Pairs: 5}, corpus.PairStratum{Pairs: 1000, Far: true})
	scores, unjudged := Designed(pairs, strata, pairMeasures(t), .95)
	assert.Equal(t, int64(5), unjudged)
	for i, s := range scores {
		assert.InDelta(t, *want[i].Value, *s.Value, 1e-12, s.Metric)
		assert.InDelta(t, 0, *s.Error, 1e-9, s.Metric)
	}
}

// Estimates from a few pairs of each stratum are those of all pairs on average, and their intervals contain them. The clustering is
// not one of those by which strata were made.
func TestCoverageOfDesigned(t *testing.T) {
	const runs = 400
	r := rand.New(rand.NewPCG(5, 5))
	var all [4][]Pair
	strata := make([]corpus.PairStratum, len(all))
	for h, x := range []struct {
		pairs       int
		same, found float64 // shares: of all, and of those that are the same
	}{{400, .9, .9}, {800, .5, .7}, {2500, .1, .5}, {5000, .01, .4}} {
		for range x.pairs {
			p := Pair{Same: r.Float64() < x.same, Stratum: h + 1}
			p.Found = r.Float64() < x.found
			if !p.Same {
				p.Found = r.Float64() < .03*float64(4-h)
			}
			all[h] = append(all[h], p)
		}
		strata[h].Pairs = int64(x.pairs)
	}
	var whole []Pair
	for _, list := range all {
		whole = append(whole, list...)
	}
	measures := pairMeasures(t)
	truth := Shares(whole, measures, .95)
	for _, size := range []int{40, 120} {
		hit, bias := make([]float64, len(measures)), make([]float64, len(measures))
		for range runs {
			var drawn []Pair
			for h := range all {
				for _, i := range r.Perm(len(all[h]))[:size] {
					drawn = append(drawn, all[h][i])
				}
			}
			scores, _ := Designed(drawn, strata, measures, .95)
			for i, s := range scores {
				bias[i] += (*s.Value - *truth[i].Value) / runs
				if *s.Low <= *truth[i].Value && *truth[i].Value <= *s.High {
					hit[i] += 1. / runs
				}
			}
		}
		line := fmt.Sprintf("%d a stratum:", size)
		for i, m := range measures {
			line += fmt.Sprintf(" %s %.3f (bias %+.4f)", m.Name, hit[i], bias[i])
			assert.Greater(t, hit[i], .88, m.Name)
			assert.InDelta(t, 0, bias[i], .02, m.Name)
		}
		t.Log(line)
	}
}

// The terms by article of judged pairs, which compare, bench and the gate resample, have intervals that contain the value over very many
// pairs about as often as they say, where one article is judged against several.
func TestCoverageOfJudgedTerms(t *testing.T) {
	const articles, runs = 2000, 300
	r := rand.New(rand.NewPCG(4, 1))
	gold, found := make(corpus.Labels, articles), make(corpus.Labels, articles)
	for i := range gold {
		gold[i] = int32(float64(articles/6) * r.Float64() * r.Float64())
		if found[i] = gold[i]; r.Float64() < .25 {
			found[i] = (gold[i] + 1) % (articles / 6)
		}
	}
	gold, found = gold.Canonical(), found.Canonical()
	stories, clusters, measures := gold.Members(), found.Members(), pairMeasures(t)
	var many []Pair
	for range 20_000 {
		many = append(many, hubs(r, gold, found, stories, clusters, 1, 6)...)
	}
	truth := Shares(many, measures, .95)
	hit := make([]float64, len(measures))
	for n := range runs {
		j := &corpus.Judgements{}
		for _, p := range hubs(r, gold, found, stories, clusters, 30, 6) {
			same := map[bool]corpus.Answer{true: corpus.Yes, false: corpus.No}[p.Same]
			j.List = append(j.List, corpus.Judgement{A: fmt.Sprint(p.A), B: fmt.Sprint(p.B), Same: same})
		}
		c := j.Corpus("judged").WithArticles()
		labels := make(corpus.Labels, len(c.Articles))
		for i, id := range c.IDs() {
			var at int
			_, err := fmt.Sscan(id, &at)
			require.NoError(t, err)
			labels[i] = found[at]
		}
		k, err := eval.NewCase(t.Context(), c.Gold(), labels, c)
		require.NoError(t, err)
		scores, err := stats.Scores(t.Context(), k, measures, stats.Bootstrap{Replicates: 300, Level: .95, Seed: uint64(n), Workers: 1})
		require.NoError(t, err)
		for i, s := range scores {
			if *s.Low <= *truth[i].Value && *truth[i].Value <= *s.High {
				hit[i] += 1. / runs
			}
		}
	}
	line := "intervals by bootstrap over articles:"
	for i, m := range measures {
		line += fmt.Sprintf(" %s %.3f", m.Name, hit[i])
		assert.Greater(t, hit[i], .89, m.Name)
	}
	t.Log(line)
}
