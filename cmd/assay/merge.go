package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/partial"
)

func mergeCommand(s streams) *cobra.Command {
	var o output
	var policy eval.Policy
	cmd := &cobra.Command{
		Use:   "merge PART…",
		Short: "Merge the results of shards",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.path == "" {
				return errors.New("merge needs -o: a file, or a folder for results of bench")
			}
			merge := func() ([]string, error) {
				return partial.MergeFiles(cmd.Context(), o.path, args, partial.NewPolicy(policy, corpus.IDPolicy{}), 0)
			}
			if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
				merge = func() ([]string, error) { return bench.Merge(o.path, args) }
			}
			list, err := merge()
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
