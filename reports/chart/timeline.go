package chart

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
)

// Timeline shows a metric over the time of a stream: over the window that ends at
// each step and over all articles so far, how many articles change their cluster
// there, and how many the window has.
func Timeline(_ context.Context, s *Source) (Chart, error) {
	m := s.Measure
	measured, _ := m.Spec.Protocol()
	metric := measured.String()
	var best []results.System
	for _, y := range s.ranked(m.Spec.String(), m.Better) {
		stream := y.Runs[0].Stream
		if y.Role == results.Contender && stream != nil && len(stream.Window[metric]) == len(stream.Ends) && len(best) < mostCurves {
			best = append(best, y)
		}
	}
	if len(best) == 0 {
		return Chart{}, errors.New("no ranked algorithm has a score at each step")
	}
	first := best[0].Runs[0].Stream
	unit, name := time.Hour, "hours"
	if first.Ends[len(first.Ends)-1]-first.Ends[0] > 4*24*60*60 {
		unit, name = 24*time.Hour, "days"
	}
	since := func(end int64) float64 { return float64(end-first.Ends[0]) / unit.Seconds() }
	x := Axis{Min: 0, Max: since(first.Ends[len(first.Ends)-1])}
	c := s.chart("timeline", "", metric+" over time", fmt.Sprintf("%s over the window that ends at each step, and over all articles "+
		"so far; the share of the window's articles that changed their cluster id (churn); and the articles of the window. A score moves "+
		"with the articles, too: compare the algorithms at one time, not the times of one. The %d best by the mean over windows.",
		metric, len(best)))
	short := s.short()
	for k, y := range best {
		c.Legend = append(c.Legend, Key{Text: short[y.Name()], Series: k + 1, Line: true, Dashed: true})
	}
	for _, row := range []struct {
		label     string
		height    float64
		low, high float64
		of        func(*streaming.Series, int) *float64
	}{
		{"window" + arrow(m.Better), 170, m.Range[0], m.Range[1],
			func(s *streaming.Series, n int) *float64 { return s.Window[metric][n] }},
		{"all so far" + arrow(m.Better), 120, m.Range[0], m.Range[1],
			func(s *streaming.Series, n int) *float64 { return at(s.Cumulative[metric], n) }},
		{"churn ↓", 80, 0, 1, churn},
	} {
		panel := Panel{Height: row.height, X: x, Y: Axis{Label: row.label}}
		var values []float64
		for k, y := range best {
			line := over(y.Runs[0].Stream, unit, row.of)
			line.Series, line.Dashed, line.Hover = k+1, true, y.Name()
			values = append(values, line.Y...)
			panel.Marks = append(panel.Marks, line)
		}
		panel.Y.Min, panel.Y.Max = span(values, row.low, row.high)
		if first.Warmup > 0 && first.Warmup < len(first.Ends) {
			end := since(first.Ends[first.Warmup])
			panel.Marks = slices.Insert(panel.Marks, 0, guide(end, panel.Y.Min, end, panel.Y.Max, "the warm-up ends here"))
		}
		c.Panels = append(c.Panels, panel)
	}
	sizes := over(first, unit, func(s *streaming.Series, n int) *float64 {
		v := float64(at(s.Articles, n))
		return &v
	})
	_, most := span(sizes.Y, 0, math.Inf(1))
	x.Label = fmt.Sprintf("%s after %s UTC", name, time.Unix(first.Ends[0], 0).UTC().Format("2006-01-02 15:04"))
	panel := Panel{Height: 60, X: x, Y: Axis{Label: "articles", Max: most, Whole: true}, Marks: []Mark{sizes}}
	c.Panels = append(c.Panels, panel)
	return c, nil
}

// over is the line of a number over the steps that have it.
func over(s *streaming.Series, unit time.Duration, of func(*streaming.Series, int) *float64) Mark {
	line := Mark{Type: Line}
	for n, end := range s.Ends {
		if v := of(s, n); v != nil && finite(*v) {
			line.X, line.Y = append(line.X, float64(end-s.Ends[0])/unit.Seconds()), append(line.Y, *v)
		}
	}
	return line
}

func churn(s *streaming.Series, n int) *float64 {
	c := at(s.Changes, n)
	if c.Known == 0 {
		return nil
	}
	v := float64(c.Renamed) / float64(c.Known)
	return &v
}

// at is an element of a list, the zero value where a file was cut short.
func at[E any](list []E, n int) (e E) {
	if n < len(list) {
		return list[n]
	}
	return e
}
