package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/reports/views"
)

// algorithmFlags choose an algorithm.
type algorithmFlags struct {
	spec    string
	seed    uint64
	workers int
}

func (a *algorithmFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.spec, "algorithm", "", "algorithm spec (assay list algorithms)")
	cmd.Flags().Uint64Var(&a.seed, "seed", 1, "random seed")
	cmd.Flags().IntVar(&a.workers, "workers", 0, "maximum goroutines, without effect on the result; 0 means one per processor")
	cacheFlag(cmd)
}

// run clusters a corpus, and prints the notes of the algorithm on standard error.
func (a *algorithmFlags) run(cmd *cobra.Command, s streams, c *corpus.Corpus) (corpus.Labels, error) {
	labels, notes, err := all.Run(cmd.Context(), c, a.spec, a.seed, a.workers)
	a.print(s, notes)
	return labels, err
}

func (a *algorithmFlags) print(s streams, notes []string) {
	for _, note := range notes {
		fmt.Fprintf(s.log, "%s: %s\n", a.spec, note)
	}
}

// resume goes on with a stream.
func (a *algorithmFlags) resume(cmd *cobra.Command, s streams, c *corpus.Corpus, state string, o *output) error {
	r, err := all.Resume(cmd.Context(), c, a.spec, state, a.workers)
	if err != nil {
		return err
	}
	a.print(s, r.Notes)
	return r.End(func() error { return o.write(s, r.WriteLabels) })
}

func clusterCommand(s streams) *cobra.Command {
	var a algorithmFlags
	var o output
	var tree, state string
	cmd := &cobra.Command{
		Use:   "cluster CORPUS --algorithm SPEC",
		Short: "Cluster the articles of a corpus",
		Args:  flags.Between(1, 1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.spec == "" {
				return fmt.Errorf("cluster needs --algorithm SPEC, such as --algorithm \"kmeans(k=20)\" (assay list algorithms)")
			}
			if tree != "" && chart.FormatOf(tree) == "" {
				return fmt.Errorf("--dendrogram %s: name a file that ends with .%s", tree, strings.Join(chart.Formats, ", ."))
			}
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if state != "" {
				return a.resume(cmd, s, c, state, &o)
			}
			labels, err := a.run(cmd, s, c)
			if err != nil {
				return err
			}
			if tree != "" {
				drawing, err := views.Dendrogram(cmd.Context(), c, a.spec, labels, a.workers)
				if err != nil {
					return fmt.Errorf("--dendrogram: %w", err)
				}
				if err := chart.Save(tree, &drawing); err != nil {
					return err
				}
			}
			return o.write(s, func(w io.Writer) error { return corpus.WriteLabels(w, c.IDs(), labels) })
		},
	}
	a.flags(cmd)
	cmd.Flags().StringVar(&tree, "dendrogram", "", "draw the tree of an agglomerative algorithm to this file: .png, .svg or .pdf")
	cmd.Flags().StringVar(&state, "state", "", "go on with the stream whose state is in this file; the first run makes it")
	cmd.MarkFlagsMutuallyExclusive("state", "dendrogram")
	o.flags(cmd)
	return cmd
}
