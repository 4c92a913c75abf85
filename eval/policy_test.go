package eval

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

func scoreUnder(t testing.TB, p Policy, metric string, gold, pred corpus.Labels, c *corpus.Corpus) float64 {
	s, err := spec.Parse(metric)
	require.NoError(t, err)
	m, err := Parse(Partition, s)
	require.NoError(t, err)
	k, err := p.Case(ctx, gold, pred, c)
	require.NoError(t, err)
	v, err := m.Score(k)
	require.NoError(t, err)
	return v.Value
}

func TestNoisePolicies(t *testing.T) {
	gold := corpus.Labels{0, 0, 1, 1}
	pred := corpus.Labels{0, 0, corpus.None, corpus.None}
	for noise, want := range map[string]float64{"": 0.75, "singletons": 0.75, "one": 1, "drop": 1} {
		assert.Equal(t, want, scoreUnder(t, Policy{Noise: noise}, "b3.r", gold, pred, nil), noise)
	}
	k, err := Policy{Noise: "drop"}.Case(ctx, gold, pred, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{2, 4}, []int{k.Dropped, k.All})
	_, err = Policy{Noise: "error"}.Case(ctx, gold, pred, nil)
	assert.ErrorContains(t, err, "2 of 4 articles are noise")
	_, err = Policy{Noise: "drop"}.Case(ctx, gold, corpus.Labels{-1, -1, -1, -1}, nil)
	assert.ErrorContains(t, err, "nothing to score against")
}

func TestDistractorsAndUnlabelled(t *testing.T) {
	c := &corpus.Corpus{Articles: []corpus.Article{{Story: "a"}, {Story: "a"}, {Distractor: true}, {}}}
	c.AddMissingStories()
	pred := corpus.Labels{0, 0, 0, 0}
	for p, want := range map[Policy]float64{
		{}:                      0.5,
		{Distractors: "ignore"}: 2.0 / 3,
		{Unlabelled: "ignore"}:  2.0 / 3,
		{Distractors: "ignore", Unlabelled: "ignore"}: 1,
		{MinStory: 2, Unlabelled: "ignore"}:           2.0 / 3,
	} {
		assert.InDelta(t, want, scoreUnder(t, p, "b3.p", c.Gold(), pred, c), 1e-12, p.String())
	}
	k, err := Policy{Distractors: "ignore"}.Case(ctx, c.Gold(), pred, c)
	require.NoError(t, err)
	assert.Len(t, k.Corpus.Articles, 3, "the corpus loses the same articles")
	assert.Len(t, c.Articles, 4)
}

func TestMinStory(t *testing.T) {
	gold := corpus.Labels{0, 0, 1}
	pred := corpus.Labels{0, 0, 0}
	assert.InDelta(t, (2*2.0/3+1.0/3)/3, scoreUnder(t, Policy{}, "b3.p", gold, pred, nil), 1e-12)
	assert.InDelta(t, 2.0/3, scoreUnder(t, Policy{MinStory: 2}, "b3.p", gold, pred, nil), 1e-12, "the small story's article is foreign")
	_, err := Policy{MinStory: 3}.Case(ctx, gold, pred, nil)
	assert.ErrorContains(t, err, "min_story=3")
}

func TestPolicyErrorsAndNames(t *testing.T) {
	_, err := Policy{Noise: "sink"}.Case(ctx, corpus.Labels{0}, corpus.Labels{0}, nil)
	assert.ErrorContains(t, err, "noise=sink: must be one of singletons, one, drop, error")
	assert.Error(t, Policy{MinStory: -1}.Valid())
	assert.Equal(t, "noise=singletons, unlabelled=within, distractors=within", Policy{}.String())
	assert.Equal(t, "noise=drop, unlabelled=within, distractors=ignore, min_story=2, sampled=articles",
		Policy{Noise: "drop", Distractors: "ignore", MinStory: 2, Sampled: "articles"}.String())
}

// A window of stories, of which only some are labelled: what scoring labelled
// articles alone, and scoring them inside the whole clusters, give.
func TestSampledGold(t *testing.T) {
	testfiles.Long(t, "simulation")
	const runs = 40
	metrics := []string{"b3.p", "b3.r", "pair.p", "pair.r"}
	for _, sampled := range []string{"stories", "articles"} {
		truth, naive, ours := map[string]float64{}, map[string]float64{}, map[string]float64{}
		for run := range runs {
			r := rand.New(rand.NewPCG(uint64(run), 4))
			gold, pred := window(r)
			labelled := sample(r, gold, sampled)
			for _, m := range metrics {
				truth[m] += scoreUnder(t, Policy{}, m, gold, pred, nil) / runs
				naive[m] += scoreUnder(t, Policy{Unlabelled: "ignore"}, m, labelled, pred, nil) / runs
				ours[m] += scoreUnder(t, Policy{Sampled: sampled}, m, labelled, pred, nil) / runs
			}
		}
		for _, m := range metrics {
			t.Logf("%s sampled by %s: truth %.3f, labelled alone %.3f, ours %.3f", m, sampled, truth[m], naive[m], ours[m])
		}
		assert.Greater(t, naive["b3.p"]-truth["b3.p"], 0.1, "the labelled alone inflate precision")
		for _, m := range []string{"b3.p", "b3.r"} {
			assert.Less(t, math.Abs(ours[m]-truth[m]), 0.01, "%s sampled by %s", m, sampled)
		}
	}
}

// window is 400 stories of geometric sizes; 15 % of them are merged with the next
// one, 12 % of the articles stray.
func window(r *rand.Rand) (gold, pred corpus.Labels) {
	const stories = 400
	cluster := make([]int32, stories)
	for s := range cluster {
		cluster[s] = int32(s)
		if s > 0 && r.Float64() < 0.15 {
			cluster[s] = cluster[s-1]
		}
	}
	for s := range stories {
		size := 1 + int(math.Log(1-r.Float64())/math.Log(1-0.2))
		for range size {
			gold = append(gold, int32(s))
			p := cluster[s]
			if r.Float64() < 0.12 {
				p = cluster[r.IntN(stories)]
			}
			pred = append(pred, p)
		}
	}
	return gold, pred
}

// sample keeps the gold of 60 stories.
func sample(r *rand.Rand, gold corpus.Labels, by string) corpus.Labels {
	chosen := map[int32]bool{}
	for len(chosen) < 60 {
		if by == "articles" {
			chosen[gold[r.IntN(len(gold))]] = true
		} else {
			chosen[int32(r.IntN(400))] = true
		}
	}
	out := make(corpus.Labels, len(gold))
	for i, g := range gold {
		if out[i] = corpus.None; chosen[g] {
			out[i] = g
		}
	}
	return out
}
