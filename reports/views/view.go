package views

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

// A View chooses what a report of a bench shows, and how. The zero value of a field
// means its default.
type View struct {
	Columns []string // metrics, names with stars for those that were scored, time, memory, all; default: Columns, and time
	Rows    []string // algorithms by name or spec, either with stars; default: all
	Names   []string // what readers see in place of algorithms, as in "kmeans(k=gold)=k-means"

	Group  string `spec:"group" oneof:"role,family,none" doc:"group rows by"`
	Sort   string `spec:"sort" doc:"sort rows by this column, the best first; by default they are as run"`
	Digits int    `spec:"precision" default:"3" range:"1:9" doc:"decimals of scores"`
	Spread string `spec:"spread" oneof:"primary,interval,sd,none" doc:"beside values: the first interval, all, or deviations of seeds"`
	Titles bool   `spec:"titles" default:"false" doc:"head columns by the titles of metrics, such as B-cubed F1"`

	Bare    bool   `spec:"bare" default:"false" doc:"write tables alone, in LaTeX tabular, without captions, facts and notes"`
	Caption string `spec:"caption" doc:"caption of the tables; {title} is the name of the corpus"`
	Label   string `spec:"label" doc:"label of the first table in LaTeX; the others get a number behind it"`

	Table     string `spec:"table" oneof:"corpus,algorithm,metric" doc:"one table for each"`
	TableRows string `spec:"row" default:"algorithm" oneof:"corpus,algorithm,metric" doc:"one row for each; the third gives the columns"`

	Metrics []eval.Metric // of an outside module, beside the built-in ones

	protocols int // under how many the results are
}

// named returns the measures with the given specs.
func (v View) named(metrics ...string) ([]eval.Measure, error) {
	specs, err := spec.ParseAll(metrics)
	if err != nil {
		return nil, err
	}
	return all.Parse(specs, v.Metrics...)
}

// Check finds what is wrong with a view of results that will have these metrics,
// before anything is run.
func (v View) Check(metrics []string) error {
	measures, err := v.named(metrics...)
	if err != nil {
		return err
	}
	return v.check(specsOf(measures))
}

func specsOf(measures []eval.Measure) (list []string) {
	for _, m := range measures {
		list = append(list, m.Spec.String())
	}
	return list
}

// check is Check for the canonical names of metrics, of which results by another
// version may have such as the catalog does not.
func (v View) check(scored []string) error {
	if err := spec.Fill(&v); err != nil {
		return err
	}
	measures, err := v.measures(scored)
	if err != nil || v.Sort == "" {
		return err
	}
	_, err = v.sortColumn(v.columns(measures, v.costs(true)))
	return err
}

// measures are the metrics to show, of those that were scored.
func (v View) measures(scored []string) ([]eval.Measure, error) {
	var chosen []string
	for _, name := range v.Columns {
		if isCost(name) {
			continue
		}
		if name == allColumns {
			name = "*"
		}
		if strings.Contains(name, "*") {
			matching := slices.DeleteFunc(slices.Clone(scored), func(s string) bool { return !like(name, s) })
			if len(matching) == 0 {
				return nil, fmt.Errorf("columns: no metric that was scored is like %s: choose among %s", name, strings.Join(scored, ", "))
			}
			chosen = append(chosen, matching...)
			continue
		}
		if m, err := v.named(name); err == nil && len(m) == 1 && !slices.Contains(scored, m[0].Spec.String()) {
			if streamed := streaming.Sliding(scored, m[0].Spec.String()); streamed != nil {
				chosen = append(chosen, streamed...)
				continue
			}
		}
		chosen = append(chosen, name)
	}
	if len(v.Columns) == 0 {
		chosen = append(Columns(), streaming.Columns(scored, Columns(), results.Primary)...)
	}
	measures, err := v.named(chosen...)
	if err != nil {
		return nil, err
	}
	if len(v.Columns) == 0 {
		return slices.DeleteFunc(measures, func(m eval.Measure) bool { return !slices.Contains(scored, m.Spec.String()) }), nil
	}
	for _, m := range measures {
		if name := m.Spec.String(); !slices.Contains(scored, name) {
			return nil, fmt.Errorf("columns: no result has the metric %s: run the bench with --metric %s, or choose among %s", name, name,
				strings.Join(scored, ", "))
		}
	}
	return measures, nil
}

