package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fails runs a command that cannot be done, and returns what it says.
func fails(t *testing.T, args ...string) string {
	t.Helper()
	code, _, said := assay(t, args...)
	require.Equal(t, exitUsage, code, "%v: %s", args, said)
	return said
}

// bare makes articles of lines such as `"story":"x"`, which have no texts.
func bare(t *testing.T, name string, lines ...string) string {
	var b strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&b, "{\"id\":\"a%d\",%s}\n", i, line)
	}
	return file(t, name, b.String())
}

const wanted = `has a title or a text: the fields "title" and "text" were looked for`

func TestNoTexts(t *testing.T) {
	none := bare(t, "none.jsonl", `"story":"x","shout":"Late"`, `"story":"x"`, `"story":"y","shout":"Early"`, `"story":"y","title":"  "`)
	found := file(t, "found.csv", "id,label\na0,1\na1,1\na2,1\na3,2\n")
	out := filepath.Join(t.TempDir(), "out")
	for _, args := range [][]string{
		{"cluster", none, "--algorithm", "kmeans(k=2)"}, {"cluster", none, "--algorithm", "lda(k=2)"},
		{"cluster", none, "--algorithm", "minhash"}, {"cluster", none, "--algorithm", "simhash"},
		{"cluster", none, "--algorithm", "storyline"}, {"cluster", none, "--algorithm", "storyline-online"},
		{"cluster", none, "--algorithm", "dbscan(space=concat(time,lsa))"},
		{"digest", none}, {"digest", none, "--labels", found}, {"digest", none, "--algorithm", "one"},
		{"bench", "--corpus", none, "--out", out}, {"bench", "--corpus", "tiny", "--corpus", none, "--algorithm", "one,louvain", "--out", out},
		{"bench", "--corpus", none, "--algorithm", "one", "--metric", "b3.f1,extractive.coverage", "--out", out},
		{"tune", "--corpus", none, "--corpus", "tiny", "--algorithm", "kmeans(k=2|3)", "--out", out},
		{"check", filepath.Join(out, "b.json"), "--update", "--corpus", none, "--algorithm", "kmeans(k=2)"},
		{"check", filepath.Join(out, "b.json"), "--update", "--corpus", none, "--labels", found, "--metric", "silhouette"},
		{"score", none, found, "--metric", "silhouette"}, {"score", none, found, "--metric", "b3.f1,conflicts"},
		{"score", none, "--metric", "rouge2.*"}, {"score", found, found, "--metric", "extractive.coverage"},
	} {
		assert.Contains(t, fails(t, args...), wanted, args)
	}
	assert.Contains(t, fails(t, "digest", none), `the articles have ["shout"] besides`)

	for _, args := range [][]string{
		{"cluster", none, "--algorithm", "one"}, {"cluster", none, "--algorithm", "random"}, {"cluster", none, "--algorithm", "by(day)"},
		{"cluster", none, "--algorithm", "labels(" + found + ")"}, {"score", none, found}, {"score", none, found, "--metric", "all"},
		{"bench", "--corpus", none, "--algorithm", "one,random", "--out", out, "--quiet"},
	} {
		succeeds(t, args...)
	}

	heads := bare(t, "heads.jsonl", `"story":"x","title":"Bridge closes"`, `"story":"x","title":"Bridge shut"`,
		`"story":"y","title":"Vote ends"`)
	for _, args := range [][]string{
		{"cluster", heads, "--algorithm", "kmeans(k=2)"}, {"bench", "--corpus", heads, "--algorithm", "storyline", "--out", out, "--quiet"},
		{"digest", heads}, {"score", heads, "--metric", "silhouette"},
	} {
		succeeds(t, args...)
	}
}

// Vectors from a file stand for texts.
func TestVectorsWithoutTexts(t *testing.T) {
	none := bare(t, "points.jsonl", `"story":"x"`, `"story":"x"`, `"story":"y"`, `"story":"y"`)
	vectors := file(t, "v.jsonl", `{"id":"a0","vector":[1,0]}
{"id":"a1","vector":[0.9,0.1]}
{"id":"a2","vector":[0,1]}
{"id":"a3","vector":[0.1,0.9]}
`)
	space := "space=file(" + vectors + ")"
	assert.Equal(t, "id,label\na0,0\na1,0\na2,1\na3,1\n", succeeds(t, "cluster", none, "--algorithm", "kmeans(k=2,"+space+")"))
	assert.Greater(t, scores(t, none, "--metric", "silhouette("+space+")")["silhouette(metric=cosine,"+space+")"], .8)
	succeeds(t, "bench", "--corpus", none, "--algorithm", "kmeans(k=2,"+space+")", "--out", t.TempDir(), "--quiet")
	short := file(t, "short.jsonl", "{\"id\":\"a0\",\"vector\":[1,0]}\n")
	assert.Contains(t, fails(t, "cluster", none, "--algorithm", "kmeans(k=2,space=file("+short+"))"), "short.jsonl")
}

