package views

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/reports"
)

// ExplainView says what of an explanation is shown.
type ExplainView struct {
	Stories int    // most stories, clusters and changed stories; 0 means 10
	Story   string // id of the one story to show, whole
	Cluster string // name of the one cluster to show, whole
}

// Explain shows an explanation: what changed since another run, the stories and
// clusters that cost most, the causes, articles in the wrong place, whose articles
// suffer, the repair, and numbers in conflict; or one story or cluster alone.
func Explain(e *explain.Explanation, view ExplainView) (*reports.Document, error) {
	view.Stories = cmp.Or(view.Stories, 10)
	r := &reports.Document{Schema: reports.Schema}
	switch {
	case view.Story != "" || view.Cluster != "":
		return r, oneOf(r, e, view)
	case e.Difference != nil:
		r.Tables = append(r.Tables, differenceTables(e.Difference, view.Stories)...)
	}
	r.Verdict = explainVerdict(e)
	r.Tables = append(r.Tables, storiesTable(e, e.Stories, view.Stories))
	if len(e.Clusters) > 0 {
		r.Tables = append(r.Tables, clustersTable(e.Clusters, view.Stories))
	}
	for _, c := range []struct {
		causes         *explain.Causes
		title          string
		errors, placed string
	}{
		{e.Splits, "Splits: what the missing articles have in common", "splits", "the articles with their story"},
		{e.Merges, "Merges: what the foreign articles have in common", "merges", "the articles kept apart"},
	} {
		if c.causes != nil {
			r.Tables = append(r.Tables, causesTable(c.causes, c.title, c.errors, c.placed))
		}
	}
	addArticles(r, "Articles in the wrong place, in the stories that cost most",
		articleGroups(e.Stories[:min(view.Stories, len(e.Stories))], fewArticles))
	if len(e.Shares) > 0 {
		r.Tables = append(r.Tables, sharesTable(e.Shares))
	}
	r.Tables = append(r.Tables, repairTable(e.Repair, view.Stories))
	if c := e.Conflicts; c != nil && len(c.List) > 0 {
		r.Tables = append(r.Tables, conflictsTable(c, view.Stories))
	}
	r.Notes = append(explainNotes(e), e.Notes...)
	return r, nil
}

// fewArticles are shown of a story in the overview.
const fewArticles = 4

func explainNotes(e *explain.Explanation) []string {
	notes := []string{
		"cost: what the story takes from b3.f1, in points; the costs of all stories add up to what is missing to 100. missing: " +
			"articles outside of the cluster that holds most of the story. " +
			"foreign: articles of others in that cluster. parts of one size: exp of the entropy of the parts.",
	}
	if e.Splits != nil || e.Merges != nil {
		notes = append(notes, "Causes are what was measured to occur with the errors; they are not proof. "+
			"Missing articles are compared with the rest of their story's main part, foreign ones with the story they joined; "+
			"articles kept apart with the story of others nearest in words. Numbers like .27 are cosines of the words (tfidf) of the "+
			"article and the most like of those; "+
			"usual: of nine in ten of the articles placed well.")
	}
	return notes
}

// oneOf shows a story or a cluster with all its articles.
func oneOf(r *reports.Document, e *explain.Explanation, view ExplainView) error {
	one, err := e.Only(view.Story, view.Cluster)
	if err != nil {
		return err
	}
	for _, s := range one.Stories {
		t := storiesTable(e, one.Stories, 1)
		t.Notes = nil
		r.Tables = append(r.Tables, t, partsTable("Where its articles are", "cluster", s.Parts))
		addArticles(r, "Its articles in the wrong place, and others in its main cluster", articleGroups(one.Stories, math.MaxInt))
		if one.Difference != nil {
			r.Tables = append(r.Tables, differenceTables(one.Difference, 1)...)
		}
		if steps := one.Repair.Steps; len(steps) > 0 {
			r.Tables = append(r.Tables, stepsTable("The steps of the repair for it", steps, len(steps)))
		}
	}
	for _, c := range one.Clusters {
		r.Tables = append(r.Tables, clustersTable(one.Clusters, 1), partsTable("The stories in it", "story", c.Parts))
		addArticles(r, "Articles that do not belong", []reports.Group{{Rows: articleRows(c.ForeignArticles, "foreign", math.MaxInt)}})
	}
	r.Notes = explainNotes(e)
	return nil
}

