package features

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/corpus"
)

// vectoriser is what the library calls it: Fit returns the interface itself.
type vectoriser interface {
	Fit(docs ...string) vectoriser
	Transform(docs ...string) (mat.Matrix, error)
}

// counter counts words.
type counter struct {
	number map[string]int
	wrap   func(*mat.Dense) mat.Matrix
}

func (c *counter) Fit(docs ...string) vectoriser {
	c.number = map[string]int{}
	for _, w := range strings.Fields(strings.Join(docs, " ")) {
		if _, ok := c.number[w]; !ok {
			c.number[w] = len(c.number)
		}
	}
	return c
}

func (c *counter) Transform(docs ...string) (mat.Matrix, error) {
	if len(c.number) == 0 {
		return nil, errors.New("no words")
	}
	m := mat.NewDense(len(c.number), len(docs), nil)
	for i, doc := range docs {
		for _, w := range strings.Fields(doc) {
			m.Set(c.number[w], i, m.At(c.number[w], i)+1)
		}
	}
	return c.wrap(m), nil
}

// fitTransformer has the third method too.
type fitTransformer struct {
	counter
	called bool
}

func (c *fitTransformer) FitTransform(docs ...string) (mat.Matrix, error) {
	c.called = true
	c.Fit(docs...)
	return c.Transform(docs...)
}

// sparse lists what is not zero, in no order.
type sparse struct{ *mat.Dense }

func (s sparse) DoNonZero(f func(i, j int, v float64)) {
	rows, cols := s.Dims()
	for i := rows - 1; i >= 0; i-- {
		for j := cols - 1; j >= 0; j-- {
			if v := s.At(i, j); v != 0 {
				f(i, j, v)
			}
		}
	}
}

func whole(m *mat.Dense) mat.Matrix { return m }

func TestAdapt(t *testing.T) {
	in := &Input{Articles: []corpus.Article{{Title: "a b", Text: "b c"}, {}, {Text: "c"}}}
	want := []float32{1, 2, 1, 0, 0, 0, 0, 0, 1}

	s, err := Adapt("words", &counter{wrap: whole}).Build(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, &Space{Name: "words", Dense: &Dense{Rows: 3, Cols: 3, Data: want}}, s)

	both := &fitTransformer{counter: counter{wrap: func(m *mat.Dense) mat.Matrix { return sparse{m} }}}
	s, err = Adapt("words", both).Build(t.Context(), in)
	require.NoError(t, err)
	assert.True(t, both.called)
	assert.Equal(t, &CSR{Rows: 3, Cols: 3, Start: []int{0, 3, 3, 4}, Index: []int32{0, 1, 2, 2}, Data: []float32{1, 2, 1, 1}}, s.Sparse)

	s, err = Adapt("words", &counter{wrap: whole}).Build(t.Context(), &Input{})
	require.NoError(t, err)
	assert.Zero(t, s.Rows())
}

func TestAdaptRefuses(t *testing.T) {
	in := &Input{Articles: []corpus.Article{{Text: "a b"}, {Text: "a"}, {Text: "c"}}}
	for want, wrap := range map[string]func(*mat.Dense) mat.Matrix{
		"should be its columns": func(m *mat.Dense) mat.Matrix { return m.Slice(0, 2, 0, 1) },
		"holds NaN":             func(m *mat.Dense) mat.Matrix { m.Set(0, 0, math.NaN()); return m },
		"holds +Inf":            func(m *mat.Dense) mat.Matrix { m.Set(0, 0, 1e300); return sparse{m} },
	} {
		_, err := Adapt("words", &counter{wrap: wrap}).Build(t.Context(), in)
		assert.ErrorContains(t, err, "building words: ")
		assert.ErrorContains(t, err, want)
	}
	_, err := Adapt("words", &counter{}).Build(t.Context(), &Input{Articles: make([]corpus.Article, 2)})
	assert.ErrorContains(t, err, "no words")
}
