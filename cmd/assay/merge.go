package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/partial"
)

func mergeCommand(s streams) *cobra.Command {
	var o output
	var policy eval.Policy
	var ids corpus.IDPolicy
	cmd := &cobra.Command{
		Use:   "merge PART…",
		Short: "Merge the results of shards",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.path == "" {
				return errors.New("merge needs -o FILE")
			}
			list, err := partial.MergeFiles(cmd.Context(), o.path, args, partial.NewPolicy(policy, ids), 0)
			notes(s, list)
			return err
		},
	}
	o.flags(cmd)
	flags.Params(cmd, &policy)
	return cmd
}

// notes prints notes.
func notes(s streams, list []string) {
	for _, note := range list {
		fmt.Fprintf(s.log, "note: %s\n", note)
	}
}
