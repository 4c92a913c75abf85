package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench/progress"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

// scoreFlags are the flags of score.
type scoreFlags struct {
	o              flags.Output
	request        score.Request
	metrics        []string
	outlets, pages string
	cells          cellsFlags
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
	f.StringVar(&x.pages, "pages", "", "score pages made elsewhere: JSON lines with cluster or articles, and summary")
	flags.Outlets(cmd, &x.outlets)
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
	requests, outlets, err := x.read(cmd, args)
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

// read opens what the requests name, one for each gold level that is scored by itself, and returns the fingerprint of the outlets.
func (x *scoreFlags) read(cmd *cobra.Command, args []string) (requests []score.Request, outlets string, err error) {
	if err := spec.Fill(&x.request.IDs); err != nil {
		return nil, "", err
	}
	if x.request.Metrics, err = flags.SplitSpecs("metric", x.metrics); err != nil {
		return nil, "", err
	}
	golds, texts, err := format.OpenGoldLevels(cmd.Context(), args[0])
	if err != nil {
		return nil, "", err
	}
	for _, gold := range golds {
		r := x.request
		r.Gold, r.LabelsOnly = gold, !texts
		if outlets, err = x.open(cmd.Context(), &r, args[1:]); err != nil {
			return nil, "", err
		}
		requests = append(requests, r)
	}
	return requests, outlets, nil
}

// open gives a request the outlets, the prediction and the pages.
func (x *scoreFlags) open(ctx context.Context, r *score.Request, found []string) (outlets string, err error) {
	var labels *corpus.LabelsFile // of the clusters of pages
	if outlets, err = format.AddOutlets(ctx, r.Gold, x.outlets); err != nil {
		return "", err
	}
	if len(found) > 0 {
		a, err := format.AlignLabels(ctx, r.Gold, r.IDs.For(r.Gold), found[0])
		if err != nil {
			return "", err
		}
		r.Gold, r.Found, r.Unmatched, labels = a.Corpus, a.Labels[0], a.Unmatched[0], a.Files[0]
	}
	if x.pages != "" {
		r.Clusters = summaries.ClustersOf(r.Gold, labels)
		file, err := format.OpenFile(ctx, x.pages)
		if err != nil {
			return "", fmt.Errorf("opening pages: %w", err)
		}
		defer file.Close()
		if r.Pages, err = summaries.Parse(file, x.pages); err != nil {
			return "", err
		}
	}
	return outlets, nil
}
