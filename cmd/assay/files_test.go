//go:build linux

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-9405df2f/assay/eval/results"
)

// A ran is what came of the program, run as a process of its own.
type ran struct {
	code      int
	out, said string
}

// program runs the program in a folder with a standard input.
func program(t *testing.T, dir, in string, args ...string) ran {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	var out, said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, append(os.Environ(), mainVariable+"=1"), strings.NewReader(in), &out, &said
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	assert.NotContains(t, said.String(), "panic", args)
	assert.NotContains(t, said.String(), "temporary", args)
	return ran{cmd.ProcessState.ExitCode(), out.String(), said.String()}
}

// A written is a way in which the program writes a file. PATH in its arguments is the
// path.
type written struct {
	what string // names the target in errors
	args []string
}

// files are all flags and arguments that name a file to write.
func writtenFiles(t *testing.T) []written {
	dir := t.TempDir()
	baseline, labels := filepath.Join(dir, "baseline.json"), filepath.Join(dir, "labels.csv")
	require.NoError(t, os.WriteFile(labels, []byte("id,label\na,1\nb,1\nc,2\n"), 0o644))
	succeeds(t, "check", baseline, "--update", "--again", "0", "--corpus", "tiny", "--algorithm", "one", "--quiet")
	explain := []string{"explain", "tiny", "--algorithm", "one"}
	bench := []string{"bench", "--corpus", "tiny", "--algorithm", "one", "--metric", "b3.f1", "--out", filepath.Join(dir, "out")}
	return []written{
		{"--output", []string{"list", "metrics", "-o", "PATH"}},
		{"--output", []string{"corpus", "stats", "tiny", "-o", "PATH"}},
		{"--output", []string{"cluster", "tiny", "--algorithm", "one", "--output", "PATH"}},
		{"--output", []string{"digest", "tiny", "--format", "html", "-o", "PATH"}},
		{"--output", []string{"score", labels, labels, "--format", "json", "-o", "PATH"}},
		{"--output", append(bench[:len(bench):len(bench)], "--format", "html", "-o", "PATH")},
		{"--output", []string{"check", baseline, "--format", "junit", "-o", "PATH"}},
		{"--also", []string{"check", baseline, "--also", "md=PATH"}},
		{"--repair", append(explain[:len(explain):len(explain)], "--repair", "PATH")},
		{"--flow", append(explain[:len(explain):len(explain)], "--flow", "PATH")},
		{"--dendrogram", []string{"cluster", "tiny", "--algorithm", "agglomerative(k=2)", "--dendrogram", "PATH"}},
		{"GITHUB_STEP_SUMMARY", []string{"check", baseline, "--format", "github"}},
		{"", []string{"check", "PATH", "--update", "--again", "0", "--corpus", "tiny", "--algorithm", "one"}},
	}
}

// on runs the program with a path in the place of PATH.
func (w written) on(t *testing.T, path string) ran {
	t.Helper()
	args := make([]string, len(w.args))
	for i, a := range w.args {
		args[i] = strings.ReplaceAll(a, "PATH", path)
	}
	t.Setenv("GITHUB_STEP_SUMMARY", path) // read with --format github alone
	return program(t, t.TempDir(), "", args...)
}

func (w written) String() string { return strings.Join(w.args, " ") }

// name is that of the file: a chart's format is chosen by it.
const writtenName = "written.svg"