func storiesTable(e *explain.Explanation, stories []explain.Story, most int) reports.Table {
	t := newTable(fmt.Sprintf("%s: stories by what they cost, as found by %s", clipped(e.Corpus, 60), clipped(e.Run, 100)), "story",
		plainColumn("cost"), countColumn("articles"), countColumn("parts"), titled(plainColumn("effective"), "parts of\none size"),
		percentColumn("largest"), countColumn("missing"), countColumn("foreign"), titled(textColumn("clusters"), "goes to (articles)"))
	t.Facts = []string{
		fmt.Sprintf("%d articles, %d of them in %s; %s; policy: %s", e.Articles, e.Labelled, reports.Counted(len(e.Stories), "story"),
			reports.Counted(e.Found, "cluster"), e.Policy),
		fmt.Sprintf("b3.f1 %.3f (precision %.3f, recall %.3f): of 100 points splits cost %.1f, merges %.1f", e.Score.F1,
			e.Score.Precision, e.Score.Recall, 100*e.Score.SplitLoss, 100*e.Score.MergeLoss),
	}
	rest := 0.0
	for i, s := range stories {
		if i >= most || s.Whole() && len(stories) > 1 {
			rest += s.Loss()
			continue
		}
		t.Add(headline(s.Title, s.ID, 44), value(100*s.Loss()), whole(s.Articles), whole(len(s.Parts)),
			value(s.Effective), value(s.Largest), whole(len(s.Missing)), whole(s.Foreign), words(flowText(s)))
	}
	if shown := len(t.Groups[0].Rows); shown < len(e.Stories) || shown == 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("exact (one cluster with nothing else in it): %d of %d stories", e.Exact, len(e.Stories)))
		if left := len(e.Stories) - shown - e.Exact; left > 0 {
			t.Notes = append(t.Notes, fmt.Sprintf("not shown: %d more that are not, which cost %.1f points together", left, 100*rest))
		}
	}
	return t
}

// flowText is where a story goes: the clusters of its largest parts.
func flowText(s explain.Story) string {
	const most = 4
	var list []string
	alone, more := 0, 0
	for i, p := range s.Parts {
		switch {
		case i > 0 && p.Of == 1:
			alone++
			continue
		case i >= most:
			more++
			continue
		}
		of := ""
		if p.Of > p.Articles {
			of = fmt.Sprintf(" of %d", p.Of)
		}
		list = append(list, fmt.Sprintf("%s (%d%s)", clipped(p.Cluster, 20), p.Articles, of))
	}
	if more > 0 {
		list = append(list, fmt.Sprintf("%d more", more))
	}
	if alone > 0 {
		list = append(list, fmt.Sprintf("%d alone", alone))
	}
	return strings.Join(list, ", ")
}

func partsTable(title, head string, parts []explain.Part) reports.Table {
	t := newTable(title, head, countColumn("articles"), countColumn("of"))
	for _, p := range parts {
		name := clipped(p.Cluster, 60)
		if head == "story" {
			name = headline(p.Title, p.Story, 60)
		}
		of := words("–")
		if p.Of > 0 {
			of = whole(p.Of)
		}
		t.Add(name, whole(p.Articles), of)
	}
	return t
}

// addArticles adds a table of articles where there are any.
func addArticles(r *reports.Document, title string, groups []reports.Group) {
	groups = slices.DeleteFunc(groups, func(g reports.Group) bool { return len(g.Rows) == 0 })
	if len(groups) == 0 {
		return
	}
	r.Tables = append(r.Tables, reports.Table{Title: title, RowHeader: "article", Groups: groups, Columns: []reports.Column{
		textColumn("error"), titled(textColumn("why"), "what may be why"), textColumn("where"), textColumn("outlet"), textColumn("published"),
	}})
}

