package storyline

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
)

// BenchmarkStream streams articles of about 150 words, in batches of 1,000, each
// made when its turn comes and forgotten when it has left the window. What is held
// is the most beyond the empty list of articles, the texts of the window included.
func BenchmarkStream(b *testing.B) {
	const batch = 1000
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("articles=%d", n), func(b *testing.B) {
			if testing.Short() && n > 10_000 {
				b.Skip("takes minutes")
			}
			b.ReportAllocs()
			var most uint64
			for b.Loop() {
				b.StopTimer()
				flow := newNewsflow(1, 400, 6*time.Second)
				p := &algorithms.Problem{Articles: make([]corpus.Article, n)}
				batches := make([][]int, 0, n/batch)
				for from := 0; from < n; from += batch {
					list := make([]int, batch)
					for k := range list {
						list[k] = from + k
					}
					batches = append(batches, list)
				}
				fill := func(k int) {
					for _, i := range batches[k] {
						p.Articles[i], _ = flow.next(150)
					}
				}
				empty := held()
				fill(0)
				live := liveOf(b, "storyline-online")
				done := 0
				b.StartTimer()
				for _, err := range live.Stream(context.Background(), p, batches) {
					b.StopTimer()
					require.NoError(b, err)
					if done++; done < len(batches) {
						fill(done)
					}
					if old := done - 1 - live.Window/batch; old >= 0 {
						for _, i := range batches[old] {
							p.Articles[i] = corpus.Article{}
						}
					}
					if done%10 == 0 {
						most = max(most, held()-empty)
					}
					b.StartTimer()
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(most)/1e6, "held-MB")
		})
	}
}

// held are the bytes of what is in use.
func held() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
