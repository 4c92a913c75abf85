package gate

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func newsroom(t testing.TB) *corpus.Corpus {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	return c
}

func algorithm(spec string) Cluster {
	return func(ctx context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
		labels, _, err := all.Run(ctx, c, spec, seed, 0)
		return labels, err
	}
}

// then is a system whose labels are changed afterwards.
func (f Cluster) then(change func(c *corpus.Corpus, labels corpus.Labels)) Cluster {
	return func(ctx context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
		labels, err := f(ctx, c, seed)
		if err == nil {
			change(c, labels)
		}
		return labels, err
	}
}

const trusted = "agglomerative(distance=0.9,linkage=complete)"

func trustedBaseline(t testing.TB) (*Baseline, *corpus.Corpus) {
	c := newsroom(t)
	b := made(t, Update{}, nil, collect(t, c, algorithm(trusted)))
	share := 0.1
	b.Constraints.LargestCluster = &share
	b.Constraints.OneStory = []Group{{Story: "saint-aubry-aground"}}
	return written(t, b), c
}

// The gate of newsroom catches four regressions, each in its own way.
func TestPlantedRegressions(t *testing.T) {
	b, c := trustedBaseline(t)
	faults := func(r *Result) (list []string) {
		for _, m := range r.Corpora[0].Metrics {
			if m.Verdict == Fail {
				list = append(list, m.Metric)
			}
		}
		for _, h := range r.Corpora[0].Constraints {
			if h.Verdict == Fail {
				list = append(list, h.Constraint)
			}
		}
		return list
	}
	splitFifth := func(c *corpus.Corpus, labels corpus.Labels) {
		for s, members := range c.Gold().Members() {
			if s%5 == 0 && len(members) > 1 {
				for _, i := range members[:len(members)/2] {
					labels[i] += 10_000
				}
			}
		}
	}
	chain := func(_ *corpus.Corpus, labels corpus.Labels) { // each cluster is welded to the next
		members := labels.Members()
		members = slices.DeleteFunc(members, func(m []int) bool { return len(m) < 3 })
		for k := 1; k < len(members); k += 2 {
			for _, i := range members[k] {
				labels[i] = labels[members[k-1][0]]
			}
		}
	}
	two := func(c *corpus.Corpus, labels corpus.Labels) { // two stories become one
		into := labels[slices.IndexFunc(c.Articles, func(a corpus.Article) bool { return a.Story == "brannoc-quake" })]
		for i := range labels {
			if c.Articles[i].Story == "saint-aubry-aground" {
				labels[i] = into
			}
		}
	}
	for name, regression := range map[string]struct {
		system Cluster
		finds  []string
	}{
		"the threshold drifts":        {algorithm("agglomerative(distance=0.85,linkage=complete)"), []string{"b3.f1", "b3.r"}},
		"a fifth of stories is split": {algorithm(trusted).then(splitFifth), []string{"b3.f1", "b3.r", "one_story saint-aubry-aground"}},
		"clusters are chained":        {algorithm(trusted).then(chain), []string{"b3.f1", "b3.p", "one_story saint-aubry-aground"}},
		"two stories become one":      {algorithm(trusted).then(two), []string{"one_story saint-aubry-aground"}},
	} {
		r, err := b.Check(t.Context(), []Clustering{collect(t, c, regression.system)}, 0)
		require.NoError(t, err)
		assert.Equal(t, Fail, r.Verdict, name)
		assert.Subset(t, faults(r), regression.finds, "%s: %+v", name, r.Corpora[0].Metrics)
		assert.NotEmpty(t, r.Corpora[0].Changes, name)
	}
}

// Runs of a system that did not change pass: ten times with the same seeds, and, for
// one that depends on them, with ten times twenty others. Of five seeds each, several of
// the ten would be inconclusive: single starts differ by several points.
func TestUnchangedRerunsPass(t *testing.T) {
	testfiles.Long(t, "runs k-means on newsroom many times")
	cache := features.Cache{Dir: t.TempDir()}
	ctx := cache.Context(t.Context())
	b, c := trustedBaseline(t)
	for range 10 {
		f, err := Collect(ctx, c, algorithm(trusted), []uint64{1})
		require.NoError(t, err)
		r, err := b.Check(ctx, []Clustering{f}, 0)
		require.NoError(t, err)
		assert.Equal(t, Pass, r.Verdict)
	}
	const seeded = "kmeans(k=45,n_init=1)"
	seedsFrom := func(first uint64) (seeds []uint64) {
		for i := range uint64(20) {
			seeds = append(seeds, first+i)
		}
		return seeds
	}
	seeds := seedsFrom(1)
	f, err := Collect(ctx, c, algorithm(seeded), seeds)
	require.NoError(t, err)
	f.Seeded = true
	b = written(t, made(t, Update{System: System{Algorithm: seeded, Seeds: seeds}}, nil, f))
	for n := range uint64(10) {
		other := seedsFrom(1 + 20*n)
		f, err := Collect(ctx, c, algorithm(seeded), other)
		require.NoError(t, err)
		r, err := b.Check(ctx, []Clustering{f}, 0)
		require.NoError(t, err)
		assert.Equal(t, Pass, r.Verdict, "seeds from %d: %+v", other[0], r.Corpora[0].Metrics)
	}
}

// What is inconclusive on stories too few says which of them decide.
func TestInconclusiveNamesStories(t *testing.T) {
	b, c := trustedBaseline(t)
	halved := algorithm(trusted).then(func(c *corpus.Corpus, labels corpus.Labels) {
		for i := range labels {
			if c.Articles[i].Story == "strait-ferry-fire" && c.Articles[i].ID[3]%2 == 0 {
				labels[i] = 10_000
			}
		}
	})
	r, err := b.Check(t.Context(), []Clustering{collect(t, c, halved)}, 0)
	require.NoError(t, err)
	on := r.Corpora[0]
	require.Equal(t, Inconclusive, r.Verdict, "%+v", on.Constraints)
	require.NotNil(t, on.Next)
	assert.Equal(t, "strait-ferry-fire", on.Next.Look[0].Story)
	assert.Greater(t, on.Next.Look[0].Share, 0.9)
}
