//go:build unix

package lockfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockedFile opens a file and locks it. It is not free if another process has locked it.
func lockedFile(path string) (file *os.File, free bool, err error) {
	for {
		if file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644); err != nil {
			return nil, false, err
		}
		err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if errors.Is(err, unix.EWOULDBLOCK) {
			return file, false, nil
		}
		if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOLCK) || errors.Is(err, unix.ENOSYS) {
			return file, true, nil // a file system without locks
		}
		if err != nil {
			file.Close()
			return nil, false, err
		}
		mine, err := file.Stat()
		if err != nil {
			file.Close()
			return nil, false, err
		}
		if now, err := os.Stat(path); err == nil && os.SameFile(mine, now) {
			return file, true, nil
		}
		file.Close() // the one that held it has removed it meanwhile
	}
}
