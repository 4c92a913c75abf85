package chart

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
)

// Of makes all charts that the fields allow. left says which it left out, and why;
// the error is that of the context alone.
func Of(ctx context.Context, fields []Field) (list []Chart, left []string, err error) {
	var skipped []omission
	skip := func(what, corpus string) {
		i := slices.IndexFunc(skipped, func(o omission) bool { return o.what == what })
		if i < 0 {
			i = len(skipped)
			skipped = append(skipped, omission{what: what})
		}
		skipped[i].corpora = append(skipped[i].corpora, corpus)
	}
	take := func(corpus, kind string, c Chart, err error) {
		if err != nil {
			skip(fmt.Sprintf("%s: %v", kind, err), corpus)
			return
		}
		list = append(list, c)
	}
	var measured []Field
	var measures []eval.Measure
	for _, f := range fields {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		m, err := f.metric()
		if err != nil {
			skip(fmt.Sprintf("all charts: %v", err), f.Facts.Name)
			continue
		}
		if f.Protocol == "" {
			measured, measures = append(measured, f), append(measures, m)
		}
		name := f.Facts.Name
		c, err := Bars(f, m)
		take(name, "bars", c, err)
		c, err = TimeTradeOff(f, m)
		take(name, "chart of quality against time", c, err)
		if f.Protocol != "" { // what follows is about the groups of a whole corpus
			c, err = Timeline(f, m)
			take(name, "timeline", c, err)
			continue
		}
		sweeps := Sweeps(f, m)
		list = append(list, sweeps...)
		if len(sweeps) == 0 {
			skip(fmt.Sprintf("curves over a parameter: they take %d systems that differ in one number alone, such as --algorithm \"agglomerative(distance=0.5..0.95/10)\"", minSweep), name)
		}
		c, err = Sizes(ctx, f, m)
		take(name, "sizes of clusters", c, err)
		c, err = Heat(ctx, f, m)
		take(name, "heat map", c, err)
		c, err = Profiles(ctx, f, m)
		take(name, "diversity profiles", c, err)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
	}
	across, err := Over(ctx, measured, measures)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	var c Chart
	if err == nil {
		c, err = Ranks(across)
	}
	take("all corpora", "critical-difference diagram", c, err)
	for _, o := range skipped {
		left = append(left, fmt.Sprintf("%s (%s)", o.what, strings.Join(o.corpora, ", ")))
	}
	nameApart(list)
	return list, left, nil
}

// An omission is charts that could not be made, for the same reason.
type omission struct {
	what    string
	corpora []string
}

// Over ranks the systems over the corpora, by the means of their stored scores.
func Over(ctx context.Context, fields []Field, measures []eval.Measure) (*compare.Across, error) {
	if len(fields) < compare.MinCorpora {
		return nil, fmt.Errorf("it takes %d corpora or more", compare.MinCorpora)
	}
	metric := measures[0].Spec.String()
	var names []string
	var tables []compare.Table
	for i, f := range fields {
		if measures[i].Spec.String() != metric {
			return nil, fmt.Errorf("the corpora were not scored by one metric")
		}
		table := compare.Table{Measure: measures[i]}
		for _, s := range f.Systems {
			if score := s.score(metric); score != nil {
				table.Rows = append(table.Rows, compare.Row{System: s.Name, Control: s.Role == results.Control, Oracle: s.Role == results.Oracle, Score: *score})
			}
		}
		names, tables = append(names, f.Facts.Name), append(tables, table)
	}
	return compare.Over(ctx, names, tables, 0.01, compare.Settings{})
}
