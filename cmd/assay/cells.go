package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/bench/progress"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// cellsFlags are the flags of score for parts of a contingency table.
type cellsFlags struct {
	write, anyOrder bool
	shard           partial.Shard
	memory          int64
}

func (c *cellsFlags) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.write, "cells", false, "count the cells of the contingency table into the file of -o, to be merged and scored")
	cmd.Flags().BoolVar(&c.anyOrder, "any-order", false, "with --cells: GOLD and PRED have their rows in different orders")
	flags.Shard(cmd, &c.shard)
	flags.Memory(cmd, &c.memory)
}

// runCells writes cells, or scores those of one argument that has some, and reports whether it did.
func (x *scoreFlags) runCells(cmd *cobra.Command, s flags.Streams, args []string) (done bool, err error) {
	r, ctx := &x.request, cmd.Context()
	policy := partial.NewPolicy(r.Policy, r.IDs)
	switch {
	case x.cells.write && (len(args) < 2 || x.o.Path == ""):
		return true, errors.New("--cells takes GOLD and PRED, which may be day.csv@story and day.csv@cluster, and -o FILE")
	case x.cells.write:
		l, err := partial.OpenLabels(ctx, args[0], args[1], policy)
		if err != nil {
			return true, err
		}
		l.AnyOrder, l.Memory = x.cells.anyOrder, x.cells.memory
		return true, l.WriteFile(ctx, x.o.Path, x.cells.shard)
	case len(args) == 2 && (x.cells.anyOrder || x.cells.memory != 0 || x.cells.shard.Count != 0):
		return true, errors.New("--shard, --memory and --any-order are for --cells")
	case len(args) == 2:
		return false, nil
	}
	cells, ok, err := partial.ReadFile(ctx, args[0], policy, x.cells.memory)
	if err != nil || !ok {
		return ok, err
	}
	flags.Notes(s.Log, cells.Notes)
	if r.Metrics, err = flags.SplitSpecs("metric", x.metrics); err != nil {
		return true, err
	}
	ctx, end := progress.Steps(ctx, s.Log, flags.IsTerminal(s.Log))
	sheet, err := score.Cells(ctx, cells, *r)
	end()
	if err != nil {
		return true, err
	}
	sheet.Predicted.Name = args[0]
	p := views.Provenance(flags.CommandLine(cmd, args), sheet.Measures, sheet.Policy.Policy, r.Bootstrap.Seed, r.Bootstrap.Replicates)
	return true, x.write(s, []*score.Sheet{sheet}, p, []*reports.Drilldown{nil})
}
