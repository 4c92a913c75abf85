package views

import (
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports"
)

// Train shows weights that were learnt, those learnt with each corpus left out, and
// what these are worth on the corpus left out.
func Train(t *tune.Training) *reports.Document {
	return &reports.Document{Schema: reports.Schema, Verdict: trainVerdict(t), Tables: []reports.Table{learnt(t), worth(t)}, Notes: []string{
		"Weights of channels as concat takes them: the likeness of two articles counts by the square. A channel of 0 is left out. " +
			"Link weights are those of storyline-online: an article joins a story if their sum, weighted by its features, is above 0.",
		"gain: of learnt weights over the same weight for each channel, where neither had a say, with its interval by a bootstrap " +
			"over stories; p: sign flips of stories, two-sided, for each by itself.",
	}}
}

// learnt has a row a weight, and a column for each corpus that was left out.
func learnt(t *tune.Training) reports.Table {
	out := reports.Table{Title: "weights", RowHeader: "of", Columns: []reports.Column{scoreColumn("weight", eval.Descriptive)}}
	columns := []*storyline.Weights{t.Weights}
	if len(t.Datasets) > 1 {
		for i, p := range t.Datasets {
			out.Columns = append(out.Columns, reports.Column{Name: "without " + p.Name, Title: "without\n" + p.Name, Better: eval.Descriptive})
			columns = append(columns, t.Folds[i].Weights)
		}
	}
	for _, s := range t.Weights.Trained {
		out.Facts = append(out.Facts,
			fmt.Sprintf("%s: %s, %s", s.Corpus, reports.Counted(s.Articles, "article"), reports.Counted(s.Stories, "story")))
	}
	row := func(name string, of func(*storyline.Weights) float64) reports.Row {
		r := reports.Row{Name: name}
		for _, w := range columns {
			r.Cells = append(r.Cells, numeric(of(w)))
		}
		return r
	}
	channels := reports.Group{Title: "channels"}
	for k, c := range t.Weights.Channels {
		channels.Rows = append(channels.Rows, row(c.Space, func(w *storyline.Weights) float64 { return w.Channels[k].Weight }))
	}
	if t.Weights.DenseWords != nil {
		channels.Rows = append(channels.Rows, row("words that a vector is worth", func(w *storyline.Weights) float64 { return *w.DenseWords }))
	}
	out.Groups = []reports.Group{channels, {Title: "link: an article joins a story", Rows: []reports.Row{
		row("constant", func(w *storyline.Weights) float64 { return w.Link.Constant }),
		row("mean cosine", func(w *storyline.Weights) float64 { return w.Link.Mean }),
		row("nearest cosine", func(w *storyline.Weights) float64 { return w.Link.Nearest }),
		row("log size", func(w *storyline.Weights) float64 { return w.Link.Size }),
		row("time", func(w *storyline.Weights) float64 { return w.Link.Time }),
	}}}
	out.RenumberNotes()
	return out
}

// worth has a row for each corpus.
func worth(t *tune.Training) reports.Table {
	better := t.Measure.Better
	out := reports.Table{Title: t.Measure.Spec.String() + " of storyline on corpora left out",
		RowHeader: reports.Plural(len(t.Datasets), "scored on", "left out"), Columns: []reports.Column{
			{Name: "alike", Title: "all channels\nalike", Better: better}, scoreColumn("learnt", better),
			scoreColumn("gain", better), pColumn,
		}}
	dense := t.Dense.Name != ""
	if dense {
		out.Columns = append(out.Columns, scoreColumn("with vectors", better), scoreColumn("gain of vectors", better),
			reports.Column{Name: "p of vectors", Title: "p", Unit: reports.Probability})
		out.Facts = append(out.Facts, "vectors: "+t.Dense.String())
	}
	if len(t.Datasets) > 1 {
		out.Facts = append(out.Facts, "each row: weights learnt on the other corpora")
	}
	corpora := reports.Group{}
	for i, f := range t.Folds {
		if p := t.Datasets[i]; p.Split != "" {
			out.Facts = append(out.Facts, p.Name+": "+p.Split)
		}
		row := reports.Row{Name: t.Datasets[i].Name}.With(scored(f.Uniform), scored(f.Trained)).With(gained(f.Gain)...)
		if dense {
			row = row.With(scored(f.Dense)).With(gained(f.DenseGain)...)
		}
		if f.Reason != "" {
			out.AddNote(&row.Notes, f.Reason)
		}
		corpora.Rows = append(corpora.Rows, row)
	}
	out.Facts = append(out.Facts, "policy: "+t.Policy.String())
	out.Groups = []reports.Group{corpora}
	if len(t.Datasets) > 1 {
		learnt, alike, with := t.Means()
		row := reports.Row{Name: "mean"}.With(numeric(alike), numeric(learnt)).With(gained(t.Gain)...)
		if dense {
			row = row.With(numeric(with)).With(gained(t.DenseGain)...)
		}
		out.Groups = append(out.Groups, reports.Group{Rows: []reports.Row{row}})
	}
	out.RenumberNotes()
	return out
}
