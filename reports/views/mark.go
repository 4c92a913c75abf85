package views

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
)

// judge judges the systems of a table by the primary metric. It is nil without an error if
// no contender has a value. Gold levels that are scored against each other are no systems.
func judge(list []results.System) (*compare.Judgement, error) {
	var entrants []compare.Entrant
	for i := range list {
		e := &list[i]
		score := e.Score(results.Primary)
		if score.Value == nil || e.Role == results.Judge {
			continue
		}
		terms, _ := e.Terms()
		entrants = append(entrants, compare.Entrant{Name: e.Name(), Value: *score.Value, Terms: terms,
			Control: e.Role == results.Control, Oracle: e.Role == results.Oracle})
	}
	return compare.Judge(context.Background(), entrants)
}

// letters notes how the letters of a judgement were found, or why there are none, at the
// primary column if it is shown.
func letters(t *reports.Table, j *compare.Judgement) {
	k := slices.IndexFunc(t.Columns, func(c reports.Column) bool { return c.Name == results.Primary })
	if k < 0 || j == nil || j.Pairs == 0 {
		return
	}
	note := "no letters: " + j.Untested
	if j.Untested == "" {
		note = fmt.Sprintf("tests: sign flips of stories over all %s, 5 %% after Holm", reports.Counted(j.Pairs, "pair"))
	}
	t.AddNote(&t.Columns[k].Notes, note)
}

// mark marks in each column of scores the best contenders' value, with all that
// print the same, unless all do; and those that share a letter with it. Times and
// memory are not marked: their differences in a run or two are noise. Nothing is marked
// if no contender beats the controls.
func mark(t *reports.Table, j *compare.Judgement) {
	if j != nil && j.Floored {
		return // what does not beat a control is not best
	}
	for k, c := range t.Columns {
		if c.Unit != reports.Second && c.Unit != reports.Byte {
			t.MarkBest(k)
		}
		if c.Name == results.Primary && j != nil {
			markTied(t, k, j.Letters)
		}
	}
}

func markTied(t *reports.Table, k int, letters map[string]string) {
	for row := range t.Rows() {
		if l := letters[row.Name]; l != "" && row.Cells != nil {
			row.Cells[k].Letters = l
		}
	}
	cells := t.Ranked(k)
	for _, cell := range cells {
		cell.Tied = !cell.Best && slices.ContainsFunc(cells, func(o *reports.Cell) bool {
			return o.Best && compare.ShareLetter(o.Letters, cell.Letters)
		})
	}
}

// lettered reports whether any cell has letters.
func lettered(t *reports.Table) bool {
	for row := range t.Rows() {
		if slices.ContainsFunc(row.Cells, func(c reports.Cell) bool { return c.Letters != "" }) {
			return true
		}
	}
	return false
}
