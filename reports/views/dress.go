package views

import (
	"fmt"
	"slices"
	"strings"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

// names reads what readers see in place of algorithms, by canonical spec.
func (v View) names(stored []results.Result) (map[string]string, error) {
	known := algorithmsOf(stored)
	names := map[string]string{}
	for _, text := range v.Names {
		at := outerEquals(text)
		if at <= 0 || at == len(text)-1 {
			return nil, fmt.Errorf("name %q: write ALGORITHM=NAME, as in \"kmeans(k=gold)=k-means\"", text)
		}
		algorithm := text[:at]
		if s, err := spec.Parse(algorithm); err == nil {
			if _, _, canonical, err := allalgorithms.Parse(s); err == nil {
				algorithm = canonical.String()
			}
		}
		if !slices.Contains(known, algorithm) {
			return nil, fmt.Errorf("name %q: no result is of %s: choose among %s", text, algorithm, strings.Join(known, ", "))
		}
		names[algorithm] = text[at+1:]
	}
	return names, nil
}

// outerEquals is the place of the first equals sign outside of brackets, -1 if absent.
func outerEquals(text string) int {
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case '=':
			if depth <= 0 {
				return i
			}
		}
	}
	return -1
}

// inLines breaks a title that is long for the head of a column at its spaces.
func inLines(title string) string {
	const long = 14
	lines := []string{""}
	for word := range strings.FieldsSeq(title) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+1+len(word) <= long:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return strings.Join(lines, "\n")
}

// dress gives the tables the names, the caption and the label of the view.
func (v View) dress(d *reports.Document, names map[string]string) {
	d.Bare = v.Bare
	for i := range d.Tables {
		t := &d.Tables[i]
		if v.Bare {
			t.DropNotes() // there is no place for what the marks point at
		}
		t.Caption = strings.ReplaceAll(v.Caption, "{title}", t.Title)
		if t.Label = v.Label; i > 0 && t.Label != "" {
			t.Label += fmt.Sprintf("-%d", i+1)
		}
		for row := range t.Rows() {
			row.Title = names[row.Name]
		}
		for k := range t.Columns {
			if name, ok := names[t.Columns[k].Name]; ok { // algorithms may make the columns
				t.Columns[k].Title = name
			}
		}
	}
}
