package audit

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/label"
)

func TestClopperPearson(t *testing.T) {
	for _, c := range []struct{ x, n, low, high float64 }{ // scipy.stats.beta
		{0, 10, 0, .3085}, {10, 10, .6915, 1}, {3, 10, .0667, .6525}, {50, 100, .3983, .6017},
	} {
		low, high := clopperPearson(c.x, c.n)
		assert.InDelta(t, c.low, low, 1e-4)
		assert.InDelta(t, c.high, high, 1e-4)
	}
}

// judged are answers to pairs: ids, the answer, the stratum.
func judged(strata []corpus.PairStratum, list ...corpus.Judgement) *corpus.Judgements {
	for i := range list {
		list[i].Line = i + 1
	}
	return &corpus.Judgements{Path: "answers", Strata: strata, List: list}
}

func TestJudged(t *testing.T) {
	clusters := background()
	clusters[0] = append(clusters[0], clusters[1]...)
	clusters = append(clusters[:1], clusters[2:]...)
	c, labels := news(t, "en", clusters...)
	r := NewRun("test", c, labels, nil)
	r.Judged = judged([]corpus.PairStratum{{Pairs: 20}, {Pairs: 20}, {Pairs: 180}},
		corpus.Judgement{A: "0-0", B: "0-4", Same: corpus.No, Stratum: 2},
		corpus.Judgement{A: "0-0", B: "0-1", Same: corpus.Yes, Stratum: 2},
		corpus.Judgement{A: "0-5", B: "0-2", Same: corpus.Unsure, Stratum: 2},
		corpus.Judgement{A: "1-0", B: "1-1", Same: corpus.Yes, Stratum: 1},
		corpus.Judgement{A: "1-0", B: "2-1", Same: corpus.No, Stratum: 3},
		corpus.Judgement{A: "1-0", B: "nobody", Same: corpus.No, Stratum: 3},
	)
	a, err := r.Make(ctx, Options{})
	require.NoError(t, err)
	j := a.Judged
	assert.Equal(t, []int{5, 3, 1}, []int{j.Answers, j.Together, j.Unknown})
	assert.Equal(t, 0.25, *j.All.Share, "by the weights")
	require.Len(t, j.Classes, 3)
	assert.Equal(t, []int{0, 1, 2}, []int{j.Classes[0].Judged, j.Classes[1].Judged, j.Classes[2].Judged})
	assert.Nil(t, j.Classes[0].Share)
	assert.Equal(t, []float64{0, .5}, []float64{*j.Classes[1].Share, *j.Classes[2].Share})
	require.Len(t, j.Sample, 1)
	assert.Equal(t, []string{"0", "0-0", "0-4"}, []string{j.Sample[0].Cluster, j.Sample[0].A.ID, j.Sample[0].B.ID})
	list := of(a, "bridges")
	require.Len(t, list, 1)
	assert.Equal(t, &Answers{Different: 1, Unsure: 1}, list[0].Judged, "pairs across the sides")
}

// Intervals of shares of weighted pairs contain the true share in at least 93 % of the draws.
func TestJudgedCoverage(t *testing.T) {
	draws := 400
	if os.Getenv("ASSAY_LONG") != "" {
		draws = 4000
	}
	for _, design := range []struct {
		strata []float64 // shares that are different
		sizes  []float64
		each   []int // answers
	}{
		{[]float64{.3}, []float64{1000}, []int{60}},
		{[]float64{.02}, []float64{1000}, []int{60}},
		{[]float64{.05, .6}, []float64{900, 100}, []int{30, 60}},
		{[]float64{.5, .1, .9}, []float64{100, 800, 100}, []int{20, 40, 40}},
	} {
		truth, all := 0., 0.
		for h, n := range design.sizes {
			truth, all = truth+n*design.strata[h], all+n
		}
		truth /= all
		r := rand.New(rand.NewPCG(5, 5))
		covered := 0
		for range draws {
			var pairs []verdict
			for h, m := range design.each {
				for range m {
					pairs = append(pairs, verdict{r.Float64() < design.strata[h], design.sizes[h] / float64(m), len(pairs), 1})
				}
			}
			if f := falseMerges(pairs); *f.Low <= truth && truth <= *f.High {
				covered++
			}
		}
		t.Logf("%v: %.1f %%", design, 100*float64(covered)/float64(draws))
		assert.GreaterOrEqual(t, float64(covered)/float64(draws), .93)
	}
}

// The same of articles with six others each, of which most are of one story or none is.
func TestJudgedCoverageOfScreens(t *testing.T) {
	draws := 400
	if os.Getenv("ASSAY_LONG") != "" {
		draws = 4000
	}
	r := rand.New(rand.NewPCG(6, 6))
	covered := 0
	const strange, truth = .15, .15*.9 + .85*.05
	for range draws {
		var pairs []verdict
		for k := range 80 {
			share := .05
			if r.Float64() < strange {
				share = .9
			}
			for range 6 {
				pairs = append(pairs, verdict{r.Float64() < share, 2, k, 1})
			}
		}
		if f := falseMerges(pairs); *f.Low <= truth && truth <= *f.High {
			covered++
		}
	}
	t.Logf("%.1f %%", 100*float64(covered)/float64(draws))
	assert.GreaterOrEqual(t, float64(covered)/float64(draws), .93)
}

// A file that assay label wrote tells the shares that its design makes of the gold, about.
func TestLabelFile(t *testing.T) {
	c := open(t, "newsroom")
	gold := c.Gold().Alone()
	labels := gold.Canonical()
	for i := range labels {
		if labels[i]%4 == 1 { // every fourth story is with the one before
			labels[i]--
		}
	}
	path := filepath.Join(t.TempDir(), "judgements.jsonl")
	s, err := label.Open(ctx, c, []string{"found"}, []corpus.Labels{labels}, path, label.Settings{Judge: "ann", Ask: "precision"})
	require.NoError(t, err)
	story := map[string]int32{}
	for i, a := range c.Articles {
		story[a.Title+a.Text] = gold[i]
	}
	for range 150 {
		q, ok := s.Next()
		require.True(t, ok)
		same := corpus.No
		if story[fullText(c, q.Articles[0])] == story[fullText(c, q.Articles[1])] {
			same = corpus.Yes
		}
		require.NoError(t, s.Answer(label.Reply{ID: q.ID, Same: same}))
	}
	require.NoError(t, s.Close())
	r := NewRun("found", c, labels, nil)
	require.NoError(t, r.readJudged(ctx, path))
	a, err := r.Make(ctx, only("giants"))
	require.NoError(t, err)
	different, together := 0., 0.
	for i := range labels {
		for k := range i {
			if labels[i] == labels[k] {
				together++
				if gold[i] != gold[k] {
					different++
				}
			}
		}
	}
	assert.True(t, a.Judged.Known)
	assert.LessOrEqual(t, *a.Judged.All.Low, different/together)
	assert.GreaterOrEqual(t, *a.Judged.All.High, different/together)
	assert.Less(t, *a.Judged.All.High-*a.Judged.All.Low, .25)

	other := open(t, "tiny")
	assert.ErrorContains(t, NewRun("other", other, other.Gold(), nil).readJudged(ctx, path), "none of its 150 answers")
}

// fullText finds an article by what a question shows of it.
func fullText(c *corpus.Corpus, shown label.Article) string {
	for _, a := range c.Articles {
		if a.Title == shown.Title && a.Source == shown.Source {
			return a.Title + a.Text
		}
	}
	return ""
}
