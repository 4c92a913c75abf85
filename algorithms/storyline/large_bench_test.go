package storyline

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/ami"
)

// BenchmarkLarge clusters articles of about 150 words, from texts to labels. The lengths and
// the rate of stories are those of BenchmarkStream.
func BenchmarkLarge(b *testing.B) {
	for _, n := range []int{5_000, 20_000, 100_000} {
		b.Run(fmt.Sprintf("articles=%d", n), func(b *testing.B) {
			if testing.Short() && n > 5_000 {
				b.Skip("takes minutes")
			}
			b.ReportAllocs()
			flow := newNewsflow(1, 400, 6*time.Second)
			list, gold := make([]corpus.Article, n), make(corpus.Labels, n)
			for i := range list {
				var story int
				list[i], story = flow.next(150)
				gold[i] = int32(story)
			}
			for b.Loop() {
				s := New()
				space, err := features.Build(b.Context(), s.Space, &features.Input{Articles: list})
				require.NoError(b, err)
				labels, err := s.Cluster(b.Context(), &algorithms.Problem{Articles: list, Space: space})
				require.NoError(b, err)
				b.ReportMetric(ami.Adjusted(gold, labels), "ami")
				b.ReportMetric(float64(labels.Groups()), "clusters")
			}
		})
	}
}
