package features_test

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

func ExampleBuild() {
	articles := []corpus.Article{
		{Lang: "en", Title: "Bridge closed", Text: "Cracks closed the old bridge."},
		{Lang: "en", Title: "Ferry fire", Text: "A ferry burned in the strait."},
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

func ExampleFromRows() {
	space, err := features.FromRows([][]float32{{1, 0}, {0, 2}, {3, 0.5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	near, _, err := space.Nearest(context.Background(), 1, 0, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	columns, cosines := near.Row(0)
	fmt.Printf("row 0 is nearest to row %d, with cosine %.2f\n", columns[0], cosines[0])
	// Output: row 0 is nearest to row 2, with cosine 0.99
}

func ExampleNewTFIDF() {
	f := features.NewTFIDF()
	f.NGrams = 2
	articles := []corpus.Article{{Text: "Cracks closed the old bridge.", Lang: "en"}, {Text: "A ferry burned.", Lang: "en"}}
	space, err := f.Build(context.Background(), &features.Input{Articles: articles})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(space.Rows(), "articles,", space.Cols(), "terms")
	_, err = new(features.TFIDF).Build(context.Background(), &features.Input{Articles: articles})
	fmt.Println(err)
	// Output:
	// 2 articles, 10 terms
	// tfidf: analyzer="": must be one of word, char (features.NewTFIDF() returns it with every parameter at its default)
}

// lengths is a vectoriser whose only feature is the length of a document.
type lengths struct{}

func (l lengths) Fit(docs ...string) lengths { return l }

func (l lengths) Transform(docs ...string) (mat.Matrix, error) {
	m := mat.NewDense(1, len(docs), nil)
	for i, doc := range docs {
		m.Set(0, i, float64(len(doc)))
	}
	return m, nil
}

func ExampleAdapt() {
	articles := []corpus.Article{{Text: "Cracks closed the old bridge."}, {Text: "A ferry burned."}}
	space, err := features.Adapt("lengths", lengths{}).Build(context.Background(), &features.Input{Articles: articles})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(space.Name, space.Dense.Data)
	// Output: lengths [29 15]
}
