package views

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval/audit"
	"github.com/seed-9405df2f/assay/reports"
)

// AuditView says what of an audit is shown.
type AuditView struct {
	Findings int // the most findings; 0 means 20
}

// Audit shows an audit: how much each check found, the findings that concern most articles with the headlines of their
// sides, how large the clusters are, and what people's answers tell.
func Audit(a *audit.Audit, view AuditView) *reports.Document {
	view.Findings = cmp.Or(view.Findings, 20)
	r := &reports.Document{Schema: reports.Schema, Verdict: auditVerdict(a)}
	r.Tables = append(r.Tables, checksTable(a))
	if len(a.Findings) > 0 {
		r.Tables = append(r.Tables, findingsTable(a, view.Findings))
	}
	r.Tables = append(r.Tables, sizesTable(a))
	if j := a.Judged; j != nil && len(j.Sample) > 0 {
		r.Tables = append(r.Tables, falseMergesTable(j))
	}
	r.Notes = append([]string{"An audit finds what looks wrong, and does not know what is: read the headlines. Thresholds are levels " +
		"of this corpus, and assay list audits -v says which and why."}, a.Notes...)
	if l := a.Levels; l != nil {
		r.Notes = append(r.Notes, fmt.Sprintf("kinship: 0 is as alike as articles drawn at random (mean cosine %.3f), 1 as alike as "+
			"those of one "+
			"cluster, at most the usual cosine of nearest articles (%.3f; in one cluster %.3f).", l.Unrelated, l.Usual, l.Own))
	}
	return r
}

// auditVerdict says how much was found, and what most.
func auditVerdict(a *audit.Audit) *reports.Verdict {
	v := &reports.Verdict{Corpus: a.Corpus}
	of := fmt.Sprintf("%s in %s", reports.Counted(a.Articles, "article"), reports.Counted(a.Clusters, "cluster"))
	if len(a.Findings) == 0 {
		v.Sentences = []string{fmt.Sprintf("Nothing stands out among %s.", of)}
	} else {
		most := slices.MaxFunc(a.Checks, func(x, y audit.Outcome) int { return cmp.Compare(x.Articles, y.Articles) })
		v.Sentences = []string{fmt.Sprintf("%s: %d of %s would move if all are right. Most are of %s (%s).",
			reports.Counted(len(a.Findings), "finding"), a.Moved, of, most.Check, reports.Counted(most.Articles, "article"))}
	}
	if j := a.Judged; j != nil && j.All.Share != nil {
		v.Sentences = append(v.Sentences, fmt.Sprintf("By %d answers %.0f %% of the pairs in one cluster are of different stories "+
			"(95 %%: %.0f to %.0f %%)%s.",
			j.Together, 100**j.All.Share, 100**j.All.Low, 100**j.All.High, ofThese(j)))
	}
	if d := a.Sizes.Last; d != nil {
		word := "no more than chance makes"
		if d.Distance > d.Chance {
			word = fmt.Sprintf("more than chance makes (%.0f %%)", 100*d.Chance)
		}
		v.Sentences = append(v.Sentences, fmt.Sprintf("Since %s %.0f %% of the articles moved to clusters of another size, %s.", tidy(d.Name),
			100*d.Distance, word))
	}
	skipped := 0
	for _, o := range a.Checks {
		if o.Skipped != "" {
			skipped++
		}
	}
	if skipped > 0 {
		v.Sentences = append(v.Sentences, fmt.Sprintf("%d of %s could not be made.", skipped, reports.Counted(len(a.Checks), "check")))
	}
	if n := len(a.Paths); n > 0 && a.Judged == nil && a.Levels != nil {
		v.Next = reports.Command("assay", "label", a.Paths[0], a.Paths[n-1], "--out", "judgements.jsonl")
	}
	return v
}

// ofThese says of what the shares of judged pairs are, if their design is not known.
func ofThese(j *audit.Judged) string {
	if j.Known {
		return ""
	}
	return ": of these pairs, as nobody knows how they were chosen"
}

