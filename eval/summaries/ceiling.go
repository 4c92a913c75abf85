package summaries

import (
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/spec"
)

// Ceiling is a note for tables on a measure of pages that an oracle wrote; empty for
// all others.
func Ceiling(m spec.Spec) string {
	for _, a := range m.Args {
		if (a.Name == "summarizer" || a.Name == "digest") && summarize.IsOracle(a.Value) { // the latter in older results
			return fmt.Sprintf("%s: pages of an oracle, which is told the gold summaries: a ceiling, no result.", m)
		}
	}
	return ""
}
