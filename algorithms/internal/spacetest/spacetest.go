// Package spacetest makes small feature spaces for tests.
package spacetest

import "github.com/seed-9405df2f/assay/corpus/features"

// Dense is the space of the given rows, all as long as each other.
func Dense(rows ...[]float32) *features.Space {
	d := &features.Dense{Rows: len(rows)}
	for _, row := range rows {
		d.Cols = len(row)
		d.Data = append(d.Data, row...)
	}
	return &features.Space{Name: "test", Dense: d}
}

// Sparse is a dense space by its values other than zero.
func Sparse(s *features.Space) *features.Space {
	m := &features.CSR{Rows: s.Rows(), Cols: s.Cols(), Start: []int{0}}
	for i := range m.Rows {
		for c, v := range s.Dense.Row(i) {
			if v != 0 {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, v)
			}
		}
		m.Start = append(m.Start, len(m.Data))
	}
	return &features.Space{Name: "test", Sparse: m}
}
