package attribution

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func made(seed uint64, n int) string {
	rng := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(rng, 1.2, 4, 4999)
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprint("w", zipf.Uint64())
	}
	return strings.Join(words, " ") + "."
}

func BenchmarkAttribute3x30Words100x500Words(b *testing.B) {
	var articles []corpus.Article
	for i := range 100 {
		articles = append(articles, corpus.Article{Source: fmt.Sprint(i%30, ".com"), Text: made(uint64(i), 500)})
	}
	sentences := []string{made(200, 30), made(201, 30), made(202, 30)}
	b.ReportAllocs()
	for b.Loop() {
		_, err := Attribute(context.Background(), sentences, articles, "en")
		require.NoError(b, err)
	}
}
