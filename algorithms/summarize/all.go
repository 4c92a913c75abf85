package summarize

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

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
