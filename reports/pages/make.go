package pages

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// A Request names what a digest is made of.
type Request struct {
	Corpus     string // as format.Open takes it
	Summarizer string // spec
	// The groups are those of a labels file, as format.OpenLabels takes it, or those that
	// Cluster finds, which Algorithm names; without either the gold stories.
	Labels, Algorithm string
	Cluster           func(c *corpus.Corpus) (corpus.Labels, error)
	Selection         Selection
	Pictures          Pictures
}

// Make makes the digest. notes are what the summarizer reports on its work.
func (r Request) Make(ctx context.Context) (d *Digest, notes []string, err error) {
	written, err := spec.Parse(r.Summarizer)
	var summarizer summarize.Summarizer
	if err == nil {
		summarizer, written, err = summarize.Parse(written)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("--summarizer: %w", err)
	}
	c, err := format.Open(ctx, r.Corpus)
	if err != nil {
		return nil, nil, err
	}
	if err := c.CheckTexts(); err != nil {
		return nil, nil, err
	}
	if d, err = r.groups(ctx, Builder{Summarizer: summarizer, Attribute: Attributed, Selection: r.Selection}, c); err != nil {
		return nil, nil, err
	}
	for _, note := range summarize.Notes(summarizer) {
		notes = append(notes, fmt.Sprintf("%s: %s", written, note))
	}
	d.Summarizer = written.String()
	d.Pictures = &r.Pictures
	d.Pictures.folder = format.Folder(r.Corpus)
	return d, notes, nil
}

func (r Request) groups(ctx context.Context, b Builder, c *corpus.Corpus) (*Digest, error) {
	switch {
	case r.Labels != "":
		file, err := format.OpenLabels(ctx, r.Labels)
		if err != nil {
			return nil, err
		}
		found, err := file.Align(c.IDs(), corpus.IDPolicy{Fixed: "missing,unknown"})
		if err != nil {
			return nil, err
		}
		return b.Clusters(ctx, c, found, "labels "+r.Labels)
	case r.Algorithm != "":
		found, err := r.Cluster(c)
		if err != nil {
			return nil, err
		}
		return b.Clusters(ctx, c, found, r.Algorithm)
	}
	return b.Gold(ctx, c)
}
