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

	"github.com/seed-9405df2f/assay/algorithms/catalog"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/charts"
)

// chartFlags say where charts go, as files.
type chartFlags struct {
	dir    string
	format string
}

func (f *chartFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "charts", "", "draw charts, and write them as files into this folder")
	cmd.Flags().StringVar(&f.format, "chart-format", charts.Formats[0], "format of their files: "+strings.Join(charts.Formats, ", "))
}

// wanted says whether a report of that format shows charts, or files are asked for.
func (f *chartFlags) wanted(format string) bool { return f.dir != "" || format == "html" }

func (f *chartFlags) check() error {
	if !slices.Contains(charts.Formats, f.format) {
		return fmt.Errorf("--chart-format: unknown format %q (one of %s)", f.format, strings.Join(charts.Formats, ", "))
	}
	return nil
}

// stored are results with the folder that their labels stand in.
type stored struct {
	dir     string
	results []bench.Result
}

// ofResults draws what stored results allow.
func (f *chartFlags) ofResults(ctx context.Context, s streams, quiet bool, paths []string) ([]charts.Chart, error) {
	var all []stored
	for _, path := range paths {
		results, err := bench.ReadResults(path)
		if err != nil {
			return nil, err
		}
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			path = filepath.Dir(path)
		}
		all = append(all, stored{path, results})
	}
	return f.draw(ctx, s, quiet, all)
}

// draw makes the charts, writes them where a folder is given, and returns them.
func (f *chartFlags) draw(ctx context.Context, s streams, quiet bool, all []stored) ([]charts.Chart, error) {
	list, left, err := chartsOf(ctx, all)
	if err != nil {
		return nil, err
	}
	return list, f.write(s, quiet, list, left)
}

// chartsOf makes all charts that results allow; left says which it left out.
func chartsOf(ctx context.Context, all []stored) (list []charts.Chart, left []string, err error) {
	opened := map[string]*corpus.Corpus{}
	dirs := map[string]string{} // by file of labels
	var results []bench.Result
	for _, part := range all {
		for _, r := range part.results {
			dirs[r.Labels] = part.dir
		}
		results = append(results, part.results...)
	}
	fields, missing := charts.Fields(results, func(r bench.Result) (*corpus.Corpus, corpus.Labels, error) {
		c := opened[r.Corpus.Digest]
		if c == nil {
			if c, err = format.Open(ctx, r.Path); err != nil {
				return nil, nil, err
			}
			if c.Digest() != r.Corpus.Digest {
				return nil, nil, fmt.Errorf("%s changed since the bench: run it again", r.Path)
			}
			opened[r.Corpus.Digest] = c
		}
		file, err := corpus.ReadLabels(filepath.Join(dirs[r.Labels], filepath.FromSlash(r.Labels)))
		if err != nil {
			return nil, nil, err
		}
		labels, err := file.Align(articleIDs(c), corpus.Lenience{})
		return c, labels, err
	})
	list, left, err = charts.Of(ctx, fields)
	return list, append(missing, left...), err
}

// write says which charts there are not, and writes those that there are as files,
// each whole or not at all, if a folder is given.
func (f *chartFlags) write(s streams, quiet bool, list []charts.Chart, left []string) error {
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
		if err := atomicfile.Write(path, func(w io.Writer) error { return charts.Write(w, &list[i], f.format) }); err != nil {
			return err
		}
		if !quiet {
			fmt.Fprintf(s.err, "wrote %s\n", path)
		}
	}
	return nil
}

// leftOut says why a comparison has no chart.
func leftOut(r *reports.Report) []string {
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
	if !slices.Contains(charts.Formats, name) {
		return "", fmt.Errorf("--dendrogram %s: name a file that ends with .%s", path, strings.Join(charts.Formats, ", ."))
	}
	return name, nil
}

// drawDendrogram draws the tree behind labels that an agglomerative algorithm made.
func drawDendrogram(ctx context.Context, c *corpus.Corpus, a algorithmFlags, labels corpus.Labels, path, name string) error {
	tree, algorithm, err := catalog.Tree(ctx, c, a.spec, a.workers)
	if err != nil {
		return fmt.Errorf("--dendrogram: %w", err)
	}
	cut := algorithm.Distance
	switch {
	case algorithm.Inconsistency > 0:
		cut = math.NaN()
	case cut == 0:
		cut = charts.CutHeight(tree, labels.Groups())
	}
	chart, err := charts.Dendrogram(c, tree, a.spec, cut)
	if err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error { return charts.Write(w, &chart, name) })
}
