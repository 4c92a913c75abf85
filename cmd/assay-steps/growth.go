package main

import (
	"fmt"
	"math"
)

const (
	factor   = 8  // between the sizes of the inputs
	hopeless = 60 // growth that would be as fast in longer inputs
)

// A growth is the cost of inputs of two sizes.
type growth struct {
	n            int
	small, large cost
}

func measure(f function, in input, n int) (g growth, err error) {
	g.n = n
	small, large := f.prepare(in.text(n)), f.prepare(in.text(factor*n))
	small() // what is made once, such as tables, is not counted
	if g.small, err = costOf(small); err == nil {
		g.large, err = costOf(large)
	}
	if err == nil && g.tooFast() { // what is made once for long inputs is not counted
		var again cost
		again, err = costOf(large)
		g.large = cost{min(g.large.steps, again.steps), min(g.large.bytes, again.bytes)}
	}
	return g, err
}

// Tolerances: of the counts as a whole, for what grows by steps, such as the capacity of a
// list, and in steps and bytes, for what is done once.
const (
	tolerance   = 1.2
	onceInSteps = 5_000
	onceInBytes = 200_000
)

func (g growth) tooFast() bool {
	n := float64(g.n)
	most := tolerance * factor * math.Log(factor*n) / math.Log(n)
	return float64(g.large.steps) > most*float64(g.small.steps)+onceInSteps ||
		float64(g.large.bytes) > most*float64(g.small.bytes)+onceInBytes
}

// ratio is how many times as many steps the longer input took, less those that may be done
// once.
func (g growth) ratio() float64 {
	return max(0, float64(g.large.steps)-onceInSteps) / float64(max(g.small.steps, 1))
}

func (g growth) String() string {
	ratio := func(small, large uint64) string {
		return fmt.Sprintf("%d to %d (x%.1f)", small, large, float64(large)/float64(max(small, 1)))
	}
	return fmt.Sprintf("from %d to %d bytes, steps grow from %s, memory from %s", g.n, factor*g.n,
		ratio(g.small.steps, g.large.steps), ratio(g.small.bytes, g.large.bytes))
}

// controls are functions of which it is known how fast they grow: what cannot tell them
// apart measures nothing.
var controls = []struct {
	function
	tooFast bool
}{
	{of("control: linear", func(s string) (n int) {
		for range len(s) {
			n++
		}
		return n
	}), false},
	{of("control: n log n", func(s string) (n int) {
		for range len(s) {
			for rest := len(s); rest > 0; rest /= 2 {
				n++
			}
		}
		return n
	}), false},
	{of("control: quadratic", func(s string) (n int) {
		for i := range len(s) {
			for range s[i:] {
				n++
			}
		}
		return n
	}), true},
	{of("control: quadratic memory", func(s string) (longer string) {
		for range len(s) {
			longer += "a"
		}
		return longer
	}), true},
}

// checkControls returns an error if the growth of a control is not as it is known to be.
func checkControls(size int) error {
	for _, c := range controls {
		g, err := measure(c.function, repeated("a")[0], size)
		if err == nil && g.tooFast() != c.tooFast {
			err = fmt.Errorf("the counts are wrong: %s: %s", c.name, g)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
