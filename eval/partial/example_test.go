package partial_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval/partial"
)

// Two shards count the articles that have each word, and each then weighs its own articles by the counts of both.
func ExampleReadFrequencies() {
	ctx := context.Background()
	c := &corpus.Corpus{Articles: []corpus.Article{{ID: "a", Text: "flood at the dam"}, {ID: "b", Text: "vote on the dam"}}}
	tfidf := features.NewTFIDF()
	var parts []*partial.Reader
	for i := range 2 {
		var part bytes.Buffer
		if err := partial.FrequenciesOf(ctx, &part, c, tfidf, partial.Shard{Index: i, Count: 2}); err != nil {
			log.Fatal(err)
		}
		r, err := partial.NewReader("part", bytes.NewReader(part.Bytes()), int64(part.Len()))
		if err != nil {
			log.Fatal(err)
		}
		parts = append(parts, r)
	}
	var whole bytes.Buffer
	if _, err := partial.Merge(&whole, parts...); err != nil {
		log.Fatal(err)
	}
	r, err := partial.NewReader("whole", bytes.NewReader(whole.Bytes()), int64(whole.Len()))
	if err != nil {
		log.Fatal(err)
	}
	frequencies, err := partial.ReadFrequencies(r, tfidf)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(frequencies.Articles, "articles:", frequencies.Terms, frequencies.Counts)
	second := partial.Shard{Index: 1, Count: 2}
	space, err := tfidf.BuildWith(ctx, &features.Input{Articles: second.Of(c.Blind())}, frequencies)
	if err != nil {
		log.Fatal(err)
	}
	columns, weights := space.Sparse.Row(0)
	fmt.Println(columns, weights)
	// Output:
	// 2 articles: [dam flood vote] [2 1 1]
	// [0 2] [0.5797387 0.81480247]
}
