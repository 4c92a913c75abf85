package scorefile

import (
	"context"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

var table = Form{
	Name:  "table",
	Title: "tables",
	Doc: "CSV, TSV and their kin, and Parquet, with a header: a row an item, a column each for its id and for each metric; " +
		"optional ones for its unit, the system and the run. Other columns are left out.",
	detect: func(_ format.Source, head []byte) bool {
		return len(head) > 0 && head[0] != '{' && head[0] != '[' && head[0] != '<'
	},
	New: func() Reader { return spec.Defaults(new(tableReader)) },
}

type tableReader struct{ columnParams }

func (r *tableReader) read(ctx context.Context, src format.Source, b *builder) error {
	b.open = true
	head, err := src.Head()
	if err != nil {
		return err
	}
	if len(head) > 3 && string(head[:3]) == "PAR" {
		b.file.record = "row"
	}
	var found [roles]string
	var columns []string
	var cells []cell
	return src.ReadRows(ctx, format.Rows{
		Begin: func(names []string) (err error) {
			columns = names
			found, err = r.rolesOf(b, names)
			return err
		},
		Row: func(line int, row [][]byte) error {
			cells = cells[:0]
			for i, text := range row {
				c := cell{column: columns[i]}
				if utf8.Valid(text) {
					c.text = string(text)
				}
				c.score = number(columns[i], c.text)
				cells = append(cells, c)
			}
			return b.addRecord(line, found, cells)
		},
	})
}
