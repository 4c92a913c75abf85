package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

func digestCommand(s streams) *cobra.Command {
	var (
		a          algorithmFlags
		o          output
		labels     string
		summarizer string
	)
	cmd := &cobra.Command{
		Use:   "digest CORPUS [--labels FILE | --algorithm SPEC]",
		Short: "Print the story pages of a corpus",
		Long: `digest prints a page a story: the day, title, outlets with counts, image, summary,
key points and articles. The stories are the clusters of a labels file or of an
algorithm, digested by the summarizer; with neither, the gold stories with their
gold texts, and the summarizer's where a story has no summary.`,
		Example: `  assay digest newsroom
  assay digest newsroom --algorithm "kmeans(k=gold)" --summarizer "lead(sentences=2)"
  assay digest articles.jsonl --labels labels.csv -o page.txt
  assay digest articles.jsonl --labels labels.csv --summarizer "llm(model=gpt,url=http://localhost:8000/v1,record=answers)"`,
		Args: exactly(1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat([]string{"text"}); err != nil {
				return err
			}
			if labels != "" && a.spec != "" {
				return fmt.Errorf("digest takes --labels or --algorithm, not both")
			}
			writer, err := summarize.Named(summarizer)
			if err != nil {
				return fmt.Errorf("--summarizer: %w", err)
			}
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			var found corpus.Labels
			switch {
			case labels != "":
				found, err = readLabels(labels, c)
			case a.spec != "":
				found, err = a.run(cmd, s, c)
			default:
				c, err = summarize.Complete(cmd.Context(), c, writer)
			}
			if err != nil {
				return err
			}
			if found != nil {
				if c, err = summarize.Stories(cmd.Context(), c, found, writer); err != nil {
					return err
				}
			}
			for _, note := range summarize.Notes(writer) {
				fmt.Fprintf(s.err, "%s: %s\n", summarizer, note)
			}
			return o.write(s, func(w io.Writer) error { return format.WritePages(w, c) })
		},
	}
	cmd.Flags().StringVar(&labels, "labels", "", "labels file: CSV or TSV with the header id,label, or JSON lines")
	cmd.Flags().StringVar(&summarizer, "summarizer", "lexrank", "summarizer spec (assay list summarizers)")
	a.flags(cmd)
	o.flags(cmd, "text")
	return cmd
}

func readLabels(path string, c *corpus.Corpus) (corpus.Labels, error) {
	file, err := corpus.ReadLabels(path)
	if err != nil {
		return nil, err
	}
	return file.Align(articleIDs(c), corpus.Lenience{})
}
