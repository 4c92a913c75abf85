package main

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/goldtest"
)

// The children of isolated trials are this test program.
func TestMain(m *testing.M) {
	bench.ServeIfChild(rows())
	os.Exit(m.Run())
}

func TestReport(t *testing.T) {
	for name, runner := range map[string]bench.Runner{"in this process": nil, "isolated": bench.Isolated()} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := run(t.Context(), &b, []string{"newsroom", "headlines(lang=en):testdata/day.headlines"}, t.TempDir(), runner); err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"trigrams", "(distance=0.9)", "halves", "rouge2.r", "storyline", "day"} {
				if !strings.Contains(b.String(), want) {
					t.Errorf("the report lacks %q:\n%s", want, b.String())
				}
			}
			if strings.Contains(b.String(), "assay bench") {
				t.Errorf("the command assay does not know these rows:\n%s", b.String())
			}
		})
	}
}

func TestParameters(t *testing.T) {
	c, err := format.Open(t.Context(), "tiny")
	if err != nil {
		t.Fatal(err)
	}
	ofCorpus, ofRows, err := threeClusters(t.Context(), c, [][]float32{{0, 1}, {0, 2}, {5, 5}, {6, 5}, {-9, 0}})
	if err != nil || ofCorpus.Groups() != 3 || ofRows.Groups() != 3 {
		t.Errorf("%v, %v, %v", ofCorpus, ofRows, err)
	}
}

// clusters is what this program would publish.
func clusters(articles []corpus.Article) corpus.Labels {
	t := newTrigrams()
	t.Distance = 0.6
	labels, err := algorithms.Run(context.Background(), t, &corpus.Corpus{Articles: articles})
	if err != nil {
		panic(err)
	}
	return labels
}

// A gold corpus guards the clusters in go test: see package goldtest.
func TestClusters(t *testing.T) {
	c, err := format.Open(t.Context(), "headlines:testdata/day.headlines", headlinesFormat)
	if err != nil {
		t.Fatal(err)
	}
	goldtest.Check(t, c, clusters,
		goldtest.AtLeast("b3.p", 0.9),
		goldtest.AtLeast("b3.f1", 0.6),
		goldtest.LargestCluster(0.5),
		goldtest.Deterministic())
}
