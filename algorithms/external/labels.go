// Package external brings in clusterings that other programs made.
package external

import (
	"context"
	"errors"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// LabelsEntry is a clustering read from a file.
var LabelsEntry = algorithms.Entry{
	Name: "labels", Title: "Clusters read from a file", Family: algorithms.Outside,
	Doc: "Takes the clusters from a labels file made elsewhere: a table, JSON, a NumPy array and the files of other tools, plain or " +
		"compressed. " +
		"Rows are matched to articles by id, or by position if the file has no ids; -1 and empty labels are noise.",
	Cost: "time and memory linear in the file",
	New:  func() algorithms.Clusterer { return NewLabels() },
}

type Labels struct {
	File    string `spec:"file,positional,required" doc:"the labels file, in any form that a format reads"`
	Missing string `spec:"missing" default:"error" oneof:"error,singletons" doc:"what becomes of articles that the file does not label"`
	Unknown string `spec:"unknown" default:"error" oneof:"error,ignore" doc:"what becomes of labels for articles that are not in the corpus"`
}

// NewLabels returns a reader of labels whose File is to be set; the other parameters are at their defaults.
func NewLabels() *Labels { return spec.Defaults(new(Labels)) }

// Cluster reads the file and gives each article its label.
func (l *Labels) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := errors.Join(spec.Check("labels", l), ctx.Err()); err != nil {
		return nil, err
	}
	file, err := format.OpenLabels(ctx, l.File)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return file.Align(ids(p.Articles), corpus.IDPolicy{Missing: l.Missing, Unknown: l.Unknown, Fixed: "absent,foreign"})
}

func ids(articles []corpus.Article) []string {
	list := make([]string, len(articles))
	for i := range articles {
		list[i] = articles[i].ID
	}
	return list
}

// Files names the labels file.
func (l *Labels) Files() []string { return []string{l.File} }
