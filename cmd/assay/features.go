package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/mteb"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

func featuresCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	workers, protocol, seed := 0, "", uint64(1)
	cmd := &cobra.Command{
		Use:   "features CORPUS SPEC",
		Short: "Write the vectors of a feature space",
		Args:  flags.Between(2, 2, "a corpus and the spec of a space"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := features.CheckVectors(o.Path); err != nil && protocol == "" {
				return err
			}
			if protocol == "" && cmd.Flags().Changed("format") {
				return errors.New("--format belongs to --protocol: the name of the file of -o says how vectors are written")
			}
			space, err := spec.Parse(args[1])
			if err != nil {
				return err
			}
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if protocol != "" {
				return measure(cmd, s, o, c, space, protocol, seed, workers)
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
	cmd.Flags().StringVar(&protocol, "protocol", "", "score the space instead: mteb(v1) or mteb(v2)")
	cmd.Flags().Uint64Var(&seed, "seed", seed, "with --protocol: seed of its draws")
	flags.Cache(cmd)
	o.Flags(cmd, append(flags.ReportFormats(), "mteb")...)
	return cmd
}

// measure scores a space by a protocol of a benchmark.
func measure(
	cmd *cobra.Command, s flags.Streams, o flags.Output, c *corpus.Corpus, space spec.Spec, protocol string, seed uint64, workers int,
) error {
	p, err := mteb.Parse(protocol)
	if err != nil {
		return err
	}
	r, err := mteb.Run(cmd.Context(), c, space, p, seed, workers)
	if err != nil {
		return err
	}
	switch o.Format {
	case "mteb":
		return o.Write(s, func(w io.Writer) error { return reports.WriteJSON(w, r.Task(cmp.Or(c.Split, "test"), c.Fingerprint())) })
	case "json":
		return o.WriteEither(s, r, nil)
	}
	return o.WriteReport(s, views.MTEB(r))
}
