package flags

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/partial"
)

// Merge is the command that merges the results of shards; log takes its notes.
func Merge(log io.Writer) *cobra.Command {
	var to string
	var policy eval.Policy
	cmd := &cobra.Command{
		Use:   "merge PART…",
		Short: "Merge the results of shards",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return errors.New("merge needs -o: a file, or a folder for results of bench")
			}
			merge := func() ([]string, error) {
				return partial.MergeFiles(cmd.Context(), to, args, partial.NewPolicy(policy, corpus.IDPolicy{}), 0)
			}
			if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
				merge = func() ([]string, error) { return bench.Merge(to, args) }
			}
			notes, err := merge()
			Notes(log, notes)
			return err
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "write to this file, or new folder for results of bench")
	cmd.Flags().Bool("quiet", false, "suppress progress and notes")
	Params(cmd, &policy)
	return cmd
}

// Notes prints notes.
func Notes(to io.Writer, list []string) {
	for _, note := range list {
		fmt.Fprintf(to, "note: %s\n", note)
	}
}
