package format

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/tensor"
)

// valueWriter is what writes the values of a column as text; nil if they are texts. leaf is
// the column as the file's schema has it, where half floats, too, have their type.
func valueWriter(c *parquet.Column, leaf *format.SchemaElement) func(dst []byte, v parquet.Value) ([]byte, kind) {
	t := c.Type()
	if _, ok := leaf.LogicalType.Value.(*format.Float16Type); ok && leaf.TypeLength.V == 2 {
		return func(dst []byte, v parquet.Value) ([]byte, kind) {
			return floatValue(dst, tensor.Half(binary.LittleEndian.Uint16(v.ByteArray())), 32)
		}
	}
	if unit, utc := timeUnit(t); unit > 0 {
		return func(dst []byte, v parquet.Value) ([]byte, kind) {
			n := v.Int64()
			at := time.Unix(n/unit, n%unit*(int64(time.Second)/unit)).UTC()
			if utc {
				return at.AppendFormat(dst, time.RFC3339Nano), textValue
			}
			return at.AppendFormat(dst, "2006-01-02T15:04:05.999999999"), textValue
		}
	}
	if isDate(t) {
		return func(dst []byte, v parquet.Value) ([]byte, kind) {
			return time.Unix(int64(v.Int32())*86400, 0).UTC().AppendFormat(dst, time.DateOnly), textValue
		}
	}
	if logical := t.LogicalType(); logical != nil {
		switch logical := logical.Value.(type) {
		case *format.UUIDType:
			return func(dst []byte, v parquet.Value) ([]byte, kind) {
				for i, c := range v.ByteArray() {
					if i == 4 || i == 6 || i == 8 || i == 10 {
						dst = append(dst, '-')
					}
					dst = hex.AppendEncode(dst, []byte{c})
				}
				return dst, textValue
			}
		case *format.DecimalType:
			if logical.Scale >= 0 && logical.Scale <= 1000 { // no writer has more, and a damaged file may have any
				return decimalWriter(t.Kind(), int(logical.Scale))
			}
		case *format.IntType:
			if !logical.IsSigned && t.Kind() == parquet.Int64 {
				return func(dst []byte, v parquet.Value) ([]byte, kind) {
					return strconv.AppendUint(dst, v.Uint64(), 10), numberValue
				}
			} else if !logical.IsSigned {
				return func(dst []byte, v parquet.Value) ([]byte, kind) {
					return strconv.AppendUint(dst, uint64(v.Uint32()), 10), numberValue
				}
			}
		case *format.TimeType:
			return clockWriter(logical)
		}
	}
	if t.Kind() == parquet.ByteArray || t.Kind() == parquet.FixedLenByteArray {
		return nil
	}
	return plainValue
}

// decimalWriter writes decimals, which are whole numbers, in bytes too, and a scale.
func decimalWriter(k parquet.Kind, scale int) func(dst []byte, v parquet.Value) ([]byte, kind) {
	return func(dst []byte, v parquet.Value) ([]byte, kind) {
		var digits string
		switch k {
		case parquet.Int32:
			digits = strconv.FormatInt(int64(v.Int32()), 10)
		case parquet.Int64:
			digits = strconv.FormatInt(v.Int64(), 10)
		default:
			raw := v.ByteArray()
			n := new(big.Int).SetBytes(raw)
			if len(raw) > 0 && raw[0] >= 0x80 { // two's complement, big-endian
				n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(raw))))
			}
			digits = n.String()
		}
		return appendDecimal(dst, digits, scale), numberValue
	}
}

// appendDecimal writes a whole number divided by ten to the power of scale, without zeros
// at the end of the fraction.
func appendDecimal(dst []byte, digits string, scale int) []byte {
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		dst, digits = append(dst, '-'), rest
	}
	if scale == 0 {
		return append(dst, digits...)
	}
	if short := scale + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole := len(digits) - scale
	dst = append(dst, digits[:whole]...)
	if fraction := strings.TrimRight(digits[whole:], "0"); fraction != "" {
		dst = append(append(dst, '.'), fraction...)
	}
	return dst
}

