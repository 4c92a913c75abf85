package views

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports"
)

// DrilldownOfScore is DrilldownOf for the clustering that a request scored.
func DrilldownOfScore(ctx context.Context, s *score.Sheet, r *score.Request) (*reports.Drilldown, error) {
	if s.Judged != "" {
		return nil, nil // there are no stories to lead to
	}
	gold, found := r.Gold.WithArticles(), r.Found
	if found == nil {
		found = gold.Gold()
	}
	systems := []compare.System{{Name: s.Predicted.Name, Runs: []corpus.Labels{found}}}
	return DrilldownOf(eval.WithPager(ctx, r.GivePages), gold.Name(), gold, s.Measures, r.Policy, systems)
}

// Scores shows the scores of one clustering against each of several gold levels, a table for each. Drill-downs may be nil.
func Scores(sheets []*score.Sheet, d []*reports.Drilldown) *reports.Document {
	doc := Score(sheets[0], d[0])
	if len(sheets) == 1 {
		return doc
	}
	against := func(v *reports.Verdict, s *score.Sheet) {
		if v != nil {
			v.Sentences[0] = fmt.Sprintf("Against %s: %s", s.Gold.Name, v.Sentences[0])
		}
	}
	against(doc.Verdict, sheets[0])
	for i, s := range sheets[1:] {
		next := Score(s, d[i+1])
		against(next.Verdict, s)
		if doc.Verdict != nil && next.Verdict != nil {
			doc.Verdict.Sentences = append(doc.Verdict.Sentences, next.Verdict.Sentences...)
		}
		doc.Tables, doc.Drilldowns = append(doc.Tables, next.Tables...), append(doc.Drilldowns, next.Drilldowns...)
		for _, note := range next.Notes {
			if !slices.Contains(doc.Notes, note) {
				doc.Notes = append(doc.Notes, note)
			}
		}
	}
	return doc
}

// Score shows the scores of one clustering, a row for each metric, with floors and
// variants beside them. A drill-down of the clustering may be nil.
func Score(s *score.Sheet, d *reports.Drilldown) *reports.Document {
	doc := &reports.Document{
		Schema: reports.Schema, Verdict: scoreVerdict(s), Tables: []reports.Table{scoreTable(s, d)},
		Notes: []string{"Beside each value its 95 % interval by bootstrap over stories."},
	}
	if s.Judged != "" {
		doc.Notes = []string{
			judgedNote(s.Design),
			pairIntervals(s.Design) + " Floors: every article alone, all in one cluster.",
		}
	} else if len(s.Floors) > 0 {
		doc.Notes = append(doc.Notes,
			"Floors: every article alone, all in one cluster, the mean of random clusterings with the sizes found.")
	}
	if s.Levels != nil {
		doc.Notes = append(doc.Notes, fmt.Sprintf("Value: the %s of those of the gold levels, which are beside it. "+
			"Its interval is by bootstrap over the stories of the level that has fewest.", levelRule(s)))
	}
	if s.Judges != nil {
		doc.Notes = append(doc.Notes, "Judges: the mean of what the labels of each gold level score against the others: what people agree on.")
	}
	if s.Unmatched != nil {
		for _, note := range s.Unmatched.Notes(corpus.IDPolicy{Missing: s.Policy.Missing, Unknown: s.Policy.Unknown}) {
			doc.Notes = append(doc.Notes, note+".")
		}
	}
	if len(s.Worst) > 0 {
		doc.Tables = append(doc.Tables, Worst(s.Worst))
	}
	if d != nil {
		doc.Drilldowns = append(doc.Drilldowns, d)
	}
	return doc
}

func pairIntervals(d *score.Design) string {
	if d != nil {
		return "Beside each value its 95 % interval by the design."
	}
	return "Beside each value its 95 % interval, in which pairs that share an article depend on each other."
}

