package results

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

// Corpora opens the corpora behind results, each once. The zero value is ready.
type Corpora struct {
	Outlets string // path of a table of outlets to give each corpus; empty = none

	opened map[string]*corpus.Corpus // by fingerprint
}

// Open returns the corpus of a result, from where the trial found it, and the labels.
// It is an error if the corpus changed since.
func (o *Corpora) Open(ctx context.Context, r *Result) (*corpus.Corpus, corpus.Labels, error) {
	c, err := o.corpus(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	file, err := corpus.ReadLabels(filepath.Join(r.Dir, filepath.FromSlash(r.Labels)))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the labels of %s on %s: %w", r.Algorithm, r.Corpus.Name, err)
	}
	labels, err := file.Align(c.IDs(), corpus.IDPolicy{Fixed: "missing,unknown"})
	if err != nil {
		return nil, nil, fmt.Errorf("%s on %s: %w", r.Algorithm, r.Corpus.Name, err)
	}
	return c, labels, nil
}

// Pick returns the corpus that was described, of those of several gold levels; nil if there is none.
func Pick(levels []*corpus.Corpus, described Corpus) *corpus.Corpus {
	for _, c := range levels {
		if c.Fingerprint() == described.Fingerprint {
			return c
		}
	}
	return nil
}

func (o *Corpora) corpus(ctx context.Context, r *Result) (*corpus.Corpus, error) {
	opened := o.opened[r.Corpus.Fingerprint]
	if opened != nil && (r.Judge == "" || slices.Contains(opened.Judges(), r.Judge)) {
		return opened, nil
	}
	levels, err := format.OpenLevels(ctx, r.Path)
	if err != nil {
		return nil, err
	}
	c := Pick(levels, r.Corpus)
	if c == nil {
		return nil, fmt.Errorf("%s changed since the bench: run it again", r.Path)
	}
	if opened != nil { // with other levels beside its own
		opened.AddJudges(c)
		return opened, nil
	}
	if _, err := format.AddOutlets(ctx, c, o.Outlets); err != nil {
		return nil, err
	}
	if o.opened == nil {
		o.opened = map[string]*corpus.Corpus{}
	}
	o.opened[r.Corpus.Fingerprint] = c
	return c, nil
}
