package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/spec"
)

// Tune shows what tuning came to: what to expect on a corpus that had no say, what
// to take, and the choice with each corpus left out.
func Tune(t *tune.Tuning) *Report {
	r := &Report{Schema: Schema, Tables: []Table{expected(t), taken(t)}}
	for i, f := range t.Found {
		if len(t.Families[i].Specs) > 1 {
			r.Tables = append(r.Tables, folds(t, t.Families[i].Name, f, &t.Families[i]))
		}
	}
	if t.Overall != nil {
		r.Tables = append(r.Tables, folds(t, together, *t.Overall, nil))
	}
	r.Notes = []string{
		"gain: of what was chosen over the untuned settings, where they had no say, with its interval by a bootstrap over stories; p: sign flips of stories, two-sided, for each by itself.",
		"untuned: each parameter that is searched at its default; where the algorithm does not run by its defaults, at the middle of the values searched.",
		"best there: the highest of all candidates on the very corpus left out. No way of choosing attains it but by luck: it shows what is left to gain.",
	}
	return r
}

// together names all families as one.
const together = "the best of all"

// method says in words what was held against what.
func method(t *tune.Tuning) []string {
	var facts []string
	if len(t.Places) == 1 {
		facts = append(facts, t.Places[0].Name+": "+t.Places[0].Split)
	} else {
		on := "on the other corpus"
		if n := len(t.Places) - 1; n > 1 {
			on = fmt.Sprintf("by the mean over the other %d corpora", n)
		}
		facts = append(facts, fmt.Sprintf("each column: settings chosen %s, scored on the corpus that had no say", on))
		for _, p := range t.Places {
			if p.Split != "" {
				facts = append(facts, p.Name+": "+p.Split)
			}
		}
	}
	return append(facts, "policy: "+t.Policy.String())
}

// expected has a row a family, a column a corpus left out.
func expected(t *tune.Tuning) Table {
	better := t.Measure.Better
	out := Table{Title: t.Measure.Spec.String() + " where it was not tuned", Head: "searched", Facts: method(t)}
	for _, p := range t.Places {
		out.Columns = append(out.Columns, Column{Name: p.Name, Title: p.Name, Better: better})
	}
	several := len(t.Places) > 1
	if several {
		out.Columns = append(out.Columns, Column{Name: "mean", Title: "mean", Better: better})
	}
	scores := len(out.Columns)
	out.Columns = append(out.Columns, Column{Name: "gain", Title: "gain", Better: better},
		Column{Name: "p", Title: "p", Unit: Probability}, Column{Name: "dev", Title: "where it\nwas tuned", Better: eval.Descriptive})
	if several {
		out.Columns = append(out.Columns, Column{Name: "optimism", Title: "optimism", Better: eval.Descriptive})
	}
	var contenders, others Group
	others.Title = "for orientation: not chosen from"
	for i, f := range t.Found {
		family := t.Families[i]
		row := out.expectedRow(family.Name, f, better)
		if f.Failed > 0 {
			out.tie(&row.Notes, fmt.Sprintf("%s without a score, and not chosen for it; the first: %s", plural(f.Failed, "trial", "trials"), f.Reason))
		}
		if family.Seeded {
			out.tie(&row.Notes, "depends on chance: one seed was tried")
		}
		if family.Excluded != "" {
			out.tie(&row.Notes, family.Excluded)
			row.Role = Oracle
			others.Rows = append(others.Rows, row)
			continue
		}
		if len(family.Specs) == 1 {
			out.tie(&row.Notes, "one setting: nothing was tuned")
		}
		contenders.Rows = append(contenders.Rows, row)
	}
	if t.Overall != nil {
		row := out.expectedRow(together, *t.Overall, better)
		row.Role = Oracle // it repeats other rows: no contender for the best
		out.tie(&row.Notes, "algorithm and settings chosen alike from all candidates above")
		contenders.Rows = append(contenders.Rows, row)
	}
	out.Groups = []Group{contenders}
	if len(others.Rows) > 0 {
		out.Groups = append(out.Groups, others)
	}
	for k, c := range out.Columns[:scores] {
		c.markBest(out.contenders(k))
	}
	out.settle()
	return out
}

