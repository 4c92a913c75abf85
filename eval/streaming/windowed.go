package streaming

import (
	"context"
	"iter"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// windowed makes a stream algorithm of any other. At each step it clusters the articles
// of the window, in a space built from them alone, and gives the clusters the ids of
// earlier ones: one to one, so that the most articles keep their id (the optimal
// assignment of eval.Table). A cluster without an earlier one gets a new id. Articles
// that have left the window keep their label.
type windowed struct {
	clusterer algorithms.Clusterer
	steps     []step
	gold      corpus.Labels // for oracles, which are told the stories of the window
	notes     []string      // of the algorithm, each once
}

func (w *windowed) stream(ctx context.Context, p *algorithms.Problem) iter.Seq2[corpus.Labels, error] {
	return func(yield func(corpus.Labels, error) bool) {
		labels := slices.Repeat(corpus.Labels{corpus.None}, len(p.Articles))
		next := int32(0)
		for _, s := range w.steps {
			found, err := w.cluster(ctx, p, s.window)
			if err != nil {
				yield(nil, err)
				return
			}
			next = inherit(labels, s.window, found, next)
			if !yield(labels, nil) {
				return
			}
		}
	}
}

// cluster clusters the articles at some positions, as if there were no others.
func (w *windowed) cluster(ctx context.Context, p *algorithms.Problem, window []int) (corpus.Labels, error) {
	part := &algorithms.Problem{Articles: corpus.Pick(p.Articles, window), Seed: p.Seed, Workers: p.Workers}
	if o, ok := w.clusterer.(algorithms.Oracle); ok && o.UsesGold() {
		o.Tell(algorithms.GoldFacts(corpus.Pick(w.gold, window)))
	}
	found, err := part.Run(ctx, w.clusterer)
	if err != nil {
		return nil, err
	}
	for _, note := range part.Notes {
		if !slices.Contains(w.notes, note) {
			w.notes = append(w.notes, note)
		}
	}
	return found, nil
}

// inherit writes the labels found for a window into labels, under earlier ids if clusters
// continue. next is the first unused id; inherit returns the next one.
func inherit(labels corpus.Labels, window []int, found corpus.Labels, next int32) int32 {
	var before, now corpus.Labels // of the articles that have a cluster in both
	for n, i := range window {
		if labels[i] >= 0 && found[n] >= 0 {
			before, now = append(before, labels[i]), append(now, found[n])
		}
	}
	old := map[int32]int32{} // the ids of the groups of match
	for i, g := range before.Canonical() {
		old[g] = before[i]
	}
	ids := slices.Repeat([]int32{corpus.None}, found.Groups())
	for was, is := range match(before, now) {
		if is >= 0 {
			ids[is] = old[int32(was)]
		}
	}
	for n, i := range window {
		f := found[n]
		if f >= 0 && ids[f] < 0 {
			ids[f] = next
			next++
		}
		labels[i] = corpus.None
		if f >= 0 {
			labels[i] = ids[f]
		}
	}
	return next
}

// match assigns to each group of before, numbered as by Canonical, at most one group of
// now, -1 for none, so that the most articles are in assigned groups. Neither contains
// None.
func match(before, now corpus.Labels) []int32 {
	if len(before) == 0 {
		return nil
	}
	return eval.NewTable(before.Canonical(), now).Match(func(_, common, _ float64) float64 { return common })
}
