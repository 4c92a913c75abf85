package register

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// The figures are all that the suite expects, and every one is met on the files.
func TestConll(t *testing.T) {
	raw, err := os.ReadFile(testfiles.Path(t, "originals", "conll", "cases.json"))
	require.NoError(t, err)
	var cases []struct {
		ID       string
		Expected map[string][]float64
	}
	require.NoError(t, json.Unmarshal(raw, &cases))
	got := map[string]float64{}
	for _, p := range conll.Parts {
		for _, c := range p.Cells {
			got[p.Name+" "+c.Name] = c.Published
		}
	}
	ours := map[string]string{"muc": "muc", "bcub": "b3", "ceafm": "ceaf.m", "ceafe": "ceaf.e", "blanc": "blanc"}
	compared := 0
	for _, c := range cases {
		for name, want := range c.Expected {
			for i, reading := range []string{".r", ".p", ".f1"} {
				assert.InDelta(t, want[i], got[c.ID+" "+ours[name]+reading], 1e-6, "%s of %s", name, c.ID)
				compared++
			}
		}
	}
	list, err := Select([]Entry{conll})
	require.NoError(t, err)
	results, err := Run(t.Context(), list, Options{Data: testfiles.Path(t)})
	require.NoError(t, err)
	count := 0
	for _, row := range results[0].Rows {
		assert.Equal(t, Within, row.Verdict, "%s %s: %g, published %g: %s", row.Part, row.Cell.Name, row.Value, row.Cell.Published, row.Why)
		if !strings.HasPrefix(row.Part, "corefud") {
			count++
		}
	}
	assert.Equal(t, compared, count)
	t.Log(conll.Cells(), "cells")
}
