package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/reports/pages"
	"github.com/seed-9405df2f/assay/spec"
)

// A digest command's flags.
type digestFlags struct {
	a          algorithmFlags
	o          output
	labels     string
	summarizer string
	dir        string
}

func digestCommand(s streams) *cobra.Command {
	var d digestFlags
	cmd := &cobra.Command{
		Use:   "digest CORPUS [--labels FILE | --algorithm SPEC]",
		Short: "Write the story pages of a corpus",
		Long: `digest writes a page for each story: title, day, outlets with counts, image, summary
with the articles that support each sentence, key points and articles. The largest
story is first; ties are broken by the earlier story. The stories are the clusters of a
labels file or of an algorithm, with pages by the summarizer; with neither, they are the
gold stories with their gold texts, or the summarizer's if a story has no summary.

All pages make one document: text (with whole articles, and readable as a corpus), md,
html (one file that loads nothing, for phones and desktops; images are links) or json.
With --out they make a folder with a file for each day and an index; a story is in the
file of its last article's day. A later run removes files of an earlier digest whose day
has no stories any more. Files that assay did not write are never overwritten.`,
		Example: `  assay digest newsroom
  assay digest newsroom --algorithm "kmeans(k=gold)" --summarizer "lead(sentences=2)"
  assay digest articles.jsonl --labels labels.csv -o page.txt
  assay digest newsroom --format html --out pages     # pages/index.html, a file for each day
  assay digest articles.jsonl --labels labels.csv --summarizer "llm(model=gpt,url=http://localhost:8000/v1,record=answers)"`,
		Args: exactly(1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error { return d.run(cmd, s, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&d.labels, "labels", "", "labels file: CSV or TSV with the header id,label, or JSON lines")
	f.StringVar(&d.summarizer, "summarizer", "lexrank", "summarizer spec (assay list summarizers)")
	f.StringVar(&d.dir, "out", "", "write a folder: a file for each day and an index")
	d.a.flags(cmd)
	d.o.flags(cmd, pageFormats()...)
	return cmd
}

func pageFormats() []string {
	var names []string
	for _, f := range pages.Formats {
		names = append(names, f.Name)
	}
	return names
}

func (d *digestFlags) run(cmd *cobra.Command, s streams, path string) error {
	if err := d.o.checkFormat(pageFormats()); err != nil {
		return err
	}
	if d.labels != "" && d.a.spec != "" {
		return fmt.Errorf("digest takes --labels or --algorithm, not both")
	}
	if d.dir != "" && d.o.path != "" {
		return fmt.Errorf("digest takes --out DIR or -o FILE, not both")
	}
	form, err := pages.Named(d.o.format)
	if err != nil {
		return err
	}
	page, err := d.page(cmd, s, path)
	if err != nil {
		return err
	}
	if d.dir == "" {
		return d.o.write(s, func(w io.Writer) error { return form.Write(w, page) })
	}
	index, err := pages.WriteFolder(d.dir, form, page)
	if err == nil && !d.o.quiet {
		fmt.Fprintf(s.err, "%s: %d pages and index.%s\n", d.dir, len(index.Days), form.Ext)
	}
	return err
}

// page makes the page of the stories that were asked for.
func (d *digestFlags) page(cmd *cobra.Command, s streams, path string) (*pages.Digest, error) {
	ctx := cmd.Context()
	builder, written, err := d.builder()
	if err != nil {
		return nil, err
	}
	c, err := format.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	builder.Attribute = pages.Attributed(c.Card.Lang)
	page, err := d.stories(cmd, s, builder, c)
	if err != nil {
		return nil, err
	}
	for _, note := range summarize.Notes(builder.Summarizer) {
		fmt.Fprintf(s.err, "%s: %s\n", written, note)
	}
	page.Summarizer = written
	return page, nil
}

func (d *digestFlags) stories(cmd *cobra.Command, s streams, b pages.Builder, c *corpus.Corpus) (*pages.Digest, error) {
	ctx := cmd.Context()
	switch {
	case d.labels != "":
		found, err := readLabels(d.labels, c)
		if err != nil {
			return nil, err
		}
		return b.Clusters(ctx, c, found, "labels "+d.labels)
	case d.a.spec != "":
		found, err := d.a.run(cmd, s, c)
		if err != nil {
			return nil, err
		}
		return b.Clusters(ctx, c, found, d.a.spec)
	}
	return b.Gold(ctx, c)
}

// builder also returns the summarizer's canonical spec.
func (d *digestFlags) builder() (b pages.Builder, written string, err error) {
	asked, err := spec.Parse(d.summarizer)
	if err != nil {
		return b, "", fmt.Errorf("--summarizer: %w", err)
	}
	summarizer, canonical, err := summarize.Parse(asked)
	if err != nil {
		return b, "", fmt.Errorf("--summarizer: %w", err)
	}
	return pages.Builder{Summarizer: summarizer}, canonical.String(), nil
}

func readLabels(path string, c *corpus.Corpus) (corpus.Labels, error) {
	file, err := corpus.ReadLabels(path)
	if err != nil {
		return nil, err
	}
	return file.Align(c.IDs(), corpus.IDPolicy{})
}
