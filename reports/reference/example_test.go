package reference_test

import (
	"fmt"
	"os"

	"github.com/seed-9405df2f/assay/reports/reference"
)

func Example() {
	metrics, err := reference.Of("metrics")
	if err != nil {
		fmt.Println(err)
		return
	}
	one, err := metrics.Find("nmi")
	if err != nil {
		fmt.Println(err)
		return
	}
	reference.WriteText(os.Stdout, []reference.Entry{one}, false)
	// Output:
	// nmi: Normalised mutual information
	//   Mutual information divided by a mean of the two entropies, or by the joint entropy.
	//   better: higher; range: 0 to 1
	//   blind to: Chance: many small clusters score high without any merit.
	//     avg=arithmetic (arithmetic, geometric, min, max, joint): what divides the mutual
	//     information
}