// clockWriter writes times of the day.
func clockWriter(t *format.TimeType) func(dst []byte, v parquet.Value) ([]byte, kind) {
	return func(dst []byte, v parquet.Value) ([]byte, kind) {
		var since time.Duration
		switch t.Unit.Value.(type) {
		case *format.MilliSeconds:
			since = time.Duration(v.Int32()) * time.Millisecond
		case *format.MicroSeconds:
			since = time.Duration(v.Int64()) * time.Microsecond
		default:
			since = time.Duration(v.Int64())
		}
		return time.Time{}.Add(since).AppendFormat(dst, "15:04:05.999999999"), textValue
	}
}

// timeUnit is the number of ticks of a second in a column of times, 0 for others.
func timeUnit(t parquet.Type) (ticks int64, utc bool) {
	if t.Kind() != parquet.Int64 {
		return 0, false
	}
	if logical := t.LogicalType(); logical != nil {
		stamp, ok := logical.Value.(*format.TimestampType)
		if !ok {
			return 0, false
		}
		switch stamp.Unit.Value.(type) {
		case *format.MilliSeconds:
			return 1e3, stamp.IsAdjustedToUTC
		case *format.MicroSeconds:
			return 1e6, stamp.IsAdjustedToUTC
		}
		return 1e9, stamp.IsAdjustedToUTC
	}
	if converted := t.ConvertedType(); converted != nil {
		switch *converted {
		case deprecated.TimestampMillis:
			return 1e3, true
		case deprecated.TimestampMicros:
			return 1e6, true
		}
	}
	return 0, false
}

func isDate(t parquet.Type) bool {
	if t.Kind() != parquet.Int32 {
		return false
	}
	if logical := t.LogicalType(); logical != nil {
		_, ok := logical.Value.(*format.DateType)
		return ok
	}
	converted := t.ConvertedType()
	return converted != nil && *converted == deprecated.Date
}

// plainValue writes a value by its physical type.
func plainValue(dst []byte, v parquet.Value) ([]byte, kind) {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(dst, v.Boolean()), boolValue
	case parquet.Int32:
		return strconv.AppendInt(dst, int64(v.Int32()), 10), numberValue
	case parquet.Int64:
		return strconv.AppendInt(dst, v.Int64(), 10), numberValue
	case parquet.Int96: // nanoseconds of a day, and the day by the Julian calendar, as Impala writes times
		n := v.Int96()
		nanos := int64(n[1])<<32 | int64(n[0])
		return time.Unix((int64(n[2])-2440588)*86400, nanos).UTC().AppendFormat(dst, "2006-01-02T15:04:05.999999999"), textValue
	case parquet.Float:
		return floatValue(dst, float64(v.Float()), 32)
	case parquet.Double:
		return floatValue(dst, v.Double(), 64)
	}
	return append(dst, v.ByteArray()...), textValue
}

func floatValue(dst []byte, f float64, bits int) ([]byte, kind) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "NaN"...), nanValue
	}
	return strconv.AppendFloat(dst, f, 'g', -1, bits), numberValue
}

// Write writes a file with columns of texts, compressed with Zstandard.
func (*parquetReader) Write(path string, c *corpus.Corpus) error {
	names := columnsOf(c)
	group := parquet.Group{}
	for _, name := range names {
		group[name] = parquet.Optional(parquet.String())
	}
	schema := parquet.NewSchema("articles", group)
	order := make([]string, len(names))
	for i, column := range schema.Columns() {
		order[i] = column[0]
	}
	return writeArticles(path, c, func(w io.Writer) error {
		table := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Zstd))
		rows := make([]parquet.Row, 0, 256)
		flush := func() error {
			_, err := table.WriteRows(rows)
			rows = rows[:0]
			return err
		}
		for i := range c.Articles {
			row := make(parquet.Row, len(order))
			for n, name := range order {
				if text := cell(&c.Articles[i], name); text != "" {
					row[n] = parquet.ByteArrayValue([]byte(text)).Level(0, 1, n)
				} else {
					row[n] = parquet.Value{}.Level(0, 0, n)
				}
			}
			if rows = append(rows, row); len(rows) == cap(rows) {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if err := flush(); err != nil {
			return err
		}
		return table.Close()
	})
}
