package views

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

// Tune shows what tuning came to: what to expect on a corpus that was left out, what
// to take, and the choice with each corpus left out.
func Tune(t *tune.Tuning) *reports.Document {
	r := &reports.Document{Schema: reports.Schema, Verdict: tuneVerdict(t), Tables: []reports.Table{expected(t), taken(t)}}
	for i, f := range t.Found {
		if len(t.Families[i].Specs) > 1 {
			r.Tables = append(r.Tables, folds(t, t.Families[i].Name, f, &t.Families[i]))
		}
	}
	if t.Overall != nil {
		r.Tables = append(r.Tables, folds(t, together, *t.Overall, nil))
	}
	r.Notes = []string{
		"gain: of what was chosen over the untuned settings, on the corpora left out, with its interval by a bootstrap over stories; " +
			"p: sign flips of stories, two-sided, for each by itself.",
		"untuned: each parameter that is searched at its default; where the algorithm does not run by its defaults, at the middle " +
			"of the values searched.",
		"best there: the highest of all candidates on the very corpus left out. No way of choosing attains it but by luck: it shows " +
			"what is left to gain.",
	}
	return r
}

// together names all families as one.
const together = "the best of all"

// method says in words what was held against what.
func method(t *tune.Tuning) []string {
	var facts []string
	if len(t.Datasets) == 1 {
		facts = append(facts, t.Datasets[0].Name+": "+t.Datasets[0].Split)
	} else {
		on := "on the other corpus"
		if n := len(t.Datasets) - 1; n > 1 {
			on = fmt.Sprintf("by the mean over the other %d corpora", n)
		}
		facts = append(facts, fmt.Sprintf("each column: settings chosen %s, scored on the corpus left out", on))
		for _, p := range t.Datasets {
			if p.Split != "" {
				facts = append(facts, p.Name+": "+p.Split)
			}
		}
	}
	return append(facts, "policy: "+t.Policy.String())
}

// expected has a row a family, a column a corpus left out.
func expected(t *tune.Tuning) reports.Table {
	better := t.Measure.Better
	out := reports.Table{Title: t.Measure.Spec.String() + " where it was not tuned", RowHeader: "searched", Facts: method(t)}
	for _, p := range t.Datasets {
		out.Columns = append(out.Columns, scoreColumn(p.Name, better))
	}
	several := len(t.Datasets) > 1
	if several {
		out.Columns = append(out.Columns, scoreColumn("mean", better))
	}
	scores := len(out.Columns)
	out.Columns = append(out.Columns, scoreColumn("gain", better), pColumn,
		titled(scoreColumn("dev", eval.Descriptive), "where it\nwas tuned"))
	if several {
		out.Columns = append(out.Columns, scoreColumn("optimism", eval.Descriptive))
	}
	var contenders, others reports.Group
	others.Title = "for orientation: not chosen from"
	for i, f := range t.Found {
		family := t.Families[i]
		row := expectedRow(family.Name, f, better)
		if f.Failed > 0 {
			out.AddNote(&row.Notes,
				fmt.Sprintf("%s without a score, and not chosen for it; the first: %s", reports.Counted(f.Failed, "trial"), f.Reason))
		}
		if family.Seeded {
			out.AddNote(&row.Notes, "depends on chance: one seed was tried")
		}
		if family.Excluded != "" {
			out.AddNote(&row.Notes, family.Excluded)
			row.Role = string(results.Oracle)
			others.Rows = append(others.Rows, row)
			continue
		}
		if len(family.Specs) == 1 {
			out.AddNote(&row.Notes, "one setting: nothing was tuned")
		}
		contenders.Rows = append(contenders.Rows, row)
	}
	if t.Overall != nil {
		row := expectedRow(together, *t.Overall, better)
		row.Role = "overall" // it repeats other rows: not ranked
		out.AddNote(&row.Notes, "algorithm and settings chosen alike from all candidates above")
		contenders.Rows = append(contenders.Rows, row)
	}
	out.Groups = []reports.Group{contenders}
	if len(others.Rows) > 0 {
		out.Groups = append(out.Groups, others)
	}
	for k := range scores {
		out.MarkBest(k)
	}
	out.RenumberNotes()
	return out
}

