package explain

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/conflicts"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// Conflicts are the numbers on which articles of one found cluster disagree, as package conflicts
// finds them. In clusters that mix stories they are evidence of the mixture rather than of a
// disagreement.
type Conflicts struct {
	Clusters int        `json:"clusters"` // with at least two articles
	Mixed    int        `json:"mixed"`    // conflicts in clusters that hold foreign articles
	List     []Conflict `json:"list"`     // by cluster, the largest cluster first
}

// A Conflict is one thing for which the articles of a cluster give different numbers.
type Conflict struct {
	Cluster  string  `json:"cluster"`
	Articles int     `json:"articles"`
	Title    string  `json:"title,omitempty"` // of the host of the cluster
	Mixed    bool    `json:"mixed"`
	Counted  string  `json:"counted"` // such as dead
	Values   []Value `json:"values"`
}

// A Value is one of the numbers.
type Value struct {
	Number   float64  `json:"number"`
	Articles []string `json:"articles"` // ids
}

// Limits of the search for conflicts, whose time is quadratic in mentions.
const (
	conflictArticles = 10_000 // of the corpus
	conflictCluster  = 500    // articles of a cluster
)

func (v *view) conflicts(ctx context.Context, e *Explanation, o Options) error {
	if len(v.articles) > conflictArticles {
		e.Notes = append(e.Notes, fmt.Sprintf("conflicting numbers are looked for in up to %d articles", conflictArticles))
		return nil
	}
	if !slices.ContainsFunc(v.articles, func(a corpus.Article) bool { return a.Title != "" || a.Text != "" }) {
		return nil
	}
	found := make([][]conflicts.Conflict, len(v.Clusters))
	failed := make([]error, len(v.Clusters))
	masked := v.Case.Corpus.Blind()
	large := 0
	err := parallel.Each(ctx, len(v.Clusters), o.Workers, func(c int) {
		members := v.Clusters[c].Articles
		if len(members) < 2 || len(members) > conflictCluster {
			return
		}
		articles := corpus.Pick(masked, members)
		found[c], failed[c] = conflicts.Find(ctx, articles, "", articles[0].Lang)
	})
	if err != nil {
		return err
	}
	out := &Conflicts{}
	for c, list := range found {
		if failed[c] != nil {
			return failed[c]
		}
		switch n := len(v.Clusters[c].Articles); {
		case n > conflictCluster:
			large++
		case n > 1:
			out.Clusters++
		}
		for _, f := range list {
			conflict := v.conflict(int32(c), f)
			out.List = append(out.List, conflict)
			out.Mixed += pick(conflict.Mixed, 1, 0)
		}
	}
	slices.SortStableFunc(out.List, func(a, b Conflict) int { return b.Articles - a.Articles })
	if large > 0 {
		e.Notes = append(e.Notes, fmt.Sprintf("conflicting numbers are not looked for in %s of over %d articles",
			counted(large, "cluster", "clusters"), conflictCluster))
	}
	if out.Clusters > 0 {
		e.Conflicts = out
	}
	return nil
}

func (v *view) conflict(c int32, f conflicts.Conflict) Conflict {
	host := v.Clusters[c].Host
	out := Conflict{
		Cluster: v.clusterName(c), Articles: len(v.Clusters[c].Articles), Counted: f.Counted, Mixed: host < 0 || v.Foreign(c, host) != nil,
	}
	if host >= 0 {
		out.Title = v.headline(host)
	}
	for _, value := range f.Values {
		w := Value{Number: value.Number}
		for _, k := range value.Articles {
			w.Articles = append(w.Articles, v.articles[v.Clusters[c].Articles[k]].ID)
		}
		out.Values = append(out.Values, w)
	}
	return out
}
