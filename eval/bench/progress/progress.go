// Package progress shows how far a bench is.
package progress

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
)

// Show returns what writes the progress of a run: a bar with the time left, for a
// terminal, else a line for each trial.
func Show(w io.Writer, bar bool) func(bench.Progress) {
	if bar {
		return progressBar(w)
	}
	begin := time.Now()
	return func(p bench.Progress) {
		if p.Result == nil || p.Resumed {
			return
		}
		line := fmt.Sprintf("%d/%d  %s  %s", p.Done, p.Total, p.Trial.Corpus.Name, p.Trial.Algorithm)
		if p.Result.Status != results.OK {
			line += fmt.Sprintf("  %s: %s", p.Result.Status, p.Result.Error)
		}
		fmt.Fprintf(w, "%s  (%.0f s)\n", line, time.Since(begin).Seconds())
	}
}

func progressBar(w io.Writer) func(bench.Progress) {
	var bar *progressbar.ProgressBar
	return func(p bench.Progress) {
		if bar == nil {
			bar = progressbar.NewOptions(p.Total,
				progressbar.OptionSetWriter(w), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
				progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(20), progressbar.OptionClearOnFinish())
		}
		if p.Result == nil {
			bar.Describe(fmt.Sprintf("%s %s", p.Trial.Corpus.Name, p.Trial.Algorithm))
		}
		bar.Set(p.Done)
	}
}
