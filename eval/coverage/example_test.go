package coverage_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/spec"
)

func ExampleCoverKeyPoints() {
	points := []string{"Two sirens failed in Halden", "The mayor resigned on Monday", "Repairs will cost $2bn"}
	sentences := []string{"In Halden, two of the sirens failed.", "The mayor has resigned.", "Repairs are to cost 3 billion dollars."}
	for _, e := range coverage.CoverKeyPoints(points, sentences, "en") {
		fmt.Printf("%.2f %v in sentence %d, without %q\n", e.Share, e.Covered, e.First, e.Missing)
	}
	// Output:
	// 1.00 true in sentence 0, without []
	// 0.67 true in sentence 1, without ["monday"]
	// 0.00 false in sentence -1, without ["repair" "cost" "$2bn"]
}

// Any space of texts will do. That of a sentence encoder, bert(path), knows other words for the same thing.
func ExampleNewVectors() {
	points := []string{"Sirens failed in Halden", "The mayor resigned"}
	sentences := []string{"No siren was heard in Halden.", "The mayor has resigned."}
	var texts []corpus.Article
	for _, s := range append(points, sentences...) {
		texts = append(texts, corpus.Article{Text: s, Lang: "en"})
	}
	vectors, err := coverage.NewVectors(context.Background(), spec.Spec{Name: "tfidf"}, texts)
	if err != nil {
		log.Fatal(err)
	}
	evidence, err := vectors.CoverKeyPoints(points, sentences, "en")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f %.2f\n", coverage.Share(coverage.CoverKeyPoints(points, sentences, "en")), coverage.Share(evidence))
	// Output: 0.83 0.86
}
