package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func content(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func read(t *testing.T, path string) string {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(raw)
}

// names lists what is in a folder.
func names(t *testing.T, dir string) (list []string) {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.txt")
	require.NoError(t, Write(path, content("one")))
	failed := errors.New("failed")
	assert.Equal(t, failed, Write(path, func(w io.Writer) error {
		io.WriteString(w, strings.Repeat("half", 10_000))
		return failed
	}), "an error of the content is returned as it is")
	assert.Equal(t, "one", read(t, path))
	assert.Equal(t, []string{"out.txt"}, names(t, filepath.Dir(path)), "no temporary file is left")

	var refused *Error
	require.ErrorAs(t, Write(filepath.Join(path, "below"), content("")), &refused)
	assert.Equal(t, filepath.Join(path, "below"), refused.Path)
	assert.EqualError(t, refused.Err, "not a directory")
	assert.ErrorContains(t, Write(filepath.Dir(path), content("")), "it is a folder")
	assert.ErrorContains(t, Write("", content("")), "the name is empty")
}

func TestWriteMakesFolders(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a", "b", "out.txt")
	require.NoError(t, Check(path))
	assert.Empty(t, names(t, dir), "a check makes nothing")
	require.NoError(t, Write(path, content("one")))
	assert.Equal(t, "one", read(t, path))
}

// The name of a temporary file fits where the name of the file does.
func TestLongNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("n", 255))
	require.NoError(t, Check(path))
	require.NoError(t, Write(path, content("one")))
	assert.Equal(t, "one", read(t, path))
	path += "n"
	err := Write(path, content("two"))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), ending)
}

func TestModeStays(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o666, 0o755} {
		path := filepath.Join(t.TempDir(), "out.txt")
		require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
		require.NoError(t, os.Chmod(path, mode))
		require.NoError(t, Write(path, content("new")))
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode())
		assert.Equal(t, "new", read(t, path))
	}
}

func TestLinksStay(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sub", "target"), []byte("old"), 0o640))
	for link, to := range map[string]string{"relative": "sub/target", "absolute": filepath.Join(dir, "sub", "target"),
		"chain": "relative", "folder": "sub", "new": "sub/absent", "loop": "loop"} {
		require.NoError(t, os.Symlink(to, filepath.Join(dir, link)))
	}
	for link, target := range map[string]string{"relative": "target", "absolute": "target", "chain": "target", "new": "absent",
		"folder/target": "target"} {
		path := filepath.Join(dir, link)
		require.NoError(t, Check(path))
		require.NoError(t, Write(path, content(link)), link)
		assert.Equal(t, link, read(t, filepath.Join(dir, "sub", target)))
		if !strings.Contains(link, "/") {
			info, err := os.Lstat(path)
			require.NoError(t, err)
			assert.Equal(t, fs.ModeSymlink, info.Mode().Type(), link)
		}
	}
	assert.ErrorContains(t, Write(filepath.Join(dir, "loop"), content("")), "too many symbolic links")
	assert.ErrorContains(t, Check(filepath.Join(dir, "loop")), "too many symbolic links")
}

func TestWriteAll(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	require.NoError(t, WriteAll(File{one, content("1")}, File{two, content("2")}))
	failed := errors.New("failed")
	assert.ErrorIs(t, WriteAll(File{one, content("3")}, File{two, func(io.Writer) error { return failed }}), failed)
	assert.Equal(t, "1", read(t, one), "neither is replaced")
	assert.Equal(t, "2", read(t, two))
	assert.Equal(t, []string{"one", "two"}, names(t, dir))
}

func TestWriteFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a", "folder")
	require.NoError(t, CheckNewFolder(path))
	require.NoError(t, WriteFolder(path, func(dir string) error { return Write(filepath.Join(dir, "file"), content("one")) }))
	assert.Equal(t, "one", read(t, filepath.Join(path, "file")))
	assert.ErrorContains(t, WriteFolder(path, nil), path+": it exists already")
	assert.ErrorContains(t, CheckNewFolder(path), path+": it exists already")

	other := filepath.Join(dir, "a", "other")
	err := WriteFolder(other, func(dir string) error {
		return errors.Join(os.Mkdir(filepath.Join(dir, "file"), 0o755), Write(filepath.Join(dir, "file"), content("one")))
	})
	assert.EqualError(t, err, "writing "+filepath.Join(other, "file")+": it is a folder: name a file")
	assert.Equal(t, []string{"folder"}, names(t, filepath.Dir(other)))
}

func TestCheckAll(t *testing.T) {
	dir := t.TempDir()
	in, link := filepath.Join(dir, "in.csv"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(in, []byte("in"), 0o644))
	require.NoError(t, os.Symlink("out", link))
	out := filepath.Join(dir, "out")
	for want, targets := range map[string][]Target{
		"":                                 {{Name: "-o", Path: out}, {Name: "--out", Path: filepath.Join(dir, "new", "deep"), Folder: true}},
		"--flow " + link + ": the file of": {{Name: "-o", Path: out}, {Name: "--flow", Path: link}},
		"--flow " + dir + "/./out: the":    {{Name: "-o", Path: out}, {Name: "--flow", Path: dir + "/./out"}},
		"would be replaced":                {{Name: "-o", Path: in}},
		in + " is not a folder":            {{Name: "--out", Path: in, Folder: true}},
		"not a directory":                  {{Name: "-o", Path: filepath.Join(in, "x")}},
	} {
		err := CheckAll(targets, []string{"-", in, "tiny"})
		if want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, want)
	}
	assert.Equal(t, []string{"in.csv", "link"}, names(t, dir), "a check makes nothing")
}

func TestIsTemporary(t *testing.T) {
	dir := t.TempDir()
	for _, base := range []string{"a.csv", "b", strings.Repeat("n", 255)} {
		file, err := temporary(filepath.Join(dir, base))
		require.NoError(t, err)
		file.Close()
		name := filepath.Base(file.Name())
		assert.True(t, IsTemporary(name, base))
		assert.False(t, IsTemporary(name, "other.csv"))
	}
	for _, name := range []string{".gitignore", ".a.csv.123", ".a.csv" + ending, ".a.csv.0123456789abcdeX" + ending, "a.csv"} {
		assert.False(t, IsTemporary(name, "a.csv"), name)
	}
}

func TestStreamKeepsItsError(t *testing.T) {
	r, w := io.Pipe()
	r.CloseWithError(io.ErrClosedPipe)
	s := NewStream("to the pipe", w)
	_, err := s.Write([]byte("x"))
	assert.EqualError(t, err, "writing to the pipe: io: read/write on closed pipe")
	assert.Equal(t, err, s.Err())
}
