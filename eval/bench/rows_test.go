package bench

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// outside are rows as another module would have them: an algorithm with a space of its
// own, a metric and a summarizer.
func outside() Rows {
	return Rows{
		Algorithms: []algorithms.Entry{{
			Name: "bylength", Family: algorithms.Centroid, New: func() algorithms.Clusterer { return &byLength{K: 3} },
		}},
		Metrics: []eval.Metric{{
			Name: "largest", Title: "Largest cluster", Better: eval.Lower, Range: [2]float64{0, 1e9},
			New: func() eval.Scorer { return largest{} },
		}},
		Summarizers: []summarize.Entry{{Name: "titles", New: func() summarize.Summarizer { return titles{} }}},
		Version:     "v1",
	}
}

// byLength clusters articles by the lengths of their titles and texts.
type byLength struct {
	K int `spec:"k" default:"3" range:"1:" doc:"number of clusters"`
}

func (b *byLength) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	rows := make([][]float32, len(p.Articles))
	for i, a := range p.Articles {
		rows[i] = []float32{float32(len(a.Title)), float32(len(a.Text))}
	}
	space, err := features.FromRows(rows)
	if err != nil {
		return nil, err
	}
	own := *p
	own.Space = space
	k := kmeans.New()
	k.K = algorithms.Clusters(b.K)
	return k.Cluster(ctx, &own)
}

// largest is the size of the largest cluster.
type largest struct{}

func (largest) Score(c *eval.Case) (eval.Value, error) {
	most := 0
	for _, members := range c.Pred.Members() {
		most = max(most, len(members))
	}
	return eval.Value{Value: float64(most)}, nil
}

// titles makes the title of the first article the summary.
type titles struct{}

func (titles) Summarize(_ context.Context, articles []corpus.Article) (corpus.Page, error) {
	return corpus.Page{Summary: []corpus.Sentence{{Text: articles[0].Title}}}, nil
}

// An outside module's algorithm, metric and summarizer run beside the built-in ones,
// in this process and in processes of their own, and come to the same.
func TestRowsOfAnOutsideModule(t *testing.T) {
	p := Plan{
		Corpora: []string{"tiny"}, Algorithms: []string{"bylength(k=2)", "one"},
		Metrics: []string{"largest", "b3.f1", "rouge1.r(summarizer=titles)"}, Replicates: 50, Rows: outside(),
	}
	var here []results.Result
	for _, runner := range []Runner{nil, Isolated()} {
		stored, err := Run(t.Context(), p, Options{Dir: t.TempDir(), Runner: runner})
		require.NoError(t, err)
		require.Len(t, stored, 2)
		for i, r := range stored {
			require.Equal(t, results.OK, r.Status, r.Error)
			assert.Contains(t, r.Version, "+v1")
			require.NotNil(t, r.Score("rouge1.r(summarizer=titles)").Value, r.Score("rouge1.r(summarizer=titles)").Reason)
			for k := range r.Scores {
				if here != nil {
					assert.Equal(t, here[i].Scores[k].Value, r.Scores[k].Value, r.Scores[k].Metric)
				}
			}
		}
		assert.Equal(t, "bylength(k=2)", stored[0].Algorithm.String())
		assert.Equal(t, 12.0, *stored[1].Score("largest").Value, "one cluster of all")
		assert.Less(t, *stored[0].Score("largest").Value, 12.0)
		here = stored
	}

	first, err := Trials(t.Context(), p)
	require.NoError(t, err)
	p.Rows.Version = "v2"
	second, err := Trials(t.Context(), p)
	require.NoError(t, err)
	assert.NotEqual(t, first[0].Key(), second[0].Key(), "another version runs its trials again")

	p.Rows = Rows{}
	_, err = Run(t.Context(), p, Options{Dir: t.TempDir()})
	assert.ErrorContains(t, err, `unknown`, "no list of ours has grown")
}
