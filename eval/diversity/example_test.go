package diversity_test

import (
	"fmt"

	"github.com/seed-9405df2f/assay/eval/diversity"
)

// How many outlets a story has at half of its coverage, and how sure that is.
func ExampleBootstrap_Interval() {
	articles := []int{3, 2, 2, 1, 1, 2} // by outlet
	measure := func(x []int) float64 { return diversity.Standardised(x, 0, 0.5) }
	low, high := diversity.Bootstrap{Replicates: 200, Level: 0.95, Seed: 1}.Interval(articles, measure)
	fmt.Printf("%.2f, from %.2f to %.2f\n", measure(articles), low, high)
	// Output: 4.07, from 2.40 to 5.74
}

// A story that eight outlets cover, all on one side of a window that has two.
func ExampleBlindspot() {
	p, side := diversity.Blindspot([]int{8, 0}, []int{300, 200})
	fmt.Printf("side %d: p = %.4f\n", side, p)
	// Output: side 1: p = 0.0336
}
