package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/reports/pages"
)

// A digest command's flags.
type digestFlags struct {
	a       flags.Algorithm
	o       flags.Output
	request pages.Request
	dir     string
}

func digestCommand(s flags.Streams) *cobra.Command {
	var d digestFlags
	cmd := &cobra.Command{
		Use:   "digest CORPUS [--labels FILE | --algorithm SPEC]",
		Short: "Write the story pages of a corpus",
		Args:  flags.Between(1, 1, "one corpus"),
		RunE:  func(cmd *cobra.Command, args []string) error { return d.run(cmd, s, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&d.request.Labels, "labels", "", "labels file, in any form of assay list formats")
	f.StringVar(&d.request.Summarizer, "summarizer", "news", "summarizer spec (assay list summarizers)")
	f.IntVar(&d.request.Selection.Top, "top", 12, "maximum pages, of each day with --out; the other groups are listed; 0 means no limit")
	f.IntVar(&d.request.Selection.MinArticles, "min-articles", 2, "articles of a group that has a page of its own")
	f.StringVar(&d.dir, "out", "", "write a folder: a file for each day and an index")
	flags.Params(cmd, &d.request.Pictures)
	d.a.Flags(cmd)
	d.o.Flags(cmd, pageFormats()...)
	return cmd
}

func pageFormats() []string {
	return flags.NamesOf(pages.Formats, func(f pages.Format) string { return f.Name })
}

func (d *digestFlags) run(cmd *cobra.Command, s flags.Streams, path string) error {
	if d.request.Labels != "" && d.a.Spec != "" {
		return fmt.Errorf("digest takes --labels or --algorithm, not both")
	}
	if d.dir != "" && d.o.Path != "" {
		return fmt.Errorf("digest takes --out DIR or -o FILE, not both")
	}
	form, err := pages.Named(d.o.Format)
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("images") && !form.Pictures {
		return fmt.Errorf("--images is for pages that show pictures (--format html): %s has their addresses", form.Name)
	}
	r := d.request
	if r.Selection.ByDay = d.dir != ""; form.Whole {
		r.Selection = pages.Selection{}
	}
	r.Corpus, r.Algorithm = path, d.a.Spec
	r.Cluster = func(c *corpus.Corpus) (corpus.Labels, error) { return d.a.Run(cmd, s, c) }
	page, notes, err := r.Make(cmd.Context())
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintln(s.Log, note)
	}
	if d.dir == "" {
		err = d.o.Write(s, func(w io.Writer) error { return form.Write(w, page) })
	} else if index, failed := pages.WriteFolder(d.dir, form, page); failed == nil {
		fmt.Fprintf(s.Log, "%s: %d pages and %s\n", d.dir, len(index.Days), form.IndexFile())
	} else {
		err = failed
	}
	if note := page.Pictures.Note(); note != "" && err == nil {
		fmt.Fprintln(s.Log, note)
	}
	return err
}
