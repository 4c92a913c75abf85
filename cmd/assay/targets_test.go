//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// node makes a node of its own for a memory device: 3 takes all, 7 is always full.
func node(t *testing.T, minor uint32) string {
	path := filepath.Join(t.TempDir(), "device.svg")
	if err := unix.Mknod(path, unix.S_IFCHR|0o666, int(unix.Mkdev(1, minor))); err != nil {
		t.Skip("devices cannot be made here: ", err)
	}
	if file, err := os.OpenFile(path, os.O_WRONLY, 0); err != nil {
		t.Skip("devices cannot be opened here: ", err)
	} else {
		file.Close()
	}
	return path
}

// readOnlyFolder is one in which nothing can be made.
func readOnlyFolder(t *testing.T) string {
	dir := t.TempDir()
	if os.Getuid() != 0 {
		require.NoError(t, os.Chmod(dir, 0o555))
		t.Cleanup(func() { os.Chmod(dir, 0o755) })
		return dir
	}
	if err := unix.Mount("none", dir, "tmpfs", unix.MS_RDONLY, "size=64k"); err != nil {
		return "/proc/self" // the rights of files do not bind this user
	}
	t.Cleanup(func() { unix.Unmount(dir, 0) })
	return dir
}

func TestFullStandardOutput(t *testing.T) {
	full, err := os.OpenFile(node(t, 7), os.O_WRONLY, 0)
	require.NoError(t, err)
	defer full.Close()
	labels := file(t, "labels.csv", "id,label\na,1\nb,1\nc,2\n")
	for _, args := range [][]string{
		{"list", "metrics"}, {"list", "formats", "--format", "json"}, {"list", "metrics", "b3.f1"}, {"corpus", "list"},
		{"corpus", "stats", "tiny"}, {"corpus", "check", "tiny"}, {"bench", "--list", "--corpus", "tiny"}, {"help"}, {"help", "bench"},
		{"--help"}, {"version"}, {"--version"}, {"corpus"}, {},
		{"bench", "-h"}, {"completion", "bash"}, {"cluster", "tiny", "--algorithm", "one"}, {"digest", "tiny"}, {"score", labels, labels},
		{"score", labels, labels, "--format", "html"}, {"explain", "tiny", "--algorithm", "one", "-o", "-"},
	} {
		var said strings.Builder
		code := run(t.Context(), args, flags.Streams{In: strings.NewReader(""), Out: full, Err: &said})
		assert.Equal(t, exitUsage, code, args)
		assert.Contains(t, said.String(), "assay: writing to standard output: no space left on device\n", args)
	}
}

// Each flag that writes is checked before the work, and what is no file is written through.
func TestTargets(t *testing.T) {
	full := node(t, 7)
	dir := t.TempDir()
	occupied := file(t, "occupied", "")
	baseline := filepath.Join(dir, "baseline.json")
	succeeds(t, "check", baseline, "--update", "--again", "0", "--corpus", "tiny", "--algorithm", "one", "--quiet")
	tree := filepath.Join(dir, "tree.svg")
	require.NoError(t, os.Symlink(full, tree))
	for name, args := range map[string][]string{
		"--output":     {"list", "metrics", "-o"},
		"--repair":     {"explain", "tiny", "--algorithm", "one", "--repair"},
		"--flow":       {"explain", "tiny", "--algorithm", "one", "--flow"},
		"--also":       {"check", baseline, "--also"},
		"--weights":    {"train", "storyline", "--corpus", "tiny", "--corpus", "newsroom", "--weights"},
		"--dendrogram": {"cluster", "tiny", "--algorithm", "agglomerative(k=2)", "--dendrogram"},
		"--state":      {"cluster", "tiny", "--algorithm", "storyline-online", "--state"},
		"--charts":     {"bench", "--corpus", "tiny", "--algorithm", "one", "--out", filepath.Join(dir, "out"), "--charts"},
		"--out":        {"bench", "--corpus", "tiny", "--algorithm", "one", "--out"},
	} {
		value := func(path string) []string {
			if name == "--also" {
				path = "md=" + path
			}
			return append(args[:len(args):len(args)], path)
		}
		said := fails(t, value(filepath.Join(occupied, "x.svg"))...)
		assert.Contains(t, said, "assay: "+name+": writing "+occupied)
		assert.NotContains(t, said, "temporary", name)
		switch name {
		case "--charts", "--out", "--weights", "--state": // folders, a long training, and what is read, too
		case "--dendrogram":
			assert.Contains(t, fails(t, value(tree)...), "writing "+tree+": no space left on device")
		default:
			assert.Contains(t, fails(t, value(full)...), "writing "+full+": no space left on device", name)
		}
	}
	info, err := os.Lstat(full)
	require.NoError(t, err)
	assert.Equal(t, os.ModeDevice|os.ModeCharDevice, info.Mode().Type(), "the device is still one")

	same := filepath.Join(dir, "same")
	assert.Contains(t, fails(t, "explain", "tiny", "--algorithm", "one", "--flow", same, "-o", same), "the file of --")
	assert.Contains(t, fails(t, "check", baseline, "-o", baseline), "this file is an input, and would be replaced")
	assert.NoFileExists(t, same)
	deep := filepath.Join(dir, "a", "b", "list.txt")
	succeeds(t, "list", "metrics", "-o", deep)
	assert.FileExists(t, deep)
}

func TestConvertTargets(t *testing.T) {
	dir := t.TempDir()
	code, _, said := assay(t, "corpus", "convert", "tiny", filepath.Join(dir, "a", "tiny.csv.gz"))
	require.Zero(t, code, said)
	beside := filepath.Join(dir, "a", "tiny.stories.jsonl.gz")
	assert.Contains(t, said, "note: the texts of the stories are in "+beside)
	assert.FileExists(t, beside)
	for _, name := range []string{"folder", "tiny.kite.json", "tiny.txt"} {
		code, _, said := assay(t, "corpus", "convert", "tiny", filepath.Join(dir, name))
		assert.Zero(t, code, said)
		assert.Empty(t, said)
	}
	assert.Contains(t, fails(t, "corpus", "convert", "absent", filepath.Join(dir, "folder")), "it exists already", "before the corpus is read")
	assert.Contains(t, fails(t, "corpus", "sample", "tiny", filepath.Join(dir, "tiny.txt", "x.csv"), "--stories", "1"), "not a directory")
}
