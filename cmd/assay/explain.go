package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/reports/views"
)

// An explain command's flags.
type explainFlags struct {
	a      flags.Algorithm
	o      flags.Output
	ids    corpus.IDPolicy
	rule   eval.Policy
	look   explain.Options
	view   views.ExplainView
	prices string
	flow   string
	repair string
}

func explainCommand(s flags.Streams) *cobra.Command {
	var x explainFlags
	cmd := &cobra.Command{
		Use:   "explain CORPUS [LABELS] [LABELS2]",
		Short: "Explain the errors of a clustering: splits, merges, their causes, and the repair",
		Args:  flags.Between(1, 3, "a corpus and one or two labels files"),
		RunE:  func(cmd *cobra.Command, args []string) error { return x.run(cmd, s, args) },
	}
	f := cmd.Flags()
	f.SetNormalizeFunc(flags.FormerNames)
	f.IntVar(&x.view.Stories, "limit", 10, "maximum stories and clusters that are listed, the costliest first")
	f.StringVar(&x.view.Story, "story", "", "show only this gold story, in full, by its id")
	f.StringVar(&x.view.Cluster, "cluster", "", "show only this found cluster, in full, by its label")
	f.StringVar(&x.prices, "prices", explain.DefaultPrices.String(),
		"prices of the steps of the repair; without move no article is moved alone")
	f.StringVar(&x.repair, "repair", "", "write the repair to this file: JSON if its name ends in .json, else lines of text")
	f.StringVar(&x.flow, "flow", "", "draw the flow of stories into clusters as SVG to this file")
	f.IntVar(&x.look.Replicates, "replicates", 2000, "replicates of the bootstrap")
	flags.Params(cmd, &x.ids)
	flags.Params(cmd, &x.rule)
	x.a.Flags(cmd)
	x.o.Flags(cmd, flags.ReportFormats()...)
	return cmd
}

func (x *explainFlags) run(cmd *cobra.Command, s flags.Streams, args []string) error {
	if x.view.Stories < 1 {
		return fmt.Errorf("--limit %d: must be at least 1", x.view.Stories)
	}
	prices, err := explain.ParsePrices(x.prices)
	if err != nil {
		return fmt.Errorf("--prices %w", err)
	}
	x.look.Prices = &prices
	e, err := x.explain(cmd, s, args)
	if err != nil {
		return err
	}
	report, err := views.Explain(e, x.view)
	if err != nil {
		return err
	}
	if err := x.files(e); err != nil {
		return err
	}
	if x.o.Format != "json" {
		return x.o.WriteReport(s, report)
	}
	if x.view.Story != "" || x.view.Cluster != "" {
		if e, err = e.Only(x.view.Story, x.view.Cluster); err != nil {
			return err
		}
	}
	return x.o.Write(s, func(w io.Writer) error { return reports.WriteJSON(w, e) })
}

// files writes the drawing and the repair if their flags are given.
func (x *explainFlags) files(e *explain.Explanation) error {
	for _, f := range []struct {
		flag, path string
		write      func(io.Writer) error
	}{
		{"flow", x.flow, func(w io.Writer) error {
			drawing := chart.Flow(e, 2*x.view.Stories)
			return chart.SVGFile(w, &drawing)
		}},
		{"repair", x.repair, func(w io.Writer) error {
			if strings.HasSuffix(x.repair, ".json") {
				return reports.WriteJSON(w, e.Repair)
			}
			return views.WriteRepair(w, e.Repair)
		}},
	} {
		if f.path == "" {
			continue
		}
		if err := atomicfile.Write(f.path, f.write); err != nil {
			return fmt.Errorf("--%s: %w", f.flag, err)
		}
	}
	return nil
}

// explain makes the explanation of the last of the clusterings.
func (x *explainFlags) explain(cmd *cobra.Command, s flags.Streams, args []string) (*explain.Explanation, error) {
	ctx := cmd.Context()
	found := len(args) - 1
	if x.a.Spec != "" {
		found++
	}
	if found < 1 || found > 2 {
		return nil, fmt.Errorf("explain takes one clustering or two, as labels files or --algorithm SPEC: "+
			"%d given (assay explain -h shows examples)", found)
	}
	c, _, err := format.OpenGold(ctx, args[0])
	if err != nil {
		return nil, err
	}
	runs, err := x.runs(cmd, s, c, args[1:])
	if err != nil {
		return nil, err
	}
	x.look.Stories, x.look.Story, x.look.Cluster = x.view.Stories, x.view.Story, x.view.Cluster
	x.look.Seed, x.look.Workers = x.a.Seed, x.a.Workers
	if len(runs) == 2 {
		x.look.Since = &runs[0]
	}
	return explain.Explain(ctx, runs[len(runs)-1], x.look)
}

// runs reads the labels files, and clusters.
func (x *explainFlags) runs(cmd *cobra.Command, s flags.Streams, c *corpus.Corpus, paths []string) ([]explain.Run, error) {
	runs, err := explain.ReadRuns(cmd.Context(), paths, x.rule, c, x.ids)
	if err != nil || x.a.Spec == "" {
		return runs, err
	}
	labels, err := x.a.Run(cmd, s, c)
	if err != nil {
		return nil, err
	}
	r, err := explain.NewRun(cmd.Context(), x.a.Spec, x.rule, c, labels, nil)
	return append(runs, r), err
}
