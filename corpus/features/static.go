package features

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features/internal/tokenizer"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/internal/tensor"
	"github.com/seed-9405df2f/assay/spec"
)

var staticEntry = Entry{
	Name:  "static",
	Title: "Static embeddings",
	Doc: "The mean of the vectors of an article's tokens, from a folder in the layout of Model2Vec: model.safetensors, " +
		"tokenizer.json, config.json. " +
		"Title and text are joined by a line end and taken whole; rows have unit length where the model's config says normalize.",
	Cost: "O(characters + tokens · dims) time; the model and n·dims numbers in memory",
	Cite: []string{"Tulkens & van Dongen 2024, Model2Vec", "Arora, Liang & Ma 2017, ICLR"},
	New:  func() Builder { return new(Static) },
}

// Static embeds articles by a table of token vectors.
type Static struct {
	Model string `spec:"model,positional,required" doc:"the model's folder"`
}

// Files lists the files of the model.
func (f *Static) Files() []string {
	return []string{f.path("model.safetensors"), f.path("tokenizer.json"), f.path("config.json")}
}

func (f *Static) path(name string) string { return filepath.Join(f.Model, name) }

// ReadsTexts is true.
func (*Static) ReadsTexts() bool { return true }

// Build embeds every article; one without known tokens becomes a row of zeros.
func (f *Static) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("static", f); err != nil {
		return nil, err
	}
	t, err := f.load()
	if err != nil {
		return nil, err
	}
	out := &Dense{Rows: len(in.Articles), Cols: t.cols, Data: make([]float32, len(in.Articles)*t.cols)}
	count := progress.Counter(ctx, "embedding", out.Rows)
	err = parallel.Each(ctx, out.Rows, in.Workers, func(i int) {
		t.embed(out.Row(i), articleText(&in.Articles[i]))
		count(1)
	})
	if err == nil {
		err = finite(out)
	}
	if err != nil {
		return nil, err
	}
	return &Space{Dense: out}, nil
}

// articleText is an article in one string.
func articleText(a *corpus.Article) string {
	if a.Title == "" {
		return a.Text
	}
	return a.Title + "\n" + a.Text
}

// A tokenTable gives every token a vector: a row of rows, by its id or by
// mapping, times its weight.
type tokenTable struct {
	tokens    *tokenizer.Tokenizer
	cols      int
	rows      []float32
	mapping   []float32 // row numbers, exact up to 2²⁴; nil: the id is the row
	weights   []float32 // nil: all 1
	normalize bool
}

func (f *Static) load() (*tokenTable, error) {
	t := new(tokenTable)
	content, err := os.ReadFile(f.path("tokenizer.json"))
	if err != nil {
		return nil, err
	}
	if t.tokens, err = tokenizer.New(content); err != nil {
		return nil, fmt.Errorf("%s: %w", f.path("tokenizer.json"), err)
	}
	if content, err = os.ReadFile(f.path("config.json")); err != nil {
		return nil, err
	}
	var config struct{ Normalize bool }
	if err = json.Unmarshal(content, &config); err != nil {
		return nil, fmt.Errorf("%s: %w", f.path("config.json"), err)
	}
	t.normalize = config.Normalize
	if err = tensor.OpenSafetensors(f.path("model.safetensors"), t.read); err != nil {
		return nil, err
	}
	return t, nil
}

// read takes the tensors embeddings, mapping and weights. Those of int8 are taken
// as the integers that they are: the format stores no scale, and unit length
// takes it out.
func (t *tokenTable) read(file *tensor.Safetensors) error {
	shape, rows, err := file.Floats("embeddings")
	if err != nil {
		return err
	}
	if len(shape) != 2 || shape[1] == 0 {
		return fmt.Errorf("tensor \"embeddings\" has the shape %v, not tokens × dims", shape)
	}
	t.cols, t.rows = shape[1], rows
	if err := finite(&Dense{Rows: shape[0], Cols: shape[1], Data: rows}); err != nil {
		return fmt.Errorf("tensor \"embeddings\": %w", err)
	}
	if t.mapping, err = t.optional(file, "mapping"); err != nil {
		return err
	}
	if t.weights, err = t.optional(file, "weights"); err != nil {
		return err
	}
	return t.check(shape[0], t.tokens.Size())
}

// optional reads a tensor of one number a token; nil where the file has none.
func (t *tokenTable) optional(file *tensor.Safetensors, name string) ([]float32, error) {
	if !file.Has(name) {
		return nil, nil
	}
	shape, data, err := file.Floats(name)
	if err == nil && (len(shape) != 1 || shape[0] < t.tokens.Size()) {
		err = fmt.Errorf("tensor %q has the shape %v; the tokenizer has %d tokens", name, shape, t.tokens.Size())
	}
	return data, err
}

// check makes sure that every token has a row and a finite weight.
func (t *tokenTable) check(rows, size int) error {
	if t.mapping == nil && size > rows {
		return fmt.Errorf("the tokenizer has %d tokens, tensor \"embeddings\" only %d rows", size, rows)
	}
	for id, row := range t.mapping {
		if !(row >= 0 && row < float32(rows) && row == float32(int(row))) {
			return fmt.Errorf("tensor \"mapping\" sends token %d to row %g of %d", id, row, rows)
		}
	}
	for id, w := range t.weights {
		if math.IsNaN(float64(w)) || math.IsInf(float64(w), 0) {
			return fmt.Errorf("tensor \"weights\" gives token %d the weight %g", id, w)
		}
	}
	return nil
}

// embed writes the mean of the weighted vectors of a text's tokens into row. What
// the tokenizer calls unknown does not count.
func (t *tokenTable) embed(row []float32, text string) {
	sum := make([]float64, t.cols)
	n := 0
	for _, id := range t.tokens.Encode(text) {
		if id == t.tokens.Unknown() {
			continue
		}
		n++
		at, weight := int(id), 1.0
		if t.mapping != nil {
			at = int(t.mapping[id])
		}
		if t.weights != nil {
			weight = float64(t.weights[id])
		}
		for k, v := range t.rows[at*t.cols : (at+1)*t.cols] {
			sum[k] += weight * float64(v)
		}
	}
	scale := 1 / float64(max(n, 1))
	if t.normalize {
		scale = 0
		square := 0.0
		for _, v := range sum {
			square += v * v
		}
		if square > 0 {
			scale = 1 / math.Sqrt(square)
		}
	}
	for k, v := range sum {
		row[k] = float32(v * scale)
	}
}
