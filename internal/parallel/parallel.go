// Package parallel shares loops out over goroutines in a way that the number of
// goroutines cannot show in the result.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Blocks cuts [0, n) into blocks of the given size (the last may be smaller) and
// calls f on each, in at most workers goroutines; 0 workers means one a
// processor. Blocks do not depend on the workers, so what f makes of a block
// does not either. It returns ctx.Err() when cancelled, having finished the
// blocks it had begun.
func Blocks(ctx context.Context, n, size, workers int, f func(from, to int)) error {
	count := (n + size - 1) / size
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			from := int(next.Add(1)-1) * size
			if from >= n {
				return
			}
			f(from, min(from+size, n))
		}
	}
	var group sync.WaitGroup
	for range min(workers, count) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	return ctx.Err()
}

// Each calls f for 0 to n-1, in at most workers goroutines, as Blocks does.
func Each(ctx context.Context, n, workers int, f func(i int)) error {
	return Blocks(ctx, n, 1, workers, func(i, _ int) { f(i) })
}

// Await calls f, which heeds no context and may take long. When cancelled it
// returns ctx.Err() at once, and leaves f to end by itself: what f writes must
// not be read then. A panic of f is one of Await.
func Await(ctx context.Context, f func()) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		f()
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case p := <-done:
		if p != nil {
			panic(p)
		}
		return nil
	}
}
