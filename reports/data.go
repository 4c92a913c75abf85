package reports

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

var csvFormat = Format{Name: "csv", Doc: "one number a line, for other programs", Write: writeCSV}

// csvColumns are the columns of the CSV form; new ones come last.
var csvColumns = []string{"table", "group", "row", "column", "value", "low", "high", "best", "text", "tied", "letters", "notes"}

// writeCSV writes every cell as a line of its own, so that tables of different
// columns fit one file; its notes, those of its row and of its column among them,
// are separated by line breaks. What is no cell comes last, in the group "about".
func writeCSV(w io.Writer, r *Document) error {
	c := csv.NewWriter(w)
	rows := [][]string{csvColumns}
	for _, t := range r.Tables {
		for _, g := range t.Groups {
			for _, row := range g.Rows {
				if row.Cells == nil {
					rows = append(rows, []string{t.Title, g.Title, row.Name, "", "", "", "", "", row.Text, "", "", t.csvNotes(row.Notes)})
				}
				for k, cell := range row.Cells {
					rows = append(rows, []string{t.Title, g.Title, row.Name, t.Columns[k].Name,
						number(cell.Value), number(cell.Low), number(cell.High), strconv.FormatBool(cell.Best), cell.Text,
						strconv.FormatBool(cell.Tied), cell.Letters, t.csvNotes(cell.Notes, row.Notes, t.Columns[k].Notes)})
				}
			}
		}
	}
	about := func(table, kind string, texts []string) {
		for i, text := range texts {
			rows = append(rows, []string{table, "about", kind, strconv.Itoa(i + 1), "", "", "", "", text, "", "", ""})
		}
	}
	if r.Verdict != nil {
		about("", "verdict", r.Verdict.lines())
	}
	for _, t := range r.Tables {
		about(t.Title, "fact", t.Facts)
		if t.Verdict != nil && r.ownVerdicts() {
			about(t.Title, "verdict", t.Verdict.lines())
		}
		about(t.Title, "note", t.Notes)
	}
	about("", "note", r.Notes)
	if r.Provenance != nil {
		about("", "command", r.Provenance.Commands)
		about("", "repeat", r.Provenance.lines())
	}
	return c.WriteAll(rows)
}

// csvNotes are the texts of notes, each once.
func (t *Table) csvNotes(lists ...[]int) string {
	var numbers []int
	for _, list := range lists {
		numbers = union(numbers, list)
	}
	return strings.Join(t.texts(numbers), "\n")
}

func number(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

var jsonFormat = Format{Name: "json", Doc: "the report as data", Write: func(w io.Writer, d *Document) error { return WriteJSON(w, d) }}

// WriteJSON writes a value as indented JSON, signs of HTML as they are.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
