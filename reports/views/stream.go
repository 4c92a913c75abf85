package views

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/reports"
)

// titleOf heads the column of a measure. Where all that are shown have one protocol,
// its name is enough.
func titleOf(m eval.Measure, measures []eval.Measure) string {
	if m.Spec.Under == nil || slices.ContainsFunc(measures, func(o eval.Measure) bool {
		return o.Spec.Under != nil && o.Spec.Under.String() != m.Spec.Under.String()
	}) {
		return m.Spec.String()
	}
	return streaming.Short(m.Spec)
}

// aboutStream says what a table of a stream rests on.
func aboutStream(stored []results.Result) string {
	line := "protocol: " + stored[0].Protocol
	for _, r := range stored {
		if r.Stream != nil {
			n := len(r.Stream.Ends)
			line += fmt.Sprintf("; %s with new articles", reports.Counted(n, "step"))
			if r.Stream.Warmup > 0 {
				line += fmt.Sprintf(", %d after the warm-up", n-r.Stream.Warmup)
			}
			return line + fmt.Sprintf(", %d articles in the median window", median(r.Stream.Articles[r.Stream.Warmup:]))
		}
	}
	return line
}

func median(list []int) int {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// overSteps says by what else intervals are, where there are means over windows.
func overSteps(stored []results.Result) string {
	for _, r := range stored {
		for _, s := range r.Scores {
			if s.Block > 0 {
				return ", of a mean over windows by " + s.Method()
			}
		}
	}
	return ""
}

// streamLegend says how to read the scores of streams.
func streamLegend(stored []results.Result) []string {
	if !slices.ContainsFunc(stored, func(r results.Result) bool { return r.Protocol != "" }) {
		return nil
	}
	return []string{"Scores under a protocol (…/stream): the mean over windows; .cumulative: over all articles so far, mean over " +
		"steps, without an interval since each holds those before; .end: all articles by the labels at the end; " +
		".regret: the end less the labels that articles had when they came in; churn: articles of the window with another id than a " +
		"step before (regrouped: renaming aside); merges, splits: clusters a step. " +
		"step: time from a batch to its labels, median and 95 %. Never compare them with scores of a whole corpus, or of another protocol."}
}
