//go:build linux

package results

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-9405df2f/assay/spec"
)

const holdVariable = "ASSAY_TEST_HOLD"

// TestHold is the process that TestLock starts: it holds a folder until it is killed.
func TestHold(t *testing.T) {
	dir := os.Getenv(holdVariable)
	if dir == "" {
		t.Skip("started by TestLock")
	}
	_, err := Open(dir)
	fmt.Println("open:", err)
	if err == nil {
		select {}
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	other := exec.Command(os.Args[0], "-test.run=^TestHold$")
	other.Env = append(os.Environ(), holdVariable+"="+dir)
	out, err := other.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.Start())
	_, err = fmt.Fscanf(out, "open: <nil>\n")
	require.NoError(t, err)
	host, err := os.Hostname()
	require.NoError(t, err)
	_, err = Open(dir)
	assert.ErrorContains(t, err, fmt.Sprintf("%s: a bench of process %d on %s writes to this folder since ", dir, other.Process.Pid, host))

	require.NoError(t, other.Process.Kill())
	other.Wait()
	assert.FileExists(t, filepath.Join(dir, lockFile))
	s, err := Open(dir)
	require.NoError(t, err, "the lock of a dead process is taken over")
	_, err = Open(dir)
	assert.ErrorContains(t, err, fmt.Sprintf("process %d on", os.Getpid()))
	require.NoError(t, s.Close())
	assert.NoFileExists(t, filepath.Join(dir, lockFile))

	foreign := filepath.Join(dir, lockFile)
	require.NoError(t, os.WriteFile(foreign, []byte(`{"pid":1,"host":"elsewhere.example","since":"2026-01-02T03:04:05Z"}`), 0o644))
	_, err = Open(dir)
	assert.ErrorContains(t, err, "process 1 on elsewhere.example writes to this folder since 2026-01-02 03:04:05: wait for it or, "+
		"if it is gone, remove "+foreign)
	require.NoError(t, os.WriteFile(foreign, []byte("{half"), 0o644))
	s, err = Open(dir)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// Only temporary files of files that a bench has begun are removed.
func TestRemovesItsOwnOnly(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	require.NoError(t, err)
	require.NoError(t, s.Begin("0123abcd"))
	require.NoError(t, s.Close())
	const own = ".0123abcd.csv.0123456789abcdef.assay-temporary"
	foreign := []string{".gitignore", ".0123abcd.csv.1234567", "notes.txt", ".other.csv.0123456789abcdef.assay-temporary",
		".0123abcd.jsonl.0123456789abcdef.assay-temporary.bak"}
	for _, part := range []string{labelsDir, pagesDir} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, part), 0o755))
		for _, name := range append(foreign, own) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, part, name), nil, 0o644))
		}
	}
	s, err = Open(dir)
	require.NoError(t, err)
	defer s.Close()
	for _, name := range foreign {
		assert.FileExists(t, filepath.Join(dir, labelsDir, name))
		assert.FileExists(t, filepath.Join(dir, pagesDir, name))
	}
	assert.NoFileExists(t, filepath.Join(dir, labelsDir, own))
	assert.FileExists(t, filepath.Join(dir, pagesDir, own), "its pages are another file")
}

// A result that does not fit on the disk leaves the lines before it as they were.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("file systems cannot be mounted here: ", err)
	}
	defer unix.Unmount(dir, 0)
	s, err := Open(dir)
	require.NoError(t, err)
	algorithm := Trial{Algorithm: spec.Spec{Name: "one"}}
	require.NoError(t, s.Append(Result{Schema: Schema, Key: "one", Trial: algorithm}))
	assert.ErrorContains(t, s.Append(Result{Schema: Schema, Key: "two", Trial: algorithm, Notes: []string{string(make([]byte, 100_000))}}),
		filepath.Join(dir, resultsFile)+": no space left on device")
	require.NoError(t, s.Close())
	list, err := Read(dir)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "one", list[0].Key)
}
