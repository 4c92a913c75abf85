package features

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls work for 0 to n-1 on as many goroutines as workers says (0 =
// one a processor), until ctx is done.
func parallel(ctx context.Context, workers, n int, work func(i int)) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	const block = 64
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, (n+block-1)/block) {
		group.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(block)) - block
				if from >= n {
					return
				}
				for i := from; i < min(from+block, n); i++ {
					work(i)
				}
			}
		})
	}
	group.Wait()
	return ctx.Err()
}
