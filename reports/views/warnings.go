package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms/external"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// warn says what the numbers of a table do not have in common, though they stand
// beside each other.
func warn(t *reports.Table, stored []results.Result, list []results.System) {
	warnOfVersions(t, stored, list)
	if v := distinctOf(stored, func(r results.Result) string { return fmt.Sprint(r.Replicates) }); len(v) > 1 {
		t.Note("intervals by different numbers of replicates: " + strings.Join(v, ", "))
	}
	if v := distinctOf(stored, func(r results.Result) string { return r.Outlets }); len(v) > 1 {
		t.Note(fmt.Sprintf("results with %d different tables of outlets: metrics that ask for owners, countries or sides cannot be "+
			"compared", len(v)))
	}
	if v := distinctOf(stored, func(r results.Result) string { return r.Host.String() }); len(v) > 1 {
		for k := range t.Columns {
			if t.Columns[k].Unit == reports.Second {
				t.AddNote(&t.Columns[k].Notes, "not comparable: measured on "+strings.Join(v, " and on "))
			}
		}
	}
	if orders := counted(stored, func(r results.Result) bool { return r.Order > 0 }); orders > 0 {
		t.Note(fmt.Sprintf("not shown: %s with the articles in another order (assay compare shows what that changes)",
			reports.Counted(orders, "run")))
	}
}

func counted(stored []results.Result, is func(results.Result) bool) (n int) {
	for _, r := range stored {
		if is(r) {
			n++
		}
	}
	return n
}

// warnOfVersions marks the rows that another version of assay made than most.
func warnOfVersions(t *reports.Table, stored []results.Result, list []results.System) {
	versions := distinctOf(stored, func(r results.Result) string { return r.Version })
	if len(versions) < 2 {
		return
	}
	most, count := "", 0
	for _, v := range versions {
		if n := counted(stored, func(r results.Result) bool { return r.Version == v }); n > count {
			most, count = v, n
		}
	}
	for _, e := range list {
		for _, r := range slices.Concat(e.Runs, e.Failed) {
			if row := t.Row(e.Name()); row != nil && r.Version != most {
				t.AddNote(&row.Notes, fmt.Sprintf("made by assay %s, most others by %s", r.Version, most))
			}
		}
	}
}

// distinctOf are the different texts that results have, in their order.
func distinctOf(stored []results.Result, of func(results.Result) string) []string {
	var list []string
	for _, r := range stored {
		add(&list, of(r))
	}
	return list
}

// legend says how to read the tables.
func (v View) legend(stored []results.Result, tables []reports.Table) []string {
	const compare = " Compare systems by their differences, not by whether intervals overlap."
	var list []string
	switch interval := "95 % interval by bootstrap over stories" + overSteps(stored) + "."; v.Spread {
	case "", "primary":
		list = append(list, "Beside the first score its "+interval+compare)
	case "interval":
		list = append(list, "Each score has its "+interval+compare)
	case "sd":
		list = append(list, "±: standard deviation between seeds (n − 1), where there are two or more.")
	}
	marks := "* or bold: best, oracles and controls aside."
	if slices.ContainsFunc(tables, func(t reports.Table) bool { return lettered(&t) }) {
		marks += fmt.Sprintf(" ~ or italic, or a letter in common: not told apart in %s.", results.Primary)
	}
	if shows(tables, "time") {
		marks += " Time: features and clustering."
	}
	if shows(tables, "memory") {
		marks += " Memory: the peak of the trial's own process"
		if slices.ContainsFunc(stored, func(r results.Result) bool { return r.Algorithm.Name == external.CommandEntry.Name }) {
			marks += ", of an external program with all that it started"
		}
		marks += "."
	}
	return append(list, marks)
}

// shows reports whether a table has a column of that title.
func shows(tables []reports.Table, title string) bool {
	return slices.ContainsFunc(tables, func(t reports.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c reports.Column) bool { return c.Title == title })
	})
}
