package views

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/reports"
)

// A cost is a column of what trials took, which is no metric.
type cost struct {
	reports.Column
	streams bool                                 // only streams have it
	asked   bool                                 // it is shown if it is asked for
	of      func(*results.Result) (v float64)    // of a run; NaN if it was not measured
	over    func(runs []float64) (value float64) // over the runs
}

// allCosts is the one list of costs, in the order of their columns.
var allCosts = []cost{
	{Column: costColumn("seconds", "time", reports.Second), over: mean,
		of: func(r *results.Result) float64 { return r.Seconds.Features + r.Seconds.Cluster }},
	{Column: costColumn("peak_memory", "memory", reports.Byte), over: slices.Max[[]float64], asked: true,
		of: func(r *results.Result) float64 { return known(r.PeakMemory > 0, float64(r.PeakMemory)) }},
	{Column: costColumn("latency.p50", "step", reports.Milli), over: mean, streams: true,
		of: decision(func(q streaming.Quantiles) float64 { return q.Median })},
	{Column: costColumn("latency.p95", "step 95 %", reports.Milli), over: mean, streams: true,
		of: decision(func(q streaming.Quantiles) float64 { return q.P95 })},
}

func costColumn(name, title string, unit reports.Unit) reports.Column {
	return reports.Column{Name: name, Title: title, Better: eval.Lower, Unit: unit}
}

func mean(list []float64) float64 { return stat.Mean(list, nil) }

func known(ok bool, v float64) float64 {
	if !ok {
		return math.NaN()
	}
	return v
}

// decision is a quantile of how long the steps of a stream took, in milliseconds.
func decision(of func(streaming.Quantiles) float64) func(*results.Result) float64 {
	return func(r *results.Result) float64 {
		if r.Seconds.Decision == nil {
			return math.NaN()
		}
		return 1000 * of(r.Seconds.Decision.Step)
	}
}

// allColumns asks for all metrics that were scored, and all costs.
const allColumns = "all"

// isCost reports whether a column that is asked for is a cost.
func isCost(name string) bool {
	return slices.ContainsFunc(allCosts, func(c cost) bool { return c.Name == name || c.Title == name })
}

// costs are those to show, of results of streams or of whole corpora.
func (v View) costs(streams bool) (list []cost) {
	for _, c := range allCosts {
		asked := slices.Contains(v.Columns, c.Name) || slices.Contains(v.Columns, c.Title) || slices.Contains(v.Columns, allColumns)
		if (asked || v.Columns == nil && !c.asked) && (streams || !c.streams) {
			list = append(list, c)
		}
	}
	return list
}

// cell is the cost of a system.
func (c cost) cell(e *results.System) reports.Cell {
	var runs []float64
	for i := range e.Runs {
		runs = append(runs, c.of(&e.Runs[i]))
	}
	cell := numeric(c.over(runs))
	cell.SD = deviation(runs)
	return cell
}

// deviation is the standard deviation between runs, nil if there are fewer than two.
func deviation(runs []float64) *float64 {
	return stats.Defined(stat.StdDev(runs, nil))
}
