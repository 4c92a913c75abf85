package bench

import (
	"errors"
	"strconv"
	"strings"
)

// Bytes is an amount of memory. Its text has an optional unit: 512MB, 4GB, 2GiB.
type Bytes int64

// byteUnits are the units of Bytes; the largest that divides an amount prints it.
var byteUnits = []struct {
	suffix string
	bytes  Bytes
}{{"GiB", 1 << 30}, {"GB", 1e9}, {"MiB", 1 << 20}, {"MB", 1e6}, {"KiB", 1 << 10}, {"kB", 1e3}, {"B", 1}, {"", 1}}

// MarshalText writes 0 without a unit.
func (b Bytes) MarshalText() ([]byte, error) {
	for _, u := range byteUnits {
		if b != 0 && b%u.bytes == 0 {
			return []byte(strconv.FormatInt(int64(b/u.bytes), 10) + u.suffix), nil
		}
	}
	return []byte("0"), nil
}

// UnmarshalText reads a number of bytes, at least 0, with an optional unit.
func (b *Bytes) UnmarshalText(text []byte) error {
	for _, u := range byteUnits {
		number, ok := strings.CutSuffix(string(text), u.suffix)
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(v >= 0) || v*float64(u.bytes) > 1<<60 {
			break
		}
		*b = Bytes(v * float64(u.bytes))
		return nil
	}
	return errors.New("must be an amount of memory, such as 512MB or 4GB")
}
