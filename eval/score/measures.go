package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/spec"
)

// measures returns the measures that the request asks for. Of the default ones, and of
// all, those are left out that need texts or a table of outlets that Gold has not; of a
// family, those that need such a table. Others that read texts that Gold has not are an
// error.
func (r Request) measures() ([]eval.Measure, error) {
	named := slices.Clone(r.Metrics)
	var whole []string
	if len(named) == 0 {
		whole = bench.Metrics()
	}
	if i := slices.Index(named, "all"); i >= 0 {
		named = slices.Delete(named, i, i+1)
		for _, m := range all.Metrics {
			whole = append(whole, choices(m)...)
		}
	}
	list, err := all.Named(whole...)
	if err != nil {
		return nil, err
	}
	table, texts := r.Gold.Outlets != nil, r.Gold.HasTexts()
	list = slices.DeleteFunc(list, func(m eval.Measure) bool {
		return r.LabelsOnly && m.Needs != eval.Needs{} || !table && m.Needs.Outlets || !texts && r.readsTexts(m)
	})
	others, err := all.Named(named...)
	if err != nil {
		return nil, err
	}
	for _, m := range others {
		if r.readsTexts(m) {
			if err := eval.CheckTexts(r.Gold.WithArticles(), m); err != nil {
				return nil, err
			}
		}
		byName := slices.ContainsFunc(named, func(n string) bool { return strings.HasPrefix(n, m.Name) })
		if !m.Needs.Outlets || table || byName {
			list = append(list, m)
		}
	}
	return r.aim(eval.Distinct(list))
}

// readsTexts reports whether a measure reads texts of articles. One that compares given
// pages with gold texts reads none.
func (r Request) readsTexts(m eval.Measure) bool {
	return m.ReadsTexts() && (r.Pages == nil || !m.Needs.Summaries && !m.Needs.KeyPoints)
}

// choices are the specs of a metric: one for each choice of a parameter that has choices
// and is always shown.
func choices(m eval.Metric) []string {
	for _, p := range spec.Params(m.New()) {
		if p.OneOf != "" && p.Always {
			var list []string
			for choice := range strings.SplitSeq(p.OneOf, ",") {
				list = append(list, fmt.Sprintf("%s(%s=%s)", m.Name, p.Name, choice))
			}
			return list
		}
	}
	return []string{m.Name}
}

// aim directs measures of pages to the given pages, except those whose spec names a
// summarizer.
func (r Request) aim(measures []eval.Measure) ([]eval.Measure, error) {
	if r.Pages == nil {
		return measures, nil
	}
	keep := map[string]bool{}
	for _, text := range r.Metrics {
		s, err := spec.Parse(text)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(s.Args, func(a spec.Arg) bool { return a.Name == "summarizer" || a.Name == "digest" }) {
			continue
		}
		named, err := all.Named(text)
		if err != nil {
			return nil, err
		}
		keep[named[0].Spec.String()] = true
	}
	return r.Pages.Aim(measures, func(m eval.Measure) bool { return keep[m.Spec.String()] })
}
