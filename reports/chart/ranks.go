package chart

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
)

// Ranks is the critical-difference diagram of Demšar (2006): the mean ranks of
// systems over several corpora, the best left, with bars under those that Nemenyi's
// test does not tell apart.
func Ranks(a *compare.Across) (Chart, error) {
	if len(a.Standings) < 2 || !finite(a.CriticalDifference) {
		return Chart{}, fmt.Errorf("it takes two systems or more that ran on all corpora")
	}
	d := newRankDrawing(a.Standings)
	d.axis(a.CriticalDifference)
	bars := d.cliques(a)
	d.systems(a, bars)
	for _, m := range d.panel.Marks {
		for i := range m.Y {
			m.Y[i] = d.lowest - m.Y[i] // the axis grows upwards
		}
	}
	d.panel.Y.Min, d.panel.Y.Max = 0, d.lowest
	d.panel.Height = 15 * d.lowest
	metric := a.Measure.Spec.String()
	return Chart{
		Name: Slug("ranks " + metric), Kind: "ranks",
		Title: fmt.Sprintf("Mean ranks by %s over %d corpora", metric, len(a.Corpora)),
		Caption: fmt.Sprintf("Mean rank of each algorithm over %d corpora, 1 is best; a bar joins algorithms whose ranks are less than "+
			"the critical difference of %.2f apart (Nemenyi), so that they are not told apart. That no algorithm differs at all: "+
			"p = %.3g (Friedman, Iman–Davenport). Hollow: oracles.", len(a.Corpora), a.CriticalDifference, a.PFriedman),
		Panels: []Panel{d.panel},
	}, nil
}

// ranksOver ranks the systems of several sets, by the means of their stored scores.
func ranksOver(ctx context.Context, sources []*Source) (Chart, error) {
	sources = slices.DeleteFunc(slices.Clone(sources), oneOfSeveral)
	if len(sources) < compare.MinCorpora {
		return Chart{}, fmt.Errorf("it takes %d corpora or more", compare.MinCorpora)
	}
	metric := sources[0].Measure.Spec.String()
	var names []string
	var tables []compare.Table
	for _, s := range sources {
		if s.Measure.Spec.String() != metric {
			return Chart{}, errors.New("the corpora were not scored by one metric")
		}
		table := compare.Table{Measure: s.Measure}
		for _, y := range s.Systems {
			if score := score(&y, metric); score != nil {
				table.Rows = append(table.Rows, compare.Row{
					System: y.Name(), Control: y.Role == results.Control, Oracle: y.Role.Told(), Score: *score,
				})
			}
		}
		names, tables = append(names, s.Name()), append(tables, table)
	}
	across, err := compare.Over(ctx, names, tables, 0.01, compare.Settings{})
	if err != nil {
		return Chart{}, err
	}
	return Ranks(across)
}

// oneOfSeveral reports whether a source is one of several gold levels of a corpus, which its judges show: these are not several corpora.
func oneOfSeveral(s *Source) bool {
	judged := func(y results.System) bool { return y.Role == results.Judge }
	return corpus.RuleOf(s.Corpus.Level) == "" && slices.ContainsFunc(s.Systems, judged)
}

// A rankDrawing lays lines and texts by hand: x is the rank, y goes downwards in
// lines of text.
type rankDrawing struct {
	panel  Panel
	n      int
	names  []string // with their ranks
	point  float64  // the width of a point of paper, in ranks
	lowest float64
}

// newRankDrawing leaves room at both sides for the names that need it.
func newRankDrawing(standings []compare.Standing) *rankDrawing {
	d := &rankDrawing{n: len(standings)}
	names := make([]string, d.n)
	for i, s := range standings {
		names[i] = s.System
	}
	short := Short(names)
	for i, s := range standings {
		name := nameFace.clip(short[i], 190)
		if d.left(i) {
			d.names = append(d.names, fmt.Sprintf("%s  %.2f", name, s.Rank))
		} else {
			d.names = append(d.names, fmt.Sprintf("%.2f  %s", s.Rank, name))
		}
	}
	left, right := 12.0, 12.0
	for range 20 { // the room at one side changes what is needed at the other
		unit := max(pageWidth-2*border-left-right, 50) / float64(d.n-1)
		d.point = 1 / unit
		needed := [2]float64{12, 12}
		for i, s := range standings {
			width := nameFace.width(d.names[i]) + elbow + 6
			if d.left(i) {
				needed[0] = max(needed[0], width-(s.Rank-1)*unit)
			} else {
				needed[1] = max(needed[1], width-(float64(d.n)-s.Rank)*unit)
			}
		}
		left, right = needed[0], needed[1]
	}
	d.panel.X = Axis{Hidden: true, Min: 1 - left*d.point, Max: float64(d.n) + right*d.point}
	d.panel.Y = Axis{Hidden: true}
	return d
}

