package eval

import (
	"context"
	"math/rand/v2"
)

var ctx = context.Background()

func generator(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