func articleGroups(stories []explain.Story, most int) (groups []reports.Group) {
	for _, s := range stories {
		rows := slices.Concat(articleRows(s.Missing, "missing", most), articleRows(s.ForeignArticles, "foreign", most))
		if s.Within != "" {
			rows = append(rows, remark(fmt.Sprintf("it is in that of %s", clipped(s.Within, 20))))
		}
		groups = append(groups, reports.Group{Title: named(s), Rows: rows})
	}
	return groups
}

// named is a story's title with its id, by which one asks for it.
func named(s explain.Story) string {
	if s.Title == "" || strings.HasPrefix(s.Title, s.ID+": ") {
		return headline(s.Title, s.ID, 42)
	}
	return fmt.Sprintf("%s [%s]", headline(s.Title, s.ID, max(18, 38-utf8.RuneCountInString(s.ID))), clipped(s.ID, 20))
}

// articleRows are the articles of one error, at most the given number.
func articleRows(articles []explain.Article, what string, most int) (rows []reports.Row) {
	for i, a := range articles {
		if i == most {
			return append(rows, remark(fmt.Sprintf("… and %d more %s", len(articles)-most, what)))
		}
		where := "in " + clipped(a.Cluster, 18)
		switch {
		case what == "foreign":
			where = "of " + reports.Clip(cmp.Or(tidy(a.Story), "no story"), 18)
		case a.Alone:
			where = "alone"
		}
		rows = append(rows, reports.Row{Name: headline(a.Title, a.ID, 42)}.With(
			words(what), words(cmp.Or(why(a.Causes, most > fewArticles), "–")), words(where), words(cmp.Or(clipped(a.Outlet, 20), "–")),
			words(cmp.Or(moment(a.Published), "–"))))
	}
	return rows
}

// why joins causes: all, or as many as fit a line with the first.
func why(causes []string, all bool) string {
	const most = 64
	line := ""
	for i, c := range causes {
		switch {
		case i == 0:
			line = c
		case all || utf8.RuneCountInString(line+"; "+c) <= most:
			line += "; " + c
		}
	}
	return line
}

// moment is a time to the minute, in UTC.
func moment(published string) string {
	m, err := corpus.ParseMoment(published)
	switch {
	case err != nil || m.IsZero():
		return ""
	case m.Day:
		return published
	}
	return m.Time.UTC().Format("2006-01-02 15:04")
}

func clustersTable(clusters []explain.Cluster, most int) reports.Table {
	t := newTable("Clusters that mix, by what they cost", "cluster",
		plainColumn("cost"), countColumn("articles"), countColumn("foreign"), titled(plainColumn("effective"), "stories of\none size"),
		titled(textColumn("host"), "mostly"), titled(textColumn("others"), "and (articles)"))
	for i, c := range clusters {
		if i == most {
			t.Notes = append(t.Notes, fmt.Sprintf("%d more clusters mix", len(clusters)-most))
			break
		}
		var others []string
		for k, p := range c.Parts[1:] {
			if k == 2 && len(c.Parts) > 4 {
				others = append(others, fmt.Sprintf("%d more", len(c.Parts)-3))
				break
			}
			name := "no story"
			if p.Story != "" {
				name = headline(p.Title, p.Story, 32)
			}
			others = append(others, fmt.Sprintf("%s (%d)", name, p.Articles))
		}
		t.Add(clipped(c.Name, 24), value(100*c.Loss), whole(c.Articles),
			whole(len(c.ForeignArticles)), value(c.Effective), words(headline(c.Title, c.Host, 32)),
			words(strings.Join(others, ", ")))
	}
	return t
}

// headline is a title in a table: in one line, clipped, or the id where there is
// none.
func headline(title, id string, most int) string {
	return reports.Clip(cmp.Or(tidy(title), tidy(id), "–"), most)
}

func clipped(s string, most int) string { return reports.Clip(tidy(s), most) }

// tidy puts a text in one line, without characters that are not seen or that turn the
// direction of what follows. Two that are not seen join letters and emoji.
func tidy(s string) string {
	return text.Line(s, func(r rune) bool { return unicode.Is(unicode.C, r) && r != '\u200d' && r != '\u200c' })
}
