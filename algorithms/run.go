package algorithms

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Run clusters a corpus: it builds the space that c asks for, tells an oracle the
// sizes of the gold stories, and returns canonical labels. It runs with seed 1 on
// all processors. For other settings, and for the notes, take the problem that
// NewProblem makes, set them, and call its Run.
func Run(ctx context.Context, c Clusterer, in *corpus.Corpus) (corpus.Labels, error) {
	p, err := NewProblem(c, in)
	if err != nil {
		return nil, err
	}
	return p.Run(ctx, c)
}

// RunRows clusters vectors, one an article, as Run does, with an algorithm that
// reads only vectors.
func RunRows(ctx context.Context, c Clusterer, rows [][]float32) (corpus.Labels, error) {
	_, reads := c.(TextReader)
	if _, ok := SpaceOf(c); !ok || reads {
		return nil, fmt.Errorf("%T reads articles, and cannot cluster rows alone", c)
	}
	space, err := features.FromRows(rows)
	if err != nil {
		return nil, err
	}
	return (&Problem{Articles: make([]corpus.Article, len(rows)), Space: space, Seed: 1}).Run(ctx, c)
}

// NewProblem returns the problem of clustering a corpus with c: its articles
// without gold, seed 1, and no space yet. If c is an oracle it is told the sizes of
// the gold stories; a corpus without any is an error then. So is one without texts if c
// reads them.
func NewProblem(c Clusterer, in *corpus.Corpus) (*Problem, error) {
	if err := CheckTexts(c, in); err != nil {
		return nil, err
	}
	if o, ok := c.(Oracle); ok && o.UsesGold() {
		if !in.Labelled() {
			return nil, fmt.Errorf("it needs to know the gold stories, and %s has none: give a number instead of gold", in.Name())
		}
		o.Tell(GoldFacts(in.Gold()))
	}
	return &Problem{Articles: in.Blind(), Seed: 1}, nil
}

// Prepare builds the space that c asks for, unless the problem has one.
func (p *Problem) Prepare(ctx context.Context, c Clusterer) (err error) {
	s, ok := SpaceOf(c)
	if !ok || p.Space != nil {
		return nil
	}
	if s.Name == "" {
		return fmt.Errorf("%T names no space: %s sets its default", c, spec.Constructor(c))
	}
	p.Space, err = features.Build(ctx, s, &features.Input{Articles: p.Articles, Seed: features.Seed, Workers: p.Workers})
	if err == nil {
		p.Notes = append(p.Notes, p.Space.Notes...)
	}
	return err
}

// Run clusters the articles after Prepare, and returns canonical labels.
func (p *Problem) Run(ctx context.Context, c Clusterer) (corpus.Labels, error) {
	if err := p.Prepare(ctx, c); err != nil {
		return nil, err
	}
	labels, err := c.Cluster(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(labels) != len(p.Articles) {
		return nil, fmt.Errorf("it gave %d labels for %d articles", len(labels), len(p.Articles))
	}
	p.NoteLabels(c, labels)
	return labels.Canonical(), nil
}

// Check is what a Clusterer begins with: an error if one of its parameters is
// wrong, or if it clusters vectors and the problem has not one for each article.
func (p *Problem) Check(name string, c Clusterer) error {
	if err := spec.Check(name, c); err != nil {
		return err
	}
	n := len(p.Articles)
	if _, ok := SpaceOf(c); ok && n > 0 && (p.Space == nil || p.Space.Rows() != n) {
		return fmt.Errorf("%s needs a space with a row for each of the %d articles", name, n)
	}
	return nil
}
