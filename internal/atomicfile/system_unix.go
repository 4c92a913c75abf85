//go:build unix

package atomicfile

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// duplicate returns another descriptor of an open file, at the same place in it.
func duplicate(descriptor int) (*os.File, error) {
	flags, err := unix.FcntlInt(uintptr(descriptor), unix.F_GETFL, 0)
	if err != nil {
		return nil, err
	}
	if flags&unix.O_ACCMODE == unix.O_RDONLY {
		return nil, unix.EACCES
	}
	n, err := unix.FcntlInt(uintptr(descriptor), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(n), "/dev/fd/"+strconv.Itoa(descriptor)), nil
}

// writable returns an error if this process has no right to write to a file.
func writable(path string) error { return unix.Access(path, unix.W_OK) }

// keepOwner gives a file the owner of the one that it will replace, if that is allowed.
func keepOwner(file *os.File, former fs.FileInfo) {
	if s, ok := former.Sys().(*syscall.Stat_t); ok {
		_ = file.Chown(int(s.Uid), int(s.Gid)) // only the root may give files away
	}
}