// Each file is written whatever its path is, and what the path is stays so.
func TestEveryFileIsWritten(t *testing.T) {
	null, full := node(t, 3), node(t, 7)
	readOnly := readOnlyFolder(t)
	for _, w := range writtenFiles(t) {
		is := func(want fs.FileMode, path string) {
			t.Helper()
			info, err := os.Lstat(path)
			require.NoError(t, err, w)
			assert.Equal(t, want, info.Mode().Type(), w)
		}
		dir := t.TempDir()
		deep, link, target, fifo := filepath.Join(dir, "a", "b", writtenName), filepath.Join(dir, writtenName),
			filepath.Join(dir, "target.svg"), filepath.Join(dir, "fifo.svg")

		r := w.on(t, deep)
		require.Zero(t, r.code, "%v: %s", w, r.said)
		want, err := os.ReadFile(deep)
		require.NoError(t, err, w)
		require.NotEmpty(t, want, w)

		require.NoError(t, os.Symlink("target.svg", link))
		require.NoError(t, os.WriteFile(target, nil, 0o640))
		r = w.on(t, link)
		if w.what == "" {
			assert.Contains(t, r.said, "ends too early", w) // what is there has to be a baseline
		} else {
			require.Zero(t, r.code, "%v: %s", w, r.said)
			is(fs.ModeSymlink, link)
			info, err := os.Stat(target)
			require.NoError(t, err)
			assert.Equal(t, fs.FileMode(0o640), info.Mode(), w)
			assert.InDelta(t, len(want), info.Size(), 200, w) // times differ
		}

		// a baseline is read before it is replaced, so that a pipe or a device cannot be one
		if w.what != "" {
			require.NoError(t, unix.Mkfifo(fifo, 0o600))
			got := make(chan int)
			go func() {
				raw, _ := os.ReadFile(fifo)
				got <- len(raw)
			}()
			r = w.on(t, fifo)
			require.Zero(t, r.code, "%v: %s", w, r.said)
			assert.InDelta(t, len(want), <-got, 200, w)
			is(fs.ModeNamedPipe, fifo)

			r = w.on(t, null)
			assert.Zero(t, r.code, "%v: %s", w, r.said)
			is(fs.ModeDevice|fs.ModeCharDevice, null)

			r = w.on(t, full)
			assert.Equal(t, exitUsage, r.code, w)
			assert.Contains(t, r.said, "writing "+full+": no space left on device", w)
			is(fs.ModeDevice|fs.ModeCharDevice, full)
		}

		for path, reason := range map[string]string{
			filepath.Join(readOnly, writtenName):      "takes no new files",
			filepath.Join(readOnly, "a", writtenName): "takes no new files",
			filepath.Join(target, writtenName):        "not a directory",
			filepath.Join(dir, "absent") + "/":        "the name is that of a folder",
			dir:                                       "it is a folder: name a file",
		} {
			r = w.on(t, path)
			assert.Equal(t, exitUsage, r.code, "%v on %s", w, path)
			assert.Contains(t, r.said, reason, "%v on %s", w, path)
			assert.Empty(t, r.out, "%v on %s: before the work", w, path)
			if w.what != "" {
				assert.Contains(t, r.said, "assay: "+w.what+": writing "+path+": ", w)
			}
		}
	}
}

// Each folder is made or, if it is a link, followed, and none is begun that cannot be.
func TestEveryFolderIsWritten(t *testing.T) {
	readOnly, null := readOnlyFolder(t), node(t, 3)
	out := filepath.Join(t.TempDir(), "out")
	bench := []string{"bench", "--corpus", "tiny", "--algorithm", "one,singletons", "--metric", "b3.f1"}
	for _, w := range []written{
		{"--out", append(bench[:len(bench):len(bench)], "--out", "PATH")},
		{"--charts", append(bench[:len(bench):len(bench)], "--out", out, "--charts", "PATH")},
		{"--out", []string{"digest", "tiny", "--out", "PATH", "--format", "html"}},
		{"man", []string{"man", "PATH"}},
		{"convert", []string{"corpus", "convert", "tiny", "PATH"}},
		{"sample", []string{"corpus", "sample", "tiny", "PATH", "--stories", "1"}},
	} {
		dir := t.TempDir()
		deep, real, link := filepath.Join(dir, "a", "b"), filepath.Join(dir, "real"), filepath.Join(dir, "link")
		r := w.on(t, deep)
		require.Zero(t, r.code, "%v: %s", w, r.said)
		entries, err := os.ReadDir(deep)
		require.NoError(t, err, w)
		assert.NotEmpty(t, entries, w)

		require.NoError(t, os.Mkdir(real, 0o755))
		require.NoError(t, os.Symlink("real", link))
		r = w.on(t, link)
		if w.what == "convert" || w.what == "sample" { // they make new folders only
			assert.Equal(t, exitUsage, r.code, w)
			assert.Contains(t, r.said, "it exists already", w)
		} else {
			assert.Zero(t, r.code, "%v: %s", w, r.said)
			info, err := os.Lstat(link)
			require.NoError(t, err)
			assert.Equal(t, fs.ModeSymlink, info.Mode().Type(), w)
			entries, err := os.ReadDir(real)
			require.NoError(t, err)
			assert.NotEmpty(t, entries, w)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), []byte("mine"), 0o644))
		for _, path := range []string{filepath.Join(readOnly, "x"), filepath.Join(dir, "file"), filepath.Join(dir, "file", "x"),
			filepath.Join(null, "x")} {
			r = w.on(t, path)
			assert.Equal(t, exitUsage, r.code, "%v on %s", w, path)
			assert.Contains(t, r.said, path, "%v on %s", w, path)
			assert.Empty(t, r.out, "%v on %s: before the work", w, path)
		}
		raw, err := os.ReadFile(filepath.Join(dir, "file"))
		require.NoError(t, err)
		assert.Equal(t, "mine", string(raw))

		small := filepath.Join(dir, "small")
		require.NoError(t, os.Mkdir(small, 0o755))
		if err := unix.Mount("none", small, "tmpfs", 0, "size=4k"); err != nil {
			t.Log("file systems cannot be mounted here: ", err)
			continue
		}
		r = w.on(t, filepath.Join(small, "x"))
		assert.Equal(t, exitUsage, r.code, "%v: %s", w, r.said)
		assert.Contains(t, r.said, "no space left on device", w)
		require.NoError(t, unix.Unmount(small, 0))
	}
	r := program(t, readOnly, "", "init", "tiny")
	assert.Equal(t, exitUsage, r.code)
	assert.Contains(t, r.said, "takes no new files")
}