func (t *Table) expectedRow(name string, f tune.Found, better eval.Direction) Row {
	row := Row{Name: name}
	for _, fold := range f.Folds {
		row.Cells = append(row.Cells, scored(fold.Score))
	}
	if len(f.Folds) == 1 { // one corpus: no mean, and its halves differ by more than optimism
		return row.with(gained(f.Gain)...).with(numeric(f.Dev))
	}
	return row.with(numeric(f.Held)).with(gained(f.Gain)...).with(numeric(f.Dev), numeric(f.Optimism(better)))
}

func (r Row) with(cells ...Cell) Row {
	r.Cells = append(r.Cells, cells...)
	return r
}

// taken says what to take, and what was searched for it.
func taken(t *tune.Tuning) Table {
	out := Table{
		Title: "what to take: chosen on " + pick(len(t.Places), "its part to tune on", "all corpora"), Head: "searched",
		Facts:   []string{fmt.Sprintf("%s; the mean where it was chosen is optimistic, for it was chosen as the highest", plural(t.Trials, "trial", "trials"))},
		Columns: []Column{{Name: "take", Title: "take", Unit: Wording}, {Name: "mean", Title: "mean", Better: eval.Descriptive}, {Name: "tried", Title: "tried", Unit: Wording}, {Name: "untuned", Title: "untuned", Unit: Wording}},
		Groups:  []Group{{}},
	}
	for i, f := range t.Found {
		family := t.Families[i]
		if family.Excluded != "" {
			continue
		}
		tried := fmt.Sprint(len(family.Specs))
		row := Row{Name: family.Name}
		if family.All > len(family.Specs) {
			tried = fmt.Sprintf("%d of %d", len(family.Specs), family.All)
			out.tie(&row.Notes, "drawn at random by the seed")
		}
		if family.Middle {
			out.tie(&row.Notes, "untuned is the middle of the values searched")
		}
		out.Groups[0].Rows = append(out.Groups[0].Rows, row.with(Cell{Text: searched(f.Best, &family)}, numeric(f.Dev), Cell{Text: tried}, Cell{Text: searched(family.Untuned, &family)}))
	}
	if f := t.Overall; f != nil {
		out.Groups[0].Rows = append(out.Groups[0].Rows, Row{Name: together}.with(Cell{Text: searched(f.Best, nil)}, numeric(f.Dev), Cell{Text: "–"}, Cell{Text: "–"}))
	}
	out.settle()
	return out
}

// folds shows each choice.
func folds(t *tune.Tuning, title string, f tune.Found, family *tune.Family) Table {
	better := t.Measure.Better
	out := Table{Title: title, Head: pick(len(t.Places), "scored on", "left out"), Columns: []Column{
		{Name: "chosen", Title: "chosen", Unit: Wording}, {Name: "dev", Title: pick(len(t.Places), "where it\nwas tuned", "mean of\nthe others"), Better: eval.Descriptive},
		{Name: "score", Title: "score", Better: better},
	}, Groups: []Group{{}}}
	if family != nil {
		out.Columns = append(out.Columns, Column{Name: "untuned", Title: "untuned", Better: better}, Column{Name: "gain", Title: "gain", Better: better}, Column{Name: "p", Title: "p", Unit: Probability})
	}
	out.Columns = append(out.Columns, Column{Name: "best", Title: "best\nthere", Better: better}, Column{Name: "by", Title: "by (not attainable)", Unit: Wording})
	for _, fold := range f.Folds {
		row := Row{Name: t.Places[fold.Place].Name}.with(Cell{Text: searched(fold.Chosen, family)}, numeric(fold.Dev), scored(fold.Score))
		if family != nil {
			row = row.with(bare(fold.Untuned)).with(gained(fold.Gain)...)
		}
		out.Groups[0].Rows = append(out.Groups[0].Rows, row.with(bare(fold.Top), Cell{Text: searched(fold.Ceiling, family)}))
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

func scored(s *stats.Score) Cell {
	if s == nil {
		return Cell{}
	}
	return Cell{Value: s.Value, Low: s.Low, High: s.High}
}

func bare(s *stats.Score) Cell {
	if s == nil {
		return Cell{}
	}
	return Cell{Value: s.Value}
}

func numeric(v float64) Cell {
	if math.IsNaN(v) {
		return Cell{}
	}
	return Cell{Value: &v}
}

// gained are the cells of a gain and its p.
func gained(c *stats.Comparison) []Cell {
	if c == nil {
		return []Cell{{}, {}}
	}
	gain, p := numeric(c.Delta), numeric(c.P)
	if !math.IsNaN(c.Low) {
		gain.Low, gain.High = &c.Low, &c.High
	}
	return []Cell{gain, p}
}
