package reference

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSummaries(t *testing.T) {
	got := summaries([]Entry{
		{Name: "b3.p", Title: "B-cubed precision"}, {Name: "b3.r", Title: "B-cubed recall"}, {Name: "b3x.p", Title: "Extended precision"},
		{Name: "b3x.r", Title: "Extended recall"}, {Name: "ari", Title: "Adjusted Rand index"},
		{Name: "source.hill", Title: "Outlets"}, {Name: "x.bias", Title: "Of nothing"}, {Name: "source.hill.bias", Title: "Bias: Outlets"},
		{Name: "source.hill.error", Title: "Error: Outlets"}, {Name: "a.r", Title: "No reading"},
	})
	assert.Equal(t, []summary{
		{"b3.p, .r", "B-cubed precision, recall; b3x: for groups that overlap"}, {"ari", "Adjusted Rand index"},
		{"source.hill, .bias, .error", "Outlets"}, {"x.bias", "Of nothing"}, {"a.r", "No reading"},
	}, got)
}

// Every entry has a line, or its ending is on one.
func TestSummariesAreComplete(t *testing.T) {
	for _, k := range Kinds() {
		var b strings.Builder
		require.NoError(t, WriteSummary(&b, k))
		for _, e := range k.Entries {
			base := variantOf(e.Name)
			stem, _ := reading(e)
			assert.True(t, strings.Contains(b.String(), e.Name) || base != "" && strings.Contains(b.String(), base) ||
				strings.Contains(b.String(), "\n"+stem+".") || strings.Contains(b.String(), stem+":"), e.Name)
		}
		for line := range strings.Lines(b.String()) {
			assert.LessOrEqual(t, len([]rune(line)), 121, line)
		}
	}
	var b strings.Builder
	require.NoError(t, WriteCounts(&b))
	assert.Equal(t, len(Kinds()), strings.Count(b.String(), "\n"))
}