func expectedRow(name string, f tune.Found, better eval.Direction) reports.Row {
	row := reports.Row{Name: name}
	for _, fold := range f.Folds {
		row.Cells = append(row.Cells, scored(fold.Score))
	}
	if len(f.Folds) == 1 { // one corpus: no mean, and its halves differ by more than optimism
		return row.With(gained(f.Gain)...).With(numeric(f.Dev))
	}
	return row.With(numeric(f.HeldOut)).With(gained(f.Gain)...).With(numeric(f.Dev), numeric(f.Optimism(better)))
}

// taken says what to take, and what was searched for it.
func taken(t *tune.Tuning) reports.Table {
	out := newTable("what to take: chosen on "+reports.Plural(len(t.Datasets), "its part to tune on", "all corpora"), "searched",
		textColumn("take"), scoreColumn("mean", eval.Descriptive), textColumn("tried"), textColumn("untuned"))
	out.Facts = []string{
		reports.Counted(t.Trials, "trial") + "; the mean where it was chosen is optimistic, for it was chosen as the highest"}
	for i, f := range t.Found {
		family := t.Families[i]
		if family.Excluded != "" {
			continue
		}
		tried := fmt.Sprint(len(family.Specs))
		row := reports.Row{Name: family.Name}
		if family.All > len(family.Specs) {
			tried = fmt.Sprintf("%d of %d", len(family.Specs), family.All)
			out.AddNote(&row.Notes, "drawn at random by the seed")
		}
		if family.Middle {
			out.AddNote(&row.Notes, "untuned is the middle of the values searched")
		}
		out.Groups[0].Rows = append(out.Groups[0].Rows, row.With(words(searched(f.Best, &family)), numeric(f.Dev), words(tried),
			words(searched(family.Untuned, &family))))
	}
	if f := t.Overall; f != nil {
		out.Add(together, words(searched(f.Best, nil)), numeric(f.Dev), words("–"), words("–"))
	}
	out.RenumberNotes()
	return out
}

// folds shows each choice.
func folds(t *tune.Tuning, title string, f tune.Found, family *tune.Family) reports.Table {
	better := t.Measure.Better
	dev := titled(scoreColumn("dev", eval.Descriptive), reports.Plural(len(t.Datasets), "where it\nwas tuned", "mean of\nthe others"))
	out := newTable(title, reports.Plural(len(t.Datasets), "scored on", "left out"), textColumn("chosen"), dev, scoreColumn("score", better))
	if family != nil {
		out.Columns = append(out.Columns, scoreColumn("untuned", better), scoreColumn("gain", better), pColumn)
	}
	out.Columns = append(out.Columns, titled(scoreColumn("best", better), "best\nthere"), titled(textColumn("by"), "by (not attainable)"))
	for _, fold := range f.Folds {
		cells := []reports.Cell{words(searched(fold.Chosen, family)), numeric(fold.Dev), scored(fold.Score)}
		if family != nil {
			cells = append(append(cells, bare(fold.Untuned)), gained(fold.Gain)...)
		}
		out.Add(t.Datasets[fold.Dataset].Name, append(cells, bare(fold.Top), words(searched(fold.Ceiling, family)))...)
	}
	return out
}

// searched writes a spec; of a family, only what its candidates differ in.
func searched(s spec.Spec, f *tune.Family) string {
	if s.Name == "" {
		return "–"
	}
	if f == nil || len(f.Specs) == 1 {
		return s.String()
	}
	var parts []string
	for _, a := range s.Args {
		if a.Name == "" || !f.Shared(a) {
			parts = append(parts, strings.TrimSuffix(spec.Spec{Name: "_", Args: []spec.Arg{a}}.String()[len("_("):], ")"))
		}
	}
	if parts == nil {
		return "defaults"
	}
	return strings.Join(parts, ", ")
}

// gained are the cells of a gain and its p.
func gained(c *stats.Comparison) []reports.Cell {
	if c == nil {
		return []reports.Cell{{}, {}}
	}
	gain, p := numeric(c.Delta), numeric(c.P)
	if !math.IsNaN(c.Low) {
		gain.Low, gain.High = &c.Low, &c.High
	}
	return []reports.Cell{gain, p}
}
