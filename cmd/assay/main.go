// Command assay measures how good a clustering of news is.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/process"
)

// Exit codes, the same for every command.
const (
	exitFailed       = 1   // a check did not pass, or trials failed
	exitUsage        = 2   // wrong usage, or input that cannot be used
	exitInconclusive = 3   // a check was inconclusive
	exitInterrupted  = 130 // stopped by a signal
)

// The errors of commands that have printed their findings.
var (
	errFailed       = errors.New("the check did not pass")
	errInconclusive = errors.New("the check is inconclusive")
)

func main() {
	bench.ServeIfChild(bench.Rows{})
	ctx, stop := signal.NotifyContext(context.Background(), process.Signals()...)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], flags.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// run runs one command and returns the exit code.
func run(ctx context.Context, args []string, s flags.Streams) int {
	out := atomicfile.NewStream("to standard output", s.Out)
	s.Out, s.Log = out, s.Err
	if slices.Contains(args, "--quiet") {
		s.Log = io.Discard
	}
	note := func(f corpus.Fault) { fmt.Fprintf(s.Log, "note: %v\n", f) } // what was decided in reading a source
	root := rootCommand(s)
	root.SetArgs(args)
	err := root.ExecuteContext(format.Streams(format.Noting(ctx, note), s.In))
	switch {
	case err != nil && ctx.Err() != nil:
		fmt.Fprintln(s.Err, "assay: interrupted")
		return exitInterrupted
	case out.Err() != nil:
		err = out.Err()
	case err == nil:
		return 0
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, errInconclusive):
		return exitInconclusive
	}
	fmt.Fprintf(s.Err, "assay: %v\n", err)
	if failures := (*bench.Failures)(nil); errors.As(err, &failures) {
		return exitFailed
	}
	return exitUsage
}
