package bench

import (
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/eval/results"
)

// Failures is the error of trials that have no scores: it says which, and why.
type Failures struct {
	Failed []results.Result
	Trials int // how many were run
}

// Failed returns the Failures among results, nil if there are none.
func Failed(list []results.Result) error {
	f := &Failures{Trials: len(list)}
	for _, r := range list {
		if r.Status != results.OK {
			f.Failed = append(f.Failed, r)
		}
	}
	if len(f.Failed) == 0 {
		return nil
	}
	return f
}

// maxFailures is how many failures are listed.
const maxFailures = 20

func (f *Failures) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d trials failed:", len(f.Failed), f.Trials)
	for i, r := range f.Failed {
		if i == maxFailures {
			fmt.Fprintf(&b, "\n  and %d more", len(f.Failed)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %s  seed %d", r.Corpus.Name, r.Seed)
		if r.Order != 0 {
			fmt.Fprintf(&b, ", order %d", r.Order)
		}
		fmt.Fprintf(&b, "  %s: %s: %s", r.Algorithm, r.Status, r.Error)
	}
	return b.String()
}