func checksTable(a *audit.Audit) reports.Table {
	name := tidy(a.Labels)
	if a.Corpus != "" {
		name = fmt.Sprintf("%s: what looks wrong in %s", clipped(a.Corpus, 60), clipped(a.Labels, 100))
	}
	t := newTable(name, "check", countColumn("findings"), titled(countColumn("articles"), "articles that\nwould move"), textColumn("finds"))
	t.Facts = []string{fmt.Sprintf("%d articles: %s of two or more, %d alone, %d without a cluster", a.Articles,
		reports.Counted(a.Clusters, "cluster"), a.Alone, a.Noise)}
	for _, o := range a.Checks {
		at := slices.IndexFunc(audit.Checks, func(c audit.Check) bool { return c.Name == o.Check })
		row := reports.Row{Name: o.Check}.With(whole(o.Findings), whole(o.Articles), words(audit.Checks[at].Title))
		if o.Skipped != "" {
			row.Cells[0], row.Cells[1] = words("–"), words("–")
			t.AddNote(&row.Notes, "not made: "+o.Skipped)
		}
		for _, note := range o.Notes {
			t.AddNote(&row.Notes, note)
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	t.Note("articles that would move if the findings are right: all but those of the largest side, each once; they stand for its readers")
	return t
}

// fewSides are shown of a finding.
const fewSides = 3

func findingsTable(a *audit.Audit, most int) reports.Table {
	t := newTable("Findings, those that concern most articles first", "headline", countColumn("articles"), textColumn("cluster"),
		textColumn("what"), textColumn("when"))
	t.Groups = nil
	for _, f := range a.Findings[:min(most, len(a.Findings))] {
		t.Groups = append(t.Groups, reports.Group{Title: findingTitle(f), Rows: sideRows(f)})
	}
	if more := len(a.Findings) - most; more > 0 {
		t.Note(fmt.Sprintf("%s not shown: --limit shows more, and --format json all", reports.Counted(more, "more finding")))
	}
	return t
}

// findingTitle says what was found, and what people say of it.
func findingTitle(f audit.Finding) string {
	s := fmt.Sprintf("%s: %d of %d would move; %s", f.Check, f.Articles, f.Of, clipped(f.Evidence, 240))
	if j := f.Judged; j != nil {
		s += fmt.Sprintf("; judged across: %d same, %d different", j.Same, j.Different)
		if j.Unsure > 0 {
			s += fmt.Sprintf(", %d unsure", j.Unsure)
		}
	}
	return s
}

// sideRows are the sides of a finding, and the strongest link between them.
func sideRows(f audit.Finding) (rows []reports.Row) {
	shown := min(fewSides, len(f.Sides))
	for _, side := range f.Sides[:shown] {
		a := side.Sample[0]
		rows = append(rows, reports.Row{Name: headline(a.Title, a.ID, 90)}.With(whole(side.Articles),
			words(cmp.Or(clipped(side.Cluster, 24), "–")), words(cmp.Or(clipped(side.Says, 40), "–")), words(cmp.Or(moment(a.Published), "–"))))
	}
	if more := len(f.Sides) - shown + f.More; more > 0 {
		rows = append(rows, reports.Row{Name: fmt.Sprintf("… and %d more", more)}.With(words(" "), words(" "), words(" "), words(" ")))
	}
	for _, b := range f.Bridges[:min(1, len(f.Bridges))] {
		rows = append(rows, linkRow(b.A, fmt.Sprintf("nearest (%.2f)", b.Cosine)), linkRow(b.B, "to"))
	}
	return rows
}

func linkRow(a audit.Article, what string) reports.Row {
	return reports.Row{Name: headline(a.Title, a.ID, 90)}.With(words(" "), words(" "), words(what), words(cmp.Or(moment(a.Published), "–")))
}

func sizesTable(a *audit.Audit) reports.Table {
	t := newTable("Sizes of clusters", "articles of a cluster", countColumn("clusters"), countColumn("articles"))
	if z := a.Sizes.Zipf; z != nil {
		t.Columns = append(t.Columns, reports.Column{Name: "expected", Title: "by the\nfitted law", Digits: 1})
		t.Facts = append(t.Facts, fmt.Sprintf("a power law of sizes from two on has the exponent %.2f (Zipf's law: 2), and is off "+
			"by %.0f %% of the "+
			"clusters at most", z.Exponent, 100*z.Distance))
	}
	if a.Sizes.Last != nil {
		t.Columns = append(t.Columns, titled(countColumn("last"), "clusters of\nthe last run"))
		t.Facts = append(t.Facts, lastFacts(a.Sizes.Last))
	}
	if a.Judged != nil {
		t.Columns = append(t.Columns, countColumn("judged"), titled(plainColumn("false"), "share of\ndifferent stories"))
		t.Note("judged: answers yes or no to pairs in one cluster; intervals of 95 % by Korn and Graubard" + ofThese(a.Judged))
	}
	for c, x := range a.Sizes.Classes {
		name := fmt.Sprint(x.From)
		if x.To > x.From {
			name = fmt.Sprintf("%d–%d", x.From, x.To)
		}
		row := reports.Row{Name: name}.With(whole(x.Clusters), whole(x.Articles))
		if a.Sizes.Zipf != nil {
			row = row.With(reports.Cell{Value: x.Expected})
		}
		if a.Sizes.Last != nil {
			row = row.With(whole(*x.Last))
		}
		if a.Judged != nil {
			row = row.With(judgedCells(a.Judged, c)...)
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	if len(t.Groups[0].Rows) == 0 {
		t.Groups[0].Rows = []reports.Row{{Name: "–", Text: "there are no clusters"}}
	}
	return t
}

func lastFacts(d *audit.Shift) string {
	s := fmt.Sprintf("the last run, %s, has %s in %s of two or more", clipped(d.Name, 60), reports.Counted(d.Articles, "article"),
		reports.Counted(d.Clusters, "cluster"))
	if d.Agreement != nil {
		s += fmt.Sprintf("; over the %d articles of both runs their b3.f1 is %.3f", d.Common, *d.Agreement)
	}
	return s
}

// judgedCells are the answers about the clusters of a class of sizes, from that of two articles on.
func judgedCells(j *audit.Judged, class int) []reports.Cell {
	if class == 0 || class > len(j.Classes) {
		return []reports.Cell{whole(0), {}}
	}
	f := j.Classes[class-1]
	return []reports.Cell{whole(f.Judged), {Value: f.Share, Low: f.Low, High: f.High}}
}

func falseMergesTable(j *audit.Judged) reports.Table {
	t := newTable("Pairs in one cluster that people call different", "one "+
		"article", textColumn("other"), textColumn("cluster"), countColumn("articles"))
	for _, x := range j.Sample {
		t.Add(headline(x.A.Title, x.A.ID, 60), words(headline(x.B.Title, x.B.ID, 60)), words(clipped(x.Cluster, 24)), whole(x.Articles))
	}
	return t
}