// left reports whether the name of the i-th is at the left: the better half.
func (d *rankDrawing) left(i int) bool { return i < (d.n+1)/2 }

// elbow is the way from the end of a line to its name, in points.
const elbow = 9.0

func (d *rankDrawing) line(weight float64, series int, xy ...float64) {
	m := Mark{Type: Line, Series: series, Weight: weight}
	for i := 0; i+1 < len(xy); i += 2 {
		m.X, m.Y = append(m.X, xy[i]), append(m.Y, xy[i+1])
		d.lowest = max(d.lowest, xy[i+1]+0.8)
	}
	d.panel.Marks = append(d.panel.Marks, m)
}

func (d *rankDrawing) text(x, y float64, anchor, text, hover string) {
	d.panel.Marks = append(d.panel.Marks, Mark{Type: Text, X: []float64{x}, Y: []float64{y}, Anchor: anchor, Text: text, Hover: hover})
}

// axisLine is the place of the axis, in lines from the top.
const axisLine = 3.2

func (d *rankDrawing) axis(difference float64) {
	d.line(1.25, 0, 1, axisLine, float64(d.n), axisLine)
	step := max(1, d.n/12)
	for r := 1; r <= d.n; r++ {
		tall := 0.2
		if (r-1)%step == 0 {
			tall = 0.35
			d.text(float64(r), axisLine-0.55, "middle", fmt.Sprint(r), "")
		}
		d.line(0.9, 0, float64(r), axisLine-tall, float64(r), axisLine)
	}
	width := min(difference, float64(d.n-1))
	d.line(1.5, 0, 1, 1.2, 1+width, 1.2)
	d.line(1, 0, 1, 1, 1, 1.4)
	if width == difference {
		d.line(1, 0, 1+width, 1, 1+width, 1.4)
	}
	d.text(1, 0.8, "start", fmt.Sprintf("critical difference %.2f", difference), "")
}

// cliques draws a bar under each largest group of systems that are not told
// apart, and returns how many lines they take.
func (d *rankDrawing) cliques(a *compare.Across) float64 {
	var ends []float64 // of the bars of each line
	reach := -1
	for i := range a.Standings {
		j := i
		for j+1 < d.n && a.Standings[j+1].Rank-a.Standings[i].Rank < a.CriticalDifference {
			j++
		}
		if j <= reach || j == i {
			continue
		}
		reach = j
		from, to := a.Standings[i].Rank-0.06, a.Standings[j].Rank+0.06
		row := 0
		for row < len(ends) && ends[row] >= from {
			row++
		}
		if row == len(ends) {
			ends = append(ends, 0)
		}
		ends[row] = to + 0.1
		y := axisLine + 0.55 + 0.5*float64(row)
		d.line(3.5, 0, from, y, to, y)
		d.panel.Marks[len(d.panel.Marks)-1].Hover = fmt.Sprintf(
			"not told apart: %d systems, from rank %.2f to %.2f", j-i+1, a.Standings[i].Rank, a.Standings[j].Rank)
	}
	return 0.5 * float64(len(ends))
}

// systems draws a line from each rank to its name. Each ends beside its name, so
// that none crosses another's.
func (d *rankDrawing) systems(a *compare.Across, bars float64) {
	for i, s := range a.Standings {
		row, side, anchor := i, -1.0, "end"
		if !d.left(i) {
			row, side, anchor = d.n-1-i, 1, "start"
		}
		y := axisLine + 1.2 + bars + 1.15*float64(row)
		d.line(0.75, 0, s.Rank, axisLine, s.Rank, y, s.Rank+side*elbow*d.point, y)
		role := results.Contender
		if s.Oracle {
			role = results.Oracle
		}
		hover := fmt.Sprintf("%s: mean rank %.2f, mean %s %.3f", s.System, s.Rank, a.Measure.Spec, s.Mean)
		point := pointAt(s.Rank, axisLine, look(role), hover)
		point.Hollow = s.Oracle
		d.panel.Marks = append(d.panel.Marks, point)
		d.text(s.Rank+side*(elbow+4)*d.point, y+0.22, anchor, d.names[i], s.System)
	}
	d.lowest = math.Ceil(d.lowest)
}
