package score

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/spec"
)

// Files are the paths of what is scored. All but Gold may be empty.
type Files struct {
	Gold    string   // as format.OpenGoldLevels takes it
	Found   []string // one file of labels; none scores the gold as if it had been found
	Pages   string   // made elsewhere: see summaries.Parse
	Outlets string   // a table: see format.ReadOutlets
}

// Open reads files into a request that has the rest: it returns one for each gold level that is scored by itself, and the fingerprint
// of the outlets.
func (r Request) Open(ctx context.Context, f Files) (list []Request, outlets string, err error) {
	if err := spec.Fill(&r.IDs); err != nil {
		return nil, "", err
	}
	golds, texts, err := format.OpenGoldLevels(ctx, f.Gold)
	if err != nil {
		return nil, "", err
	}
	for _, gold := range golds {
		one := r
		one.Gold, one.LabelsOnly = gold, !texts
		if outlets, err = one.open(ctx, f); err != nil {
			return nil, "", err
		}
		list = append(list, one)
	}
	return list, outlets, nil
}

// open gives a request the outlets, the prediction and the pages.
func (r *Request) open(ctx context.Context, f Files) (outlets string, err error) {
	var labels *corpus.LabelsFile // of the clusters of pages
	if outlets, err = format.AddOutlets(ctx, r.Gold, f.Outlets); err != nil {
		return "", err
	}
	if len(f.Found) > 0 {
		a, err := format.AlignLabels(ctx, r.Gold, r.IDs.For(r.Gold), f.Found[0])
		if err != nil {
			return "", err
		}
		r.Gold, r.Found, r.Unmatched, labels = a.Corpus, a.Labels[0], a.Unmatched[0], a.Files[0]
	}
	if f.Pages == "" {
		return outlets, nil
	}
	r.Clusters = summaries.ClustersOf(r.Gold, labels)
	file, err := format.OpenFile(ctx, f.Pages)
	if err != nil {
		return "", fmt.Errorf("opening pages: %w", err)
	}
	defer file.Close()
	r.Pages, err = summaries.Parse(file, f.Pages)
	return outlets, err
}
