package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names that would break a table must not.
func TestHostileNames(t *testing.T) {
	name := "a|b <script> \\ $x$ `c` *d* [e](f)\n# g"
	v := 0.5
	r := &Document{Schema: Schema, Tables: []Table{{Title: name, RowHeader: "x", Columns: []Column{{Name: name, Title: name}},
		Groups: []Group{{Title: name, Rows: []Row{{Name: name, Cells: []Cell{{Value: &v}}}, {Name: name, Text: name}}}}}}}
	var b bytes.Buffer
	require.NoError(t, Write(&b, r, "md"))
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(line, "|") {
			bars := strings.Count(line, "|") - strings.Count(line, `\|`)
			assert.Equal(t, 3, bars, line)
		}
		assert.NotContains(t, line, "<script>")
	}
	b.Reset()
	require.NoError(t, Write(&b, r, "csv"))
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, name, rows[1][2])
	b.Reset()
	require.NoError(t, Write(&b, r, "json"))
	var back Document
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	assert.Equal(t, name, back.Tables[0].Title)
	require.NoError(t, Write(&bytes.Buffer{}, r, "text"))
}

func TestNumbers(t *testing.T) {
	for want, v := range map[string]float64{"0.500": .5, "0.000": -0.00001, "12.3": 12.34, "-0.250": -.25} {
		assert.Equal(t, want, Plain.Format(v))
	}
	for want, v := range map[string]float64{".50": .5, "1.00": 1, "−.25": -.25, ".00": -.001, "−1.50": -1.5, "12.34": 12.34} {
		assert.Equal(t, want, short(v, 2))
	}
	assert.Equal(t, "20 MB", Byte.Format(20e6))
	assert.Equal(t, "3", Count.Format(3))
}

func TestSettle(t *testing.T) {
	table := Table{
		Notes:   []string{"whole", "of the cell", "nobody's", "of the row", "of the column"},
		Columns: []Column{{Notes: []int{5}}},
		Groups:  []Group{{Rows: []Row{{Notes: []int{4}, Cells: []Cell{{Notes: []int{2, 4}}}}}}},
	}
	table.RenumberNotes()
	assert.Equal(t, []string{"of the column", "of the row", "of the cell", "whole", "nobody's"}, table.Notes)
	row := table.Groups[0].Rows[0]
	assert.Equal(t, [][]int{{1}, {2}, {2, 3}}, [][]int{table.Columns[0].Notes, row.Notes, row.Cells[0].Notes})
	assert.Equal(t, "¹ ²⁰", superscripts([]int{1, 20}))
}

func TestCommandLines(t *testing.T) {
	assert.Equal(t, []string{"assay bench", " --a 'x --b'", ` --c 'it'\''s --d'`, " --e"},
		atFlags(`assay bench --a 'x --b' --c 'it'\''s --d' --e`))
	assert.Equal(t, "1–3, 7", Ranges([]uint64{1, 2, 3, 7}))
}

func TestGitHubEscapes(t *testing.T) {
	assert.Equal(t, "a%25%0A%0D:,", data("a%\n\r:,"))
	assert.Equal(t, "a%25%0A%0D%3A%2C", property("a%\n\r:,"))
}
