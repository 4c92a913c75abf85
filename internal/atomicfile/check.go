package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Target is a path to which something will be written.
type Target struct {
	Name   string // of what names it, for errors
	Path   string
	Folder bool // files are written into it
}

// CheckAll checks targets before the work for their content is done: that each can be
// written, that no two are one file, and that no input would be replaced.
func CheckAll(targets []Target, inputs []string) error {
	first := map[string]string{} // the name of the target, by path
	for _, t := range targets {
		if t.Folder {
			if err := CheckFolder(t.Path); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
			continue
		}
		to, err := resolve(t.Path)
		if err == nil {
			err = Check(t.Path)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, failure(t.Path, err))
		}
		if to.descriptor >= 0 || to.special() {
			continue
		}
		path, err := filepath.Abs(to.path)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, failure(t.Path, err))
		}
		if other, ok := first[path]; ok {
			return fmt.Errorf("%s %s: the file of %s: name another", t.Name, t.Path, other)
		}
		first[path] = t.Name
		for _, input := range inputs {
			if info, err := os.Stat(input); err == nil && to.info != nil && os.SameFile(info, to.info) {
				return fmt.Errorf("%s %s: this file is an input, and would be replaced: name another", t.Name, t.Path)
			}
		}
	}
	return nil
}

// Check returns the error that Write would return at once, before the work for its content
// is done. It makes nothing, and does not wait for the reader of a pipe.
func Check(path string) error {
	t, err := resolve(path)
	if err == nil {
		err = t.allowed()
	}
	if err == nil && t.descriptor < 0 && !t.special() {
		err = checkFolder(t.path)
	}
	return failure(path, err)
}

// CheckFolder returns an error if files cannot be written into a folder, which need not
// exist yet.
func CheckFolder(dir string) error {
	return failure(dir, checkFolder(filepath.Join(dir, "file")))
}

// checkFolder tries to make a file in the nearest folder that exists above path.
func checkFolder(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	for errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		if _, err := os.Lstat(dir); err == nil {
			return errors.New("the folder " + dir + " is a symbolic link to nothing")
		}
		dir = filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if err == nil && !info.IsDir() {
		return errors.New(dir + " is not a folder")
	}
	if err != nil {
		return err
	}
	file, err := temporary(filepath.Join(dir, filepath.Base(path)))
	if err != nil {
		return errors.New("the folder " + dir + " takes no new files: " + bare(err).Error())
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// CheckNewFolder returns the error that WriteFolder would return at once.
func CheckNewFolder(path string) error {
	if err := absent(path); err != nil {
		return err
	}
	return failure(path, checkFolder(path))
}

func absent(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &Error{path, errors.New("it exists already: choose another name or remove it")}
	}
	return nil
}
