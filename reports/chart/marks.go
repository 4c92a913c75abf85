package chart

import (
	"cmp"
	"math"
	"slices"
)

func (l *layout) drawMarks(to canvas, p placed) {
	if slices.ContainsFunc(p.Marks, func(m Mark) bool { return m.Type == Cell }) {
		to.set(cellFace)
		defer to.close()
	}
	for i := range p.Marks {
		m := &p.Marks[i]
		if !m.drawable() {
			continue
		}
		spoken := m.Hover != "" || m.Link != ""
		if spoken {
			l.open(to, m.Hover, m.Link)
		}
		l.drawMark(to, p, m)
		if spoken {
			to.close()
		}
	}
	l.drawNames(to, p)
}

func (m *Mark) drawable() bool {
	return len(m.X) > 0 && len(m.X) == len(m.Y) && allFinite(m.X, m.Y) && (m.Type != Cell || len(m.X) > 1)
}

func (p placed) at(m *Mark, i int) dot { return dot{p.x.place(m.X[i]), p.y.place(m.Y[i])} }

func (p placed) through(m *Mark) []dot {
	list := make([]dot, len(m.X))
	for i := range list {
		list[i] = p.at(m, i)
	}
	return list
}

// areaOpacity lets what lies below an area shine through.
const areaOpacity = 0.4

func (l *layout) drawMark(to canvas, p placed, m *Mark) {
	switch m.Type {
	case Point:
		radius := 4.0
		if m.Weight > 0 && finite(m.Weight) {
			radius = min(m.Weight, 6)
		}
		point(to, p.at(m, 0), radius, m.Series, m.Hollow)
	case Area:
		to.polygon(p.through(m), seriesPaint(m.Series).at(areaOpacity), nil)
	case Line:
		s := stroke{paint: seriesPaint(m.Series), width: 1.5}
		if m.Weight > 0 && finite(m.Weight) {
			s.width = min(m.Weight, 20)
		}
		if m.Dashed {
			s.dash = seriesDash(m.Series)
		}
		to.line(p.through(m), s)
	case Cell:
		l.drawCell(to, p, m)
	case Text:
		to.text(p.at(m, 0), nameFace.clip(m.Text, l.width-2*border), nameFace.anchored(m.Anchor))
	}
}

func (l *layout) drawCell(to canvas, p placed, m *Mark) {
	a, b := p.at(m, 0), p.at(m, 1)
	fill, over := seriesPaint(m.Series), paper
	if m.Value != nil && l.chart.Ramp != nil {
		fill, over = rampPaint(*l.chart.Ramp, *m.Value)
	}
	left, right, top, bottom := min(a.x, b.x), max(a.x, b.x), min(a.y, b.y), max(a.y, b.y)
	to.polygon(box(left, top, right-0.75, bottom-0.75), fill, nil)
	face := cellFace
	face.paint = over
	if text := clean(m.Text); text != "" && face.width(text) < right-left-2 {
		to.text(dot{(left + right - 0.75) / 2, (top+bottom-0.75)/2 + 2.9}, text, face)
	}
}

// drawNames writes the names of points beside them, none over another or over a
// mark: next to its point where there is room, else further off with a line to it.
// A name that finds no room is left out; the hover text has it. When many have found none the
// panel is full, and the rest are not tried.
func (l *layout) drawNames(to canvas, p placed) {
	var named []*Mark
	taken := newTaken()
	for i := range p.Marks {
		m := &p.Marks[i]
		switch {
		case !m.drawable():
		case m.Type == Point:
			d := p.at(m, 0)
			taken.add(frame{d.x - 5, d.y - 5, d.x + 5, d.y + 5})
			if m.Text != "" {
				named = append(named, m)
			}
		case m.Type == Line:
			for k := 1; k < len(m.X); k++ {
				taken.add(along(p.at(m, k-1), p.at(m, k))...)
			}
		}
	}
	// From top to bottom, so that lines to names cross little.
	slices.SortStableFunc(named, func(a, b *Mark) int {
		i, j := p.at(a, 0), p.at(b, 0)
		return cmp.Or(cmp.Compare(i.y, j.y), cmp.Compare(i.x, j.x))
	})
	area := frame{l.left + 2, p.top - 4, l.width - 4, p.bottom - 2}
	const full = 100
	without := 0
	for _, m := range named {
		if without == full {
			break
		}
		name := nameFace.clip(m.Text, mostLabel)
		from := p.at(m, 0)
		place, far, ok := findRoom(from, nameFace.width(name), area, taken)
		if !ok {
			without++
			continue
		}
		if far {
			end := nearest(place, from)
			to.line([]dot{from, end}, stroke{paint: faint, width: 0.6})
			taken.add(along(from, end)...)
		}
		taken.add(place)
		to.text(dot{place.left + 1, place.bottom - 2.5}, name, nameFace)
	}
}

// along are small frames on the way from a to b.
func along(a, b dot) []frame {
	n := 1 + int(math.Hypot(b.x-a.x, b.y-a.y)/4)
	list := make([]frame, 0, n+1)
	for i := range n + 1 {
		t := float64(i) / float64(n)
		x, y := a.x+t*(b.x-a.x), a.y+t*(b.y-a.y)
		list = append(list, frame{x - 1, y - 1, x + 1, y + 1})
	}
	return list
}

// nearest is the place of a frame, at half its height, that is nearest to a dot.
func nearest(f frame, to dot) dot {
	return dot{min(max(to.x, f.left-1), f.right+1), min(max(to.y, f.top+2), f.bottom-2)}
}

// findRoom looks for a free frame of a line of text near a dot: right, left, above
// and below it, then on wider and wider circles.
func findRoom(from dot, width float64, area frame, taken taken) (place frame, far, ok bool) {
	const height = 11.0
	free := func(f frame) bool {
		if f.left < area.left || f.right > area.right || f.top < area.top || f.bottom > area.bottom {
			return false
		}
		return !taken.under(f, 0)
	}
	beside := func(x, y float64) frame { return frame{x, y - height/2, x + width + 2, y + height/2} }
	for _, f := range []frame{
		beside(from.x+6, from.y), beside(from.x-8-width, from.y),
		beside(from.x-width/2, from.y-11), beside(from.x-width/2, from.y+11),
		beside(from.x+5, from.y-9), beside(from.x+5, from.y+9), beside(from.x-7-width, from.y-9), beside(from.x-7-width, from.y+9),
	} {
		if free(f) {
			return f, false, true
		}
	}
	for radius := 18.0; radius < 260; radius += 7 {
		for k := range 16 {
			// 0, 1, −1, 2, −2, … sixteenths from the right.
			angle := float64((k+1)/2) * math.Pi / 8 * float64(1-2*(k%2))
			x, y := from.x+radius*math.Cos(angle), from.y+radius*math.Sin(angle)
			f := beside(x, y)
			if math.Cos(angle) < -0.01 {
				f = beside(x-width-2, y)
			}
			if free(f) && !slices.ContainsFunc(along(from, nearest(f, from)), func(step frame) bool { return crosses(step, from, taken) }) {
				return f, true, true
			}
		}
	}
	return frame{}, false, false
}

// crosses reports whether a step of a line to a name lies over something, its own
// point aside.
func crosses(step frame, from dot, taken taken) bool {
	if math.Hypot(step.left+1-from.x, step.top+1-from.y) < 8 {
		return false
	}
	return taken.under(step, 3)
}
