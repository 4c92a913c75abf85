package summarize

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// All calls write for 0 to n-1, several at a time, and returns what it made in
// that order: as many as there are processors or, where the summarizer has a
// method Requests() int, as many as that says. The first error ends it; of errors
// at the same time the one of the smallest number is returned, with that number
// told by name.
func All(ctx context.Context, s Summarizer, n int, name func(i int) string, write func(ctx context.Context, i int) (corpus.Page, error)) ([]corpus.Page, error) {
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

// Notes is what a summarizer says of its work so far, such as what it cost; nil
// for those that have nothing to say.
func Notes(s Summarizer) []string {
	if n, ok := s.(interface{ Notes() []string }); ok {
		return n.Notes()
	}
	return nil
}
