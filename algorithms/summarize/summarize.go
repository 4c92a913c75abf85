// Package summarize writes the page of a story from the articles of a cluster:
// title, summary, key points, image.
//
// Summarizers that pick sentences differ in which they pick and share the rest.
// They read the first 20 sentences of 5 to 60 words of each article, in clusters of
// more than 100 articles fewer. The title is the headline closest to the others; the
// image the one whose caption or article is closest to the articles; key points are
// the four sentences that would be picked first without a limit of words, shortened
// to a clause where that is safe; what repeats a sentence already taken is passed over.
package summarize

import (
	"context"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// A Digest is the page of one cluster.
type Digest struct {
	Title     string
	Summary   []Sentence // in reading order
	KeyPoints []string
	Image     *corpus.Image // nil where no article has one
}

// A Sentence is one sentence of a summary, and the article that it was taken from.
type Sentence struct {
	Text    string
	Article int // position in the cluster
}

// Text is the summary as one paragraph.
func (d Digest) Text() string {
	var text []byte
	for i, s := range d.Summary {
		if i > 0 {
			text = append(text, ' ')
		}
		text = append(text, s.Text...)
	}
	return string(text)
}

// A Summarizer digests the articles of one cluster, in the order of the corpus.
// Its exported fields are its parameters. It never sees gold, [Oracle] apart; equal
// clusters give equal digests; any number may be asked for at a time.
type Summarizer interface {
	Summarize(ctx context.Context, articles []corpus.Article) (Digest, error)
}

// An Entry describes one summarizer.
type Entry struct {
	Name, Title, Doc, Cost string
	Cite                   []string
	New                    func() Summarizer
}

// Entries is the one list of summarizers.
var Entries = []Entry{
	leadEntry, lexrankEntry, textrankEntry, centroidEntry, mmrEntry, sumbasicEntry, klsumEntry, submodularEntry, randomEntry, oracleEntry, llmEntry,
}

// Named returns the summarizer with the given spec, such as "lead(sentences=2)".
func Named(summarizer string) (Summarizer, error) {
	s, err := spec.Parse(summarizer)
	if err != nil {
		return nil, err
	}
	m, _, err := Parse(s)
	return m, err
}

// Parse returns the summarizer that a spec asks for, and the spec's canonical form.
func Parse(s spec.Spec) (Summarizer, spec.Spec, error) {
	e, err := spec.Find("summarizer", Entries, func(e Entry) string { return e.Name }, s.Name)
	if err != nil {
		return nil, s, err
	}
	m := e.New()
	if err := spec.Bind(s, m); err != nil {
		return nil, s, err
	}
	return m, spec.Of(e.Name, m), nil
}
