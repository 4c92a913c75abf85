// Package lockfile keeps two processes from writing to one place.
package lockfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// A Place is what is locked, and how errors speak of it.
type Place struct {
	Path string // as the user gave it
	By   string // who holds it, such as "a bench"
	Does string // what that does, such as "writes to this folder"
	Else string // what to do instead of waiting
}

// A holder is the process that has the lock.
type holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

// Lock keeps other processes from a place until unlock is called, by a file that names the
// holder. Where the system can lock files, the lock of a process on this host ends with
// the process.
func Lock(path string, place Place) (unlock func(), err error) {
	file, free, err := lockedFile(path)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", place.Path, err)
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	var by holder
	known := json.Unmarshal(raw, &by) == nil
	taken := fmt.Sprintf("%s: %s of process %d on %s %s since %s: wait for it", place.Path, place.By, by.PID, by.Host, place.Does,
		by.Since.Format(time.DateTime))
	switch {
	case !free && !known:
		return nil, fmt.Errorf("%s: %s of another process %s: wait for it, or %s", place.Path, place.By, place.Does, place.Else)
	case !free:
		return nil, fmt.Errorf("%s, or %s", taken, place.Else)
	case known && by.Host != host:
		return nil, fmt.Errorf("%s or, if it is gone, remove %s", taken, path)
	}
	if raw, err = json.Marshal(holder{os.Getpid(), host, time.Now()}); err != nil {
		return nil, err
	}
	if err = errors.Join(file.Truncate(0), atomicfile.Append(file, append(raw, '\n'))); err != nil {
		return nil, err
	}
	return func() {
		os.Remove(path)
		file.Close()
	}, nil
}
