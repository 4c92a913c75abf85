package chart

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/explain"
)

// explained is an explanation of clusters of the small corpus, titled as given.
func explained(t require.TestingT, title string, labels corpus.Labels) *explain.Explanation {
	c := small()
	c.Card.Name = title
	for i := range c.Stories {
		c.Stories[i].Title = title
	}
	k, err := eval.NewCase(context.Background(), c.Gold(), labels, c)
	require.NoError(t, err)
	names := make([]string, len(k.Table().Clusters))
	for i := range names {
		names[i] = fmt.Sprintf("%s %d", title, i)
	}
	e, err := explain.Explain(context.Background(), explain.Run{Name: title, Case: k, Names: names}, explain.Options{Replicates: 10})
	require.NoError(t, err)
	return e
}

// The chart is well formed whatever goes where, and every band is within it.
func TestFlowProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		labels := make(corpus.Labels, 8)
		for i := range labels {
			labels[i] = int32(rapid.IntRange(-1, 7).Draw(t, "cluster"))
		}
		e := explained(t, "x", labels)
		most := rapid.IntRange(1, 4).Draw(t, "most")
		c := Flow(e, most)
		wellFormed(t, &c)
		f := newFlow(e, most)
		f.place()
		left, right := make([]int, len(f.left)), make([]int, len(f.right))
		for _, b := range f.bands {
			left[b.from] += b.size
			right[b.to] += b.size
		}
		for i, l := range f.left {
			assert.Equal(t, l.size, left[i])
		}
		for i, r := range f.right {
			assert.Equal(t, r.size, right[i])
			assert.LessOrEqual(t, r.y+r.height, f.height+1e-9)
		}
	})
}

func TestFlowHostile(t *testing.T) {
	for _, title := range hostile {
		c := Flow(explained(t, title, corpus.Labels{0, 0, 1, 1, 1, 2, 3, 3}), 10)
		wellFormed(t, &c)
		for _, format := range Formats {
			require.NoError(t, Write(io.Discard, &c, format), "%s of %q", format, title)
		}
	}
}

func TestFlowOfExactClusters(t *testing.T) {
	c := Flow(explained(t, "fair", corpus.Labels{0, 0, 0, 1, 1, 2, 2, 3}), 10)
	assert.Contains(t, c.Caption, "3 of 3 stories are exact")
	var b bytes.Buffer
	require.NoError(t, SVGFile(&b, &c))
	assert.Contains(t, b.String(), "where the stories went in fair")
}
