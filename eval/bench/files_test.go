//go:build linux

package bench

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-9405df2f/assay/eval/results"
)

// Labels that were removed are made again, and nothing else is touched.
func TestAbsentLabelsAreMadeAgain(t *testing.T) {
	dir := t.TempDir()
	p := Plan{Corpora: []string{"tiny"}, Algorithms: []string{"one", "random"}, Metrics: []string{"b3.f1"}}
	first, err := Run(t.Context(), p, Options{Dir: dir})
	require.NoError(t, err)
	path := filepath.Join(dir, first[1].Labels)
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.Remove(path))
	foreign := filepath.Join(dir, "labels", ".gitignore")
	require.NoError(t, os.WriteFile(foreign, []byte("*"), 0o644))

	var run []string
	again, err := Run(t.Context(), p, Options{Dir: dir, Progress: func(p Progress) {
		if p.Result != nil && !p.Resumed {
			run = append(run, p.Trial.Algorithm.String())
		}
	}})
	require.NoError(t, err)
	assert.Equal(t, []string{"random(sizes=gold)"}, run)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, first[1].Scores[0].Value, again[1].Scores[0].Value)
	assert.FileExists(t, foreign)
}

// A full disk is no result of a trial: the bench ends, and goes on when there is room.
func TestFullDiskIsNoResult(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("file systems cannot be mounted here: ", err)
	}
	defer unix.Unmount(dir, 0)
	p := Plan{Corpora: []string{"tiny"}, Algorithms: []string{"one"}, Metrics: []string{"b3.f1"}}
	filler := filepath.Join(dir, "filler")
	for _, room := range []int{0, 4 << 10, 8 << 10} {
		os.WriteFile(filler, make([]byte, 64<<10-room), 0o644)
		_, err := Run(t.Context(), p, Options{Dir: dir})
		assert.ErrorContains(t, err, "no space left on device", room)
		assert.NotContains(t, err.Error(), "temporary")
		require.NoError(t, os.Remove(filler))
	}
	list, err := Run(t.Context(), p, Options{Dir: dir})
	require.NoError(t, err)
	assert.Equal(t, results.OK, list[0].Status, list[0].Error)
	left, err := os.ReadDir(filepath.Join(dir, "labels"))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}

func TestFailed(t *testing.T) {
	list, err := Run(t.Context(), Plan{Corpora: []string{"tiny"}, Algorithms: []string{"one", `external("exit 3")`},
		Metrics: []string{"b3.f1"}}, Options{Dir: t.TempDir()})
	require.NoError(t, err)
	assert.NoError(t, Failed(list[:1]))
	assert.EqualError(t, Failed(list),
		"1 of 2 trials failed:\n  tiny  seed 1  external(\"exit 3\"): failed: the program \"exit 3\" failed: exit status 3")
}
