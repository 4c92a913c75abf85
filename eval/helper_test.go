package eval

import (
	"context"
	"math/rand/v2"
)

var ctx = context.Background()

func generator(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }
