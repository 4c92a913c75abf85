package algorithms_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/algorithms/control"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/algorithms/topic"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

func tiny(t *testing.T) *corpus.Corpus {
	c, err := format.Open(t.Context(), "tiny")
	require.NoError(t, err)
	return c
}

func ExampleRun() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	a := agglomerative.New()
	a.Linkage, a.Distance = "complete", 0.95
	labels, err := algorithms.Run(ctx, a, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(labels)
	// Output: [0 1 0 2 2 0 0 2 1 0 2 1]
}

func ExampleRunRows() {
	k := kmeans.New()
	k.K = algorithms.Clusters(2)
	labels, err := algorithms.RunRows(context.Background(), k, [][]float32{{1, 0}, {0, 2}, {3, 0.1}, {0.1, 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(labels)
	// Output: [0 1 0 1]
}

func ExampleProblem_Run() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	k := kmeans.New()
	k.K = algorithms.K{By: "silhouette"}
	p, err := algorithms.NewProblem(k, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	p.Seed = 7
	labels, err := p.Run(ctx, k)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(labels.Groups(), p.Notes)
	// Output: 3 [k=3 by silhouette]
}

func TestOraclesAreToldSizesAlone(t *testing.T) {
	c := tiny(t)
	labels, err := algorithms.Run(t.Context(), control.NewRandom(), c)
	require.NoError(t, err)
	assert.Equal(t, algorithms.GoldFacts(c.Gold()), algorithms.GoldFacts(labels))

	for i := range c.Articles {
		c.Articles[i].Story = ""
	}
	_, err = algorithms.Run(t.Context(), kmeans.New(), c)
	assert.ErrorContains(t, err, "give a number instead of gold")
}

// blind fails if it is shown gold.
type blind struct{ t *testing.T }

func (b blind) Cluster(_ context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	for _, a := range p.Articles {
		assert.Empty(b.t, a.Story)
	}
	assert.EqualValues(b.t, 1, p.Seed)
	return corpus.Labels{5, 5, 3}[:min(len(p.Articles), 3)], nil
}

func TestRunChecksWhatItGets(t *testing.T) {
	c := tiny(t)
	_, err := algorithms.Run(t.Context(), blind{t}, c)
	assert.EqualError(t, err, "it gave 3 labels for 12 articles")
	c.Articles = c.Articles[:3]
	labels, err := algorithms.Run(t.Context(), blind{t}, c)
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 0, 1}, labels, "canonical")
}

func TestRowsNeedNoNameOfASpace(t *testing.T) {
	k := kmeans.New()
	k.K, k.Space = algorithms.Clusters(2), spec.Spec{}
	labels, err := algorithms.RunRows(t.Context(), k, [][]float32{{1, 0}, {0, 1}, {2, 0}})
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 1, 0}, labels)
	_, err = algorithms.Run(t.Context(), k, tiny(t))
	assert.EqualError(t, err, "*kmeans.KMeans names no space: kmeans.New() sets its default")
}

func TestRunRowsRefuses(t *testing.T) {
	k := kmeans.New()
	k.K = algorithms.Clusters(1)
	for want, rows := range map[string][][]float32{
		"this has 0 rows":              nil,
		"this has 1 rows":              {{}},
		"row 1 has 1 dimensions":       {{1, 2}, {3}},
		"row 1 holds NaN in column 0":  {{1}, {float32(math.NaN())}},
		"row 0 holds +Inf in column 1": {{0, float32(math.Inf(1))}},
		"NaN, infinite or too large":   {{1e30}},
	} {
		_, err := algorithms.RunRows(t.Context(), k, rows)
		assert.ErrorContains(t, err, want)
	}
	_, err := algorithms.RunRows(t.Context(), topic.NewLDA(), [][]float32{{1}})
	assert.EqualError(t, err, "*topic.LDA reads articles, and cannot cluster rows alone")
}
