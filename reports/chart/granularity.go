package chart

import (
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/eval"
)

// Layers are clusterings of a hierarchy as each gold level sees them.
type Layers struct {
	Corpus  string
	Measure eval.Measure
	Levels  []LevelCurve
}

// A LevelCurve is the values of the layers for one level, by their numbers of clusters.
type LevelCurve struct {
	Name   string
	Groups int // of the gold
	X, Y   []float64
	Best   int    // position in X and Y
	Layer  string // name of the best layer
}

// Granularity shows the value of every layer of a hierarchy over its number of clusters: a
// curve for each gold level, with a point at its best layer, and a dashed line at the number
// of groups of that gold.
func Granularity(r Layers) Chart {
	metric := r.Measure.Spec.String()
	c := Chart{
		Name: Slug(r.Corpus + " granularity"), Kind: "granularity", Title: fmt.Sprintf("%s: %s by granularity", clean(r.Corpus), metric),
		Caption: "Each curve is one gold level; the points are its best layer, the dashed lines the numbers of groups. " +
			"Where curves are far apart, no layer serves both levels.",
	}
	p := Panel{Height: 220, X: Axis{Label: "clusters", Log: true, Whole: true}, Y: Axis{Label: metric + arrow(r.Measure.Better)}}
	var xs, ys []float64
	for i, l := range r.Levels {
		p.Marks = append(p.Marks, Mark{Type: Line, Series: i + 1, X: l.X, Y: l.Y})
		xs, ys = append(xs, l.X...), append(ys, l.Y...)
	}
	p.X.Min, p.X.Max = logSpan(xs)
	p.Y.Min, p.Y.Max = span(ys, r.Measure.Range[0], r.Measure.Range[1])
	for i, l := range r.Levels {
		groups, v := float64(l.Groups), l.Y[l.Best]
		gold := guide(groups, p.Y.Min, groups, p.Y.Max, fmt.Sprintf("%d groups at level %s", l.Groups, clean(l.Name)))
		hover := fmt.Sprintf("%s: %s %s at %s", clean(l.Name), metric, shortest(math.Round(v*1e4)/1e4), clean(l.Layer))
		p.Marks = append(p.Marks, gold, pointAt(l.X[l.Best], v, i+1, hover))
		c.Legend = append(c.Legend, Key{Text: clean(l.Name), Series: i + 1, Line: true, Point: true})
	}
	c.Panels = []Panel{p}
	return c
}
