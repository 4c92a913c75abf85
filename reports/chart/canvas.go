package chart

import "math"

// A dot is a place on the paper, in points from its top left corner.
type dot struct{ x, y float64 }

// A stroke is how a line is drawn.
type stroke struct {
	paint paint
	width float64
	dash  []float64
}

// A canvas takes what a chart is drawn of.
type canvas interface {
	line(through []dot, s stroke)
	polygon(corners []dot, fill paint, edge *stroke)
	circle(at dot, radius float64, fill paint, edge *stroke)
	text(at dot, s string, t typeface) // at is on its baseline; s is clean
	// set begins what has texts of one typeface; close ends it.
	set(t typeface)
	// open begins what has a hover text and leads somewhere, either may be empty;
	// close ends it.
	open(hover, link string)
	close()
}

// corners of the points of series, round ones aside, at a radius of 1.
var corners = [...][]dot{
	nil, // a circle
	{{-.86, -.86}, {.86, -.86}, {.86, .86}, {-.86, .86}},
	{{0, -1.15}, {1.05, .8}, {-1.05, .8}},
	{{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}},
	{{0, 1.15}, {1.05, -.8}, {-1.05, -.8}},
	{{-.38, -1.1}, {.38, -1.1}, {.38, -.38}, {1.1, -.38}, {1.1, .38}, {.38, .38}, {.38, 1.1}, {-.38, 1.1}, {-.38, .38}, {-1.1, .38},
		{-1.1, -.38}, {-.38, -.38}},
	star(5, 1.25, .55),
}

func star(points int, outer, inner float64) []dot {
	var list []dot
	for i := range 2 * points {
		r, angle := outer, math.Pi*float64(i)/float64(points)
		if i%2 == 1 {
			r = inner
		}
		list = append(list, dot{r * math.Sin(angle), -r * math.Cos(angle)})
	}
	return list
}

// point draws the point of a series. Shapes and colours go round at different
// paces, so that no two of the first 56 series look alike.
func point(to canvas, at dot, radius float64, series int, hollow bool) {
	p := seriesPaint(series)
	fill, edge := p, &stroke{paint: paper, width: 0.5}
	if hollow {
		fill, edge = paper, &stroke{paint: p, width: 1.25}
	}
	shape := corners[max(series-1, 0)%len(corners)]
	if shape == nil {
		to.circle(at, radius, fill, edge)
		return
	}
	placed := make([]dot, len(shape))
	for i, c := range shape {
		placed[i] = dot{at.x + radius*c.x, at.y + radius*c.y}
	}
	to.polygon(placed, fill, edge)
}

func box(left, top, right, bottom float64) []dot {
	return []dot{{left, top}, {right, top}, {right, bottom}, {left, bottom}}
}