// A shell gives a program >(command) as a descriptor.
func TestProcessSubstitution(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash: ", err)
	}
	self, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	for _, c := range []struct{ command, want string }{
		{`"$1" list metrics -o >(tr a-z A-Z > out); wait $!`, "B3.P"},
		{`"$1" explain tiny --algorithm one --repair >(cat > out) > stdout; wait $!`, "split"},
		{`"$1" explain tiny --algorithm one --flow >(cat > out) -o >(cat > stdout); wait $!; sleep .1`, "<svg"},
		{`"$1" list metrics -o /dev/stdout | cat > out`, "b3.p"},
		{`"$1" list metrics -o /dev/fd/3 3> out`, "b3.p"},
		{`"$1" list metrics -o >(cat > out) < <(cat); wait $!`, "b3.p"},
		{`"$1" score <(printf 'id,label\na,1\nb,1\n') <(printf 'id,label\na,1\nb,2\n') -o >(cat > out); wait $!`, "b3.f1"},
	} {
		cmd := exec.CommandContext(t.Context(), bash, "-c", "set -e; "+c.command, "bash", self)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), mainVariable+"=1")
		said, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", c.command, said)
		raw, err := os.ReadFile(filepath.Join(dir, "out"))
		require.NoError(t, err, c.command)
		assert.Contains(t, string(raw), c.want, c.command)
		require.NoError(t, os.Remove(filepath.Join(dir, "out")))
	}
	// a reader that ends early is no success
	cmd := exec.CommandContext(t.Context(), bash, "-c", `"$1" list metrics --format json -o >(exec true)`, "bash", self)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), mainVariable+"=1")
	said, err := cmd.CombinedOutput()
	if err != nil { // what fits into the pipe before its reader ends is written
		assert.Contains(t, string(said), "broken pipe")
	}
}

// A bench that finds its folder in use leaves what the other one saved there.
func TestSecondBenchSavesNothing(t *testing.T) {
	dir := t.TempDir()
	raw, err := os.ReadFile(file(t, "a.jsonl", `{"id":"1","title":"a","text":"b","story":"x"}`+"\n"))
	require.NoError(t, err)
	args := []string{"bench", "--corpus", "-", "--algorithm", "one", "--metric", "b3.f1", "--out", dir}
	r := program(t, dir, string(raw), args...)
	require.Zero(t, r.code, r.said)
	saved, err := os.ReadFile(filepath.Join(dir, "stdin"))
	require.NoError(t, err)
	assert.Equal(t, raw, saved)

	store, err := results.Open(dir)
	require.NoError(t, err)
	other := strings.ReplaceAll(string(raw), "b", "c")
	plan := file(t, "plan.yaml", "corpora: [\"-\"]\nalgorithms: [one]\nmetrics: [b3.f1]\n")
	for _, args := range [][]string{args, {"bench", plan, "--out", dir}} {
		r = program(t, dir, other, args...)
		assert.Equal(t, exitUsage, r.code)
		assert.Contains(t, r.said, "writes to this folder since")
		saved, err = os.ReadFile(filepath.Join(dir, "stdin"))
		require.NoError(t, err)
		assert.Equal(t, raw, saved, "the corpus of the first one")
	}
	require.NoError(t, store.Close())
	r = program(t, dir, other, args...)
	assert.Zero(t, r.code, r.said)

	for _, in := range []string{"", "\x00\x01", "{"} { // nothing is kept of what is no corpus
		dir := filepath.Join(t.TempDir(), "out")
		r = program(t, t.TempDir(), in, append(args[:len(args)-1:len(args)-1], dir)...)
		assert.Equal(t, exitUsage, r.code, "%q: %s", in, r.said)
		assert.Regexp(t, `^assay: .*(-|stdin)`, r.said)
		assert.NoFileExists(t, filepath.Join(dir, "results.jsonl"))
	}
}
