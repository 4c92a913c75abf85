package format

import (
	"context"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

type noting struct{}

// Noting returns a context in which [Open] and [OpenLabels] pass to each what they decided in
// reading a source that could be read otherwise, once: the faults of the kind
// [corpus.Decision]; and so, later, the languages that the corpus finds. Without it they ignore these; Check returns them.
func Noting(ctx context.Context, each func(corpus.Fault)) context.Context {
	said := map[string]bool{}
	var mutex sync.Mutex
	return context.WithValue(ctx, noting{}, func(f corpus.Fault) {
		mutex.Lock()
		defer mutex.Unlock()
		if text := f.Error(); !said[text] {
			said[text] = true
			each(f)
		}
	})
}

// Note passes a decision on, to whom [Noting] names.
func Note(ctx context.Context, f corpus.Fault) {
	if each, ok := ctx.Value(noting{}).(func(corpus.Fault)); ok {
		each(f)
	}
}

// noteLanguages has a corpus pass on its notes on languages.
func noteLanguages(ctx context.Context, c *corpus.Corpus) {
	if each, ok := ctx.Value(noting{}).(func(corpus.Fault)); ok {
		c.NoteLanguages(each)
	}
}

// strict ends reading at the first error, passes decisions on, and ignores the rest.
func strict(ctx context.Context) Reporter {
	each, _ := ctx.Value(noting{}).(func(corpus.Fault))
	return func(f corpus.Fault) error {
		switch {
		case f.Severity == corpus.Error:
			return f
		case f.Kind == corpus.Decision && each != nil:
			each(f)
		}
		return nil
	}
}
