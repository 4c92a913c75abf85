//go:build !unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
)

func duplicate(descriptor int) (*os.File, error) {
	return nil, errors.New("open descriptors have no names on this system")
}

func writable(string) error { return nil }

func keepOwner(*os.File, fs.FileInfo) {}
