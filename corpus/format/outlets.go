package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/internal/table"
)

// leans are the words for a lean.
var leans = map[string]float64{
	"left": -1, "centre-left": -0.5, "center-left": -0.5, "centre": 0, "center": 0, "centre-right": 0.5, "center-right": 0.5, "right": 1,
}

// AddOutlets gives a corpus the table of outlets at a path, and returns the fingerprint of the
// file. It does nothing if the path is empty.
func AddOutlets(ctx context.Context, c *corpus.Corpus, path string) (sum string, err error) {
	if path == "" {
		return "", nil
	}
	f, err := OpenFile(ctx, path)
	if err != nil {
		return "", fmt.Errorf("opening the table of outlets: %w", err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		return "", err
	}
	c.Outlets, err = ParseOutlets(bytes.NewReader(raw), path)
	return fingerprint.Of(raw), err
}

// ReadOutlets reads a table of outlets: CSV or TSV with a header that has the column
// outlet and any of owner, country and lean, or JSON lines with fields of those
// names, either one with gzip or zstd:
//
//	outlet,owner,country,lean
//	harbour.example,Tidewater Group,CA,centre-left
//	tidewatch.example,Tidewater Group,CA,0.25
//
// outlet is a host or a name, as in the source of articles; lean is a number from -1
// (left) to 1 (right), or one of left, centre-left, centre, centre-right, right. An
// empty field is unknown. Hosts of one registrable domain are one outlet, whose lines
// must agree. The map is by text.Outlet. Errors name the line and the correction.
func ReadOutlets(path string) (map[string]corpus.Outlet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the table of outlets: %w", err)
	}
	defer f.Close()
	return ParseOutlets(f, path)
}

// ParseOutlets reads the same from r; errors name path.
func ParseOutlets(r io.Reader, path string) (map[string]corpus.Outlet, error) {
	t := outletTable{list: map[string]corpus.Outlet{}, lineOf: map[string]int{}}
	rows := table.Table{
		Columns: []string{"outlet", "owner", "country", "lean"}, Required: [][]string{{"outlet"}}, Closed: true,
		Header: "outlet,owner,country,lean", Object: `{"outlet":"harbour.example","owner":"Tidewater Group"}`, Row: t.add,
	}
	plain, err := compressed.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, table.Broken(err))
	}
	defer plain.Close()
	if line, err := rows.Read(plain); err != nil {
		return nil, fmt.Errorf("%s: %w", corpus.Pos{File: path, Line: line}, err)
	}
	if len(t.list) == 0 {
		return nil, fmt.Errorf("%s: the table has no outlet: write the header outlet,owner,country,lean and a line an outlet", path)
	}
	return t.list, nil
}

type outletTable struct {
	list   map[string]corpus.Outlet
	lineOf map[string]int
}

func (t *outletTable) add(line int, fields map[string]string) error {
	key := text.Outlet(fields["outlet"])
	if key == "" {
		return errors.New("the outlet is missing: write its host, such as harbour.example")
	}
	o := corpus.Outlet{Owner: text.Fold(fields["owner"]), Country: text.Fold(fields["country"])}
	if lean := strings.TrimSpace(fields["lean"]); lean != "" {
		v, err := parseLean(lean)
		if err != nil {
			return err
		}
		o.Lean = &v
	}
	if first, ok := t.lineOf[key]; ok && !reflect.DeepEqual(o, t.list[key]) {
		return fmt.Errorf("outlet %s is given in line %d already, with other values "+
			"(hosts of one registrable domain are one outlet): keep one of the two", key, first)
	}
	t.list[key], t.lineOf[key] = o, line
	return nil
}

func parseLean(s string) (float64, error) {
	if v, ok := leans[strings.ReplaceAll(strings.ToLower(s), " ", "-")]; ok {
		return v, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= -1 && v <= 1) {
		return 0, fmt.Errorf("lean %q is unknown: "+
			"write a number from -1 (left) to 1 (right), or left, centre-left, centre, centre-right or right", s)
	}
	return v, nil
}
