package reports

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
)

var csvFormat = Format{Name: "csv", Doc: "one number a line, for other programs", Write: writeCSV}

// writeCSV writes every cell as a line of its own, so that tables of different
// columns fit one file.
func writeCSV(w io.Writer, r *Report) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"table", "group", "row", "column", "value", "low", "high", "best", "text"}}
	for _, t := range r.Tables {
		for _, g := range t.Groups {
			for _, row := range g.Rows {
				if row.Cells == nil {
					rows = append(rows, []string{t.Title, g.Title, row.Name, "", "", "", "", "", row.Text})
				}
				for k, cell := range row.Cells {
					rows = append(rows, []string{t.Title, g.Title, row.Name, t.Columns[k].Name,
						number(cell.Value), number(cell.Low), number(cell.High), strconv.FormatBool(cell.Best), cell.Text})
				}
			}
		}
	}
	return c.WriteAll(rows)
}

func number(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

var jsonFormat = Format{Name: "json", Doc: "the report as data", Write: writeJSON}

func writeJSON(w io.Writer, r *Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
