package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
)

// The same pairs are gold for comparisons, benches and the gate.
func TestJudgedPairsElsewhere(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("id_a,id_b,same\n")
	for i := range c.Articles {
		for _, k := range []int{i + 1, i + 7, i + 30} {
			if k < len(c.Articles) && c.Articles[i].Story != "" && c.Articles[k].Story != "" {
				fmt.Fprintf(&b, "%s,%s,%t\n", c.Articles[i].ID, c.Articles[k].ID, c.Articles[i].Story == c.Articles[k].Story)
			}
		}
	}
	pairs := file(t, "pairs.csv", b.String())
	old, worse := filepath.Join(t.TempDir(), "old.csv"), filepath.Join(t.TempDir(), "worse.csv")
	succeeds(t, "cluster", "newsroom", "--algorithm", "agglomerative(distance=0.85)", "-o", old)
	succeeds(t, "cluster", "newsroom", "--algorithm", "agglomerative(distance=0.3)", "-o", worse)
	text := succeeds(t, "compare", "--gold", pairs, old, worse, "--metric", "pair.f1,b3.f1")
	assert.Contains(t, text, "in pair.f1, by")
	assert.Contains(t, strings.Join(strings.Fields(text), " "),
		"judged pairs do not tell the stories of all articles: they give the metrics pair.*")

	gold, base := "pairs(articles=newsroom):"+pairs, filepath.Join(t.TempDir(), "b.json")
	text = succeeds(t, "check", base, "--update", "--corpus", gold, "--labels", old)
	assert.Contains(t, text, "pair.f1")
	assert.Contains(t, text, "judged pairs; fingerprint")
	assert.Contains(t, succeeds(t, "check", base), "0 of ")
	code, text, _ := assay(t, "check", base, "--labels", worse, "--also", "junit="+filepath.Join(t.TempDir(), "j.xml"))
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, text, "Verdict: fail: pair.f1 on newsroom")
	assert.Regexp(t, `newsroom: \d+ judged pairs got worse`, text)

	text = succeeds(t, "bench", "--corpus", gold, "--algorithm", "agglomerative(distance=0.85)", "--metric", "pair.f1,b3.f1", "--out",
		filepath.Join(t.TempDir(), "out"))
	assert.Contains(t, text, "pair.f1")
	assert.Contains(t, text, "left out: b3.f1 (judged pairs do not tell")
}

// A file of assay label is scored by its design.
func TestScoreByDesign(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"schema":"assay/judgements/1","survey":{"bands":2,"strata":[{"together":1,"band":0,"pairs":10},` +
		`{"together":0,"band":0,"pairs":100},{"together":0,"band":1,"pairs":1000}]}}` + "\n")
	for i, same := range []string{"yes", "yes", "no", "no", "no"} {
		h := min(1, i/2) // two of ten pairs that are together, three of a hundred that are not
		if i == 2 {
			same = "yes"
		}
		fmt.Fprintf(&b, `{"question":"p%d.%d","id_a":"%d","id_b":"%d","same":"%s","judge":"ann"}`+"\n", h, i, 2*i, 2*i+1, same)
	}
	judged, found := file(t, "j.jsonl", b.String()), file(t, "f.csv", "id,label\n0,a\n1,a\n2,b\n3,b\n4,c\n5,d\n6,e\n7,f\n8,g\n9,h\n")
	text := succeeds(t, "score", judged, found)
	assert.Contains(t, text, "Figures are estimates for the 110 pairs that look alike, of which 5 are judged, by the design of assay label")
	assert.Contains(t, text, "1000 pairs that look unlike are left out")
	// 10 of the 10 and a third of the 100 are the same: a recall of about 10 of 43, and not 2 of 3.
	assert.InDelta(t, 10/43.3, scores(t, judged, found, "--metric", "pair.r")["pair.r"], .1)
}

// Pairs that people judged are gold, whatever their names are.
func TestJudgedPairs(t *testing.T) {
	pairs := file(t, "pairs.csv", "a,b,same,judge\n1,2,5,<script>\n2,3,4,<script>\n1,3,2,ann\n3,4,0,ann\n4,5,?,ann\n")
	found := file(t, "found.csv", "id,label\n1,x\n2,x\n3,y\n4,y\n5,y\n6,z\n")
	text := succeeds(t, "score", pairs, found, "--same-at", "4")
	assert.Contains(t, text, "5 pairs of 5 articles judged: 2 same, 2 different, 1 unsure")
	assert.Contains(t, text, "judge=<script>")
	assert.Contains(t, text, "not of the corpus")
	assert.NotContains(t, succeeds(t, "score", pairs, found, "--same-at", "4", "--format", "html"), "judge=<script>")
	assert.Equal(t, map[string]float64{"pair.p": .5, "pair.mcc": 0},
		scores(t, "pairs(same_at=4):"+pairs, found, "--metric", "pair.p,pair.mcc"))
	for want, args := range map[string][]string{
		"say from which on two articles are of one story, as in --same-at 4": {pairs, found},
		"b3.f1 needs the stories of all articles":                            {pairs, found, "--same-at", "4", "--metric", "b3.f1"},
		"judged pairs are no clusters":                                       {pairs, "--same-at", "4"},
		"judged pairs know no stories":                                       {pairs, found, "--same-at", "4", "--limit", "3"},
	} {
		assert.Contains(t, fails(t, append([]string{"score"}, args...)...), want)
	}
}
