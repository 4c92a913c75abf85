package audit

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

// A Run is a clustering to audit, with what there is beside it.
type Run struct {
	Name   string         // of the labels
	Corpus *corpus.Corpus // nil if there are labels alone
	Labels corpus.Labels
	Groups []string // names of the clusters, by number; nil = their numbers
	Last   *Last
	Judged *corpus.Judgements

	ids   []string
	paths []string
}

// A Last is an earlier run, of the same articles or of others.
type Last struct {
	Name   string
	IDs    []string
	Labels corpus.Labels
}

// Read reads a corpus and a labels file of it, or one file that is both: articles with a field of clusters, or labels alone.
func Read(ctx context.Context, paths []string, ids corpus.IDPolicy, o Options) (r *Run, err error) {
	switch len(paths) {
	case 1:
		r, err = readOne(ctx, paths[0])
	case 2:
		r, err = readTwo(ctx, paths[0], paths[1], ids)
	default:
		return nil, fmt.Errorf("an audit is of a corpus and labels, or of labels alone: %d files given", len(paths))
	}
	if err != nil {
		return nil, err
	}
	r.paths = paths
	if o.Last != "" {
		file, err := format.OpenLabels(ctx, o.Last)
		if err != nil {
			return nil, err
		}
		labels, err := file.Align(file.IDs, corpus.IDPolicy{})
		if err != nil {
			return nil, err
		}
		r.Last = &Last{Name: o.Last, IDs: file.IDs, Labels: labels}
		if file.ByPosition {
			r.Last.IDs = nil // they name no articles
		}
	}
	if o.Judged != "" {
		err = r.readJudged(ctx, o.Judged)
	}
	return r, err
}

func readOne(ctx context.Context, path string) (*Run, error) {
	c, texts, err := format.OpenGoldLabels(ctx, path)
	if err != nil {
		return nil, err
	}
	if c.Judged != nil {
		return nil, fmt.Errorf("%s holds judged pairs and no clusters: give labels, and the pairs as --judged", path)
	}
	if !c.Labelled() && texts {
		return nil, fmt.Errorf("%s: no article has a cluster: give a labels file behind it", path)
	}
	r := &Run{Name: path, Labels: c.Gold(), ids: c.IDs()}
	for _, s := range c.Stories {
		r.Groups = append(r.Groups, s.ID)
	}
	if texts {
		r.Corpus = c
	}
	return r, nil
}

func readTwo(ctx context.Context, path, labels string, ids corpus.IDPolicy) (*Run, error) {
	c, err := format.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	r := &Run{Name: labels, Corpus: c, ids: c.IDs()}
	found, file, err := format.LabelsOf(ctx, r.ids, labels, ids)
	if err != nil {
		return nil, err
	}
	r.Labels = found
	r.Groups = groupNames(file, r.ids, found)
	return r, nil
}

// groupNames are the names of groups as a labels file has them.
func groupNames(file *corpus.LabelsFile, ids []string, labels corpus.Labels) []string {
	names := make([]string, labels.Groups())
	byID := map[string]string{}
	if !file.ByPosition {
		byID = file.ByID()
	}
	for i, g := range labels {
		if g < 0 || int(g) >= len(names) || names[g] != "" {
			continue
		}
		name, ok := byID[ids[i]]
		if !ok && i < len(file.Groups) {
			name = file.Groups[i]
		}
		names[g] = name
	}
	return names
}

// readJudged reads judgements of these articles.
func (r *Run) readJudged(ctx context.Context, path string) error {
	c, _, err := format.OpenGoldLabels(ctx, path)
	if err != nil {
		return err
	}
	if r.Judged = c.Judged; r.Judged == nil {
		return fmt.Errorf("%s: no judged pairs: a file of assay label, or rows with id_a, id_b and same", path)
	}
	known := map[string]bool{}
	for _, id := range r.ids {
		known[id] = true
	}
	for _, x := range r.Judged.List {
		if known[x.A] && known[x.B] {
			return nil
		}
	}
	return fmt.Errorf("%s: none of its %d answers is to a pair of articles of %s", path, len(r.Judged.List), r.Name)
}

// NewRun returns the run of labels on a corpus; groups are the names of the clusters, nil for their numbers.
func NewRun(name string, c *corpus.Corpus, labels corpus.Labels, groups []string) *Run {
	return &Run{Name: name, Corpus: c, Labels: labels, Groups: groups, ids: c.IDs()}
}
