package conflicts

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func BenchmarkFind100x40Sentences(b *testing.B) {
	var articles []corpus.Article
	for i := range 100 {
		a := corpus.Article{}
		for k := range 40 {
			a.Text += fmt.Sprintf("The storm of town %d on the coast killed %d people there. ", k, 2+(i+k)%5)
		}
		articles = append(articles, a)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := Find(context.Background(), articles, "", "en")
		require.NoError(b, err)
	}
}
