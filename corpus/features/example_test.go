package features_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/spec"
)

func ExampleBuild() {
	articles := []corpus.Article{
		{Title: "Bridge closed", Text: "Cracks closed the old bridge."},
		{Title: "Ferry fire", Text: "A ferry burned in the strait."},
	}
	s, _ := spec.Parse("tfidf(title_weight=2)")
	space, err := features.Build(context.Background(), s, &features.Input{Articles: articles})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(space.Name, space.Rows(), "articles,", space.Cols(), "terms")
	// Output: tfidf(title_weight=2) 2 articles, 8 terms
}
