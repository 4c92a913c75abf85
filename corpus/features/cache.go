package features

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/spec"
)

// A Cache keeps built spaces in a folder, each in a file named by all that the
// space depends on: the articles without their gold, the canonical spec, the
// content of the files that it reads, the seed if it depends on it, and the
// version of assay. A file that is damaged or cut off is never trusted: the space
// is built again. Any number of processes may share a folder. They hold no locks:
// two that want the same space at once both build it, and files are put in place
// whole. The spaces of file(path) are not kept, being files already, nor
// are those of streams.
type Cache struct {
	Dir   string // made when the first space is kept
	Limit int64  // bytes; those used longest ago are dropped above it; 0 = DefaultLimit
	// Peak, if set, returns the most memory that this process held at once,
	// which is kept with a space that is built. A space that was kept without is
	// built again.
	Peak func() int64
}

// DefaultLimit is how many bytes a cache holds at most: 2 GiB.
const DefaultLimit = 2 << 30

// Built is what building a space took, when it was built.
type Built struct {
	Seconds    float64 `json:"seconds"`
	PeakMemory int64   `json:"peak_memory,omitempty"` // bytes; 0 = not measured
}

type cacheKey struct{}

// Context returns a context under which Build takes spaces from the cache, and
// keeps them there.
func (c *Cache) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, cacheKey{}, c)
}

// Build returns the space of a spec, and what building it took. That a space
// cannot be kept, on a disk that is full for one, is no error.
func (c *Cache) Build(ctx context.Context, s spec.Spec, in *Input) (*Space, Built, error) {
	path := c.path(s, in)
	if path != "" {
		if space, built, err := c.load(path, len(in.Articles)); err == nil {
			return space, built, nil
		}
	}
	begin := time.Now()
	space, err := buildNew(c.Context(ctx), s, in) // builders keep vectors of texts there
	if err != nil {
		return nil, Built{}, err
	}
	built := Built{Seconds: time.Since(begin).Seconds()}
	if c.Peak != nil {
		built.PeakMemory = c.Peak()
	}
	// A file that changed meanwhile would put a space under the wrong name.
	if path != "" && c.path(s, in) == path && c.keep(path, space, built) == nil {
		c.prune(path)
	}
	return space, built, nil
}

const (
	entrySuffix = ".space"
	formVersion = 1 // of what a file holds
)

// path names the file of a space; it is empty for those that are not kept, or
// cannot be built.
func (c *Cache) path(s spec.Spec, in *Input) string {
	if in.Batches != nil {
		return ""
	}
	b, canonical, err := Parse(s)
	if err != nil {
		return ""
	}
	if _, ok := b.(*File); ok {
		return ""
	}
	files, err := fingerprint.Sum(Files(canonical))
	if err != nil {
		return ""
	}
	seed := uint64(0)
	if seeded(canonical) {
		seed = in.Seed
	}
	sum := xxh3.HashString128(fmt.Sprintf("%d %s %s %s %q %s %d", formVersion, fingerprint.Version(), runtime.GOARCH,
		corpus.FingerprintArticles(in.Articles), canonical, files, seed)).Bytes()
	return filepath.Join(c.Dir, hex.EncodeToString(sum[:])+entrySuffix)
}

// seeded reports whether a space, or one inside of it, depends on the seed.
func seeded(s spec.Spec) bool {
	for _, e := range Entries {
		if e.Name == s.Name && e.Seeded {
			return true
		}
	}
	for _, a := range s.Args {
		if seeded(a.Value) {
			return true
		}
	}
	return false
}

const checksumSize = 16

// keep writes a space: a line of JSON with what building it took, the space, and
// the checksum.
func (c *Cache) keep(path string, space *Space, built Built) error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		h := xxh3.New()
		both := io.MultiWriter(w, h)
		if err := json.NewEncoder(both).Encode(built); err != nil {
			return err
		}
		if err := space.write(both); err != nil {
			return err
		}
		sum := h.Sum128().Bytes()
		_, err := w.Write(sum[:])
		return err
	})
}

var errDamaged = errors.New("the file is damaged")

// load reads a space and notes that it was used.
func (c *Cache) load(path string, rows int) (*Space, Built, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, Built{}, err
	}
	defer file.Close()
	size, err := checked(file)
	if err != nil {
		return nil, Built{}, err
	}
	in := bufio.NewReaderSize(io.NewSectionReader(file, 0, size), 1<<16)
	var built Built
	if err := readLine(in, &built); err != nil {
		return nil, Built{}, err
	}
	space, err := read(in, size)
	if err != nil {
		return nil, Built{}, err
	}
	if space.Rows() != rows || c.Peak != nil && built.PeakMemory == 0 {
		return nil, Built{}, errDamaged
	}
	now := time.Now()
	_ = os.Chtimes(path, now, now) // where it fails the space only leaves sooner
	return space, built, nil
}

// checked compares a file with its checksum, and returns how many bytes stand
// before that.
func checked(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	size := info.Size() - checksumSize
	if size < 0 {
		return 0, errDamaged
	}
	h := xxh3.New()
	if _, err := io.Copy(h, io.NewSectionReader(file, 0, size)); err != nil {
		return 0, err
	}
	var stored [checksumSize]byte
	if _, err := file.ReadAt(stored[:], size); err != nil {
		return 0, err
	}
	if stored != h.Sum128().Bytes() {
		return 0, errDamaged
	}
	return size, nil
}
