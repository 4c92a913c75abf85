package algorithms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// K is a number of clusters: a number, or "gold", the number of gold stories,
// which makes the algorithm an oracle.
type K struct {
	N    int
	Gold bool
}

// Count is the number of clusters: gold's where k is gold, as it was told, an
// error where nothing was.
func (k K) Count(told int) (int, error) {
	switch {
	case !k.Gold && k.N < 1:
		return 0, fmt.Errorf("k=%d must be at least 1, or gold", k.N)
	case !k.Gold:
		return k.N, nil
	case told < 1:
		return 0, fmt.Errorf("k=gold needs gold stories, and none were told of: give k a number")
	}
	return told, nil
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

// An EstimatedK is a K that may also be found from the articles, by an estimator
// that the algorithm has.
type EstimatedK struct {
	K
	By string // the estimator; "" where k is a number or gold
}

// Known is an error where k is to be estimated, and by none of these.
func (k EstimatedK) Known(estimators ...string) error {
	if k.By == "" || slices.Contains(estimators, k.By) {
		return nil
	}
	words := append([]string{"a whole number", "gold"}, estimators...)
	last := len(words) - 1
	return fmt.Errorf("k=%s must be %s or %s", k.By, strings.Join(words[:last], ", "), words[last])
}

// MarshalText prints the number, gold, or the estimator.
func (k EstimatedK) MarshalText() ([]byte, error) {
	if k.By != "" {
		return []byte(k.By), nil
	}
	return k.K.MarshalText()
}

// UnmarshalText reads what MarshalText prints.
func (k *EstimatedK) UnmarshalText(text []byte) error {
	*k = EstimatedK{}
	if k.K.UnmarshalText(text) != nil {
		k.By = string(text)
	}
	return nil
}
