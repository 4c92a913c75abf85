package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/label"
	"github.com/seed-9405df2f/assay/spec"
)

func labelCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	x := spec.Defaults(new(label.Options))
	cmd := &cobra.Command{
		Use:   "label CORPUS [LABELS...]",
		Short: "Judge pairs of articles, and estimate scores from few answers",
		Args:  flags.Between(1, 3, "a corpus, and one or two labels files"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.Write(s, func(w io.Writer) error { return label.Run(cmd.Context(), args[0], args[1:], *x, w, s.Log) })
		},
	}
	flags.Params(cmd, x)
	flags.Appended(cmd)
	flags.Cache(cmd)
	o.Flags(cmd)
	return cmd
}
