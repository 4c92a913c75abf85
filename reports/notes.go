package reports

import (
	"slices"
	"strconv"
)

// Note adds a note to the table, unless it is there, and returns its number,
// for the Notes of a row, a column or a cell.
func (t *Table) Note(text string) int {
	i := slices.Index(t.Notes, text)
	if i < 0 {
		i = len(t.Notes)
		t.Notes = append(t.Notes, text)
	}
	return i + 1
}

// union appends the numbers that are not in the list.
func union(list, more []int) []int {
	for _, n := range more {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// AddNote adds a note to the table, and its number to those of what it concerns.
func (t *Table) AddNote(to *[]int, text string) {
	*to = union(*to, []int{t.Note(text)})
}

// DropNotes takes out the notes, their marks, and the letters that they explain.
func (t *Table) DropNotes() {
	t.Notes = nil
	for k := range t.Columns {
		t.Columns[k].Notes = nil
	}
	for row := range t.Rows() {
		row.Notes = nil
		for k := range row.Cells {
			row.Cells[k].Notes, row.Cells[k].Letters = nil, ""
		}
	}
}

// RenumberNotes numbers the notes in the order in which a reader meets their marks; those
// that concern the whole table come last.
func (t *Table) RenumberNotes() {
	old := t.Notes
	t.Notes = nil
	renumbered := map[int]int{}
	keep := func(n int) {
		if renumbered[n] == 0 {
			t.Notes = append(t.Notes, old[n-1])
			renumbered[n] = len(t.Notes)
		}
	}
	t.eachNotes(func(notes []int) {
		for _, n := range notes {
			keep(n)
		}
	})
	for i := range old {
		keep(i + 1)
	}
	t.eachNotes(func(notes []int) {
		for i, n := range notes {
			notes[i] = renumbered[n]
		}
		slices.Sort(notes)
	})
}

// eachNotes visits the notes of the columns, then of the rows and their cells.
func (t *Table) eachNotes(visit func([]int)) {
	for _, c := range t.Columns {
		visit(c.Notes)
	}
	for row := range t.Rows() {
		visit(row.Notes)
		for _, cell := range row.Cells {
			visit(cell.Notes)
		}
	}
}

// liftSharedNotes moves notes that all cells of a row share to the row, and then those that
// all cells of a column share to the column.
func (t *Table) liftSharedNotes() {
	columns := make([][]*Cell, len(t.Columns))
	for row := range t.Rows() {
		cells := make([]*Cell, len(row.Cells))
		for k := range row.Cells {
			cells[k] = &row.Cells[k]
			columns[k] = append(columns[k], cells[k])
		}
		liftNotes(&row.Notes, cells)
	}
	for k, cells := range columns {
		liftNotes(&t.Columns[k].Notes, cells)
	}
}

func liftNotes(to *[]int, cells []*Cell) {
	if len(cells) < 2 {
		return
	}
	for _, n := range slices.Clone(cells[0].Notes) {
		if slices.ContainsFunc(cells, func(c *Cell) bool { return !slices.Contains(c.Notes, n) }) {
			continue
		}
		*to = append(*to, n)
		for _, c := range cells {
			if c.Notes = slices.DeleteFunc(c.Notes, func(o int) bool { return o == n }); len(c.Notes) == 0 {
				c.Notes = nil
			}
		}
	}
}

// marked returns the notes that something in the table refers to: those have a mark.
func (t *Table) marked() map[int]bool {
	marked := map[int]bool{}
	t.eachNotes(func(notes []int) {
		for _, n := range notes {
			marked[n] = true
		}
	})
	return marked
}

// unmarked are the numbers of the notes that concern the whole table.
func (t *Table) unmarked() []int {
	marked := t.marked()
	var list []int
	for i := range t.Notes {
		if !marked[i+1] {
			list = append(list, i+1)
		}
	}
	return list
}

// texts are the notes with these numbers; numbers of no note are left out.
func (t *Table) texts(numbers []int) []string {
	var list []string
	for _, n := range numbers {
		if n > 0 && n <= len(t.Notes) {
			list = append(list, t.Notes[n-1])
		}
	}
	return list
}

// superscripts are the marks of notes in figures set high.
func superscripts(numbers []int) string {
	var out []rune
	for i, n := range numbers {
		if i > 0 {
			out = append(out, ' ')
		}
		for _, figure := range strconv.Itoa(n) {
			out = append(out, []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[figure-'0'])
		}
	}
	return string(out)
}
