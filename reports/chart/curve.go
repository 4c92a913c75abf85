package chart

import "fmt"

// A Formula is a curve that was published, and what was measured at some of its places.
type Formula struct {
	Name   string
	X, Y   string // what the axes are
	Curve  []Place
	Points []Sample
}

// A Place is one of a curve; they are in order of X.
type Place struct{ X, Y float64 }

// A Sample is a series of measured places.
type Sample struct {
	Name   string
	Places []Place
	// Low and High are the ends of the intervals of the places; equal for none.
	Low, High []float64
}

// Curve shows what was measured beside a published curve, which is drawn in ink through its published places.
func Curve(f Formula) Chart {
	p := Panel{Height: 200, X: Axis{Label: clean(f.X)}, Y: Axis{Label: clean(f.Y)}}
	line := Mark{Type: Line}
	for _, at := range f.Curve {
		line.X, line.Y = append(line.X, at.X), append(line.Y, at.Y)
	}
	p.Marks = append(p.Marks, line)
	c := Chart{Name: Slug(f.Name + " curve"), Kind: "curve", Title: clean(f.Name),
		Caption: "The line goes through the published places. Points are what was measured, with their intervals.",
		Legend:  []Key{{Text: "published", Line: true}}}
	xs, ys := line.X, line.Y
	for i, s := range f.Points {
		for k, at := range s.Places {
			hover := fmt.Sprintf("%s: %s at %s", clean(s.Name), shortest(at.Y), shortest(at.X))
			if s.Low[k] < s.High[k] {
				p.Marks = append(p.Marks, Mark{Type: Line, X: []float64{at.X, at.X}, Y: []float64{s.Low[k], s.High[k]}, Series: i + 1, Weight: 2})
				ys = append(ys, s.Low[k], s.High[k])
			}
			p.Marks = append(p.Marks, pointAt(at.X, at.Y, i+1, hover))
			xs, ys = append(xs, at.X), append(ys, at.Y)
		}
		c.Legend = append(c.Legend, Key{Text: clean(s.Name), Series: i + 1, Point: true})
	}
	p.X.Min, p.X.Max = span(xs, 0, 1)
	p.Y.Min, p.Y.Max = span(ys, 0, 1)
	c.Panels = []Panel{p}
	return c
}
