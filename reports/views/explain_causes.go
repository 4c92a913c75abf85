package views

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/reports"
)

func causesTable(c *explain.Causes, title, errors, placed string) reports.Table {
	t := newTable(title, "measured", titled(percentColumn("errors"), errors), titled(percentColumn("placed"), "placed well"))
	t.Facts = append([]string{fmt.Sprintf("%s in all; measured: %d, of %s, beside %d of %s", reports.Counted(c.Errors,
		strings.TrimSuffix(errors, "s")), c.Measured, reports.Counted(c.Stories, "story"), c.Compared, placed)}, rules(c, errors, placed)...)
	for _, f := range c.Features {
		t.Add(f.Question, value(f.Errors), value(f.Placed))
	}
	if len(c.Features) == 0 {
		t.Groups[0].Rows = []reports.Row{{Name: "–", Text: "there was nothing to compare with"}}
	}
	return t
}

// weakTree is under what share told right a tree's rules are not worth telling.
const weakTree = 0.6

// rules says what the trees found, and whether it holds.
func rules(c *explain.Causes, errors, placed string) (lines []string) {
	const seen = "such a tree tells %.0f %% right on stories that it has not seen (50 %% is guessing)"
	if len(c.Tree.Rules) == 0 && len(c.WithoutWords.Rules) == 0 {
		return []string{"no rule of what was measured sets enough of them apart (a tree is grown from 10 errors of 3 stories on)"}
	}
	for _, p := range []struct {
		pattern explain.Pattern
		apart   string
	}{{c.Tree, ""}, {c.WithoutWords, "apart from likeness in words: "}} {
		switch {
		case len(p.pattern.Rules) == 0:
			lines = append(lines, p.apart+"no rule of what was measured sets enough of them apart")
		case p.pattern.Unseen == nil:
			lines = append(append(lines, sentences(p.pattern, p.apart, errors, placed)...),
				"these are of too few stories to check the rules on others")
		case *p.pattern.Unseen < weakTree:
			lines = append(lines, p.apart+fmt.Sprintf("no rule that holds: "+seen, 100**p.pattern.Unseen))
		default:
			lines = append(append(lines, sentences(p.pattern, p.apart, errors, placed)...), fmt.Sprintf(seen, 100**p.pattern.Unseen))
		}
	}
	return lines
}

func sentences(p explain.Pattern, apart, errors, placed string) (lines []string) {
	for _, r := range p.Rules {
		lines = append(lines, apart+r.Sentence(errors, placed))
		placed = "the others" // said once is enough
	}
	return lines
}

func sharesTable(list []explain.Shares) reports.Table {
	t := reports.Table{
		Title: "Whose articles suffer: mean error by group", RowHeader: "group",
		Facts: []string{"error of an article: 1 less the smaller of its B-cubed precision and recall; intervals by bootstrap over stories"},
		Columns: []reports.Column{
			scoreColumn("error", eval.Lower), countColumn("articles"), countColumn("stories"),
			{Name: "difference", Title: "against\nthe others"}, pColumn,
		},
		InlineInterval: true,
	}
	groups := 0
	for _, by := range list {
		g := reports.Group{Title: "by " + tidy(by.By)}
		for i, s := range by.Groups {
			groups++
			if i >= mostGroups && s.Pooled == 0 {
				if i == mostGroups {
					g.Rows = append(g.Rows, remark(fmt.Sprintf("… and %d more", len(by.Groups)-mostGroups)))
				}
				continue
			}
			name := clipped(s.Name, 40)
			if s.Pooled > 0 {
				name = reports.Counted(s.Pooled, "smaller group") + " together"
			}
			g.Rows = append(g.Rows, reports.Row{Name: name, Cells: []reports.Cell{
				{Value: &s.Error, Low: s.Low, High: s.High}, whole(s.Articles), whole(s.Stories), {Value: s.Difference}, {Value: s.P},
			}})
		}
		t.Groups = append(t.Groups, g)
	}
	t.Notes = []string{fmt.Sprintf("%d groups are looked at, so that one in twenty would seem to differ by chance: p is after "+
		"Holm over all of them. "+
		"A group may suffer for the stories it reports rather than for what it is.", groups)}
	return t
}

const mostGroups = 12

func repairTable(s explain.Script, most int) reports.Table {
	prices := fmt.Sprintf("merge=%g,split=%g", s.Prices.Merge, s.Prices.Split)
	if s.Prices.Move != nil {
		prices = fmt.Sprintf("move=%g,", *s.Prices.Move) + prices
	}
	t := stepsTable("The cheapest repair", s.Steps, most)
	t.Facts = []string{fmt.Sprintf("%s, %s of one article, %s turn the clusters into the stories; cost %g at %s",
		reports.Counted(s.Splits, "split"), reports.Counted(s.Moves, "move"), reports.Counted(s.Merges, "merge"), s.Cost, prices)}
	if len(s.Steps) > most {
		t.Notes = []string{fmt.Sprintf("%d more steps; --repair FILE writes all", len(s.Steps)-most)}
	}
	return t
}

func stepsTable(title string, steps []explain.Step, most int) reports.Table {
	t := newTable(title, "step", textColumn("from"), textColumn("into"), textColumn("articles"), titled(textColumn("story"), "for story"))
	for _, s := range steps[:min(most, len(steps))] {
		articles := strings.Join(s.Articles[:min(4, len(s.Articles))], " ")
		if len(s.Articles) > 4 {
			articles += fmt.Sprintf(" and %d more", len(s.Articles)-4)
		}
		if s.Op == explain.Merge {
			articles = "all"
		}
		t.Add(s.Op, words(clipped(s.Cluster, 24)), words(clipped(s.Into, 24)),
			words(clipped(articles, 48)), words(cmp.Or(clipped(s.Story, 32), "–")))
	}
	if len(steps) == 0 {
		t.Groups[0].Rows = []reports.Row{{Name: "–", Text: "nothing to repair"}}
	}
	return t
}

func conflictsTable(c *explain.Conflicts, most int) reports.Table {
	t := newTable("Numbers in conflict within clusters", "cluster", countColumn("articles"), titled(textColumn("story"), "mostly"),
		textColumn("counted"), titled(textColumn("values"), "values (articles)"), textColumn("mixed"))
	t.Facts = []string{fmt.Sprintf("%d in %s of two articles or more; %d of them where the cluster mixes stories, which is the "+
		"likelier reason", len(c.List), reports.Counted(c.Clusters, "cluster"), c.Mixed)}
	for i, f := range c.List {
		if i == most {
			t.Notes = append(t.Notes, fmt.Sprintf("%d more", len(c.List)-most))
			break
		}
		var values []string
		for k, v := range f.Values {
			if k == 4 {
				values = append(values, "…")
				break
			}
			values = append(values, fmt.Sprintf("%g (%d)", v.Number, len(v.Articles)))
		}
		mixed := "no"
		if f.Mixed {
			mixed = "yes"
		}
		t.Add(clipped(f.Cluster, 24), whole(f.Articles), words(cmp.Or(clipped(f.Title, 40), "–")),
			words(tidy(f.Counted)), words(strings.Join(values, ", ")), words(mixed))
	}
	return t
}
