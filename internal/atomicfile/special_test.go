//go:build linux

package atomicfile

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// device makes a node of its own for a memory device, never the one of the system.
func device(t *testing.T, minor uint32) string {
	path := filepath.Join(t.TempDir(), "device")
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

func TestDevicesAreWrittenThrough(t *testing.T) {
	null := device(t, 3)
	require.NoError(t, Check(null))
	require.NoError(t, Write(null, content("lost")))
	info, err := os.Lstat(null)
	require.NoError(t, err)
	assert.Equal(t, fs.ModeDevice|fs.ModeCharDevice, info.Mode().Type())
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(null, link))
	require.NoError(t, Write(link, content("lost")))
	assert.Len(t, names(t, filepath.Dir(null)), 1)

	full := device(t, 7)
	require.NoError(t, Check(full))
	for _, size := range []int{1, 100_000} {
		assert.EqualError(t, Write(full, content(strings.Repeat("x", size))), "writing "+full+": no space left on device")
	}
	assert.EqualError(t, Write(full, func(w io.Writer) error {
		fmt.Fprint(w, "an error that is not looked at")
		return nil
	}), "writing "+full+": no space left on device")
}

func TestPipesAreWrittenThrough(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	require.NoError(t, unix.Mkfifo(fifo, 0o600))
	require.NoError(t, Check(fifo), "it does not wait for a reader")
	got := make(chan string)
	go func() {
		raw, err := os.ReadFile(fifo)
		got <- fmt.Sprint(string(raw), err)
	}()
	text := strings.Repeat("through", 50_000)
	require.NoError(t, Write(fifo, content(text)))
	assert.Equal(t, text+"<nil>", <-got)
	assert.Equal(t, []string{"fifo"}, names(t, filepath.Dir(fifo)))
}

func TestDescriptorsAreWrittenThrough(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	require.NoError(t, err)
	defer file.Close()
	link := filepath.Join(t.TempDir(), "link")
	for i, form := range []string{"/dev/fd/%d", "/proc/self/fd/%d", fmt.Sprintf("/proc/%d/fd/%%d", os.Getpid()), link} {
		name := fmt.Sprintf(form, file.Fd())
		if form == link {
			name = link
			require.NoError(t, os.Symlink(fmt.Sprintf("/dev/fd/%d", file.Fd()), link))
		}
		fmt.Fprintf(file, "before %d, ", i)
		require.NoError(t, Check(name))
		require.NoError(t, Write(name, content("written, ")), name)
	}
	fmt.Fprint(file, "after")
	assert.Equal(t, "before 0, written, before 1, written, before 2, written, before 3, written, after", read(t, path))

	readOnly, err := os.Open(path)
	require.NoError(t, err)
	defer readOnly.Close()
	name := fmt.Sprintf("/dev/fd/%d", readOnly.Fd())
	assert.EqualError(t, Check(name), "writing "+name+": permission denied")
	assert.EqualError(t, Check("/dev/fd/99999"), "writing /dev/fd/99999: bad file descriptor")
}

func TestAppendTo(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a", "summary"), filepath.Join(dir, "link")
	require.NoError(t, AppendTo(path, []byte("one, ")))
	require.NoError(t, os.Symlink(path, link))
	require.NoError(t, AppendTo(link, []byte("two, ")))
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, AppendTo(fmt.Sprintf("/dev/fd/%d", file.Fd()), []byte("three")))
	assert.Equal(t, "one, two, three", read(t, path))
	assert.EqualError(t, AppendTo(dir, nil), "writing "+dir+": it is a folder: name a file")
	null, full := device(t, 3), device(t, 7)
	require.NoError(t, AppendTo(null, []byte("lost")))
	assert.EqualError(t, AppendTo(full, []byte("x")), "writing "+full+": no space left on device")
}

// A small file system of its own fills up: the former file stays, and the message has its
// name.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("file systems cannot be mounted here: ", err)
	}
	defer unix.Unmount(dir, 0)
	path := filepath.Join(dir, "out")
	require.NoError(t, Write(path, content("former")))
	large := content(strings.Repeat("x", 100_000))
	assert.EqualError(t, Write(path, large), "writing "+path+": no space left on device")
	assert.EqualError(t, WriteAll(File{filepath.Join(dir, "new"), content("new")}, File{path, large}),
		"writing "+path+": no space left on device")
	assert.EqualError(t, WriteFolder(filepath.Join(dir, "folder"), func(dir string) error {
		return Write(filepath.Join(dir, "part"), large)
	}), "writing "+filepath.Join(dir, "folder", "part")+": no space left on device")
	assert.Equal(t, "former", read(t, path))
	assert.Equal(t, []string{"out"}, names(t, dir))

	log, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	defer log.Close()
	require.NoError(t, Append(log, []byte(", more")))
	assert.EqualError(t, AppendTo(path, []byte(strings.Repeat("x", 100_000))), "writing "+path+": no space left on device")
	assert.EqualError(t, Append(log, []byte(strings.Repeat("x", 100_000))), "writing "+path+": no space left on device")
	assert.Equal(t, "former, more", read(t, path))
}

const limitedVariable = "ASSAY_TEST_LIMITED"

// A limit on the size of files is met like a full disk.
func TestLimitedFileSize(t *testing.T) {
	if path := os.Getenv(limitedVariable); path != "" {
		require.NoError(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1000, Max: 1000}))
		assert.EqualError(t, Write(path, content(strings.Repeat("x", 100_000))), "writing "+path+": file too large")
		return
	}
	path := filepath.Join(t.TempDir(), "out")
	require.NoError(t, Write(path, content("former")))
	again := exec.Command(os.Args[0], "-test.run=^TestLimitedFileSize$")
	again.Env = append(os.Environ(), limitedVariable+"="+path)
	out, err := again.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, "former", read(t, path))
	assert.Equal(t, []string{"out"}, names(t, filepath.Dir(path)))
}
