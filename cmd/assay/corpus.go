package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/reports/reference"
)

func corpusCommand(s flags.Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "corpus",
		Short: "List, check, count, convert and sample corpora",
		RunE:  help,
	}
	cmd.Args = flags.CommandName(cmd)
	cmd.AddCommand(corpusList(s), corpusCheck(s), corpusStats(s), corpusConvert(s), corpusSample(s))
	return cmd
}

func corpusList(s flags.Streams) *cobra.Command {
	var o flags.Output
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the embedded corpora, with their cards",
		Example: "  assay corpus list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.Write(s, func(w io.Writer) error { return reference.WriteCorpora(cmd.Context(), w) })
		},
	}
	o.Flags(cmd)
	return cmd
}

func corpusCheck(s flags.Streams) *cobra.Command {
	var o flags.Output
	cmd := &cobra.Command{
		Use:   "check CORPUS",
		Short: "Report the faults of a corpus and their effects on scores",
		Args:  flags.Between(1, 1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, faults, err := format.Check(cmd.Context(), args[0])
			if err != nil && !slices.ContainsFunc(faults, isError) {
				return err
			}
			if err != nil {
				c = &corpus.Corpus{Card: corpus.Card{Name: args[0]}}
			}
			report := corpus.NewCheckReport(c, faults)
			if err != nil {
				report.Unread = err.Error()
			}
			if err := o.WriteEither(s, report, report.WriteText); err != nil {
				return err
			}
			if slices.ContainsFunc(faults, isError) {
				return errFailed
			}
			return nil
		},
	}
	o.Flags(cmd, "text", "json")
	return cmd
}

func isError(f corpus.Fault) bool { return f.Severity == corpus.Error }

func corpusStats(s flags.Streams) *cobra.Command {
	var o flags.Output
	cmd := &cobra.Command{
		Use:     "stats CORPUS",
		Short:   "Count the articles, stories and texts of a corpus",
		Example: "  assay corpus stats newsroom --format json",
		Args:    flags.Between(1, 1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return o.WriteEither(s, c.Stats(), func(w io.Writer) error {
				fmt.Fprintln(w, c.Name())
				return c.Stats().WriteText(w)
			})
		},
	}
	o.Flags(cmd, "text", "json")
	return cmd
}

func corpusConvert(s flags.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "convert CORPUS TARGET",
		Short: "Write a corpus in another format",
		Args:  flags.Between(2, 2, "a corpus and a target"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return rewriteCorpus(cmd, s, args, func(c *corpus.Corpus) *corpus.Corpus { return c })
		},
	}
}

// rewriteCorpus writes what change makes of a corpus.
func rewriteCorpus(cmd *cobra.Command, s flags.Streams, args []string, change func(*corpus.Corpus) *corpus.Corpus) error {
	target := strings.TrimSuffix(args[1], "/")
	if err := format.CheckTarget(target); err != nil {
		return err
	}
	c, err := format.Open(cmd.Context(), args[0])
	if err != nil {
		return err
	}
	c = change(c)
	if err := format.Write(target, c); err != nil {
		return err
	}
	if beside := format.Beside(target, c); beside != "" {
		fmt.Fprintf(s.Log, "note: the texts of the stories are in %s, which is read with %s\n", beside, target)
	}
	return nil
}

func corpusSample(s flags.Streams) *cobra.Command {
	var stories int
	var seed uint64
	cmd := &cobra.Command{
		Use:     "sample CORPUS TARGET --stories N",
		Short:   "Write a random sample of whole stories",
		Example: "  assay corpus sample newsroom small --stories 10 --seed 7",
		Args:    flags.Between(2, 2, "a corpus and a target"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if stories < 1 {
				return fmt.Errorf("sample needs --stories N, at least 1")
			}
			return rewriteCorpus(cmd, s, args, func(c *corpus.Corpus) *corpus.Corpus { return c.SampleStories(stories, seed) })
		},
	}
	cmd.Flags().IntVar(&stories, "stories", 0, "number of stories")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "seed of the sample")
	return cmd
}
