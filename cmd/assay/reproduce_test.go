package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReproduce(t *testing.T) {
	t.Chdir(t.TempDir())
	code, out, _ := assay(t, "reproduce", "news-copy", "--data", ".")
	assert.Zero(t, code)
	assert.Contains(t, out, "2 published cells in 2 comparisons: 1 not comparable, 1 data missing.")
	assert.Contains(t, out, "news-copy/articles.jsonl is not there")
	assert.Contains(t, out, "news-copy: data are missing: github.com/")
	assert.Contains(t, out, "assay reproduce news-copy --data . --seed 1 --runs 5")

	corpus := `{"id":"1","text":"The council voted on Monday to close the old bridge over the Sill.","story":"a"}
{"id":"2","text":"The council voted on Monday to close the old bridge over the SiII.","story":"a"}
{"id":"3","text":"The mill at Oster opened its doors again after eleven long years.","story":"b"}
`
	assert.NoError(t, os.Mkdir("news-copy", 0o755))
	assert.NoError(t, os.WriteFile(filepath.Join("news-copy", "articles.jsonl"), []byte(corpus), 0o644))
	for _, log := range []string{"1/1  news-copy/hashing", ""} { // the second time it is kept
		code, out, message := assay(t, "reproduce", "news-copy/hashing", "--data", ".", "--verdict", "better")
		assert.Zero(t, code, message)
		assert.Contains(t, out, "1 published cell in 1 comparison: 1 better.")
		assert.Contains(t, message, log)
		assert.Equal(t, log == "", message == "", message)
	}

	for _, c := range [][]string{{"news-cop", "did you mean news-copy?"}, {"news-copy/hash", "it has hashing, bi-encoder"}} {
		code, _, message := assay(t, "reproduce", c[0])
		assert.Equal(t, exitUsage, code)
		assert.Contains(t, message, c[1])
	}
	code, _, message := assay(t, "reproduce", "--verdict", "wors")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, message, `it must be one of "within" "better"`)
	code, _, _ = assay(t, "reproduce", "news-copy", "--data", "absent")
	assert.Equal(t, exitUsage, code)
}
