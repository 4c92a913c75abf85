package reference

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Words of other programs lead to the names here.
func TestSynonyms(t *testing.T) {
	for _, c := range []struct{ kind, written, want string }{
		{"metrics", "f1", "b3.f1"}, {"metrics", "bcubed", "b3.f1"}, {"metrics", "B-cubed", "b3.f1"}, {"metrics", "adjusted_rand_score", "ari"},
		{"metrics", "v_measure_score", "v"}, {"metrics", "acc", "match.accuracy"}, {"metrics", "entropy", "source.shannon"},
		{"algorithms", "hierarchical", "agglomerative"}, {"algorithms", "HAC", "agglomerative"}, {"algorithms", "BERTopic", "hdbscan"},
		{"algorithms", "k-means", "kmeans"}, {"features", "svd", "lsa"}, {"summarizers", "lede", "lead"}, {"formats", "rss", "feed"},
	} {
		k, err := Of(c.kind)
		assert.NoError(t, err)
		_, err = k.Find(c.written)
		assert.ErrorContains(t, err, "did you mean "+c.want+"?", c.written)
	}
}