// A file with gold and found groups in it is not scored against itself.
func TestGoldBesideFound(t *testing.T) {
	gold := file(t, "gold.csv", "id,label\na,x\nb,x\nc,y\nd,y\n")
	found := file(t, "found.csv", "id,label\na,1\nb,2\nc,1\nd,2\n")
	want := scores(t, gold, found, "--metric", "b3.f1")["b3.f1"]
	require.Less(t, want, .9)

	joined := file(t, "joined.csv", "id,story,cluster\na,x,1\nb,x,2\nc,y,1\nd,y,2\n")
	assert.Equal(t, want, scores(t, joined, found, "--metric", "b3.f1")["b3.f1"], "story is gold")
	assert.Equal(t, want, scores(t, gold, joined+"@cluster", "--metric", "b3.f1")["b3.f1"])
	assert.Equal(t, want, scores(t, joined+"@story", joined+"@cluster", "--metric", "b3.f1")["b3.f1"])
	for _, args := range [][]string{{"score", gold, joined}, {"score", joined, joined}, {"compare", "--gold", gold, joined, found}} {
		said := fails(t, args...)
		assert.Contains(t, said, "joined.csv", args)
		assert.Contains(t, said, "both story and cluster may hold the groups: choose with @story or @cluster", args)
	}

	both := file(t, "both.csv", "id,gold,label\na,x,1\nb,x,2\nc,y,1\nd,y,2\n")
	for _, args := range [][]string{{"score", both, found}, {"score", gold, both}, {"score", both, both}} {
		assert.Contains(t, fails(t, args...), "both gold and label may hold", args)
	}
	assert.Equal(t, want, scores(t, "csv(story=gold):"+both, both+"@label", "--metric", "b3.f1")["b3.f1"])
	said := fails(t, "score", file(t, "t.csv", "id,true,pred,cluster\na,x,1,1\n"), found)
	assert.Contains(t, said, "both true and cluster may hold")
	assert.Contains(t, fails(t, "score", file(t, "twice.csv", "id,label,label\na,x,1\n"), found), "twice")
}

// Where every line has the same fault, it is said, and how to mend it.
func TestCheckOfAllLinesWithOneFault(t *testing.T) {
	for name, c := range map[string]struct{ content, kind, mend string }{
		"dates": {`{"id":"%d","title":"x","published":"the day before yesterday"}`, "date", "is no date"},
		"cut":   {`{"id":"%d","title":"x`, "syntax", "each line must hold a whole one"},
		"clash": {`{"id":"%d","title":"x","story":"s","distractor":true}`, "contradiction", "keep one of the two"},
	} {
		var b strings.Builder
		for i := range 12 {
			fmt.Fprintf(&b, c.content+"\n", i)
		}
		path := file(t, name+".jsonl", b.String())
		code, out, said := assay(t, "corpus", "check", path)
		assert.Equal(t, exitFailed, code, said)
		assert.Contains(t, out, name+".jsonl:1: error: ", name)
		assert.Contains(t, out, c.mend, name)
		assert.Contains(t, out, "12 × "+c.kind+", also in line 2, 3, 4, 5, 6, 7, 8, 9 and 3 more\n", name)
		assert.Contains(t, out, "No article can be read: all lines have the same fault, "+c.kind, name)
		_, raw, _ := assay(t, "corpus", "check", path, "--format", "json")
		var report struct {
			Schema, Unread string
			Kinds          []struct {
				Kind  string
				Count int
			}
			Faults []struct{ Line int }
		}
		require.NoError(t, json.Unmarshal([]byte(raw), &report))
		assert.Equal(t, "assay/corpus-check/2", report.Schema)
		assert.NotEmpty(t, report.Unread)
		require.Len(t, report.Kinds, 1)
		assert.Equal(t, 12, report.Kinds[0].Count)
		assert.Len(t, report.Faults, 12)
	}
}

// Each kind of fault is told once, with its count, the commonest first.
func TestCheckOfEveryKind(t *testing.T) {
	path := bare(t, "mixed.jsonl",
		`"title":"R&amp;D is cut","published":"2024-01-02","source":"a.example","story":"x"`,
		`"title":"<b>R&D</b> grows","published":"2024-01-02","source":"a.example","story":"x"`,
		`"title":"It&rsquo;s over","published":"1970-01-20","source":"a.example","story":"nan"`,
		`"title":"CafÃ© closes","published":"2999-01-02","source":"a.example","story":"nan"`,
		`"title":"x","published":"soon"`,
	)
	code, out, _ := assay(t, "corpus", "check", path)
	assert.Equal(t, exitFailed, code)
	at := -1
	for _, kind := range []string{"3 × markup, also in line 2, 3", "2 × word for no story", "1 × date\n", "1 × wrongly decoded",
		"1 × date in the future", "1 × old date"} {
		next := strings.Index(out, kind)
		assert.GreaterOrEqual(t, next, 0, "%s in\n%s", kind, out)
		if strings.HasPrefix(kind, "1") {
			continue
		}
		assert.Greater(t, next, at, kind)
		at = next
	}
	assert.Equal(t, strings.Count(out, " × "), strings.Count(out, "\n  effect: "))
}
