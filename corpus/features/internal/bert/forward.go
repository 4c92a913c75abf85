package bert

import (
	"math"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// A scratch is the memory of a forward pass, for one goroutine.
type scratch struct {
	x, query, key, value, context, out, inner []float32
	one, scores                               []float32 // of one head
	keys, values                              vec.Panels
	column                                    []float32
}

// rows returns n·width values of memory, in place if it is large enough.
func rows(have *[]float32, n, width int) []float32 {
	if cap(*have) < n*width {
		*have = make([]float32, n*width)
	}
	*have = (*have)[:n*width]
	return *have
}

// forward writes the vector of each text into out: texts are their tokens.
func (m *Model) forward(s *scratch, out [][]float32, texts [][]int32) {
	n := 0
	for _, ids := range texts {
		n += len(ids)
	}
	x := rows(&s.x, n, m.hidden)
	row := 0
	for _, ids := range texts {
		for i, id := range ids {
			to := x[row*m.hidden : (row+1)*m.hidden]
			word, position := m.words[int(id)*m.hidden:], m.positions[(m.first+i)*m.hidden:]
			for k := range to {
				to[k] = word[k] + position[k]
			}
			m.norm.apply(to)
			row++
		}
	}
	for i := range m.layers {
		m.layers[i].forward(m, s, x, texts)
	}
	row = 0
	for i, ids := range texts {
		poolings[m.pooling](out[i], x[row*m.hidden:(row+len(ids))*m.hidden])
		row += len(ids)
		if m.normalize {
			unit(out[i])
		}
	}
}

// forward takes the rows of all texts through a layer, in place.
func (l *layer) forward(m *Model, s *scratch, x []float32, texts [][]int32) {
	query, key, value := l.query.apply(&s.query, x, m.hidden), l.key.apply(&s.key, x, m.hidden), l.value.apply(&s.value, x, m.hidden)
	context := rows(&s.context, len(x)/m.hidden, m.hidden)
	from := 0
	for _, ids := range texts {
		to := from + len(ids)*m.hidden
		m.attend(s, context[from:to], query[from:to], key[from:to], value[from:to])
		from = to
	}
	l.attended.add(x, l.out.apply(&s.out, context, m.hidden), m.hidden)
	inner := l.up.apply(&s.inner, x, m.hidden)
	m.act(inner)
	width := len(inner) / (len(x) / m.hidden)
	l.norm.add(x, l.down.apply(&s.out, inner, width), m.hidden)
}

// apply returns the outputs for rows of a number of inputs, without gaps between them.
func (l *linear) apply(have *[]float32, x []float32, inputs int) []float32 {
	n, width := len(x)/inputs, l.weights.Width()
	out := rows(have, n, width)
	l.weights.Products(out, x, l.bias)
	count := l.weights.Count()
	if count == width {
		return out
	}
	for i := 1; i < n; i++ {
		copy(out[i*count:], out[i*width:i*width+count])
	}
	return out[:n*count]
}

// add adds rows and normalises the sums.
func (n *layerNorm) add(x, more []float32, width int) {
	for i, v := range more {
		x[i] += v
	}
	for from := 0; from < len(x); from += width {
		n.apply(x[from : from+width])
	}
}

// attend writes into context what the tokens of one text take from each other, head by head.
func (m *Model) attend(s *scratch, context, query, key, value []float32) {
	n, dims := len(query)/m.hidden, m.hidden/m.heads
	scale := float32(1 / math.Sqrt(float64(dims)))
	for first := 0; first < m.hidden; first += dims {
		s.keys.Resize(n, dims)
		width := s.keys.Width()
		s.values.Resize(dims, width)
		one, column := rows(&s.one, n, dims), rows(&s.column, width, 1)
		clear(column)
		for i := range n {
			copy(one[i*dims:(i+1)*dims], query[i*m.hidden+first:])
			s.keys.Set(i, key[i*m.hidden+first:][:dims])
		}
		for c := range dims {
			for i := range n {
				column[i] = value[i*m.hidden+first+c]
			}
			s.values.Set(c, column)
		}
		scores := rows(&s.scores, n, width)
		s.keys.Products(scores, one, nil)
		for i := range n {
			vec.Softmax(scores[i*width:i*width+n], scale)
			clear(scores[i*width+n : (i+1)*width])
		}
		out := rows(&s.out, n, s.values.Width())
		s.values.Products(out, scores, nil)
		for i := range n {
			copy(context[i*m.hidden+first:i*m.hidden+first+dims], out[i*s.values.Width():])
		}
	}
}
