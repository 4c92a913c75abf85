package algorithms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// K is a number of clusters: a number; "gold", the number of gold stories, which
// makes the algorithm an oracle; or found from the articles by an estimator that
// the algorithm has.
type K struct {
	N    int
	Gold bool
	By   string // the estimator; "" if k is a number or gold
}

// Clusters is a K of n clusters.
func Clusters(n int) K { return K{N: n} }

// Given reports whether k is anything but 0.
func (k K) Given() bool { return k != K{} }

// Count is the number of clusters, for a k that is a number or gold: told is the
// number of gold stories.
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

// Wanted is Count, and 0 if the number is to be found.
func (k K) Wanted(told int) int {
	if k.Gold {
		return told
	}
	return k.N
}

// Check is an error if k is a number below 0, or to be found by none of these
// estimators.
func (k K) Check(estimators ...string) error {
	if k.N >= 0 && k.By == "" || slices.Contains(estimators, k.By) {
		return nil
	}
	words := append([]string{"a whole number", "gold"}, estimators...)
	last := len(words) - 1
	text, _ := k.MarshalText()
	return fmt.Errorf("k=%s must be %s or %s", text, strings.Join(words[:last], ", "), words[last])
}

// MarshalText prints the number, gold, or the estimator.
func (k K) MarshalText() ([]byte, error) {
	switch {
	case k.Gold:
		return []byte("gold"), nil
	case k.By != "":
		return []byte(k.By), nil
	}
	return []byte(strconv.Itoa(k.N)), nil
}

// UnmarshalText reads what MarshalText prints.
func (k *K) UnmarshalText(text []byte) error {
	*k = K{}
	n, err := strconv.Atoi(string(text))
	switch {
	case len(text) == 0:
		return fmt.Errorf("must be a whole number or gold")
	case string(text) == "gold":
		k.Gold = true
	case err == nil && n >= 0:
		k.N = n
	default:
		k.By = string(text)
	}
	return nil
}
