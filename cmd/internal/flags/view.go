package flags

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports/views"
)

// BenchReport is the tables and charts of results: what bench and report print.
type BenchReport struct {
	Output
	View  views.View
	drawn Charts
}

// Flags adds the flags of the view, of charts and of the output.
func (r *BenchReport) Flags(cmd *cobra.Command) {
	f := cmd.Flags()
	var columns []string
	f.StringArrayVar(&columns, "columns", nil, `metrics to show, of those that were scored, such as "b3.*,ari"; time, memory, all`)
	f.StringArrayVar(&r.View.Names, "name", nil, `name to show for an algorithm, as in "kmeans(k=gold)=k-means" (repeatable)`)
	Params(cmd, &r.View, "group", "sort", "precision", "spread", "titles", "bare", "caption", "label")
	Before(cmd, func() (err error) {
		r.View.Columns, err = SplitSpecs("columns", columns)
		return err
	})
	r.drawn.Flags(cmd)
	r.Output.Flags(cmd, ReportFormats()...)
}

// WriteResults writes the report, with charts if files of them are asked for, and as HTML with
// charts and the stories behind the scores.
func (r *BenchReport) WriteResults(cmd *cobra.Command, s Streams, trials []results.Result) error {
	report, err := r.View.Bench(trials)
	if err != nil {
		return err
	}
	if r.drawn.Dir != "" || r.Format == "html" {
		var missing []string
		if report.Charts, missing, err = r.View.Charts(cmd.Context(), trials); err != nil {
			return err
		}
		if err := r.drawn.Write(s, report.Charts, missing); err != nil {
			return err
		}
	}
	if r.Format == "html" {
		if err := views.OpenDrilldowns(cmd.Context(), report, trials); err != nil {
			return err
		}
	}
	return r.WriteReport(s, report)
}
