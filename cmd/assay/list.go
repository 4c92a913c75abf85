package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/reports/reference"
)

func listCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	var verbose bool
	var on string
	kinds := reference.Names()
	cmd := &cobra.Command{
		Use:   "list [" + strings.Join(kinds, "|") + " [NAME]]",
		Short: "Describe algorithms, features, summarizers, metrics, formats, charts, published figures and score files",
		Args:  flags.Between(0, 2, "what to list ("+strings.Join(kinds, ", ")+"), and a name"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return kinds, cobra.ShellCompDirectiveNoFileComp
			case 1:
				return flags.ListedNames(args[0]), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if on != "" {
				return flags.Ladder(cmd, s, &o, args, on)
			}
			if len(args) == 0 {
				return o.WriteEither(s, reference.Kinds(), reference.WriteCounts)
			}
			kind, err := reference.Of(args[0])
			if err != nil {
				return fmt.Errorf("list %s: it lists %s", args[0], strings.Join(kinds, ", "))
			}
			if len(args) == 2 {
				one, err := kind.Find(args[1])
				if err != nil {
					return err
				}
				kind.Entries = []reference.Entry{one}
			}
			return o.WriteEither(s, kind.Entries, func(w io.Writer) error {
				if len(args) == 1 && !verbose {
					return reference.WriteSummary(w, kind)
				}
				return reference.WriteText(w, kind.Entries, len(args) == 2)
			})
		},
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "describe each entry of a list")
	cmd.Flags().StringVar(&on, "ladder", "", "with features SPEC: what cosines mean in this space, on this labelled corpus")
	o.Flags(cmd, "text", "json")
	return cmd
}
