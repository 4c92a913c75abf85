package algorithms

import (
	"fmt"
	"strconv"
)

// K is a number of clusters: a number, or "gold", the number of gold stories,
// which makes the algorithm an oracle.
type K struct {
	N    int
	Gold bool
}

// MarshalText prints the number, or gold.
func (k K) MarshalText() ([]byte, error) {
	if k.Gold {
		return []byte("gold"), nil
	}
	return []byte(strconv.Itoa(k.N)), nil
}

// UnmarshalText reads what MarshalText prints.
func (k *K) UnmarshalText(text []byte) error {
	if string(text) == "gold" {
		*k = K{Gold: true}
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 0 {
		return fmt.Errorf("must be a whole number, or gold")
	}
	*k = K{N: n}
	return nil
}
