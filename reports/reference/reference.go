// Package reference lists what assay knows under a name: algorithms, features,
// summarizers, metrics, corpus formats, charts, published figures and forms of score files, each with its docs and parameters.
package reference

import (
	"context"
	"fmt"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"io"
	"math"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/audit"
	"github.com/seed-9405df2f/assay/eval/register"
	"github.com/seed-9405df2f/assay/eval/scorefile"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/spec"
)

// An Entry is one thing with a name. Its JSON is a contract.
type Entry struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Family string   `json:"family,omitempty"` // of algorithms
	Doc    string   `json:"doc"`
	Blind  string   `json:"blind,omitempty"`  // what a metric cannot see
	Better string   `json:"better,omitempty"` // which values of a metric are good
	Range  string   `json:"range,omitempty"`
	Traits []string `json:"traits,omitempty"`
	Cost   string   `json:"cost,omitempty"`
	Cite   []string `json:"cite,omitempty"`
	Params []Param  `json:"parameters,omitempty"`
}

// A Param is a parameter of an entry, as package spec describes it.
type Param struct {
	Name    string `json:"name"`
	Default string `json:"default,omitempty"`
	Range   string `json:"range,omitempty"`
	OneOf   string `json:"one_of,omitempty"`
	Doc     string `json:"doc,omitempty"`
}

// A Kind is a list of entries.
type Kind struct {
	Name    string // in the plural
	Entries []Entry
}

// Kinds returns all lists.
func Kinds() []Kind {
	return []Kind{
		{"algorithms", each(allalgorithms.Entries, algorithm)},
		{"features", each(features.Entries, feature)},
		{"summarizers", each(summarize.Entries, summarizer)},
		{"metrics", each(allmetrics.Metrics, metric)},
		{"formats", each(format.Formats, corpusFormat)},
		{"charts", each(chart.Kinds, chartKind)},
		{"figures", each(register.Entries, published)},
		{"audits", each(audit.Checks, auditCheck)},
		{"scores", each(scorefile.Forms, scoreForm)},
	}
}

// Names lists the names of the kinds.
func Names() []string { return each(Kinds(), func(k Kind) string { return k.Name }) }

// Of returns the list of the given kind.
func Of(kind string) (Kind, error) {
	return spec.Find("kind", Kinds(), func(k Kind) string { return k.Name }, kind)
}

// Find returns the entry with the given name. The error names the nearest.
func (k Kind) Find(name string) (Entry, error) {
	return spec.Find(strings.TrimSuffix(k.Name, "s"), k.Entries, func(e Entry) string { return e.Name }, name)
}

// Names lists the names of the entries.
func (k Kind) Names() []string { return each(k.Entries, func(e Entry) string { return e.Name }) }

func each[T, U any](rows []T, of func(T) U) []U {
	list := make([]U, len(rows))
	for i, row := range rows {
		list[i] = of(row)
	}
	return list
}

func algorithm(e algorithms.Entry) Entry {
	return Entry{
		Name: e.Name, Title: e.Title, Family: string(e.Family), Doc: e.Doc, Cost: e.Cost, Cite: e.Cite, Params: params(e.New()),
	}
}

func feature(e features.Entry) Entry {
	return Entry{Name: e.Name, Title: e.Title, Doc: e.Doc, Cost: e.Cost, Cite: e.Cite, Params: params(e.New())}
}

func summarizer(s summarize.Entry) Entry {
	e := Entry{Name: s.Name, Title: s.Title, Doc: s.Doc, Cost: s.Cost, Cite: s.Cite, Params: params(s.New())}
	if _, ok := s.New().(summarize.Oracle); ok {
		e.Traits = []string{"an oracle: told the gold summaries"}
	}
	return e
}

func metric(m eval.Metric) Entry {
	return Entry{
		Name: m.Name, Title: m.Title, Doc: m.Doc, Blind: m.Blind, Better: string(m.Better), Range: bounds(m.Range),
		Traits: traits(m), Cite: m.Cite, Params: params(m.New()),
	}
}

func corpusFormat(f format.Format) Entry {
	return Entry{Name: f.Name, Title: f.Title, Doc: f.Doc, Params: params(f.New())}
}

func scoreForm(f scorefile.Form) Entry {
	return Entry{Name: f.Name, Title: f.Title, Doc: f.Doc, Params: params(f.New())}
}

func chartKind(k chart.Kind) Entry {
	return Entry{Name: k.Name, Title: k.Title, Doc: k.Doc, Traits: []string{"needs " + k.Needs}}
}

func published(e register.Entry) Entry {
	out := Entry{Name: e.Name, Title: e.Title, Doc: e.Doc, Traits: []string{
		fmt.Sprintf("%d published cells", e.Cells()), "licence of the data: " + e.Licence, "data: " + e.Where,
	}}
	for _, s := range e.Sources() {
		out.Cite = append(out.Cite, s.String())
	}
	return out
}

func auditCheck(c audit.Check) Entry {
	return Entry{Name: c.Name, Title: c.Title, Doc: c.Doc + " " + c.Rule, Cite: c.Cite}
}

func params(v any) []Param {
	var list []Param
	for _, p := range spec.Params(v) {
		list = append(list, Param{p.Name, p.Default, p.Range, p.OneOf, p.Doc})
	}
	return list
}

func bounds(ends [2]float64) string {
	end := func(v float64) string {
		if math.IsInf(v, 0) {
			return strings.Trim(strings.Replace(fmt.Sprint(v), "Inf", "∞", 1), "+")
		}
		return fmt.Sprint(v)
	}
	return strings.ReplaceAll(end(ends[0])+" to "+end(ends[1]), "-", "−")
}

func traits(m eval.Metric) (list []string) {
	for _, name := range m.Also {
		list = append(list, "also named "+name)
	}
	for _, t := range []struct {
		holds bool
		words string
	}{
		{m.Symmetric, "symmetric"}, {m.ByStory, "a mean over stories or articles"},
		{m.OneSided, "defined where one side alone has articles"},
		{m.Needs.Sources, "needs outlets"}, {m.Needs.Outlets, "needs a table of outlets"}, {m.Needs.Texts, "needs texts"},
		{m.Needs.Summaries, "needs gold summaries"}, {m.Needs.KeyPoints, "needs gold key points"},
	} {
		if t.holds {
			list = append(list, t.words)
		}
	}
	return list
}

// WriteCorpora lists the embedded corpora with their cards.
func WriteCorpora(ctx context.Context, w io.Writer) error {
	for i, name := range gold.Names() {
		c, err := format.Open(ctx, name)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		n := c.Stats()
		fmt.Fprintf(w, "%s  version %s, %s, gold level %s, licence %s\n", name, c.Card.Version, c.Card.Lang, c.Card.Level, c.Card.Licence)
		fmt.Fprintf(w, "  %d articles, %d stories, %d outlets, %d distractors\n", n.Articles, n.Stories, n.Outlets, n.Distractors)
		fmt.Fprint(w, Indent(c.Card.Notes, 2))
	}
	return nil
}
