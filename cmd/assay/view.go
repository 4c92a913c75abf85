package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/reports/views"
)

// viewFlags adds the flags of a table; check, to be called before any work, sets them in
// the view.
func viewFlags(cmd *cobra.Command, v *views.View) (check func() error) {
	f := cmd.Flags()
	intervals := true
	precision := 3
	var columns []string
	f.StringArrayVar(&columns, "columns", nil, `metrics to show, of those that were scored, such as "b3.*,ari"`)
	f.StringVar(&v.Group, "group", "role", "group rows by: "+strings.Join(views.Groupings, ", "))
	f.StringVar(&v.Sort, "sort", "", "sort rows by this column, the best first (default the order of the run)")
	f.IntVar(&precision, "precision", precision, "decimals of scores, 1 to 9")
	f.BoolVar(&intervals, "intervals", intervals, "show intervals")
	return func() (err error) {
		if precision < 1 || precision > 9 {
			return fmt.Errorf("--precision %d: must be between 1 and 9", precision)
		}
		v.Bare = !intervals
		if cmd.Flags().Changed("precision") {
			v.Digits = precision
		}
		v.Columns, err = splitSpecs("columns", columns)
		return err
	}
}
