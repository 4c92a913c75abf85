// Command assay-steps checks that the time of what reads and writes texts grows no faster
// than n log n, whatever the text. It runs each function on inputs that are hard for it, of
// n and of 8n bytes, and counts the statements executed and the bytes allocated. It counts
// by the counters of a build for coverage, the same on every machine, so that it is run from
// the root of the module as
//
//	go run -cover -covermode=atomic -coverpkg=./...,PACKAGES ./cmd/assay-steps
//
// -only chooses functions by parts of their names, -size is n, and -v prints every count.
// Scanning that the runtime does in assembly, such as the search for one byte, is not
// counted: the benchmarks of this package measure the time of the same functions and inputs.
package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "assay-steps:", err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	only := flag.String("only", "", "comma-separated parts of the names of functions to run")
	size := flag.Int("size", 512, "bytes of the smaller input")
	all := flag.Bool("v", false, "print every count")
	flag.Parse()
	tried, failed := 0, 0
	for f, in := range cases() {
		name := f.name + " of " + in.name
		if !slices.ContainsFunc(strings.Split(*only, ","), func(part string) bool { return strings.Contains(name, part) }) {
			continue
		}
		tried++
		g, err := measure(f, in, *size)
		if err == nil && g.tooFast() && g.large.steps < hopeless*g.small.steps { // a bound may not have been reached
			g, err = measure(f, in, factor**size)
		}
		if err != nil {
			return err
		}
		if g.tooFast() {
			failed++
		}
		if *all || g.tooFast() {
			fmt.Fprintf(w, "%s: %s\n", name, g)
		}
	}
	fmt.Fprintf(w, "%d of %d functions and inputs grow faster than n log n\n", failed, tried)
	if failed > 0 || tried == 0 {
		return fmt.Errorf("%d of %d failed", failed, tried)
	}
	return nil
}

const (
	factor   = 8  // between the sizes of the inputs
	hopeless = 40 // growth that would be as fast in longer inputs
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

func (g growth) String() string {
	ratio := func(small, large uint64) string {
		return fmt.Sprintf("%d to %d (x%.1f)", small, large, float64(large)/float64(max(small, 1)))
	}
	return fmt.Sprintf("from %d to %d bytes, steps grow from %s, memory from %s", g.n, factor*g.n,
		ratio(g.small.steps, g.large.steps), ratio(g.small.bytes, g.large.bytes))
}
