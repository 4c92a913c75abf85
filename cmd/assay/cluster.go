package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/reports/views"
)

func clusterCommand(s flags.Streams) *cobra.Command {
	var a flags.Algorithm
	var o flags.Output
	var tree, state string
	cmd := &cobra.Command{
		Use:   "cluster CORPUS --algorithm SPEC",
		Short: "Cluster the articles of a corpus",
		Args:  flags.Between(1, 1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.Spec == "" {
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
				return a.Resume(cmd, s, c, state, &o)
			}
			labels, err := a.Run(cmd, s, c)
			if err != nil {
				return err
			}
			if tree != "" {
				drawing, err := views.Dendrogram(cmd.Context(), c, a.Spec, labels, a.Workers)
				if err != nil {
					return fmt.Errorf("--dendrogram: %w", err)
				}
				if err := chart.Save(tree, &drawing); err != nil {
					return err
				}
			}
			return o.Write(s, func(w io.Writer) error { return corpus.WriteLabels(w, c.IDs(), labels) })
		},
	}
	a.Flags(cmd)
	cmd.Flags().StringVar(&tree, "dendrogram", "", "draw the tree of an agglomerative algorithm to this file: .png, .svg or .pdf")
	cmd.Flags().StringVar(&state, "state", "", "go on with the stream whose state is in this file; the first run makes it")
	cmd.MarkFlagsMutuallyExclusive("state", "dendrogram")
	o.Flags(cmd)
	return cmd
}
