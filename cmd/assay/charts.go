package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/reports/chart"
)

// chartFlags say where charts go, as files.
type chartFlags struct{ dir, format string }

func (f *chartFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "charts", "", "draw charts as files in this folder (assay list charts)")
	cmd.Flags().StringVar(&f.format, "chart-format", chart.Formats[0], "format of the chart files: "+strings.Join(chart.Formats, ", "))
	flags.Before(cmd, func() error {
		if !slices.Contains(chart.Formats, f.format) {
			return fmt.Errorf("--chart-format: unknown format %q (one of %s)", f.format, strings.Join(chart.Formats, ", "))
		}
		return nil
	})
}

// write names the charts that are left out, and writes the others as files, each whole or
// not at all, if a folder is given.
func (f *chartFlags) write(s streams, list []chart.Chart, left []string) error {
	for _, line := range left {
		fmt.Fprintf(s.log, "left out: %s\n", line)
	}
	if f.dir == "" {
		return nil
	}
	return chart.SaveAll(f.dir, f.format, list, func(path string) { fmt.Fprintf(s.log, "wrote %s\n", path) })
}
