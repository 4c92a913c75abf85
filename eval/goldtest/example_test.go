package goldtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/goldtest"
)

// byNames is a simple clustering of one's own: an article joins the earlier one
// whose names are most like its own, where they have a quarter in common.
func byNames(articles []corpus.Article) corpus.Labels {
	labels := make(corpus.Labels, len(articles))
	names := make([]map[string]bool, len(articles))
	for i, a := range articles {
		names[i] = map[string]bool{}
		for _, e := range text.Entities(a.Title+". "+a.Text, a.Lang) {
			names[i][e.Key] = true
		}
		labels[i] = int32(i)
		nearest := 0.25
		for j := range i {
			common := 0
			for name := range names[i] {
				if names[j][name] {
					common++
				}
			}
			if like := float64(common) / float64(len(names[i])+len(names[j])-common); like >= nearest {
				labels[i], nearest = labels[j], like
			}
		}
	}
	return labels
}

// In a test of your own, t is what go test gives you. The baseline is written by
// go test -run TestClusters -goldtest.update.
func Example() {
	TestClusters := func(t *testing.T) {
		c, err := format.Open(t.Context(), "newsroom")
		if err != nil {
			t.Fatal(err)
		}
		goldtest.Check(t, c, byNames,
			goldtest.AtLeast("b3.f1", 0.7),
			goldtest.LargestCluster(0.2),
			goldtest.Baseline("testdata/newsroom.json"))
	}
	_ = TestClusters
}

// A printer takes the place of the test, to show what a failure looks like.
type printer struct{ testing.TB }

func (printer) Helper()                  {}
func (printer) Context() context.Context { return context.Background() }
func (printer) Errorf(form string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(form, args...), "\n") {
		fmt.Println(strings.ReplaceAll(line, "\t", "    "))
	}
}

func ExampleCheck() {
	c := &corpus.Corpus{
		Card:    corpus.Card{Name: "morning"},
		Stories: []corpus.Story{{ID: "quake", Title: "Quake in Tessaly"}, {ID: "vote", Title: "Vote in Calder"}},
		Articles: []corpus.Article{
			{ID: "a", Title: "Quake kills 21", Story: "quake"},
			{ID: "b", Title: "Aftershocks in Tessaly", Story: "quake"},
			{ID: "c", Title: "Renck wins", Story: "vote"},
		},
	}
	var t printer // in a test: t *testing.T
	goldtest.Check(t, c, func(articles []corpus.Article) corpus.Labels {
		return corpus.Labels{0, 1, 1}
	}, goldtest.AtLeast("b3.f1", 0.9), goldtest.MustLink("a", "b"))
	// Output:
	// goldtest: morning (3 articles, 2 stories)
	//
	//     wanted:  must_link a, b
	//     got:     a “Quake kills 21” and b “Aftershocks in Tessaly” are in different clusters
	//
	//     wanted:  b3.f1 at least 0.9
	//     got:     it is 0.6667
	//
	//     stories split or merged: 2, the costliest first
	//     1. Quake in Tessaly (2 articles, b3.f1 0.600)
	//        split into 2 (1 + 1)
	//        strayed: b “Aftershocks in Tessaly”
	//     2. Vote in Calder (1 article, b3.f1 0.667)
	//        merged with “Quake in Tessaly” (1)
}
