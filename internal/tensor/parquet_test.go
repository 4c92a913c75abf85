package tensor

import (
	"bytes"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func parquetOf[T any](t *testing.T, rows ...T) *bytes.Reader {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, parquet.MaxRowsPerRowGroup(2))
	_, err := w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return bytes.NewReader(b.Bytes())
}

func TestReadParquet(t *testing.T) {
	type row struct {
		Title string    `parquet:"title"`
		URL   string    `parquet:"url"`
		ID    int64     `parquet:"id"`
		V     []float64 `parquet:"v,list"`
	}
	r := parquetOf(t, row{"x", "u", 7, []float64{1, 2.5}}, row{"y", "v", 8, []float64{-3, 0}}, row{"z", "w", 9, []float64{4, 5}})
	ids, shape, data, err := ReadParquet(r, r.Size())
	require.NoError(t, err)
	assert.Equal(t, []string{"7", "8", "9"}, ids)
	assert.Equal(t, []int{3, 2}, shape)
	assert.Equal(t, []float32{1, 2.5, -3, 0, 4, 5}, data)

	type bare struct {
		V []float32 `parquet:"v"`
	}
	r = parquetOf(t, bare{[]float32{1}}, bare{[]float32{2}})
	ids, shape, _, err = ReadParquet(r, r.Size())
	require.NoError(t, err)
	assert.Nil(t, ids)
	assert.Equal(t, []int{2, 1}, shape)
}

func TestReadParquetRefuses(t *testing.T) {
	type bare struct {
		V []float32 `parquet:"v"`
	}
	type both struct {
		V, W []int32
	}
	type named struct {
		V  []float32 `parquet:"v"`
		ID *string   `parquet:"id,optional"`
	}
	text := "a"
	for name, r := range map[string]*bytes.Reader{
		"row 2 has a vector of another length":      parquetOf(t, bare{[]float32{1, 2}}, bare{[]float32{2}}),
		"row 3 has a vector of another length":      parquetOf(t, bare{[]float32{1, 2}}, bare{[]float32{1, 2}}, bare{[]float32{1, 2, 3}}),
		"row 2 has no vector":                       parquetOf(t, bare{[]float32{1}}, bare{}),
		"each of the columns V, W":                  parquetOf(t, both{[]int32{1}, []int32{2}}),
		"no column of the Parquet file holds lists": parquetOf(t, struct{ A float32 }{1}),
		"row 2 has no id":                           parquetOf(t, named{[]float32{1}, &text}, named{[]float32{2}, nil}),
		"cannot be read":                            bytes.NewReader([]byte("PAR1 and nothing more PAR1")),
	} {
		_, _, _, err := ReadParquet(r, r.Size())
		assert.ErrorContains(t, err, name)
	}
}
