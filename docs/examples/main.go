// Newsdesk is a program outside of assay's module that adds an algorithm, a metric,
// a format and a summarizer of its own, benches them beside the built-in ones, and
// writes the report:
//
//	go run . [CORPUS…]
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// rows are what this program adds to assay's lists.
func rows() bench.Rows {
	return bench.Rows{
		Algorithms:  []algorithms.Entry{trigramsEntry},
		Metrics:     []eval.Metric{halvesMetric},
		Formats:     []format.Format{headlinesFormat},
		Summarizers: []summarize.Entry{headlineEntry},
		Version:     "1", // change it with the rows: trials then run again
	}
}

// plan is what is run: specs name the rows above as they name assay's own.
func plan(corpora []string) bench.Plan {
	return bench.Plan{
		Corpora:    corpora,
		Algorithms: []string{"trigrams", "trigrams(distance=0.9)", "storyline", "singletons"},
		Metrics:    []string{"b3.f1", "halves", "rouge2.r(summarizer=headline)"},
		Rows:       rows(),
	}
}

// run benches in the folder dir and writes the report. A nil runner runs trials in
// this process; bench.Isolated() gives each a process of its own, which measures its
// memory and outlives a crash.
func run(ctx context.Context, w io.Writer, corpora []string, dir string, runner bench.Runner) error {
	stored, err := bench.Run(ctx, plan(corpora), bench.Options{Dir: dir, Runner: runner})
	if err != nil {
		return err
	}
	view := views.View{Metrics: rows().Metrics, Columns: []string{"b3.f1", "halves", "rouge2.r(summarizer=headline)"}}
	document, err := view.Bench(stored)
	if err != nil {
		return err
	}
	return reports.Write(w, document, "text")
}

func main() {
	bench.ServeIfChild(rows()) // first: trials of bench.Isolated run this program
	corpora := os.Args[1:]
	if len(corpora) == 0 {
		corpora = []string{"newsroom", "headlines:testdata/day.headlines"}
	}
	if err := run(context.Background(), os.Stdout, corpora, "newsdesk-results", bench.Isolated()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
