package gate

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/outlet"
)

// largest returns the share of the articles in the largest cluster.
func largest(labels corpus.Labels, c *corpus.Corpus) (float64, string) {
	most := 0
	for _, members := range labels.Members() {
		most = max(most, len(members))
	}
	share := float64(most) / float64(len(labels))
	return share, fmt.Sprintf("the largest cluster has %d of %d articles (%.3f)", most, len(labels), share)
}

// singleOutlet returns the share of one outlet's among the clusters of at least two articles.
func singleOutlet(labels corpus.Labels, c *corpus.Corpus) (float64, string) {
	all, single := 0, 0
	for _, members := range labels.Members() {
		if len(members) < 2 {
			continue
		}
		all++
		of := func(i int) string { return outlet.Of(c.Articles[i].Source) }
		first := of(members[0])
		if first != "" && !slices.ContainsFunc(members, func(i int) bool { return of(i) != first }) {
			single++
		}
	}
	if all == 0 {
		return 0, "no cluster has two articles"
	}
	share := float64(single) / float64(all)
	return share, fmt.Sprintf("%d of %d clusters of two articles or more come from one outlet (%.3f)", single, all, share)
}

func noiseShare(labels corpus.Labels, _ *corpus.Corpus) (float64, string) {
	noise := 0
	for _, g := range labels {
		if g < 0 {
			noise++
		}
	}
	share := float64(noise) / float64(len(labels))
	return share, fmt.Sprintf("%d of %d articles are noise (%.3f)", noise, len(labels), share)
}
