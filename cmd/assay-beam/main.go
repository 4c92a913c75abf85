// Command assay-beam runs the work of assay on an engine that runs Apache Beam pipelines, such
// as Apache Flink: the cells of two labels files, near-duplicates, and the trials of a plan.
//
// The elements of its pipelines are shards, never rows, and their functions are those that the
// program assay calls, so that the results are the same. Files are named as workers see them:
// all machines must share their folder.
//
// docs/scale.md tells when this is worth its cost.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/flink"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/spark"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/internal/process"
)

const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

var shards = flag.Int("shards", 16, "parts that the input is cut into: a few for each processor of the engine")

func usage() {
	out := flag.CommandLine.Output()
	fmt.Fprintln(out, "Usage: assay-beam [flags] COMMAND ARGUMENTS\n\nCommands:")
	for _, c := range commands {
		fmt.Fprintf(out, "  %s %s\n        %s\n", c.name, c.args, c.doc)
	}
	fmt.Fprintln(out, "\nExamples:\n"+
		"  assay-beam cells day.csv@story day.csv@cluster whole.cells                on this machine\n"+
		"  assay-beam --runner flink --endpoint localhost:8099 --shards 100 cells day.csv@story day.csv@cluster whole.cells\n"+
		"\nFlags:")
	flag.PrintDefaults()
}

func main() {
	bench.ServeIfChild(bench.Rows{}) // a trial in a process of its own stays in here
	flag.Usage = usage
	if bootsWorker() {
		bootWorker()
	}
	flag.Parse()
	beam.Init() // a worker stays in here
	ctx, stop := signal.NotifyContext(context.Background(), process.Signals()...)
	defer stop()
	err := run(ctx, flag.Args())
	var wrong usageError
	switch {
	case err == nil:
		return
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "assay-beam: interrupted:", err)
		os.Exit(exitInterrupted)
	case errors.As(err, &wrong):
		fmt.Fprintln(os.Stderr, "assay-beam:", err)
		os.Exit(exitUsage)
	}
	fmt.Fprintln(os.Stderr, "assay-beam:", err)
	os.Exit(exitFailed)
}

// A usageError is of the command line.
type usageError string

func (e usageError) Error() string { return string(e) + " (assay-beam -h shows the commands)" }

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usageError("name a command")
	}
	if *shards < 1 {
		return usageError(fmt.Sprintf("--shards %d: must be at least 1", *shards))
	}
	c, ok := commandNamed(args[0])
	if !ok {
		return usageError(fmt.Sprintf("unknown command %q", args[0]))
	}
	if args = args[1:]; len(args) != len(strings.Fields(c.args)) {
		return usageError(fmt.Sprintf("%s takes %s", c.name, c.args))
	}
	return c.run(ctx, args)
}

// execute runs a pipeline on the engine that the flags name.
func execute(ctx context.Context, p *beam.Pipeline) error {
	if *runners.Runner == "" || *runners.Runner == "prism" {
		_, err := beam.Run(ctx, "prism", p)
		return err
	}
	return remote(ctx, p)
}
