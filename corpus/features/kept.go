package features

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

const (
	textsSuffix = ".texts"
	textsSchema = "assay/texts/1"
	pendingRows = 4096 // vectors that are kept together
	maxSegments = 16   // files of one model, above which they become one
)

// A textKey is the fingerprint of a text.
type textKey [16]byte

// Kept vectors are those of a model's texts, one a text, in files of the cache's folder.
// They hold no locks: a file is put in place whole and never changed, and of a text that
// two processes embed at once both vectors are kept, which are the same.
type keptTexts struct {
	dir      string // empty: nothing is kept
	prefix   string // of the names of the files: a fingerprint of the model
	segments []string
	keys     []textKey // that are not kept yet
	rows     [][]float32
}

// keptFor returns the kept vectors of a model, which is named by all that its vectors
// depend on beside the text.
func keptFor(ctx context.Context, model string) *keptTexts {
	k := new(keptTexts)
	c, ok := ctx.Value(cacheKey{}).(*Cache)
	if !ok {
		return k
	}
	sum := xxh3.HashString128(model).Bytes()
	k.dir, k.prefix = c.Dir, hex.EncodeToString(sum[:])+"-"
	names, _ := os.ReadDir(k.dir)
	for _, e := range names {
		if strings.HasPrefix(e.Name(), k.prefix) && strings.HasSuffix(e.Name(), textsSuffix) {
			k.segments = append(k.segments, filepath.Join(k.dir, e.Name()))
		}
	}
	return k
}

// find returns the kept vectors of those texts that have one; wanted nil means of all.
func (k *keptTexts) find(wanted map[textKey]bool) map[textKey][]float32 {
	found := map[textKey][]float32{}
	for _, path := range k.segments {
		_ = readTexts(path, func(key textKey) bool { return wanted == nil || wanted[key] }, found) // as if it was not there
	}
	return found
}

// put notes a vector; keep writes those that were noted.
func (k *keptTexts) put(key textKey, row []float32) {
	if k.dir == "" {
		return
	}
	k.keys, k.rows = append(k.keys, key), append(k.rows, row)
	if len(k.keys) >= pendingRows {
		k.keep()
	}
}

// keep writes what was noted. That it cannot be written, on a disk that is full for one,
// is no error.
func (k *keptTexts) keep() {
	if len(k.keys) == 0 || os.MkdirAll(k.dir, 0o700) != nil {
		return
	}
	var old []string
	if len(k.segments) >= maxSegments {
		old = k.segments
		for key, row := range k.find(nil) {
			k.keys, k.rows = append(k.keys, key), append(k.rows, row)
		}
	}
	h := xxh3.New()
	for _, key := range k.keys {
		h.Write(key[:])
	}
	sum := h.Sum128().Bytes()
	path := filepath.Join(k.dir, k.prefix+hex.EncodeToString(sum[:])+textsSuffix)
	if atomicfile.Write(path, k.write) == nil {
		for _, segment := range old {
			os.Remove(segment)
		}
		k.segments = append(slices.Delete(k.segments, 0, len(old)), path)
	}
	k.keys, k.rows = nil, nil
}

type textsHeader struct {
	Schema     string
	Rows, Cols int
}

// write writes a line of JSON, the keys, the vectors and a checksum.
func (k *keptTexts) write(w io.Writer) error {
	h := xxh3.New()
	out := bufio.NewWriter(io.MultiWriter(w, h))
	if err := json.NewEncoder(out).Encode(textsHeader{textsSchema, len(k.rows), len(k.rows[0])}); err != nil {
		return err
	}
	for _, key := range k.keys {
		out.Write(key[:])
	}
	for _, row := range k.rows {
		if err := binary.Write(out, binary.LittleEndian, row); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	sum := h.Sum128().Bytes()
	_, err := w.Write(sum[:])
	return err
}

// readTexts adds the vectors of a file that are wanted, and notes that it was used. A
// damaged file is an error, and adds none.
func readTexts(path string, wanted func(textKey) bool, found map[textKey][]float32) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	size, err := checked(file)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(io.NewSectionReader(file, 0, size), 1<<16)
	var h textsHeader
	if err := readLine(in, &h); err != nil {
		return err
	}
	if h.Schema != textsSchema || h.Rows < 0 || h.Cols < 1 || int64(h.Cols) > size || int64(h.Rows) > size/(int64(h.Cols)*4+16) {
		return errDamaged
	}
	keys := make([]textKey, h.Rows)
	for i := range keys {
		if _, err := io.ReadFull(in, keys[i][:]); err != nil {
			return errDamaged
		}
	}
	raw := make([]byte, 4*h.Cols)
	for _, key := range keys {
		if _, err := io.ReadFull(in, raw); err != nil {
			return errDamaged
		}
		if !wanted(key) {
			continue
		}
		row := make([]float32, h.Cols)
		for c := range row {
			row[c] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*c:]))
		}
		found[key] = row
	}
	now := time.Now()
	_ = os.Chtimes(path, now, now)
	return nil
}

// embedKept returns the vectors of texts: those kept under the name of the model, and of
// the others those that embed gives, a number of texts at a time, which are kept. An empty
// text becomes a row of zeros.
func embedKept(ctx context.Context, model string, texts []string, atOnce int,
	embed func(ctx context.Context, texts []string) ([][]float32, error),
) (*Dense, error) {
	keys, wanted := make([]textKey, len(texts)), map[textKey]bool{}
	for i, text := range texts {
		keys[i] = xxh3.HashString128(text).Bytes()
		if text != "" {
			wanted[keys[i]] = true
		}
	}
	kept := keptFor(ctx, model)
	defer kept.keep() // also what was finished before an error
	found := kept.find(wanted)
	var missing []int
	for i, key := range keys {
		if wanted[key] && found[key] == nil {
			missing = append(missing, i)
			wanted[key] = false // once
		}
	}
	for some := range slices.Chunk(missing, atOnce) {
		list := make([]string, len(some))
		for k, i := range some {
			list[k] = texts[i]
		}
		rows, err := embed(ctx, list)
		if err != nil {
			return nil, err
		}
		for k, i := range some {
			found[keys[i]] = rows[k]
			kept.put(keys[i], rows[k])
		}
	}
	out := &Dense{Rows: len(texts)}
	for i, key := range keys {
		row := found[key]
		if row == nil {
			continue
		}
		if out.Data == nil {
			out.Cols = len(row)
			out.Data = make([]float32, out.Rows*out.Cols)
		}
		if len(row) != out.Cols {
			return nil, fmt.Errorf("vectors have %d and %d dimensions: the model has changed under its name", out.Cols, len(row))
		}
		copy(out.Row(i), row)
	}
	if out.Data == nil { // not a text in them
		out.Cols, out.Data = 1, make([]float32, out.Rows)
	}
	return out, finite(out)
}
