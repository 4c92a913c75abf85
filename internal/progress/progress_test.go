package progress

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestReportsAreFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []Step
		ctx := With(t.Context(), func(s Step) { seen = append(seen, s) })
		for i := range 100 { // ten seconds
			Report(ctx, "linkage", i, 100)
			time.Sleep(100 * time.Millisecond)
		}
		assert.Len(t, seen, 50)
		assert.Equal(t, Step{"linkage", 98, 100}, seen[49])
		Report(ctx, "linkage", 100, 100)
		Report(ctx, "linkage", 100, 100)
		Report(ctx, "scoring", 0, 0)
		assert.Equal(t, Step{"scoring", 0, 0}, seen[51], "a step without figures is not left out")
	})
}

func TestCounterIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var last Step
		count := Counter(With(t.Context(), func(s Step) { last = s }), "embedding", 40)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for range 10 {
					time.Sleep(time.Second)
					count(1)
				}
			})
		}
		group.Wait()
		assert.Equal(t, "embedding", last.Name)
		assert.Equal(t, 40, last.Total)
		assert.Greater(t, last.Done, 36, "one of the last four to report")
	})
}

func TestNobodyListens(t *testing.T) {
	Report(context.Background(), "linkage", 1, 2)
	Counter(context.Background(), "linkage", 2)(1)
}

func TestStepText(t *testing.T) {
	for want, s := range map[string]Step{
		"scoring": {Name: "scoring"}, "k-means 3": {Name: "k-means", Done: 3}, "nmf 0/200": {Name: "nmf", Total: 200},
	} {
		assert.Equal(t, want, s.String())
	}
}
