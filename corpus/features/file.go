package features

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/internal/tensor"
	"github.com/seed-9405df2f/assay/spec"
)

var fileEntry = Entry{
	Name:  "file",
	Title: "Vectors from a file",
	Doc: "Vectors from other programs, taken as they are: npy or safetensors, with a row for each article in the corpus's order, " +
		"Parquet with a column of lists of numbers, and of ids if it has one, " +
		"text with a row of numbers a line, or JSON lines {\"id\":…,\"vector\":[…]}. " +
		"A safetensors file may name the articles of its rows in its metadata, as a JSON list \"ids\".",
	Cost: "O(n·dims) time and memory",
	New:  func() Builder { return new(File) },
}

// File reads vectors of other programs.
type File struct {
	Path string `spec:"path,positional,required" doc:"an npy, safetensors, Parquet, text or JSON lines file"`
}

// Files lists the file.
func (f *File) Files() []string { return []string{f.Path} }

// Build reads the vectors of the articles.
func (f *File) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("file", f); err != nil {
		return nil, err
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	m, err := readVectors(ctx, file, in.Articles)
	if err == nil {
		err = finite(m)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	return &Space{Dense: m}, nil
}

// readVectors recognises the format by the first bytes.
func readVectors(ctx context.Context, file *os.File, articles []corpus.Article) (*Dense, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	var head [9]byte
	n, err := file.ReadAt(head[:], 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	size := info.Size()
	switch {
	case bytes.HasPrefix(head[:n], []byte("\x93NUMPY")):
		shape, data, err := tensor.ReadNPY[float32](file, size)
		if err != nil {
			return nil, err
		}
		return inOrder(shape, data, articles)
	case bytes.HasPrefix(head[:n], []byte("PAR1")):
		ids, shape, data, err := tensor.ReadParquet(file, size)
		if err != nil {
			return nil, err
		}
		return byID(ids, shape, data, articles)
	case n == 9 && head[8] == '{' && binary.LittleEndian.Uint64(head[:]) <= uint64(size):
		tensors, err := tensor.ReadSafetensors(file, size)
		if err != nil {
			return nil, err
		}
		return fromSafetensors(tensors, articles)
	}
	return fromLines(ctx, file, articles)
}

// matrix checks that an array has two dimensions.
func matrix(shape []int, data []float32) (*Dense, error) {
	if len(shape) != 2 || shape[1] == 0 {
		return nil, fmt.Errorf("the array has the shape %v, not articles × dims", shape)
	}
	return &Dense{Rows: shape[0], Cols: shape[1], Data: data}, nil
}

func inOrder(shape []int, data []float32, articles []corpus.Article) (*Dense, error) {
	m, err := matrix(shape, data)
	if err == nil && m.Rows != len(articles) {
		err = fmt.Errorf("there are %d rows for %d articles", m.Rows, len(articles))
	}
	return m, err
}

func fromSafetensors(file *tensor.Safetensors, articles []corpus.Article) (*Dense, error) {
	name := "embeddings"
	if names := file.Names(); !file.Has(name) && len(names) == 1 {
		name = names[0]
	}
	shape, data, err := file.Floats(name)
	if err != nil {
		return nil, err
	}
	list, ok := file.Metadata["ids"]
	if !ok {
		return inOrder(shape, data, articles)
	}
	var ids []string
	if err := json.Unmarshal([]byte(list), &ids); err != nil {
		return nil, fmt.Errorf("the metadata's ids are no JSON list of strings: %w", err)
	}
	return byID(ids, shape, data, articles)
}

// byID returns the vectors of the articles by the ids of the rows, or in order if ids is nil.
func byID(ids []string, shape []int, data []float32, articles []corpus.Article) (*Dense, error) {
	if ids == nil {
		return inOrder(shape, data, articles)
	}
	m, err := matrix(shape, data)
	if err != nil {
		return nil, err
	}
	if len(ids) != m.Rows {
		return nil, fmt.Errorf("there are %d ids for %d rows", len(ids), m.Rows)
	}
	v := vectors{row: map[string][]float32{}}
	for i, id := range ids {
		if err := v.add(id, m.Row(i)); err != nil {
			return nil, err
		}
	}
	return v.pick(articles)
}

// maxLine bounds one line of JSON.
const maxLine = 64 << 20

func fromLines(ctx context.Context, r io.Reader, articles []corpus.Article) (*Dense, error) {
	plain, err := compressed.NewReader(r)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	v := vectors{row: map[string][]float32{}}
	in := bufio.NewReaderSize(plain, 1<<16)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	if head, _ := in.Peek(4096); isText(head) {
		return fromText(ctx, lines, articles)
	}
	number := 0
	for lines.Scan() {
		if number++; number%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := v.line(lines.Bytes()); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("after line %d: %w", number, err)
	}
	return v.pick(articles)
}

// vectors are known by article id; all have as many dimensions as the first.
type vectors struct {
	row  map[string][]float32
	cols int
}

func (v *vectors) line(raw []byte) error {
	var entry struct {
		ID     *string
		Vector []float32
	}
	if err := json.Unmarshal(raw, &entry); err != nil {
		return err
	}
	if entry.ID == nil {
		return fmt.Errorf("there is no id")
	}
	if k := firstNull(raw); k >= 0 {
		return fmt.Errorf("the vector of article %q holds null in column %d", *entry.ID, k)
	}
	return v.add(*entry.ID, entry.Vector)
}

// firstNull is the first null of a line's vector, which some write for NaN and
// which would be read as 0; -1 if there is none.
func firstNull(raw []byte) int {
	if !bytes.Contains(raw, []byte("null")) {
		return -1
	}
	var entry struct{ Vector []*float32 }
	if json.Unmarshal(raw, &entry) != nil {
		return -1
	}
	return slices.Index(entry.Vector, nil)
}

func (v *vectors) add(id string, row []float32) error {
	if _, twice := v.row[id]; twice {
		return fmt.Errorf("article %q has two vectors", id)
	}
	if len(row) == 0 {
		return fmt.Errorf("the vector of article %q is empty", id)
	}
	if v.cols == 0 {
		v.cols = len(row)
	}
	if len(row) != v.cols {
		return fmt.Errorf("the vector of article %q has %d dimensions, the first has %d", id, len(row), v.cols)
	}
	v.row[id] = row
	return nil
}

// pick returns the vectors of the articles; those of others are ignored.
func (v *vectors) pick(articles []corpus.Article) (*Dense, error) {
	m := &Dense{Rows: len(articles), Cols: max(v.cols, 1)}
	var missing []string
	for i := range articles {
		row, ok := v.row[articles[i].ID]
		if !ok {
			missing = append(missing, articles[i].ID)
		}
		m.Data = append(m.Data, row...)
	}
	if n := len(missing); n > 0 {
		return nil, fmt.Errorf("%d of %d articles have no vector, the first of them: %s", n, m.Rows, strings.Join(missing[:min(n, 10)], ", "))
	}
	return m, nil
}

// finite refuses what no distance can be computed from.
func finite(m *Dense) error {
	k := slices.IndexFunc(m.Data, func(v float32) bool {
		return math.IsNaN(float64(v)) || math.IsInf(float64(v), 0)
	})
	if k < 0 {
		return nil
	}
	return fmt.Errorf("row %d holds %g in column %d (both from 0)", k/m.Cols, m.Data[k], k%m.Cols)
}
