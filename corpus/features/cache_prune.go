package features

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// abandoned is the age from which a file that was being written belongs to a
// process that was killed.
const abandoned = time.Hour

// prune drops the spaces, and the kept vectors of texts, used longest ago as long as all together are larger than
// the limit, but for the one just kept, and what killed processes left behind.
// Other files in the folder are left alone. Another process may do the same at
// the same time, so that a file may be gone already.
func (c *Cache) prune(kept string) {
	entries, err := os.ReadDir(c.Dir)
	if err != nil {
		return
	}
	var spaces []fs.FileInfo
	total := int64(0)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		switch name := e.Name(); {
		case strings.HasPrefix(name, ".") && (strings.Contains(name, entrySuffix+".") || strings.Contains(name, textsSuffix+".")):
			if time.Since(info.ModTime()) > abandoned {
				os.Remove(filepath.Join(c.Dir, name))
			}
		case strings.HasSuffix(name, entrySuffix) || strings.HasSuffix(name, textsSuffix):
			total += info.Size()
			if name != filepath.Base(kept) {
				spaces = append(spaces, info)
			}
		}
	}
	slices.SortFunc(spaces, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	limit := cmp.Or(c.Limit, DefaultLimit)
	for _, s := range spaces {
		if total <= limit {
			return
		}
		if os.Remove(filepath.Join(c.Dir, s.Name())) == nil {
			total -= s.Size()
		}
	}
}
