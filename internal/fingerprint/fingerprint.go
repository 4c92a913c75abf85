// Package fingerprint hashes the content of files, this program among them, so that what was made of them is
// made again when they change.
package fingerprint

import (
	"fmt"
	"io"
	"os"

	"github.com/zeebo/xxh3"
)

// Sum is 16 hexadecimal figures for the contents of the files, in their order;
// their names do not enter. No files give the empty string.
func Sum(paths []string) (string, error) {
	if len(paths) == 0 {
		return "", nil
	}
	h := xxh3.New()
	for _, path := range paths {
		if err := add(h, path); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%016x", h.Sum64()), nil
}

// Of is what Sum returns for one file of that content.
func Of(content []byte) string {
	h := xxh3.New()
	fmt.Fprintf(h, "%d ", len(content))
	h.Write(content)
	return fmt.Sprintf("%016x", h.Sum64())
}

// add writes the size before the content, so that no two lists of files run
// together to the same bytes.
func add(h io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	fmt.Fprintf(h, "%d ", info.Size())
	_, err = io.Copy(h, file)
	return err
}
