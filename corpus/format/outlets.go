package format

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// leans are the words for a lean.
var leans = map[string]float64{
	"left": -1, "centre-left": -0.5, "center-left": -0.5, "centre": 0, "center": 0, "centre-right": 0.5, "center-right": 0.5, "right": 1,
}

// AddOutlets gives a corpus the table of outlets at a path, and returns the fingerprint of the
// file. It does nothing if the path is empty.
func AddOutlets(c *corpus.Corpus, path string) (sum string, err error) {
	if path == "" {
		return "", nil
	}
	if c.Outlets, err = ReadOutlets(path); err != nil {
		return "", err
	}
	return fingerprint.Sum([]string{path})
}

// ReadOutlets reads a table of outlets: CSV with a header that has the column
// outlet and any of owner, country and lean, or JSON lines with fields of those
// names:
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
	in := bufio.NewReader(r)
	if head, _ := in.Peek(3); string(head) == "\uFEFF" {
		_, _ = in.Discard(3) // cannot fail after Peek
	}
	head, _ := in.Peek(in.Size())
	read := t.readCSV
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
		read = t.readJSON
	}
	line, err := read(in)
	if err != nil {
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

var outletColumns = []string{"outlet", "owner", "country", "lean"}

// readCSV returns the line of an error.
func (t *outletTable) readCSV(in io.Reader) (int, error) {
	rows := csv.NewReader(in)
	rows.TrimLeadingSpace = true
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return 1, errors.New("the file is empty: write the header outlet,owner,country,lean and a line an outlet")
	}
	if err != nil {
		return csvFault(err)
	}
	columns := make([]string, len(header))
	seen := map[string]bool{}
	for i, name := range header {
		columns[i] = strings.ToLower(strings.TrimSpace(name))
		if err := knownColumn(columns[i], seen); err != nil {
			return 1, err
		}
	}
	if !seen["outlet"] {
		return 1, fmt.Errorf("the header %q lacks the column outlet: write outlet,owner,country,lean", strings.Join(header, ","))
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		if err != nil {
			return csvFault(err)
		}
		line, _ := rows.FieldPos(0)
		fields := map[string]string{}
		for i, value := range row {
			fields[columns[i]] = value
		}
		if err := t.add(line, fields); err != nil {
			return line, err
		}
	}
}

func csvFault(err error) (int, error) {
	var fault *csv.ParseError
	if !errors.As(err, &fault) {
		return 0, err
	}
	if errors.Is(err, csv.ErrFieldCount) {
		return fault.Line, errors.New("the line has not as many fields as the header: " +
			"quote fields that hold a comma, and leave what is unknown empty")
	}
	return fault.Line, fmt.Errorf("%w: close each quotation mark, and double those inside of a field", fault.Err)
}

// readJSON returns the line of an error.
func (t *outletTable) readJSON(in io.Reader) (int, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var raw map[string]any
		if err := json.Unmarshal(lines.Bytes(), &raw); err != nil {
			return n, fmt.Errorf(`no JSON object (%w): write one a line, such as {"outlet":"harbour.example","owner":"Tidewater Group"}`, err)
		}
		fields := map[string]string{}
		for _, name := range outletColumns {
			value, ok := raw[name]
			delete(raw, name)
			switch v := value.(type) {
			case string:
				fields[name] = v
			case float64:
				fields[name] = strconv.FormatFloat(v, 'g', -1, 64)
			default:
				if ok && value != nil {
					return n, fmt.Errorf("field %q must be a text or, for lean, a number", name)
				}
			}
		}
		if len(raw) > 0 {
			return n, knownColumn(slices.Min(slices.Collect(maps.Keys(raw))), map[string]bool{})
		}
		if err := t.add(n, fields); err != nil {
			return n, err
		}
	}
	return n + 1, lines.Err()
}

func knownColumn(name string, seen map[string]bool) error {
	for _, known := range outletColumns {
		if name == known && !seen[name] {
			seen[name] = true
			return nil
		}
	}
	if seen[name] {
		return fmt.Errorf("the column %q stands there twice: take one out", name)
	}
	return fmt.Errorf("unknown column %q: the columns are outlet, owner, country and lean; take out the others", name)
}

func (t *outletTable) add(line int, fields map[string]string) error {
	for _, name := range outletColumns {
		if !utf8.ValidString(fields[name]) {
			return fmt.Errorf("%s is not valid UTF-8: save the table as UTF-8", name)
		}
	}
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
	if first, ok := t.lineOf[key]; ok && !same(o, t.list[key]) {
		return fmt.Errorf("outlet %s stands in line %d already, with other values "+
			"(hosts of one registrable domain are one outlet): keep one of the two", key, first)
	}
	t.list[key], t.lineOf[key] = o, line
	return nil
}

func same(a, b corpus.Outlet) bool {
	leans := a.Lean == nil && b.Lean == nil || a.Lean != nil && b.Lean != nil && *a.Lean == *b.Lean
	return a.Owner == b.Owner && a.Country == b.Country && leans
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
