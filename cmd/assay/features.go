package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

func featuresCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	workers := 0
	cmd := &cobra.Command{
		Use:   "features CORPUS SPEC",
		Short: "Write the vectors of a feature space",
		Args:  flags.Between(2, 2, "a corpus and the spec of a space"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := features.CheckVectors(o.Path); err != nil {
				return err
			}
			space, err := spec.Parse(args[1])
			if err != nil {
				return err
			}
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			in := &features.Input{Articles: c.Blind(), Seed: features.Seed, Workers: workers}
			built, err := features.Build(cmd.Context(), space, in)
			if err != nil {
				return err
			}
			for _, note := range built.Notes {
				fmt.Fprintf(s.Log, "note: %s\n", note)
			}
			return o.Write(s, func(w io.Writer) error { return features.WriteVectors(w, o.Path, built, in.Articles) })
		},
	}
	cmd.Flags().IntVar(&workers, "workers", 0, "maximum goroutines, without effect on the result; 0 means one per processor")
	flags.Cache(cmd)
	o.Flags(cmd)
	return cmd
}
