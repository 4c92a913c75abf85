package features

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

// Frequencies are in how many articles each term is: those of parts of a corpus add up to those of the whole.
type Frequencies struct {
	Articles int
	Terms    []string // ascending
	Counts   []int32  // articles that have the term
}

// Valid returns an error unless terms ascend and each is in one article at least and in all at most.
func (q *Frequencies) Valid() error {
	for i, n := range q.Counts {
		if n < 1 || int(n) > q.Articles {
			return fmt.Errorf("frequencies: the term %q is in %d of %d articles", q.Terms[i], n, q.Articles)
		}
		if i > 0 && q.Terms[i-1] >= q.Terms[i] {
			return fmt.Errorf("frequencies: the term %q comes after %q", q.Terms[i], q.Terms[i-1])
		}
	}
	return nil
}

// counting is f without what is decided when terms are weighed.
func (f *TFIDF) counting() *TFIDF {
	g := *f
	g.MinDF, g.MaxDF, g.Once, g.Sublinear = 1, 1, 1, true
	return &g
}

// Counting is the spec of what Frequencies depend on: TF-IDF of the same counts with the same spec.
func (f *TFIDF) Counting() spec.Spec { return spec.Of("tfidf", f.counting()) }

func cutTerms(_ *corpus.Article, s string) iter.Seq[string] { return text.TermsSeq(s) }

// tally counts the terms of each article, whatever min_df and max_df are.
func (f *TFIDF) tally(ctx context.Context, in *Input) (terms, []counts, error) {
	if err := spec.Check("tfidf", f); err != nil {
		return nil, nil, err
	}
	if err := in.atOnce("a count of terms"); err != nil {
		return nil, nil, err
	}
	g := f.counting()
	words, err := g.read(ctx, in, cutTerms)
	if err != nil {
		return nil, nil, err
	}
	t, err := g.terms(ctx, words, in.Workers)
	if err != nil {
		return nil, nil, err
	}
	parts, err := g.countParts(ctx, words, t, in.Workers)
	return t, parts, err
}

// Frequencies counts the articles that have each term, whatever min_df and max_df are.
func (f *TFIDF) Frequencies(ctx context.Context, in *Input) (*Frequencies, error) {
	t, parts, err := f.tally(ctx, in)
	if err != nil {
		return nil, err
	}
	column, df := f.counting().columns(parts, t.count(), len(in.Articles))
	q := &Frequencies{len(in.Articles), make([]string, len(df)), df}
	for n, name := range t.names() {
		if c := column[n]; c >= 0 {
			q.Terms[c] = name
		}
	}
	return q, nil
}

// BuildWith weighs the terms of articles that are a part of a corpus by the frequencies of the whole, with a column for each
// term of the whole: the rows are those that Build gives these articles among all. A term that the whole does not have
// is an error.
func (f *TFIDF) BuildWith(ctx context.Context, in *Input, whole *Frequencies) (*Space, error) {
	if err := whole.Valid(); err != nil {
		return nil, err
	}
	t, parts, err := f.tally(ctx, in)
	if err != nil {
		return nil, err
	}
	column, _ := f.counting().columns(parts, t.count(), len(in.Articles))
	columns, df := f.keep(whole.Counts, whole.Articles)
	for n, name := range t.names() {
		if column[n] < 0 {
			continue
		}
		at, ok := slices.BinarySearch(whole.Terms, name)
		if !ok {
			return nil, fmt.Errorf("tfidf: the frequencies lack the term %q of the articles: count those of all articles", name)
		}
		column[n] = columns[at]
	}
	m, first, err := fill(ctx, parts, t, column, len(df), in.Workers)
	if err != nil {
		return nil, err
	}
	return &Space{Name: spec.Of("tfidf", f).String(), Sparse: m, Words: first}, f.scale(ctx, m, df, whole.Articles, in.Workers)
}
