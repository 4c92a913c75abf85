package features

import (
	"context"
	"encoding"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/spec"
)

var concatEntry = Entry{
	Name:  "concat",
	Title: "Several spaces side by side",
	Doc: "The rows of several spaces, one after the other, each times its weight; sparse where one of them is. " +
		"The weights are brought to a sum of squares of 1, so that rows of unit length stay so, and cosines are averaged by " +
		"the weights' squares.",
	Cost:         "the sum of its spaces'",
	Transductive: true, // where any of its spaces is
	New:          func() Builder { return NewConcat() },
}

// Concat joins spaces of the same articles.
type Concat struct {
	Spaces  []spec.Spec `spec:"spaces,positional,required" doc:"the spaces, such as lsa,static(model)"`
	Weights Ratio       `spec:"weights" default:"" doc:"their weights, such as 1:2; empty: all the same"`
}

// NewConcat returns a join of spaces, which are to be set, of equal weights.
func NewConcat() *Concat { return spec.Defaults(new(Concat)) }

// A Ratio is a list of numbers, written 1:2.5:1.
type Ratio []float64

var (
	_ encoding.TextMarshaler   = Ratio(nil)
	_ encoding.TextUnmarshaler = (*Ratio)(nil)
)

// MarshalText writes the numbers with colons between them.
func (r Ratio) MarshalText() ([]byte, error) {
	var text []byte
	for i, v := range r {
		if i > 0 {
			text = append(text, ':')
		}
		text = strconv.AppendFloat(text, v, 'g', -1, 64)
	}
	return text, nil
}

// UnmarshalText is the reverse of MarshalText.
func (r *Ratio) UnmarshalText(text []byte) error {
	*r = nil
	if len(text) == 0 {
		return nil
	}
	for part := range strings.SplitSeq(string(text), ":") {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || !(v > 0 && v <= 1e6) {
			return fmt.Errorf("must be numbers above 0 with colons between them, such as 1:2")
		}
		*r = append(*r, v)
	}
	return nil
}

// Valid checks the inner spaces and brings their specs into canonical form.
func (f *Concat) Valid() error {
	for i, s := range f.Spaces {
		var err error
		if _, f.Spaces[i], err = Parse(s); err != nil {
			return err
		}
	}
	if len(f.Weights) > 0 && len(f.Weights) != len(f.Spaces) {
		return fmt.Errorf("weights has %d numbers for %d spaces", len(f.Weights), len(f.Spaces))
	}
	return nil
}

// Files lists the files of the inner spaces.
func (f *Concat) Files() []string { return Files(f.Spaces...) }

// ReadsTexts reports whether any of the spaces does.
func (f *Concat) ReadsTexts() bool { return ReadsTexts(f.Spaces...) }

// Build builds the inner spaces and joins them.
func (f *Concat) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("concat", f); err != nil {
		return nil, err
	}
	parts := make([]*Space, len(f.Spaces))
	sparse, cols := false, 0
	var notes []string
	var begins []int
	for i, s := range f.Spaces {
		var err error
		if parts[i], err = buildNew(ctx, s, in); err != nil {
			return nil, err
		}
		sparse = sparse || parts[i].Sparse != nil
		begins = append(begins, cols)
		cols += parts[i].Cols()
		notes = append(notes, parts[i].Notes...)
	}
	if cols > math.MaxInt32 {
		return nil, fmt.Errorf("the spaces have %d dimensions together, more than %d", cols, math.MaxInt32)
	}
	if sparse {
		return &Space{Notes: notes, Parts: begins, Words: joinWords(parts, cols),
			Sparse: joinSparse(parts, f.scales(), len(in.Articles), cols)}, nil
	}
	return &Space{Notes: notes, Parts: begins, Dense: joinDense(parts, f.scales(), len(in.Articles), cols)}, nil
}

// scales are the weights, their squares summing to one.
func (f *Concat) scales() []float64 {
	list := make([]float64, len(f.Spaces))
	sum := 0.0
	for i := range list {
		list[i] = 1
		if len(f.Weights) > 0 {
			list[i] = f.Weights[i]
		}
		sum += list[i] * list[i]
	}
	for i := range list {
		list[i] /= math.Sqrt(sum)
	}
	return list
}

func joinWords(parts []*Space, cols int) []uint32 {
	list := make([]uint32, cols)
	first := 0
	for _, p := range parts {
		copy(list[first:], p.Words)
		first += p.Cols()
	}
	return list
}

func joinDense(parts []*Space, scales []float64, rows, cols int) *Dense {
	out := &Dense{Rows: rows, Cols: cols, Data: make([]float32, 0, rows*cols)}
	for i := range rows {
		for k, p := range parts {
			for _, v := range p.Dense.Row(i) {
				out.Data = append(out.Data, float32(scales[k]*float64(v)))
			}
		}
	}
	return out
}

func joinSparse(parts []*Space, scales []float64, rows, cols int) *CSR {
	out := &CSR{Rows: rows, Cols: cols, Start: make([]int, 1, rows+1)}
	add := func(column int, v float64) {
		out.Index = append(out.Index, int32(column))
		out.Data = append(out.Data, float32(v))
	}
	for i := range rows {
		first := 0
		for k, p := range parts {
			if p.Sparse != nil {
				index, data := p.Sparse.Row(i)
				for j, c := range index {
					add(first+int(c), scales[k]*float64(data[j]))
				}
			} else {
				for c, v := range p.Dense.Row(i) {
					if v != 0 {
						add(first+c, scales[k]*float64(v))
					}
				}
			}
			first += p.Cols()
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return out
}
