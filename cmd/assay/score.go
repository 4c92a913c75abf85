package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/bench/progress"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// scoreFlags are the flags of score.
type scoreFlags struct {
	o       flags.Output
	request score.Request
	files   score.Files
	metrics []string
	cells   cellsFlags
}

func scoreCommand(s flags.Streams) *cobra.Command {
	x := &scoreFlags{request: score.Request{Bootstrap: stats.NewBootstrap()}}
	cmd := &cobra.Command{
		Use:   "score GOLD [PRED]",
		Short: "Score any clustering against any gold",
		Args:  flags.Between(1, 2, "a gold and a prediction"),
		RunE:  func(cmd *cobra.Command, args []string) error { return x.run(cmd, s, args) },
	}
	f := cmd.Flags()
	f.SetNormalizeFunc(flags.FormerNames)
	f.StringArrayVar(&x.metrics, "metric", nil, "metric specs, separated by commas; all, or a family as in b3.* (repeatable)")
	flags.Params(cmd, &x.request.Bootstrap, "replicates", "interval", "seed", "workers")
	f.IntVar(&x.request.Worst, "limit", 0, "list at most N stories that each metric scores worst")
	f.StringVar(&x.files.Pages, "pages", "", "score pages made elsewhere: JSON lines with cluster or articles, and summary")
	flags.Outlets(cmd, &x.files.Outlets)
	flags.SameAt(cmd)
	flags.Cache(cmd)
	flags.Params(cmd, &x.request.IDs)
	flags.Params(cmd, &x.request.Policy)
	x.cells.flags(cmd)
	x.o.Flags(cmd, flags.ReportFormats()...)
	return cmd
}

func (x *scoreFlags) run(cmd *cobra.Command, s flags.Streams, args []string) error {
	if done, err := x.runCells(cmd, s, args); done || err != nil {
		return err
	}
	var err error
	if x.request.Metrics, err = flags.SplitSpecs("metric", x.metrics); err != nil {
		return err
	}
	x.files.Gold, x.files.Found = args[0], args[1:]
	requests, outlets, err := x.request.Open(cmd.Context(), x.files)
	if err != nil {
		return err
	}
	sheets, drilldowns := make([]*score.Sheet, len(requests)), make([]*reports.Drilldown, len(requests))
	var provenance *reports.Provenance
	for i := range requests {
		r := &requests[i]
		ctx, end := progress.Steps(cmd.Context(), s.Log, flags.IsTerminal(s.Log))
		sheet, err := score.Run(ctx, *r)
		end()
		if err != nil {
			return err
		}
		sheets[i], sheet.Outlets, sheet.Predicted.Name = sheet, outlets, args[len(args)-1]
		if x.o.Format == "html" { // no other format leads to stories
			if drilldowns[i], err = views.DrilldownOfScore(cmd.Context(), sheet, r); err != nil {
				return err
			}
		}
		labels := args[1:]
		if provenance == nil {
			provenance = views.Provenance(flags.CommandLine(cmd, args), sheet.Measures, r.Policy, r.Bootstrap.Seed, r.Bootstrap.Replicates)
		} else {
			labels = nil // they are those of the first gold
		}
		if err := views.AddLabels(provenance, r.Gold, args[0], labels, outlets); err != nil {
			return err
		}
	}
	return x.write(s, sheets, provenance, drilldowns)
}

// write writes sheets, one for each gold level, as JSON or as a report.
func (x *scoreFlags) write(s flags.Streams, sheets []*score.Sheet, provenance *reports.Provenance, d []*reports.Drilldown) error {
	if x.o.Format == "json" {
		return x.o.Write(s, func(w io.Writer) error { return reports.WriteJSON(w, score.JSON(sheets, provenance)) })
	}
	doc := views.Scores(sheets, d)
	doc.Provenance = provenance
	return x.o.WriteReport(s, doc)
}