// like reports whether a text matches a pattern with stars.
func like(pattern, text string) bool {
	matched, err := regexp.MatchString("^"+strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`)+"$", text)
	return err == nil && matched
}

// choose takes the results of the algorithms that the view shows.
func (v View) choose(stored []results.Result) ([]results.Result, error) {
	if len(v.Rows) == 0 {
		return stored, nil
	}
	var kept []results.Result
	found := make([]bool, len(v.Rows))
	for _, r := range stored {
		wanted := false
		for i, pattern := range v.Rows {
			if chooses(pattern, r.Algorithm) {
				found[i], wanted = true, true
			}
		}
		if wanted {
			kept = append(kept, r)
		}
	}
	if i := slices.Index(found, false); i >= 0 {
		return nil, fmt.Errorf("rows: no result is of %s: choose among %s", v.Rows[i], strings.Join(algorithmsOf(stored), ", "))
	}
	return kept, nil
}

// chooses reports whether a pattern means an algorithm: its name, its spec, however
// written, or either with stars.
func chooses(pattern string, algorithm spec.Spec) bool {
	if like(pattern, algorithm.Name) || like(pattern, algorithm.String()) {
		return true
	}
	s, err := spec.Parse(pattern)
	if err != nil || len(s.Args) == 0 {
		return false
	}
	_, _, canonical, err := allalgorithms.Parse(s)
	return err == nil && canonical.String() == algorithm.String()
}

func algorithmsOf(stored []results.Result) []string {
	return distinctOf(stored, func(r results.Result) string { return r.Algorithm.String() })
}

// sortColumn is the place of the column by which the view sorts.
func (v View) sortColumn(columns []reports.Column) (int, error) {
	wanted := v.Sort
	if m, err := v.named(v.Sort); err == nil && len(m) == 1 {
		wanted = m[0].Spec.String()
	}
	var names []string
	for k, c := range columns {
		if c.Name == wanted || c.Title == wanted {
			return k, nil
		}
		names = append(names, c.Title)
	}
	return 0, fmt.Errorf("sort=%s: no such column is shown: choose among %s", v.Sort, strings.Join(names, ", "))
}

// sort puts the rows of each group in order, the best first, those without a value
// last. A column that only describes sorts from large to small.
func (v View) sort(t *reports.Table) {
	if v.Sort == "" {
		return
	}
	k, err := v.sortColumn(t.Columns)
	if err != nil {
		t.Note("not sorted by " + v.Sort + ", which is left out")
		return
	}
	rank := func(r reports.Row) float64 {
		if r.Cells == nil || r.Cells[k].Value == nil {
			return math.Inf(-1)
		}
		return t.Columns[k].Better.Order(*r.Cells[k].Value)
	}
	for _, g := range t.Groups {
		slices.SortStableFunc(g.Rows, func(a, b reports.Row) int { return cmp.Compare(rank(b), rank(a)) })
	}
}

// A section is entries that stand together.
type section struct {
	title   string
	systems []results.System
}

// sections sets entries apart, those without entries left out.
func (v View) sections(list []results.System) []section {
	part := func(title string, in func(results.System) bool) section {
		return section{title, slices.DeleteFunc(slices.Clone(list), func(e results.System) bool { return !in(e) })}
	}
	if v.Group == "none" {
		return []section{{"", list}}
	}
	var sections []section
	if v.Group == "family" {
		for _, e := range list {
			title := string(e.Family)
			if e.Role == results.Contender && !slices.ContainsFunc(sections, func(s section) bool { return s.title == title }) {
				sections = append(sections, part(title, func(o results.System) bool { return o.Role == results.Contender && o.Family == e.Family }))
			}
		}
	} else {
		sections = append(sections, part("", func(e results.System) bool { return e.Role == results.Contender }))
	}
	for _, role := range results.Roles[1:] {
		sections = append(sections, part(role.Title(), func(e results.System) bool { return e.Role == role }))
	}
	return slices.DeleteFunc(sections, func(s section) bool { return len(s.systems) == 0 })
}
