// Package summarize writes the page of a story from the articles of a cluster:
// title, summary, key points, image.
//
// Summarizers that pick sentences differ in which they pick and share the rest.
// They read the first 20 sentences of 5 to 60 words of each article, in clusters of
// more than 100 articles fewer. If no article has one they read shorter sentences and
// longer ones, up to 240 words whole, and of longer ones the beginning; if no article has
// a text they read titles; so a page is empty only if the articles are, or if a limit of
// words has no room for a whole sentence. In scripts without spaces characters are counted
// ([text.Length]). The title is the headline closest to the others; the
// image the one whose caption has the most names of the title, then the one whose caption or
// article is closest to the articles; what repeats a sentence already taken is skipped.
// Datelines are left out.
//
// Key points are chosen in one way for all of them: at most five facts that the summary does not
// tell, of at most 20 words each, all of one sentence of one article, which the page names. A
// sentence that is longer is shortened if that is safe (in English), or passed over, and so is
// one that refers back to another one. Of fewer than three, English headlines are read, too.
package summarize

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

// A Summarizer writes the page of one cluster from its articles, in the order of the corpus.
// Its exported fields are its parameters. It never sees gold, [Oracle] apart; equal
// clusters give equal pages; any number may be asked for at a time.
type Summarizer interface {
	Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error)
}

// An Entry describes one summarizer.
type Entry struct {
	Name, Title, Doc, Cost string
	Cite                   []string
	New                    func() Summarizer
}

// Entries is the one list of summarizers.
var Entries = []Entry{
	newsEntry, leadEntry, lexrankEntry, textrankEntry, centroidEntry, mmrEntry, sumbasicEntry, klsumEntry, submodularEntry, randomEntry,
	oracleEntry, llmEntry,
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

// Parse returns the summarizer that a spec asks for, among Entries and further ones,
// and the spec's canonical form.
func Parse(s spec.Spec, further ...Entry) (Summarizer, spec.Spec, error) {
	e, err := spec.Find("summarizer", slices.Concat(Entries, further), func(e Entry) string { return e.Name }, s.Name)
	if err != nil {
		return nil, s, err
	}
	m := e.New()
	if err := spec.Bind(s, m); err != nil {
		return nil, s, err
	}
	return m, spec.Of(e.Name, m), nil
}

// A remote summarizer asks a server.
type remote interface {
	Requests() int // clusters that it may be asked about at a time
}

// Remote reports whether a summarizer asks a server, such as a language model's: only
// what makes pages may run it, never what scores them.
func Remote(s Summarizer) bool {
	_, ok := s.(remote)
	return ok
}

// All calls write for 0 to n-1 and returns what it made in that order: as many at
// a time as there are processors, or as a summarizer with the method Requests() int
// returns. The first error ends it; of several the one of the smallest number is
// returned, after the name of that number.
func All(ctx context.Context, s Summarizer, n int, name func(i int) string,
	write func(ctx context.Context, i int) (corpus.Page, error)) ([]corpus.Page, error) {
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := 0
	if r, ok := s.(remote); ok {
		workers = r.Requests()
	}
	list, failed := make([]corpus.Page, n), make([]error, n)
	_ = parallel.Each(within, n, workers, func(i int) { // ended early by an error, which is found below
		if list[i], failed[i] = write(within, i); failed[i] != nil {
			cancel()
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range failed {
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, fmt.Errorf("%s: %w", name(i), err)
		}
	}
	return list, nil
}

// Notes are remarks on a summarizer's work so far, such as what it cost; nil if it has
// none.
func Notes(s Summarizer) []string {
	if n, ok := s.(interface{ Notes() []string }); ok {
		return n.Notes()
	}
	return nil
}
