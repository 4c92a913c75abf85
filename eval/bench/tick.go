package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-9405df2f/assay/internal/progress"
)

// tick shows a trial that begins, and then each second how far it is, as the steps that are
// reported to the context tell, until it is stopped.
func tick(ctx context.Context, p Progress, show func(Progress)) (ticking context.Context, stop func()) {
	begin := time.Now()
	show(p)
	var step atomic.Pointer[string]
	ticking = progress.With(ctx, func(s progress.Step) {
		text := s.String()
		step.Store(&text)
	})
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				p.Elapsed = time.Since(begin)
				if text := step.Load(); text != nil {
					p.Step = *text
				}
				show(p)
			}
		}
	})
	return ticking, func() {
		close(done)
		group.Wait()
	}
}
