package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// What runs with one state print, read one after the other, are the labels of one run.
func TestClusterGoesOn(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.jsonl")
	succeeds(t, "corpus", "convert", "newsroom", whole)
	raw, err := os.ReadFile(whole)
	require.NoError(t, err)
	articles := strings.SplitAfter(strings.TrimSuffix(string(raw), "\n"), "\n")
	cluster := func(state, part string) string {
		return succeeds(t, "cluster", part, "--algorithm", "storyline-online(every=90)", "--state", filepath.Join(dir, state), "--quiet")
	}
	last := map[string]string{}
	for at, from := 0, 0; from < len(articles); at++ {
		to := min(len(articles), from+[]int{1, 40, 97}[at%3])
		labels := cluster("pieces", file(t, "part.jsonl", strings.Join(articles[from:to], "")))
		for line := range strings.Lines(labels) {
			id, label, _ := strings.Cut(line, ",")
			last[id] = label
		}
		from = to
	}
	labels := cluster("one", whole)
	require.Len(t, last, strings.Count(labels, "\n"))
	for line := range strings.Lines(labels) {
		id, label, _ := strings.Cut(line, ",")
		assert.Equal(t, label, last[id], id)
	}
	one, err := os.ReadFile(filepath.Join(dir, "one"))
	require.NoError(t, err)
	pieces, err := os.ReadFile(filepath.Join(dir, "pieces"))
	require.NoError(t, err)
	assert.True(t, string(one) == string(pieces), "the states are the same")
	assert.NoFileExists(t, filepath.Join(dir, "one.lock"))
}

func TestClusterStateFails(t *testing.T) {
	dir := t.TempDir()
	state := filepath.Join(dir, "state")
	cluster := []string{"cluster", "tiny", "--algorithm", "storyline-online", "--state", state}
	reader, unread, err := os.Pipe()
	require.NoError(t, err)
	defer unread.Close()
	require.NoError(t, reader.Close())
	assert.Contains(t, fails(t, append(cluster, "-o", fmt.Sprintf("/dev/fd/%d", unread.Fd()))...), "broken pipe")
	assert.NoFileExists(t, state, "labels that nobody has seen are no part of it")
	succeeds(t, cluster...)
	for _, c := range []struct{ algorithm, state, want string }{
		{"storyline-online(days=2)", state, state + ": it was made by storyline-online with"},
		{"singlepass", state, "singlepass has no state to keep"},
		{"storyline-online", dir, "it is a folder"},
	} {
		assert.Contains(t, fails(t, "cluster", "tiny", "--algorithm", c.algorithm, "--state", c.state), c.want)
	}
	assert.Contains(t, fails(t, append(cluster, "-o", state)...), "the file of --output")
	require.NoError(t, os.WriteFile(state+".lock", []byte(`{"pid":1,"host":"elsewhere.example","since":"2026-01-02T03:04:05Z"}`), 0o644))
	assert.Contains(t, fails(t, cluster...),
		"a run of process 1 on elsewhere.example goes on with this state since 2026-01-02 03:04:05: wait for it")
}
