package views

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval/register"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
)

// Reproduced shows published figures beside what was measured under o: verdicts counted by entry, and a table for each
// entry. Rows with a verdict that is not among shown are counted alone; nil shows all.
func Reproduced(list []register.Result, o register.Options, shown []register.Verdict) *reports.Document {
	counts, total := newTable("Verdicts", "entry", countColumn("published cells"), countColumn("comparisons")), register.Counts{}
	for _, v := range register.Verdicts {
		counts.Columns = append(counts.Columns, countColumn(string(v)))
	}
	d := &reports.Document{Schema: reports.Schema}
	var tables []reports.Table
	for _, r := range list {
		n := register.Count(r)
		total.Add(n)
		counts.Add(r.Entry.Name, verdictCounts(n)...)
		if t := reproducedTable(r, shown); len(t.Groups) > 0 {
			tables = append(tables, t)
		}
		if r.Entry.Over != "" {
			d.Charts = append(d.Charts, chart.Curve(curveOf(r)))
		}
		if r.Missing {
			d.Notes = append(d.Notes, fmt.Sprintf("%s: data are missing: %s.", r.Entry.Name, r.Entry.Where))
		}
	}
	counts.Groups = append(counts.Groups, reports.Group{Rows: []reports.Row{{Name: "all", Cells: verdictCounts(total)}}})
	d.Tables = append([]reports.Table{counts}, tables...)
	d.Verdict = &reports.Verdict{Sentences: []string{total.String()}}
	d.Notes = append(d.Notes, "measured: the value or, where chance has a part, the mean of the runs with the 95 % interval in which a "+
		"mean of as many runs as were published is expected. within: the published figure is at most the tolerance (half a unit of its "+
		"last place) from the value or the interval; an interval over stories or summaries is shown, and has no part in the verdict.")
	d.Provenance = reproducedProvenance(list, o)
	return d
}

// reproducedProvenance names the entries, unless all were measured.
func reproducedProvenance(list []register.Result, o register.Options) *reports.Provenance {
	command := []string{"assay", "reproduce"}
	if len(list) < len(register.Entries) {
		for _, r := range list {
			command = append(command, r.Entry.Name)
		}
	}
	if o.Data != "" {
		command = append(command, "--data", o.Data)
	}
	settings := o.Settings.Full()
	command = append(command, "--seed", fmt.Sprint(settings.Seed), "--runs", fmt.Sprint(settings.Runs))
	p := &reports.Provenance{Commands: []string{reports.Command(command...)}, Versions: []string{fingerprint.Version()},
		Hosts: []string{results.ThisHost().String()}}
	for run := range settings.Runs {
		p.Seeds = append(p.Seeds, settings.Seed+uint64(run))
	}
	return p
}

func verdictCounts(n register.Counts) []reports.Cell {
	cells := []reports.Cell{whole(n.Cells), whole(n.Comparisons)}
	for _, v := range register.Verdicts {
		cells = append(cells, whole(n.By[v]))
	}
	return cells
}

// reproducedTable has a group for each part, without groups if no row is shown.
func reproducedTable(r register.Result, shown []register.Verdict) reports.Table {
	e := r.Entry
	t := newTable(e.Name+": "+e.Title, "cell", textColumn("measured by"), plainColumn("published"), plainColumn("measured"),
		plainColumn("difference"), textColumn("verdict"))
	for k := range t.Columns {
		t.Columns[k].Digits = e.Digits
	}
	t.InlineInterval, t.Groups = true, nil
	t.Facts = reproducedFacts(r)
	hidden := 0
	for _, row := range r.Rows {
		if shown != nil && !slices.Contains(shown, row.Verdict) {
			hidden++
			continue
		}
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Title != row.Part {
			t.Groups = append(t.Groups, reports.Group{Title: row.Part})
		}
		at := reports.Row{Name: row.Cell.Name, Cells: []reports.Cell{words(row.By), value(row.Cell.Published), numeric(row.Value),
			numeric(row.Value - row.Cell.Published), {Text: string(row.Verdict), Tone: tone(row.Verdict)}}}
		if !math.IsNaN(row.Low) && row.Low != row.High {
			at.Cells[2].Low, at.Cells[2].High = &row.Low, &row.High
		}
		if row.Why != "" {
			t.AddNote(&at.Notes, row.Why)
		}
		g := &t.Groups[len(t.Groups)-1]
		g.Rows = append(g.Rows, at)
	}
	if hidden > 0 {
		t.Facts = append(t.Facts, reports.Counted(hidden, "comparison")+" with another verdict not shown")
	}
	t.RenumberNotes()
	return t
}

// reproducedFacts are what the figures are, where they are from, and by what metric.
func reproducedFacts(r register.Result) []string {
	facts := []string{r.Entry.Doc}
	for _, s := range r.Entry.Sources() {
		facts = append(facts, "source: "+s.String())
	}
	facts = append(facts, "metric: "+strings.Join(r.Entry.Metrics(), "; "))
	return append(facts, "licence of the data: "+r.Entry.Licence)
}

func tone(v register.Verdict) reports.Tone {
	switch v {
	case register.Within, register.Better:
		return reports.Good
	case register.Worse, register.Differs, register.Failed:
		return reports.Bad
	}
	return reports.Neutral
}

// curveOf is an entry as a curve: the published places, and those measured in each part.
func curveOf(r register.Result) chart.Formula {
	f := chart.Formula{Name: r.Entry.Title, X: r.Entry.Over, Y: r.Entry.Metrics()[0]}
	for _, row := range r.Rows {
		f.Curve = append(f.Curve, chart.Place{X: row.Cell.At, Y: row.Cell.Published})
		if math.IsNaN(row.Value) {
			continue
		}
		name := cmp.Or(row.Part, "measured")
		if n := len(f.Points); n == 0 || f.Points[n-1].Name != name {
			f.Points = append(f.Points, chart.Sample{Name: name})
		}
		s := &f.Points[len(f.Points)-1]
		s.Places = append(s.Places, chart.Place{X: row.Cell.At, Y: row.Value})
		s.Low, s.High = append(s.Low, row.Low), append(s.High, row.High)
	}
	slices.SortStableFunc(f.Curve, func(a, b chart.Place) int { return cmp.Compare(a.X, b.X) })
	f.Curve = slices.Compact(f.Curve)
	return f
}
