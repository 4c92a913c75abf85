package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func TestExplain(t *testing.T) {
	dir := t.TempDir()
	labels := filepath.Join(dir, "labels.csv")
	succeeds(t, "cluster", "newsroom", "--algorithm", "agglomerative(linkage=average,distance=0.8)", "-o", labels)
	flow, repair := filepath.Join(dir, "flow.svg"), filepath.Join(dir, "repair.json")
	out := succeeds(t, "explain", "newsroom", labels, "--flow", flow, "--repair", repair, "--replicates", "50")
	assert.Contains(t, out, "stories by what they cost")
	assert.Contains(t, out, "Splits: what the missing articles have in common")
	assert.Contains(t, out, "The cheapest repair")
	svg, err := os.ReadFile(flow)
	require.NoError(t, err)
	assert.Contains(t, string(svg), "<svg xmlns")

	// The script that was written repairs the labels that were read.
	f, err := os.Open(repair)
	require.NoError(t, err)
	defer f.Close()
	script, err := explain.ReadScript(f)
	require.NoError(t, err)
	file, err := corpus.ReadLabels(labels)
	require.NoError(t, err)
	clusters := map[string]string{}
	for i, id := range file.IDs {
		clusters[id] = file.Groups[i]
	}
	repaired, err := script.Apply(clusters)
	require.NoError(t, err)
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("id,label\n")
	for i := range c.Articles {
		fmt.Fprintf(&b, "%s,%s\n", c.Articles[i].ID, repaired[c.Articles[i].ID])
	}
	again := filepath.Join(dir, "again.csv")
	require.NoError(t, os.WriteFile(again, []byte(b.String()), 0o644))
	assert.Equal(t, 1.0, scores(t, "newsroom", again, "--metric", "b3.f1")["b3.f1"])
	assert.Contains(t, succeeds(t, "explain", "newsroom", again), "nothing to repair")

	out = succeeds(t, "explain", "newsroom", labels, again, "--replicates", "50")
	assert.Contains(t, out, "What changed from")
	assert.Contains(t, out, "21 stories better, 0 worse")
	assert.Contains(t, succeeds(t, "explain", "newsroom", labels, "--story", "brannoc-quake"), "Where its articles are")
}

func TestExplainJSON(t *testing.T) {
	out := succeeds(t, "explain", "tiny", "--algorithm", "singletons", "--format", "json", "--prices", "merge=2,split=1")
	var e explain.Explanation
	require.NoError(t, json.Unmarshal([]byte(out), &e))
	assert.Equal(t, "assay/explain/2", e.Schema)
	assert.Equal(t, "assay/repair/2", e.Repair.Schema)
	assert.Equal(t, 9, e.Repair.Merges)
	assert.Equal(t, 18.0, e.Repair.Cost)
	assert.Nil(t, e.Repair.Prices.Move)
	for _, f := range flags.ReportFormats() {
		assert.NotEmpty(t, succeeds(t, "explain", "tiny", "--algorithm", "one", "--format", f), f)
	}
}

// One story, or one cluster, as data: that of the whole, and nothing of others.
func TestExplainOneAsJSON(t *testing.T) {
	labels := filepath.Join(t.TempDir(), "labels.csv")
	succeeds(t, "cluster", "newsroom", "--algorithm", "kmeans(k=20)", "-o", labels)
	explained := func(args ...string) (e explain.Explanation) {
		out := succeeds(t, append([]string{"explain", "newsroom", labels, "--format", "json", "--replicates", "50"}, args...)...)
		require.NoError(t, json.Unmarshal([]byte(out), &e))
		return e
	}
	whole := explained()
	one := explained("--story", whole.Stories[0].ID)
	assert.Equal(t, whole.Stories[:1], one.Stories)
	assert.Empty(t, one.Clusters)
	assert.Equal(t, len(one.Repair.Steps), one.Repair.Splits+one.Repair.Moves+one.Repair.Merges)
	one = explained("--cluster", whole.Clusters[0].Name)
	assert.Equal(t, whole.Clusters[:1], one.Clusters)
	assert.Empty(t, one.Stories)
	one = explained("--story", whole.Stories[0].ID, labels)
	assert.Empty(t, one.Difference.Stories, "nothing changed")
}

// Labels alone, with noise, under policies.
func TestExplainLabels(t *testing.T) {
	gold := file(t, "gold.csv", "id,label\na,1\nb,1\nc,1\nd,2\ne,2\nf,\n")
	found := file(t, "found.csv", "id,label\na,x\nb,x\nc,-1\nd,y\ne,-1\nf,x\n")
	out := succeeds(t, "explain", gold, found)
	assert.Contains(t, out, "1 alone")
	assert.Contains(t, out, "causes are not measured")
	assert.Contains(t, out, "noise=singletons")
	out = succeeds(t, "explain", gold, found, "--noise", "one", "--repair", filepath.Join(t.TempDir(), "r.txt"))
	assert.Contains(t, out, "noise (1 of 2)")
	succeeds(t, "explain", gold, found, "--noise", "drop")
	assert.NotContains(t, succeeds(t, "explain", gold, found, "--unlabelled", "ignore"), "Clusters that mix")
}

func TestExplainMistakes(t *testing.T) {
	for _, c := range []struct {
		want string
		args []string
	}{
		{"one clustering or two", []string{"explain", "tiny"}},
		{"no story \"nobody\"", []string{"explain", "tiny", "--algorithm", "one", "--story", "nobody"}},
		{"no story \"nobody\"", []string{"explain", "tiny", "--algorithm", "one", "--story", "nobody", "--format", "json"}},
		{"no cluster \"nobody\"", []string{"explain", "tiny", "--algorithm", "one", "--cluster", "nobody"}},
		{"there is no price \"mouve\"", []string{"explain", "tiny", "--algorithm", "one", "--prices", "mouve=1"}},
		{"numbers from 0", []string{"explain", "tiny", "--algorithm", "one", "--prices", "move=-1"}},
		{"--limit 0", []string{"explain", "tiny", "--algorithm", "one", "--stories", "0"}},
	} {
		code, out, err := assay(t, c.args...)
		assert.Equal(t, exitUsage, code, c.args)
		assert.Empty(t, out, c.args)
		assert.Contains(t, err, c.want)
	}
}

// Real corpora, without times, outlets or titles, are explained.
func TestExplainCorpora(t *testing.T) {
	for _, name := range []string{"wikinews", "ecbplus@topic", "newswcl50"} {
		path := testfiles.Path(t, "corpora", strings.Split(name, "@")[0])
		if _, level, ok := strings.Cut(name, "@"); ok {
			path += "@" + level
		}
		out := succeeds(t, "explain", path, "--algorithm", "leiden(neighbours=5,threshold=0.2)", "--replicates", "50")
		assert.Contains(t, out, "stories by what they cost", name)
	}
}
