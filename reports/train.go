package reports

import (
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/tune"
)

// Train shows weights that were learnt, those learnt with each corpus left out, and
// what these are worth on the corpus left out.
func Train(t *tune.Training) *Report {
	return &Report{Schema: Schema, Tables: []Table{learnt(t), worth(t)}, Notes: []string{
		"Weights of channels as concat takes them: the likeness of two articles counts by the square. A channel of 0 is left out. Weights of signs belong to the judge of storyline-online: an article joins a story where their sum is above 0.",
		"gain: of learnt weights over the same weight for each channel, where neither had a say, with its interval by a bootstrap over stories; p: sign flips of stories, two-sided, for each by itself.",
	}}
}

// learnt has a row a weight, and a column for each corpus that was left out.
func learnt(t *tune.Training) Table {
	out := Table{Title: "weights", Head: "of", Columns: []Column{{Name: "weight", Title: "weight", Better: eval.Descriptive}}}
	columns := []*storyline.Weights{t.Weights}
	if len(t.Places) > 1 {
		for i, p := range t.Places {
			out.Columns = append(out.Columns, Column{Name: "without " + p.Name, Title: "without\n" + p.Name, Better: eval.Descriptive})
			columns = append(columns, t.Folds[i].Weights)
		}
	}
	for _, s := range t.Weights.Trained {
		out.Facts = append(out.Facts, fmt.Sprintf("%s: %s, %s", s.Corpus, plural(s.Articles, "article", "articles"), plural(s.Stories, "story", "stories")))
	}
	row := func(name string, of func(*storyline.Weights) float64) Row {
		r := Row{Name: name}
		for _, w := range columns {
			r.Cells = append(r.Cells, numeric(of(w)))
		}
		return r
	}
	channels := Group{Title: "channels"}
	for k, c := range t.Weights.Channels {
		channels.Rows = append(channels.Rows, row(c.Space, func(w *storyline.Weights) float64 { return w.Channels[k].Weight }))
	}
	out.Groups = []Group{channels, {Title: "signs that an article joins a story", Rows: []Row{
		row("constant", func(w *storyline.Weights) float64 { return w.Link.Constant }),
		row("mean cosine", func(w *storyline.Weights) float64 { return w.Link.Mean }),
		row("nearest cosine", func(w *storyline.Weights) float64 { return w.Link.Nearest }),
		row("log size", func(w *storyline.Weights) float64 { return w.Link.Size }),
		row("time", func(w *storyline.Weights) float64 { return w.Link.Time }),
	}}}
	out.settle()
	return out
}

// worth has a row for each corpus.
func worth(t *tune.Training) Table {
	better := t.Measure.Better
	out := Table{Title: t.Measure.Spec.String() + " of storyline where the weights had no say", Head: pick(len(t.Places), "scored on", "left out"), Columns: []Column{
		{Name: "alike", Title: "all channels\nalike", Better: better}, {Name: "learnt", Title: "learnt", Better: better},
		{Name: "gain", Title: "gain", Better: better}, {Name: "p", Title: "p", Unit: Probability},
	}}
	if len(t.Places) > 1 {
		out.Facts = append(out.Facts, "each row: weights learnt on the other corpora")
	}
	corpora := Group{}
	for i, f := range t.Folds {
		if p := t.Places[i]; p.Split != "" {
			out.Facts = append(out.Facts, p.Name+": "+p.Split)
		}
		row := Row{Name: t.Places[i].Name}.with(scored(f.Alike), scored(f.Learnt)).with(gained(f.Gain)...)
		if f.Reason != "" {
			out.tie(&row.Notes, f.Reason)
		}
		corpora.Rows = append(corpora.Rows, row)
	}
	out.Facts = append(out.Facts, "policy: "+t.Policy.String())
	out.Groups = []Group{corpora}
	if len(t.Places) > 1 {
		learnt, alike := t.Means()
		out.Groups = append(out.Groups, Group{Rows: []Row{Row{Name: "mean"}.with(numeric(alike), numeric(learnt)).with(gained(t.Gain)...)}})
	}
	out.settle()
	return out
}
