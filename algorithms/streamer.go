package algorithms

import (
	"context"
	"iter"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Streamer is a Clusterer that can also take articles as they come in, without a
// look at what follows.
//
// Stream takes the articles of p batch by batch: each batch lists positions in
// p.Articles, in the order of time, and no position twice. After each batch it
// yields the labels of all articles of p: None for those to come, and for noise. An
// id means the same cluster in all that is yielded; an article may get another id
// later, because clusters merged, split or were repaired, and that is counted
// against the algorithm as churn. The slice is the algorithm's, and is written over
// after the next batch: clone it to keep it. An error is yielded with nil
// labels and ends the stream; a context that is done gives ctx.Err().
//
// What is done with a batch must not depend on the articles of later ones. The space
// of p is built accordingly: its rows know only what came in before them.
type Streamer interface {
	Clusterer
	Stream(ctx context.Context, p *Problem, batches [][]int) iter.Seq2[corpus.Labels, error]
}

// InTime lists the positions of articles by their time of publication, those of one
// time in their order, those of unknown time last.
func InTime(articles []corpus.Article) []int {
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return articles[a].Published.Compare(articles[b].Published) })
	return order
}
