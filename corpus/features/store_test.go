package features

import (
	"bufio"
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestStoreRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "cols")
		want := &Space{
			Name:   rapid.StringN(0, 20, -1).Draw(t, "name"),
			Sparse: &CSR{Rows: rows, Cols: cols, Start: []int{0}, Index: []int32{}, Data: []float32{}},
		}
		m := want.Sparse
		for range rows {
			for c := range cols {
				if rapid.Bool().Draw(t, "set") {
					m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, rapid.Float32().Draw(t, "v"))
				}
			}
			m.Start = append(m.Start, len(m.Index))
		}
		if rapid.Bool().Draw(t, "dense") {
			want.Sparse, want.Dense = nil, &Dense{
				Rows: rows, Cols: cols, Data: rapid.SliceOfN(rapid.Float32(), rows*cols, rows*cols).Draw(t, "data"),
			}
		}
		var b bytes.Buffer
		require.NoError(t, want.write(&b))
		got, err := read(bufio.NewReader(&b), int64(b.Len()))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []*Space{
		{Name: "a", Dense: &Dense{Rows: 1, Cols: 2, Data: []float32{1, 2}}},
		{Sparse: &CSR{Rows: 1, Cols: 2, Start: []int{0, 1}, Index: []int32{1}, Data: []float32{3}}},
	} {
		var b bytes.Buffer
		require.NoError(f, s.write(&b))
		f.Add(b.Bytes())
	}
	f.Add([]byte(`{"Schema":"assay/space/2","Rows":4611686018427387904,"Cols":4611686018427387904}` + "\n"))
	f.Add([]byte(`{"Schema":"assay/space/2","Sparse":true,"Rows":9223372036854775807}` + "\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := read(bufio.NewReader(bytes.NewReader(raw)), int64(len(raw)))
		if err == nil {
			assert.GreaterOrEqual(t, s.Rows(), 0)
		}
	})
}
