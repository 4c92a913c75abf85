package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A bench with and without a protocol into one folder: what was measured in either
// way meets nowhere.
func TestStreamsStayApart(t *testing.T) {
	dir := t.TempDir()
	args := []string{"bench", "--corpus", "newsroom", "--algorithm", "singlepass,by(day)", "--metric", "b3.f1,ami", "--replicates", "20",
		"--out", dir, "--quiet"}
	succeeds(t, args...)
	out := succeeds(t, append(args, "--protocol", "stream(window=3d)")...)
	assert.Contains(t, out, "newsroom/stream(window=3d)")
	assert.Contains(t, out, "protocol: stream(window=3d); ")
	assert.Regexp(t, `b3\.f1 +ami +b3\.f1 .*churn`, out, "the metrics that were asked for are shown, and what only streams have")

	out = succeeds(t, "compare", dir, "--replicates", "100", "--metric", "b3.f1")
	assert.Contains(t, out, "newsroom: b3.f1\n")
	assert.Contains(t, out, "newsroom/stream(window=3d): b3.f1.end/stream(window=3d)\n")

	code, _, err := assay(t, append(args, "--protocol", "stream(window=1h)")...)
	assert.Equal(t, 2, code)
	assert.Contains(t, err, "at least as long as the step")
	code, _, err = assay(t, append(args, "--protocol", "stream", "--metric", "source.richness")...)
	assert.Equal(t, 2, code)
	assert.Contains(t, err, "cannot be scored over a stream")
}
