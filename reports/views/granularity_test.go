package views_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/granularity"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

func TestGranularity(t *testing.T) {
	c, err := format.Open(t.Context(), "tiny")
	require.NoError(t, err)
	h, err := granularity.Open(t.Context(), c, []string{"agglomerative"}, 1, 1)
	require.NoError(t, err)
	o := granularity.NewOptions()
	o.SplitCost = 2
	r, err := granularity.Run(t.Context(), c, h, o)
	require.NoError(t, err)
	doc := views.Granularity(r)
	assert.Equal(t, "Cut at 3 clusters for story (b3.f1 1.000).", doc.Verdict.Sentences[0])
	assert.Contains(t, doc.Notes[len(doc.Notes)-1], "weighs 2 times as much as precision")
	for _, f := range reports.Formats {
		var b bytes.Buffer
		require.NoError(t, reports.Write(&b, doc, f.Name), f.Name)
		assert.Contains(t, b.String(), "tiny", f.Name)
	}
}
