package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A score leads to the stories behind it, with the articles as long as the corpus
// is there.
func TestHTMLReport(t *testing.T) {
	dir := t.TempDir()
	corpus, results := filepath.Join(dir, "corpus"), filepath.Join(dir, "results")
	require.NoError(t, os.Mkdir(corpus, 0o755))
	articles := filepath.Join(corpus, "articles.jsonl")
	write := func(last string) {
		require.NoError(t, os.WriteFile(articles,
			[]byte(`{"id":"a1","title":"Harbour bridge closes after storm","text":"The harbour bridge closed after the storm.","story":"bridge"}
{"id":"a2","title":"Storm closes harbour bridge","text":"After the storm the harbour bridge closed.","story":"bridge"}
{"id":"a3","title":"Choir wins <prize> | twice","text":"The choir won a prize for singing.","story":"choir"}
{"id":"a4","title":"`+last+`","text":"Singing: a prize for the choir.","story":"choir"}
`), 0o644))
	}
	write("Prize for the choir")
	lineup := []string{"--corpus", corpus, "--algorithm", "agglomerative(linkage=average,distance=0.5),one,singletons", "--metric",
		"b3.f1,ari", "--quiet"}
	page := succeeds(t, append([]string{"bench", "--out", results, "--format", "html"}, lineup...)...)
	assert.Contains(t, page, `<a href="#s1-1" aria-label="`)
	assert.Contains(t, page, `bridge: Harbour bridge closes after storm`)
	assert.Contains(t, page, "2 articles in 1 cluster, 2 in the largest part, with 2 foreign", "under one")
	assert.NotContains(t, page, "<prize>")
	assert.Equal(t, page, succeeds(t, "report", results, "--format", "html", "--columns", "b3.f1,ari,time"))

	one := filepath.Join(dir, "one.csv")
	require.NoError(t, os.WriteFile(one, []byte("id,label\na1,1\na2,1\na3,1\na4,1\n"), 0o644))
	assert.Contains(t, succeeds(t, "score", corpus, one, "--format", "html"), "Choir wins \\u003cprize\\u003e | twice", "a foreign article")
	assert.Contains(t, succeeds(t, "compare", results, "--format", "html"), "Back to the scores")

	write("Prize for the choir, again")
	page = succeeds(t, "report", results, "--format", "html")
	assert.Contains(t, page, "changed since the bench")
	assert.Contains(t, page, "Made without the corpus")
	assert.NotContains(t, page, "Harbour bridge")
	assert.Contains(t, page, `<a href="#s1-1" aria-label="`)

	file := succeeds(t, "report", filepath.Join(results, "results.jsonl"), "--format", "html")
	assert.Equal(t, page, file)
	require.NoError(t, os.RemoveAll(corpus))
	assert.Contains(t, succeeds(t, "report", results, "--format", "html"), "Made without the corpus")
}

// Pages made elsewhere are scored in every format, those with drill-downs too.
func TestScorePagesMadeElsewhere(t *testing.T) {
	dir := t.TempDir()
	labels, pages := filepath.Join(dir, "labels.csv"), filepath.Join(dir, "pages.jsonl")
	_, _, _ = assay(t, "cluster", "tiny", "--algorithm", "one", "-o", labels)
	require.NoError(t, os.WriteFile(pages, []byte(`{"cluster":"0","summary":"Nothing happened."}`+"\n"), 0o644))
	for _, format := range []string{"text", "html", "json"} {
		code, out, errs := assay(t, "score", "tiny", labels, "--pages", pages, "--metric", "rouge1.r", "--format", format)
		require.Zero(t, code, "%s: %s", format, errs)
		assert.Contains(t, out, "summarizer=pages", format)
	}
}
