package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/reports/views"
)

// chartFlags say where charts go, as files.
type chartFlags struct {
	dir    string
	format string
}

func (f *chartFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "charts", "", "draw charts as files in this folder (assay list charts)")
	cmd.Flags().StringVar(&f.format, "chart-format", chart.Formats[0], "format of the chart files: "+strings.Join(chart.Formats, ", "))
}

// wanted says whether a report of that format shows charts, or files are asked for.
func (f *chartFlags) wanted(format string) bool { return f.dir != "" || format == "html" }

func (f *chartFlags) check() error {
	if !slices.Contains(chart.Formats, f.format) {
		return fmt.Errorf("--chart-format: unknown format %q (one of %s)", f.format, strings.Join(chart.Formats, ", "))
	}
	return nil
}

// draw makes the charts, writes them where a folder is given, and returns them.
func (f *chartFlags) draw(ctx context.Context, s streams, quiet bool, list []results.Result) ([]chart.Chart, error) {
	drawn, left, err := views.View{}.Charts(ctx, list)
	if err != nil {
		return nil, err
	}
	return drawn, f.write(s, quiet, drawn, left)
}

// write says which charts there are not, and writes those that there are as files,
// each whole or not at all, if a folder is given.
func (f *chartFlags) write(s streams, quiet bool, list []chart.Chart, left []string) error {
	for _, line := range left {
		if !quiet {
			fmt.Fprintf(s.err, "left out: %s\n", line)
		}
	}
	if f.dir == "" {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return fmt.Errorf("making the folder of the charts: %w", err)
	}
	for i := range list {
		path := filepath.Join(f.dir, list[i].Name+"."+f.format)
		if err := atomicfile.Write(path, func(w io.Writer) error { return chart.Write(w, &list[i], f.format) }); err != nil {
			return err
		}
		if !quiet {
			fmt.Fprintf(s.err, "wrote %s\n", path)
		}
	}
	return nil
}

// leftOut says why a comparison has no chart.
func leftOut(r *reports.Document) []string {
	if len(r.Charts) > 0 {
		return nil
	}
	return []string{fmt.Sprintf("the critical-difference diagram: it takes %d corpora or more, and systems that ran on all of them", compare.MinCorpora)}
}

// dendrogramFormat is the format of a file, by its name.
func dendrogramFormat(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	name := strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	if !slices.Contains(chart.Formats, name) {
		return "", fmt.Errorf("--dendrogram %s: name a file that ends with .%s", path, strings.Join(chart.Formats, ", ."))
	}
	return name, nil
}

// drawDendrogram draws the tree behind labels that an agglomerative algorithm made.
func drawDendrogram(ctx context.Context, c *corpus.Corpus, a algorithmFlags, labels corpus.Labels, path, name string) error {
	dendrogram, algorithm, err := all.Tree(ctx, c, a.spec, a.workers)
	if err != nil {
		return fmt.Errorf("--dendrogram: %w", err)
	}
	tree := &chart.Tree{Articles: dendrogram.Articles}
	for _, m := range dendrogram.Merges {
		tree.Merges = append(tree.Merges, chart.Merge(m))
	}
	cut := algorithm.Distance
	switch {
	case algorithm.Inconsistency > 0:
		cut = math.NaN()
	case cut == 0:
		cut = chart.CutHeight(tree, labels.Groups())
	}
	drawing, err := chart.Dendrogram(c, tree, a.spec, cut)
	if err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error { return chart.Write(w, &drawing, name) })
}
