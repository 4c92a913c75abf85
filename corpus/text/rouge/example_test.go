package rouge_test

import (
	"fmt"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
)

// What ROUGE-1.5.5 prints with the options -m -n 2 -f A, but for its rounding.
func Example() {
	o := rouge.Options{Standard: true, Stem: rouge.Stem}
	summary := o.Text(text.Sentences("The mayor went home. He had opened the bridge.", "en"))
	var counts []rouge.Count
	for _, reference := range []string{"The mayor goes home.", "A bridge was opened by the mayor. It rained."} {
		counts = append(counts, rouge.N(2, summary, o.Text(text.Sentences(reference, "en"))))
	}
	s := rouge.Average(counts).Score(0.5)
	fmt.Printf("P %.3f, R %.3f, F %.3f\n", s.P, s.R, s.F)
	// Output: P 0.250, R 0.364, F 0.296
}
