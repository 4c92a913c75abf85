package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func lean(v float64) *float64 { return &v }

func TestOutlets(t *testing.T) {
	want := map[string]corpus.Outlet{
		"harbour.example":   {Owner: "Tidewater Group", Country: "CA", Lean: lean(-0.5)},
		"tidewatch.example": {Owner: "Tidewater Group", Lean: lean(0.25)},
		"the port herald":   {Country: "NZ"},
	}
	for _, table := range []string{
		"outlet,owner,country,lean\nwww.harbour.example,Tidewater Group,CA,centre-left\n" +
			"tidewatch.example, Tidewater  Group,,0.25\nThe Port Herald,,NZ,\n",
		"\uFEFFLean,OUTLET,owner,country\r\nCenter Left,Harbour.example,Tidewater Group,CA\r\n" +
			".25,tidewatch.example,Tidewater Group,\r\n,\"The Port  Herald\",,NZ\r\n",
		`{"outlet":"harbour.example","owner":"Tidewater Group","country":"CA","lean":"centre-left"}
{"outlet":"news.tidewatch.example","owner":"Tidewater Group","lean":0.25,"country":null}

{"outlet":"The Port Herald","country":"NZ"}`,
		"outlet\tlean\towner\tcountry\nharbour.example\tcentre-left\tTidewater Group\tCA\n" +
			"tidewatch.example\t0.25\tTidewater Group\t\nThe Port Herald\t\t\tNZ\n",
	} {
		got, err := ParseOutlets(strings.NewReader(table), "t")
		require.NoError(t, err, table)
		assert.Equal(t, want, got)
	}
}

func TestOutletsFaults(t *testing.T) {
	for table, want := range map[string]string{
		"":                             "t: the file is empty",
		"outlet,owner\n":               "t: the table has no outlet",
		"owner,lean\nA,0\n":            "t:1: the header has no column outlet: write outlet,owner,country,lean",
		"outlet,onwer\na.example,B\n":  "t:1: unknown column \"onwer\"",
		"outlet,outlet\na.example,B\n": "t:1: the column \"outlet\" is there twice",
		"outlet,lean\na.example,0\nb.example,2\n":    "t:3: lean \"2\" is unknown: write a number from -1 (left) to 1 (right)",
		"outlet,lean\na.example,NaN\n":               "t:2: lean \"NaN\"",
		"outlet,owner\nwww.a.example,B\na.example,C": "t:3: outlet a.example is given in line 2 already",
		"outlet,owner\n,B\n":                         "t:2: the outlet is missing",
		"outlet,owner\na.example,B,C\n":              "t:2: the row has 3 columns, the header 2",
		"outlet,owner\na.example,\"B\n":              "t:2: extraneous or missing",
		"outlet,owner\na.example,\xff\n":             "t:2: the text is not UTF-8",
		"{\"outlet\":\"a.example\"}\n{\"outlet\":":   "t:2: no JSON object",
		"{\"outlet\":[1]}":                           "t:1: the field outlet is neither a string nor a number",
		"{\"outlet\":\"a\",\"x\":1,\"b\":2}":         "t:1: unknown column \"b\"",
	} {
		_, err := ParseOutlets(strings.NewReader(table), "t")
		if assert.Error(t, err, table) {
			assert.True(t, strings.HasPrefix(err.Error(), want), err.Error())
		}
	}
	_, err := ReadOutlets(filepath.Join(t.TempDir(), "none.csv"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func FuzzOutlets(f *testing.F) {
	f.Add("outlet,owner,country,lean\nharbour.example,Tidewater,CA,left\n")
	f.Add(`{"outlet":"a.example","lean":0.5}`)
	f.Fuzz(func(t *testing.T, table string) {
		list, err := ParseOutlets(strings.NewReader(table), "t")
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "t:"), err.Error())
			return
		}
		assert.NotEmpty(t, list)
		for key, o := range list {
			assert.NotEmpty(t, key)
			assert.True(t, o.Lean == nil || *o.Lean >= -1 && *o.Lean <= 1)
		}
	})
}
