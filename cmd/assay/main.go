// Command assay measures how good a clustering of news is.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench"
)

// Exit codes, the same for every command.
const (
	exitFailed       = 1   // a check did not pass
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// notes prints what was decided in reading a source.
func notes(s streams, args []string) func(corpus.Fault) {
	return func(f corpus.Fault) {
		if !slices.Contains(args, "--quiet") {
			fmt.Fprintf(s.err, "note: %v\n", f)
		}
	}
}

// run runs one command and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	root := rootCommand(s)
	root.SetArgs(args)
	err := root.ExecuteContext(format.Streams(format.Noting(ctx, notes(s, args)), s.in))
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		fmt.Fprintln(s.err, "assay: interrupted")
		return exitInterrupted
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, errInconclusive):
		return exitInconclusive
	}
	fmt.Fprintf(s.err, "assay: %v\n", err)
	return exitUsage
}
