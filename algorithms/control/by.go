package control

import (
	"context"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// ByEntry groups the articles by one of their fields.
var ByEntry = algorithms.Entry{
	Name:  "by",
	Title: "One cluster a day, or a source",
	Doc: "Puts together what was published on the same day (UTC), or by the same source. Articles without a date or a " +
		"source form one cluster.",
	Cost:   "time and memory n",
	Family: algorithms.Control,
	New:    func() algorithms.Clusterer { return new(By) },
}

type By struct {
	Field string `spec:"field,positional,required" oneof:"day,source" doc:"what the articles of a cluster have in common: day or source"`
}

func (b *By) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("by", b); err != nil {
		return nil, err
	}
	key := day
	if b.Field == "source" {
		key = func(a *corpus.Article) string { return a.Source }
	}
	number := make(map[string]int32)
	labels := make(corpus.Labels, len(p.Articles))
	for i := range p.Articles {
		k := key(&p.Articles[i])
		if _, ok := number[k]; !ok {
			number[k] = int32(len(number))
		}
		labels[i] = number[k]
	}
	return labels, ctx.Err()
}

func day(a *corpus.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Time.UTC().Format(time.DateOnly)
}
