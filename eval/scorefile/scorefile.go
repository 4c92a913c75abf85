// Package scorefile reads the scores that evaluators give to single items: tables of any tool, and the files of lm-eval,
// promptfoo, deepeval, Inspect, ranx and trec_eval.
package scorefile

import (
	"context"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// A Form is one form of score files, and makes its reader.
type Form struct {
	Name, Title, Doc string

	// detect reports whether a source is of this form. head is its first bytes, as text; nil for a folder.
	detect func(src format.Source, head []byte) bool
	// New returns the reader with its parameters, tagged fields as package spec describes them, at their defaults.
	New func() Reader
}

// A Reader reads files of a form.
type Reader interface {
	read(ctx context.Context, src format.Source, b *builder) error
}

// Forms is the list of forms, in the order of detection.
var Forms = []Form{inspect, promptfoo, deepeval, lmEval, perQuery, trec, records, table}

// Options say what is wanted of a file.
type Options struct {
	Unit    string   // column or field of the unit of an item: items of one depend on each other; empty = as the form has it, if it does
	Metrics []string // wanted ones, as for Names; nil means all that can be scores of which more is better
	Also    []string // beside those, whatever their names
}

// A File is the scores of one file.
type File struct {
	Path    string   // as it was written, without the system
	Form    string   // name of its form
	Metrics []string // in the order of the file
	Unit    string   // what units are called; empty if each item is one
	Rows    []Row
	Notes   []string // what was decided in reading

	record string // what a row is called; empty for lines
}

// A Row is one item in one run of one system.
type Row struct {
	Item, Unit string
	System     string
	Run        string
	Content    string    // what was asked, or a fingerprint of it; empty = not known
	Line       int       // or the number of the record, from 1
	Values     []float64 // by metric; NaN if it is missing, see Absent

	failed bool // the item ended without scores
}

// At names the place of a row, for messages.
func (f *File) At(row Row) string { return place(f.Path, f.record, row.Line) }

func place(path, record string, line int) string {
	if record == "" {
		return fmt.Sprintf("%s:%d", path, line)
	}
	return fmt.Sprintf("%s: %s %d", path, record, line)
}

// A Name is the parsed name of a score file: its form, if it is given, the path, and the system after the last @.
type Name struct {
	Path, System string
	form         string
	reader       Reader
}

// ParseName parses a name such as scores.csv, table(id=key):scores.csv or scores.csv@baseline. A name that exists as
// written is a path.
func ParseName(text string) (n Name, err error) {
	n.Path = text
	for i, r := range text {
		if r != ':' {
			continue
		}
		s, err := spec.Parse(text[:i])
		if err != nil {
			continue
		}
		form, err := spec.Find("form of scores", Forms, func(f Form) string { return f.Name }, s.Name)
		if err != nil {
			if !exists(text) && len(s.Name) > 1 && !strings.ContainsAny(s.Name, `/\.`) {
				return n, err
			}
			break
		}
		n.form, n.reader, n.Path = form.Name, form.New(), text[i+1:]
		if err := spec.Bind(s, n.reader); err != nil {
			return n, err
		}
		break
	}
	if i := strings.LastIndexByte(n.Path, '@'); i > 0 && !exists(n.Path) {
		n.Path, n.System = n.Path[:i], n.Path[i+1:]
	}
	return n, nil
}

// Open reads a file.
func Open(ctx context.Context, n Name, o Options) (*File, error) {
	src, err := format.OpenSource(ctx, n.Path)
	if err != nil {
		return nil, err
	}
	return read(ctx, src, n, o)
}

func read(ctx context.Context, src format.Source, n Name, o Options) (*File, error) {
	if n.reader == nil {
		form, err := detect(src)
		if err != nil {
			return nil, err
		}
		n.form, n.reader = form.Name, form.New()
	}
	b := &builder{options: o, file: &File{Path: n.Path, Form: n.form}, at: map[[3]string]int{}, columnOf: map[string]int{}}
	if err := n.reader.read(ctx, src, b); err != nil {
		return nil, err
	}
	if o.Unit != "" && b.file.Unit == "" {
		return nil, fmt.Errorf("%s: scores in the form %s have no units: give a table with the column %s", n.Path, n.form, o.Unit)
	}
	return b.finish()
}

func detect(src format.Source) (f Form, err error) {
	head, err := src.Head()
	if err != nil {
		return f, err
	}
	switch {
	case head != nil && len(head) == 0:
		return f, fmt.Errorf("%s: the file is empty", src.Name())
	case isBaseline(head):
		return f, fmt.Errorf("%s: it is a baseline of clusters, and no scores of items: assay check takes it alone", src.Name())
	}
	for _, f := range Forms {
		if f.detect(src, head) {
			return f, nil
		}
	}
	var names []string
	for _, f := range Forms {
		names = append(names, f.Name)
	}
	return f, fmt.Errorf("%s: no form of score files is recognized: write the form before the path, as in table:%[1]s (forms: %s)",
		src.Name(), strings.Join(names, ", "))
}

var schema = regexp.MustCompile(`^\{\s*"schema"\s*:\s*"assay/baseline/`)

func isBaseline(head []byte) bool { return schema.Match(head) }

// Systems lists those of a file, by first appearance.
func (f *File) Systems() (list []string) {
	for _, r := range f.Rows {
		if !slices.Contains(list, r.System) {
			list = append(list, r.System)
		}
	}
	return list
}

// Of keeps the rows of one system; the name may be empty if there is one.
func (f *File) Of(system string) error {
	all := f.Systems()
	switch {
	case system == "" && len(all) > 1:
		return fmt.Errorf("%s: it has the scores of %d systems (%s): choose one with @ behind the name, as in %[1]s@%[4]s",
			f.Path, len(all), shortList(all), all[0])
	case system == "":
		return nil
	}
	if _, err := spec.Find("system", all, func(s string) string { return s }, system); err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	f.Rows = slices.DeleteFunc(f.Rows, func(r Row) bool { return r.System != system })
	return nil
}

// Runs lists those of a file, by first appearance.
func (f *File) Runs() (list []string) {
	seen := map[string]bool{}
	for _, r := range f.Rows {
		if !seen[r.Run] {
			seen[r.Run] = true
			list = append(list, r.Run)
		}
	}
	return list
}

// Names returns the names among the known ones that texts name: each is a name, or several separated by commas. Names may have commas
// themselves. Unknown names are returned, too.
func Names(texts, known []string) (list []string) {
	for _, text := range texts {
		if slices.Contains(known, text) {
			list = append(list, text)
			continue
		}
		for name := range strings.SplitSeq(text, ",") {
			list = append(list, strings.TrimSpace(name))
		}
	}
	return list
}

// shortList joins the first few of a list.
func shortList(list []string) string {
	const most = 6
	text := strings.Join(list[:min(most, len(list))], ", ")
	if n := len(list) - most; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// missing is the value of a score that is not there.
var missing = math.NaN()
