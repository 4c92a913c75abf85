package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/gold"
)

func corpusCommand(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "corpus",
		Short: "List, check, count, convert and sample corpora",
		RunE:  help,
	}
	cmd.Args = commandName(cmd)
	cmd.AddCommand(corpusList(s), corpusCheck(s), corpusStats(s), corpusConvert(s), corpusSample(s))
	return cmd
}

func corpusList(s streams) *cobra.Command {
	var o output
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the embedded corpora, with their cards",
		Example: "  assay corpus list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.write(s, func(w io.Writer) error {
				for i, name := range gold.Names() {
					c, err := format.Open(cmd.Context(), name)
					if err != nil {
						return err
					}
					if i > 0 {
						fmt.Fprintln(w)
					}
					n := c.Stats()
					fmt.Fprintf(w, "%s  version %s, %s, gold level %s, licence %s\n", name, c.Card.Version, c.Card.Lang, c.Card.Level, c.Card.Licence)
					fmt.Fprintf(w, "  %d articles, %d stories, %d outlets, %d distractors\n", n.Articles, n.Stories, n.Outlets, n.Distractors)
					fmt.Fprint(w, indent(c.Card.Notes, 2))
				}
				return nil
			})
		},
	}
	o.flags(cmd)
	return cmd
}

func corpusCheck(s streams) *cobra.Command {
	var o output
	cmd := &cobra.Command{
		Use:   "check CORPUS",
		Short: "Report every fault of a corpus, and what it does to scores",
		Long: `check reads a corpus to its end and reports every fault with file and line, and for
each kind of fault what it does to scores. It exits with 1 when there are errors, that
is, when the corpus cannot be opened as it is.`,
		Example: "  assay corpus check articles.jsonl.gz",
		Args:    exactly(1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat([]string{"text", "json"}); err != nil {
				return err
			}
			c, faults, err := format.Check(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if err := o.write(s, func(w io.Writer) error { return writeFaults(w, o.format, c, faults) }); err != nil {
				return err
			}
			for _, f := range faults {
				if f.Severity == corpus.Error {
					return errFailed
				}
			}
			return nil
		},
	}
	o.flags(cmd, "text", "json")
	return cmd
}

func writeFaults(w io.Writer, format string, c *corpus.Corpus, faults []corpus.Fault) error {
	if format == "json" {
		type line struct {
			File     string           `json:"file"`
			Line     int              `json:"line,omitempty"`
			Severity string           `json:"severity"`
			Kind     corpus.FaultKind `json:"kind"`
			Message  string           `json:"message"`
			Effect   string           `json:"effect"`
		}
		out := struct {
			Schema string `json:"schema"`
			Corpus string `json:"corpus"`
			Faults []line `json:"faults"`
		}{"assay/corpus-check/1", c.Name(), []line{}}
		for _, f := range faults {
			out.Faults = append(out.Faults, line{f.Pos.File, f.Pos.Line, f.Severity.String(), f.Kind, f.Message, f.Kind.Effect()})
		}
		return writeJSON(w, out)
	}
	count := map[corpus.Severity]int{}
	var kinds []corpus.FaultKind
	seen := map[corpus.FaultKind]bool{}
	for _, f := range faults {
		fmt.Fprintf(w, "%s: %s: %s\n", f.Pos, f.Severity, f.Message)
		count[f.Severity]++
		if !seen[f.Kind] {
			seen[f.Kind] = true
			kinds = append(kinds, f.Kind)
		}
	}
	if len(kinds) > 0 {
		fmt.Fprintln(w, "\nWhat this does to scores:")
	}
	for _, k := range kinds {
		fmt.Fprintf(w, "  %s: %s\n", k, k.Effect())
	}
	if len(kinds) > 0 {
		fmt.Fprintln(w)
	}
	_, err := fmt.Fprintf(w, "%s: %d articles, %d stories; %d errors, %d warnings, %d notes\n", c.Name(), len(c.Articles), c.Gold().Groups(),
		count[corpus.Error], count[corpus.Warning], count[corpus.Note])
	return err
}

func corpusStats(s streams) *cobra.Command {
	var o output
	cmd := &cobra.Command{
		Use:     "stats CORPUS",
		Short:   "Count what is in a corpus",
		Example: "  assay corpus stats newsroom --format json",
		Args:    exactly(1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat([]string{"text", "json"}); err != nil {
				return err
			}
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return o.write(s, func(w io.Writer) error {
				n := c.Stats()
				if o.format == "json" {
					e := json.NewEncoder(w)
					e.SetIndent("", "  ")
					return e.Encode(n)
				}
				fmt.Fprintf(w, "%s\n", c.Name())
				fmt.Fprintf(w, "  articles       %d (median %d words)\n", n.Articles, n.MedianWords)
				fmt.Fprintf(w, "  stories        %d (median size %d, largest %d, %d of one article)\n", n.Stories, n.MedianStory, n.LargestOne, n.Singletons)
				fmt.Fprintf(w, "  distractors    %d\n", n.Distractors)
				fmt.Fprintf(w, "  unlabelled     %d\n", n.Unlabelled)
				fmt.Fprintf(w, "  outlets        %d\n", n.Outlets)
				fmt.Fprintf(w, "  gold texts     %d summaries, %d with key points\n", n.WithSummary, n.WithPoints)
				if !n.First.IsZero() {
					fmt.Fprintf(w, "  published      %s to %s\n", n.First.UTC().Format("2006-01-02 15:04"), n.Last.UTC().Format("2006-01-02 15:04"))
				}
				_, err := fmt.Fprintf(w, "  fingerprint    %s\n", n.Fingerprint)
				return err
			})
		},
	}
	o.flags(cmd, "text", "json")
	return cmd
}

func corpusConvert(_ streams) *cobra.Command {
	return &cobra.Command{
		Use:   "convert CORPUS TARGET",
		Short: "Write a corpus in another form",
		Long: `convert writes a corpus to TARGET, whose ending chooses the form: .jsonl for one file
of JSON lines, .txt for story pages, both with .gz or .zst if wished; anything else is a
folder in assay's own form.`,
		Example: `  assay corpus convert page.txt pages/
  assay corpus convert "ecbplus@topic" topics.jsonl.zst`,
		Args: exactly(2, "a corpus and a target"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return format.Write(strings.TrimSuffix(args[1], "/"), c)
		},
	}
}

func corpusSample(_ streams) *cobra.Command {
	var stories int
	var seed uint64
	cmd := &cobra.Command{
		Use:     "sample CORPUS TARGET --stories N",
		Short:   "Write a part of a corpus: whole stories, chosen by chance",
		Example: "  assay corpus sample newsroom small --stories 10 --seed 7",
		Args:    exactly(2, "a corpus and a target"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if stories < 1 {
				return fmt.Errorf("sample needs --stories N, at least 1")
			}
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return format.Write(strings.TrimSuffix(args[1], "/"), c.SampleStories(stories, seed))
		},
	}
	cmd.Flags().IntVar(&stories, "stories", 0, "how many stories")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "seed of the choice")
	return cmd
}

// indent folds a text to lines of 88 characters, each with spaces before it.
func indent(text string, by int) string {
	var b strings.Builder
	line := ""
	flush := func() {
		if line != "" {
			fmt.Fprintf(&b, "%*s%s\n", by, "", line)
		}
		line = ""
	}
	for _, word := range strings.Fields(text) {
		if line != "" && by+len(line)+1+len(word) > 88 {
			flush()
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	flush()
	return b.String()
}
