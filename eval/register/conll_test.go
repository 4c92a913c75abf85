package register

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
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

// The scorer adds up the pairs of the documents of a file. The suite has one document a file: all cases together are one of 24, whose
// BLANC is counted pair by pair from their mentions, as is that of each case, which the suite knows.
func TestConllOfSeveralDocuments(t *testing.T) {
	dir := testfiles.Path(t, "originals", "conll")
	raw, err := os.ReadFile(filepath.Join(dir, "cases.json"))
	require.NoError(t, err)
	var cases []struct {
		ID, Key, Response string
		KeyClusters       [][]string `json:"key_clusters"`
		ResponseClusters  [][]string `json:"response_clusters"`
		Expected          map[string][]float64
	}
	require.NoError(t, json.Unmarshal(raw, &cases))
	var all blancPairs
	var files [2]strings.Builder
	for n, c := range cases {
		var pairs blancPairs
		pairs.add(c.KeyClusters, c.ResponseClusters)
		all.add(c.KeyClusters, c.ResponseClusters)
		if want, ok := c.Expected["blanc"]; ok && pairs.known() {
			for i, v := range pairs.blanc() {
				assert.InDelta(t, want[i], v, 1e-4, c.ID)
			}
		}
		for i, name := range []string{c.Key, c.Response} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(t, err)
			_, rest, _ := strings.Cut(string(text), "\n")
			fmt.Fprintf(&files[i], "#begin document (case%d); part 000\n%s\n", n, rest)
		}
	}
	names := [2]string{filepath.Join(t.TempDir(), "all.key"), filepath.Join(t.TempDir(), "all.response")}
	for i, name := range names {
		require.NoError(t, os.WriteFile(name, []byte(files[i].String()), 0o600))
	}
	ctx := quiet(t.Context())
	key, _, err := format.OpenGoldLabels(ctx, names[0])
	require.NoError(t, err)
	a, err := format.AlignLabels(ctx, key, conllPolicy, names[1])
	require.NoError(t, err)
	k, err := eval.NewCase(ctx, a.Corpus.Gold(), a.Labels[0], a.Corpus)
	require.NoError(t, err)
	for i, want := range all.blanc() {
		m, err := eval.Named([]string{"blanc.r", "blanc.p", "blanc.f1"}[i])
		require.NoError(t, err)
		v, err := m.Score(k)
		require.NoError(t, err)
		assert.InDelta(t, want, v.Value, 1e-12, m.Name)
	}
}

// blancPairs counts the pairs that are together, and those that are apart: in both groupings, in the key, in the response.
type blancPairs [2][3]float64

func (p *blancPairs) add(key, response [][]string) {
	var sides [2]map[[2]string]bool // whether the two mentions of a pair are together
	for side, clusters := range [][][]string{key, response} {
		sides[side] = map[[2]string]bool{}
		of := map[string]int{}
		for n, cluster := range clusters {
			for _, mention := range cluster {
				of[mention] = n
			}
		}
		for a := range of {
			for b := range of {
				if a < b {
					sides[side][[2]string{a, b}] = of[a] == of[b]
				}
			}
		}
	}
	kind := map[bool]int{true: 0, false: 1}
	for side, pairs := range sides {
		for pair, together := range pairs {
			p[kind[together]][1+side]++
			if other, ok := sides[1][pair]; side == 0 && ok && other == together {
				p[kind[together]][0]++
			}
		}
	}
}

// known reports whether the key has a pair.
func (p *blancPairs) known() bool { return p[0][1]+p[1][1] > 0 }

// blanc is recall, precision and F1.
func (p *blancPairs) blanc() (out [3]float64) {
	kinds := 0.0
	for _, n := range p {
		if n[1] == 0 {
			continue
		}
		recall, precision := n[0]/n[1], n[0]/max(n[2], 1)
		out[0], out[1] = out[0]+recall, out[1]+precision
		if n[0] > 0 {
			out[2] += 2 * recall * precision / (recall + precision)
		}
		kinds++
	}
	for i := range out {
		out[i] /= kinds
	}
	return out
}
