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
		Args:  between(1, 1, "one corpus"),
		RunE:  func(cmd *cobra.Command, args []string) error { return d.run(cmd, s, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&d.labels, "labels", "", "labels file, in any form of assay list formats")
	f.StringVar(&d.summarizer, "summarizer", "lexrank", "summarizer spec (assay list summarizers)")
	f.StringVar(&d.dir, "out", "", "write a folder: a file for each day and an index")
	d.a.flags(cmd)
	d.o.flags(cmd, pageFormats()...)
	return cmd
}

func pageFormats() []string {
	return namesOf(pages.Formats, func(f pages.Format) string { return f.Name })
}

func (d *digestFlags) run(cmd *cobra.Command, s streams, path string) error {
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
		fmt.Fprintf(s.err, "%s: %d pages and %s\n", d.dir, len(index.Days), form.IndexFile())
	}
	return err
}

// page makes the page of the stories that were asked for.
func (d *digestFlags) page(cmd *cobra.Command, s streams, path string) (*pages.Digest, error) {
	ctx := cmd.Context()
	written, err := spec.Parse(d.summarizer)
	var summarizer summarize.Summarizer
	if err == nil {
		summarizer, written, err = summarize.Parse(written)
	}
	if err != nil {
		return nil, fmt.Errorf("--summarizer: %w", err)
	}
	c, err := format.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := c.CheckTexts(); err != nil {
		return nil, err
	}
	page, err := d.stories(cmd, s, pages.Builder{Summarizer: summarizer, Attribute: pages.Attributed(c.Card.Lang)}, c)
	if err != nil {
		return nil, err
	}
	for _, note := range summarize.Notes(summarizer) {
		fmt.Fprintf(s.err, "%s: %s\n", written, note)
	}
	page.Summarizer = written.String()
	return page, nil
}

func (d *digestFlags) stories(cmd *cobra.Command, s streams, b pages.Builder, c *corpus.Corpus) (*pages.Digest, error) {
	ctx := cmd.Context()
	switch {
	case d.labels != "":
		file, err := format.OpenLabels(ctx, d.labels)
		if err != nil {
			return nil, err
		}
		found, err := file.Align(c.IDs(), corpus.IDPolicy{})
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
