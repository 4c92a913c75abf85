package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/reports"
)

// differenceTables show which stories changed between two runs, and the articles
// that moved.
func differenceTables(d *explain.Difference, most int) []reports.Table {
	t := reports.Table{
		Title: fmt.Sprintf("What changed from %s to %s", clipped(d.From, 60), clipped(d.To, 100)), RowHeader: "story",
		Facts: []string{
			fmt.Sprintf("b3.f1 %.3f → %.3f%s", d.Before.F1, d.After.F1, deltaText(d)),
			fmt.Sprintf("%d stories better, %d worse; %d articles are in other company", d.Better, d.Worse, d.Moved),
		},
		Columns: []reports.Column{
			scoreColumn("before", eval.Higher), scoreColumn("after", eval.Higher), plainColumn("change"),
			countColumn("articles"), titled(countColumn("own"), "own\nmoved"),
			titled(countColumn("came"), "foreign\ncame"), titled(countColumn("left"), "foreign\nleft"),
		},
		Groups: []reports.Group{{Title: "better"}, {Title: "worse"}, {Title: "as good as before"}},
		Notes: []string{"before, after: b3.f1 of the story's articles. Clusters with other names or numbers are no change: those " +
			"of both runs are paired by the articles in common."},
	}
	articles := reports.Table{Title: "The articles that moved", RowHeader: "article", Columns: []reports.Column{
		textColumn("what"), textColumn("from"), textColumn("to"),
		{Name: "before", Title: "error\nbefore"}, {Name: "after", Title: "error\nafter"},
	}}
	shown := [3]int{}
	left := 0
	for i := range d.Stories {
		s := &d.Stories[i]
		g := 2
		switch delta := s.Delta(); {
		case delta > 1e-12:
			g = 0
		case delta < -1e-12:
			g = 1
		}
		if shown[g] >= most {
			left++
			continue
		}
		shown[g]++
		t.Groups[g].Rows = append(t.Groups[g].Rows, reports.Row{Name: headline(s.Title, s.ID, 52), Cells: []reports.Cell{
			value(s.Before), value(s.After), value(s.Delta()), whole(s.Articles), whole(len(s.Moves)), whole(len(s.Came)), whole(len(s.Left)),
		}})
		if rows := movedRows(s); len(rows) > 0 {
			articles.Groups = append(articles.Groups, reports.Group{Title: headline(s.Title, s.ID, 72), Rows: rows})
		}
	}
	if t.Groups = slices.DeleteFunc(t.Groups, func(g reports.Group) bool { return len(g.Rows) == 0 }); len(t.Groups) == 0 {
		t.Groups = []reports.Group{{Rows: []reports.Row{{Name: "–", Text: "nothing: both group these articles alike"}}}}
	}
	if left > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d more stories changed", left))
	}
	if d.Only > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d articles are left out of one of the runs by the policy, and not compared", d.Only))
	}
	if len(articles.Groups) == 0 {
		return []reports.Table{t}
	}
	return []reports.Table{t, articles}
}

func deltaText(d *explain.Difference) string {
	if d.Low == nil || d.High == nil {
		return ""
	}
	s := fmt.Sprintf(" (%+.3f, 95 %% interval %+.3f to %+.3f", d.Delta, *d.Low, *d.High)
	if d.P != nil {
		s += strings.Replace(", p = "+reports.Probability.Format(*d.P), "= <", "<", 1)
	}
	return s + ")"
}

// movedFew are shown of one story.
const movedFew = 8

func movedRows(s *explain.StoryChange) (rows []reports.Row) {
	add := func(list []explain.Moved, what func(m explain.Moved) string) {
		for _, m := range list {
			rows = append(rows, reports.Row{Name: headline(m.Title, m.ID, 48), Cells: []reports.Cell{
				{Text: what(m)}, {Text: clipped(m.From, 18)}, {Text: clipped(m.To, 18)}, {Value: m.Before}, {Value: m.After},
			}})
		}
	}
	add(s.Moves, func(m explain.Moved) string {
		switch {
		case m.Home:
			return "came home"
		case m.Joined:
			return "joined others"
		case m.Strayed:
			return "strayed"
		}
		return "moved"
	})
	add(s.Came, func(explain.Moved) string { return "foreign, came" })
	add(s.Left, func(explain.Moved) string { return "foreign, left" })
	if len(rows) > movedFew {
		rows = append(rows[:movedFew:movedFew], remark(fmt.Sprintf("… and %d more", len(rows)-movedFew)))
	}
	return rows
}
