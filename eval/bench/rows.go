package bench

import (
	"context"
	"fmt"
	"os"

	"github.com/seed-9405df2f/assay/algorithms"
	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/spec"
)

// Rows are what an outside module adds to the built-in lists. Specs of a plan name them
// as they name ours. Formats come before the built-in ones, all else after them.
type Rows struct {
	Algorithms  []algorithms.Entry
	Metrics     []eval.Metric
	Summarizers []summarize.Entry
	Formats     []format.Format
	Version     string // of the outside module: where it changes, trials run again
}

func (r *Rows) algorithm(s spec.Spec) (algorithms.Entry, algorithms.Clusterer, spec.Spec, error) {
	return allalgorithms.Parse(s, r.Algorithms...)
}

func (r *Rows) measures(specs []spec.Spec) ([]eval.Measure, error) {
	return all.Parse(specs, r.Metrics...)
}

func (r *Rows) open(ctx context.Context, path string) ([]*corpus.Corpus, error) {
	return format.OpenLevels(ctx, path, r.Formats...)
}

func (r *Rows) pages() summaries.Collector {
	return summaries.Collector{Further: r.Summarizers, Remote: true}
}

// childVariable is set in the environment of children.
const childVariable = "ASSAY_BENCH_CHILD"

// Isolated runs each job in a process of its own: this program once more, whose main
// function begins with [ServeIfChild].
func Isolated() Runner {
	self, err := os.Executable()
	if err != nil {
		return func(context.Context, Job) (Outcome, error) { return Outcome{}, err }
	}
	return child(self)
}

// ServeIfChild does the job and exits if this process is a child of [Isolated]; else it
// returns at once. A main function calls it first, with the rows of its plan.
func ServeIfChild(rows Rows) {
	if os.Getenv(childVariable) == "" {
		return
	}
	os.Unsetenv(childVariable) // commands that a trial starts are no children
	if err := serve(context.Background(), os.Stdin, os.Stdout, rows); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
