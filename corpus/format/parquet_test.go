package format

import (
	"bytes"
	"math"
	"math/big"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// parquetOf is a file of one column of labels beside ids and texts.
func parquetOf(t *testing.T, node parquet.Node, values ...parquet.Value) string {
	t.Helper()
	schema := parquet.NewSchema("articles", parquet.Group{"id": parquet.String(), "label": parquet.Optional(node), "text": parquet.String()})
	var b bytes.Buffer
	w := parquet.NewWriter(&b, schema)
	for i, v := range values {
		level := 1
		if v.IsNull() {
			level = 0
		}
		_, err := w.WriteRows([]parquet.Row{{parquet.ByteArrayValue([]byte{'a' + byte(i)}).Level(0, 0, 0), v.Level(0, level, 1),
			parquet.ByteArrayValue([]byte("text")).Level(0, 0, 2)}})
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// Numbers are read as numbers, however the file stores them, so that 1.00 and 1 are one
// label.
func TestParquetNumbers(t *testing.T) {
	fixed := func(raw ...byte) parquet.Value { return parquet.FixedLenByteArrayValue(raw) }
	for name, c := range map[string]struct {
		node   parquet.Node
		values []parquet.Value
		want   []string
	}{
		"decimals in bytes": {parquet.Decimal(2, 5, parquet.FixedLenByteArrayType(3)),
			[]parquet.Value{fixed(0, 0, 100), fixed(0, 0, 150), fixed(0xff, 0xff, 0xe7), fixed(0, 0, 100), {}},
			[]string{"1", "1.5", "-0.25", "1", ""}},
		"wide decimals": {parquet.Decimal(1, 38, parquet.FixedLenByteArrayType(16)),
			[]parquet.Value{fixed(0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), fixed(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7)},
			[]string{"16881195546468431585878349665560376115.3", "0.7"}},
		"decimals in whole numbers": {parquet.Decimal(2, 18, parquet.Int64Type),
			[]parquet.Value{parquet.Int64Value(300), parquet.Int64Value(999999999999999999)}, []string{"3", "9999999999999999.99"}},
		"unsigned": {parquet.Uint(64), []parquet.Value{parquet.Int64Value(-1), parquet.Int64Value(2)},
			[]string{"18446744073709551615", "2"}},
		"unsigned and short": {parquet.Uint(32), []parquet.Value{parquet.Int32Value(-1), parquet.Int32Value(2)},
			[]string{"4294967295", "2"}},
	} {
		c1, _ := readString(t, "a.parquet", parquetOf(t, c.node, c.values...))
		var got []string
		for _, a := range c1.Articles {
			got = append(got, a.Story)
		}
		assert.Equal(t, c.want, got, name)
	}
}

func TestAppendDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, scale := rapid.Int64().Draw(t, "n"), rapid.IntRange(0, 30).Draw(t, "scale")
		got, ok := new(big.Rat).SetString(string(appendDecimal(nil, big.NewInt(n).String(), scale)))
		require.True(t, ok)
		want := new(big.Rat).SetFrac(big.NewInt(n), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
		assert.Zero(t, want.Cmp(got))
	})
	assert.Equal(t, "-9223372036854775808", string(appendDecimal(nil, big.NewInt(math.MinInt64).String(), 0)))
}
