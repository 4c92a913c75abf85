// Package progress carries reports of how far a long step is through a context, from the
// code that works to whoever shows it.
package progress

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// A Step is how far a step is. Total is 0 if it is not known before the end.
type Step struct {
	Name  string `json:"name"`
	Done  int    `json:"done"`
	Total int    `json:"total,omitempty"`
}

// String returns the name with the figures that are known, as in "linkage 3/200".
func (s Step) String() string {
	switch {
	case s.Total > 0:
		return fmt.Sprintf("%s %d/%d", s.Name, s.Done, s.Total)
	case s.Done > 0:
		return fmt.Sprintf("%s %d", s.Name, s.Done)
	}
	return s.Name
}

type key struct{}

// interval is the least time between two reports.
const interval = 200 * time.Millisecond

type receiver struct {
	show func(Step)
	last atomic.Int64 // when a step was reported, in nanoseconds since 1970
	mu   sync.Mutex   // show is not called by two goroutines at once
}

// With returns a context in which steps are reported to show, those with figures at most
// five times each second.
func With(ctx context.Context, show func(Step)) context.Context {
	return context.WithValue(ctx, key{}, &receiver{show: show})
}

// Report reports that done of total parts of a step are done. It costs little more than
// reading the clock, and nothing comes of it if nobody listens: iterations may call it
// each time, inner loops now and then.
func Report(ctx context.Context, name string, done, total int) {
	if r, ok := ctx.Value(key{}).(*receiver); ok {
		r.report(name, done, total)
	}
}

func (r *receiver) report(name string, done, total int) {
	now, last := time.Now().UnixNano(), r.last.Load()
	if often := done > 0 || total > 0; often && (now-last < int64(interval) || !r.last.CompareAndSwap(last, now)) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.show(Step{name, done, total})
}

// Counter returns what goroutines call with the number of parts that they have done.
func Counter(ctx context.Context, name string, total int) func(parts int) {
	r, ok := ctx.Value(key{}).(*receiver)
	if !ok {
		return func(int) {}
	}
	var done atomic.Int64
	return func(parts int) { r.report(name, int(done.Add(int64(parts))), total) }
}
