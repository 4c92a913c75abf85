package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports/views"
)

// A benchReport is the tables and charts of results: what bench and report print.
type benchReport struct {
	output
	view  views.View
	drawn chartFlags
}

func (r *benchReport) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	v := &r.view
	intervals := true
	var columns []string
	f.StringArrayVar(&columns, "columns", nil, `metrics to show, of those that were scored, such as "b3.*,ari"`)
	f.StringVar(&v.Group, "group", "role", "group rows by: "+strings.Join(views.Groupings, ", "))
	f.StringVar(&v.Sort, "sort", "", "sort rows by this column, the best first (default the order of the run)")
	precision := f.Int("precision", 3, "decimals of scores, 1 to 9")
	f.BoolVar(&intervals, "intervals", intervals, "show intervals")
	before(cmd, func() (err error) {
		if *precision < 1 || *precision > 9 {
			return fmt.Errorf("--precision %d: must be between 1 and 9", *precision)
		}
		v.Bare = !intervals
		if f.Changed("precision") {
			v.Digits = *precision
		}
		v.Columns, err = splitSpecs("columns", columns)
		return err
	})
	r.drawn.flags(cmd)
	r.output.flags(cmd, reportFormats()...)
}

// write writes the report, with charts if files of them are asked for, and as HTML with
// charts and the stories behind the scores.
func (r *benchReport) write(cmd *cobra.Command, s streams, trials []results.Result) error {
	report, err := r.view.Bench(trials)
	if err != nil {
		return err
	}
	if r.drawn.dir != "" || r.format == "html" {
		var missing []string
		if report.Charts, missing, err = r.view.Charts(cmd.Context(), trials); err != nil {
			return err
		}
		if err := r.drawn.write(s, report.Charts, missing); err != nil {
			return err
		}
	}
	if r.format == "html" {
		if err := views.OpenDrilldowns(cmd.Context(), report, trials); err != nil {
			return err
		}
	}
	return r.writeReport(s, report)
}