// judgedNote says what figures from judged pairs are of.
func judgedNote(d *score.Design) string {
	if d == nil {
		return "Figures are of the judged pairs, not of the corpus: how these were chosen is not known."
	}
	note := fmt.Sprintf("Figures are estimates for the %d pairs that look alike, of which %d are judged, by the design of assay label "+
		"(Horvitz and Thompson). %d pairs that look unlike are left out: assay label --figures bounds what they hide.", d.Pairs, d.Judged, d.Far)
	if d.Unjudged > 0 {
		note += fmt.Sprintf(" None is judged of the kinds to which %d of the pairs belong: they do not count.", d.Unjudged)
	}
	if d.Judged < 100 {
		note += " With fewer than 100 answers recall may be some hundredths off."
	}
	return note
}

func scoreTable(s *score.Sheet, d *reports.Drilldown) reports.Table {
	t := newTable(fmt.Sprintf("%s against %s", s.Predicted.Name, s.Gold.Name), "metric", plainColumn("value"), textColumn("better"))
	t.InlineInterval = true
	t.Facts = []string{
		fmt.Sprintf("%d articles, %d stories, %d clusters", s.N, s.Gold.Groups, s.Predicted.Groups),
		fmt.Sprintf("policy: %s; missing=%s, unknown=%s", s.Policy.Policy, s.Policy.Missing, s.Policy.Unknown),
	}
	if s.Judged != "" {
		t.Facts[0] = s.Judged
		t.Facts[1] = fmt.Sprintf("policy: noise=%s; missing=%s, unknown=%s", s.Policy.Noise, s.Policy.Missing, s.Policy.Unknown)
	} else if u := s.Unmatched; u != nil {
		t.Facts = append(t.Facts, fmt.Sprintf("on one side alone: %d articles without a label, %d labels of articles that the gold does not have",
			u.Missing, u.Unknown))
	}
	if s.Judged == "" && s.Dropped > 0 {
		t.Facts = append(t.Facts, fmt.Sprintf("left out by the policy: %.1f %% of the articles", 100*s.Dropped))
	}
	if s.Levels != nil {
		var counts []string
		for i, level := range s.Levels {
			counts = append(counts, fmt.Sprintf("%d (%s)", s.Gold.Levels[i], level.Name))
		}
		t.Facts[0] = fmt.Sprintf("%d articles; stories: %s; %d clusters", s.N, strings.Join(counts, ", "), s.Predicted.Groups)
	}
	var others []map[string]*float64
	for _, level := range s.Levels {
		t.Columns = append(t.Columns, plainColumn(level.Name))
		others = append(others, level.Values)
	}
	if s.Judges != nil {
		t.Columns = append(t.Columns, plainColumn(s.Judges.Name))
		others = append(others, s.Judges.Values)
	}
	for _, f := range s.Floors {
		t.Columns = append(t.Columns, plainColumn(f.Name))
		others = append(others, f.Values)
	}
	for _, v := range s.Variants {
		t.Columns = append(t.Columns, plainColumn(v.Policy))
		others = append(others, v.Values)
	}
	for i, m := range s.Measures {
		v := s.Scores[i]
		row := reports.Row{Name: v.Metric, Cells: []reports.Cell{{Value: v.Value, Low: v.Low, High: v.High}, {Text: string(m.Better)}}}
		if d != nil && v.Metric == d.Metric {
			row.Cells[0].Drilldown = reports.DrilldownRef{Key: d.Key, System: s.Predicted.Name}
		}
		for _, values := range others {
			row.Cells = append(row.Cells, reports.Cell{Value: values[v.Metric]})
		}
		if m.Name == "clusters" {
			wholeNumbers(row.Cells)
		}
		if v.Value == nil {
			row.Notes = append(row.Notes, t.Note(v.Reason))
		}
		if note := summaries.Ceiling(m.Spec); note != "" {
			row.Notes = append(row.Notes, t.Note(note))
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	return t
}

// levelRule is the rule by which the gold levels of a sheet are taken together.
func levelRule(s *score.Sheet) string {
	if s.Gold.Rule == corpus.Max {
		return "best"
	}
	return s.Gold.Rule
}

// wholeNumbers shows the values of cells without decimals.
func wholeNumbers(cells []reports.Cell) {
	for i := range cells {
		if v := cells[i].Value; v != nil {
			cells[i] = reports.Cell{Text: fmt.Sprintf("%.0f", *v)}
		}
	}
}
