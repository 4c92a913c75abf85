package knn

// Rows are sparse or dense, never both.
type Rows struct {
	Sparse *Sparse
	Dense  *Dense
}

// Sparse is a matrix by compressed rows: row i holds Data[Start[i]:Start[i+1]] in
// the columns Index[Start[i]:Start[i+1]], which ascend.
type Sparse struct {
	Rows, Cols int
	Start      []int
	Index      []int32
	Data       []float32
}

// Dense is a matrix by rows.
type Dense struct {
	Rows, Cols int
	Data       []float32
}

// Row returns the columns and values of row i.
func (m *Sparse) Row(i int) ([]int32, []float32) {
	from, to := m.Start[i], m.Start[i+1]
	return m.Index[from:to], m.Data[from:to]
}

// Row returns row i.
func (m *Dense) Row(i int) []float32 { return m.Data[i*m.Cols : (i+1)*m.Cols] }

// Transpose returns the matrix with rows and columns exchanged; its rows ascend.
func (m *Sparse) Transpose() *Sparse {
	t := &Sparse{Rows: m.Cols, Cols: m.Rows, Start: make([]int, m.Cols+1)}
	t.Index, t.Data = make([]int32, len(m.Index)), make([]float32, len(m.Data))
	for _, c := range m.Index {
		t.Start[c+1]++
	}
	for c := range m.Cols {
		t.Start[c+1] += t.Start[c]
	}
	next := make([]int, m.Cols)
	copy(next, t.Start)
	for i := range m.Rows {
		index, data := m.Row(i)
		for k, c := range index {
			t.Index[next[c]], t.Data[next[c]] = int32(i), data[k]
			next[c]++
		}
	}
	return t
}

// shared returns the matrix without the columns of fewer than two values.
func (m *Sparse) shared() *Sparse {
	column := make([]int32, m.Cols)
	for _, c := range m.Index {
		column[c]++
	}
	out := &Sparse{Rows: m.Rows, Start: make([]int, 1, m.Rows+1)}
	for c, count := range column {
		if column[c] = int32(out.Cols); count < 2 {
			column[c] = -1
			continue
		}
		out.Cols++
	}
	for i := range m.Rows {
		index, data := m.Row(i)
		for k, c := range index {
			if column[c] >= 0 {
				out.Index, out.Data = append(out.Index, column[c]), append(out.Data, data[k])
			}
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return out
}

// Union returns the symmetric matrix that has an edge where m has one in either
// direction, with the larger weight of the two.
func (m *Sparse) Union() *Sparse {
	t := m.Transpose()
	out := &Sparse{Rows: m.Rows, Cols: m.Cols, Start: make([]int, 1, m.Rows+1)}
	for i := range m.Rows {
		a, weightA := m.Row(i)
		b, weightB := t.Row(i)
		for p, q := 0, 0; p < len(a) || q < len(b); {
			switch {
			case q == len(b) || p < len(a) && a[p] < b[q]:
				out.Index, out.Data = append(out.Index, a[p]), append(out.Data, weightA[p])
				p++
			case p == len(a) || b[q] < a[p]:
				out.Index, out.Data = append(out.Index, b[q]), append(out.Data, weightB[q])
				q++
			default:
				out.Index, out.Data = append(out.Index, a[p]), append(out.Data, max(weightA[p], weightB[q]))
				p, q = p+1, q+1
			}
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return out
}
