package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// lockFile names who writes to a folder.
const lockFile = ".assay-lock"

// A holder is the process that writes to a folder.
type holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

// lock keeps other processes from writing to a folder until unlock is called. Where the
// system can lock files, the lock of a process on this host ends with the process.
func lock(dir string) (unlock func(), err error) {
	path := filepath.Join(dir, lockFile)
	file, free, err := lockedFile(path)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", dir, err)
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
	switch known := json.Unmarshal(raw, &by) == nil; {
	case !free && !known:
		return nil, fmt.Errorf("%s: another bench writes to this folder: wait for it, or choose another folder", dir)
	case !free:
		return nil, fmt.Errorf("%s: a bench of process %d on %s writes to this folder since %s: wait for it, or choose another folder", dir,
			by.PID, by.Host, by.Since.Format(time.DateTime))
	case known && by.Host != host:
		return nil, fmt.Errorf("%s: a bench of process %d on %s writes to this folder since %s: wait for it or, if it is gone, remove %s", dir,
			by.PID, by.Host, by.Since.Format(time.DateTime), path)
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

// Free returns an error if another process writes to a folder, as [Open] would.
func Free(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, lockFile)); err != nil {
		return nil // it is not locked, or does not exist
	}
	unlock, err := lock(dir)
	if err == nil {
		unlock()
	}
	return err
}
