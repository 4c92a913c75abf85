package chart

import (
	"math"
	"slices"
	"strings"
)

// Sizes on the paper, in points.
const (
	pageWidth   = 640.0
	narrowWidth = 340.0 // of a phone
	border      = 12.0
	fontSize    = 10.0
	lineHeight  = 13.0
	mostLabel   = 250.0 // the widest label of a row
	mostNote    = 100.0
	turned      = 50.0 // degrees, of the labels of columns
	keySample   = 30.0
	mostHeight  = 5000.0 // of a panel
)

var (
	titleFace   = typeface{size: 13, bold: true, paint: ink}
	captionFace = typeface{size: 9.5, paint: muted}
	labelFace   = typeface{size: fontSize, paint: ink}
	tickFace    = typeface{size: 9, paint: muted}
	nameFace    = typeface{size: 9, paint: ink}
	smallFace   = typeface{size: 8, paint: ink}
	cellFace    = typeface{size: 8, paint: ink, anchor: "middle"}
)

// A layout is a chart with all places known.
type layout struct {
	chart          *Chart
	width, height  float64
	left, right    float64 // of the areas for marks
	title, caption []string
	panels         []placed
	legend, ramp   float64 // the tops of both
	columns        int
	columnWidth    float64
	captionTop     float64
	file           bool
}

// placed is a panel with its area for marks.
type placed struct {
	*Panel
	x, y        scale
	top, bottom float64
}

// newLayout finds the place of everything. A file holds the title and the caption.
func newLayout(c *Chart, file bool, width float64) *layout {
	l := &layout{chart: c, width: width, file: file}
	at := border
	if file {
		l.title = titleFace.wrap(clean(c.Title), l.width-2*border)
		at += 17 * float64(len(l.title))
		l.caption = captionFace.wrap(cleanTo(c.Caption, mostCaption), l.width-2*border)
	}
	l.margins()
	for i := range c.Panels {
		p := &c.Panels[i]
		at += p.headHeight()
		area := placed{Panel: p, top: at, bottom: at + l.panelHeight(p)}
		area.x = newScale(&p.X, l.left, l.right)
		area.y = newScale(&p.Y, area.bottom, area.top)
		if len(p.Y.Categories) > 0 {
			area.y = newScale(&p.Y, area.top, area.bottom)
		}
		l.panels = append(l.panels, area)
		at = area.bottom + p.footHeight()
	}
	at += l.layLegend(at)
	l.captionTop = at
	if len(l.caption) > 0 {
		at += 6 + 12.5*float64(len(l.caption))
	}
	l.height = math.Ceil(at + border/2)
	return l
}

// margins are common to all panels, so that their axes line up.
func (l *layout) margins() {
	left, right := border, border
	for i := range l.chart.Panels {
		p := &l.chart.Panels[i]
		for _, c := range p.Y.Categories {
			if !c.Head {
				left = max(left, border+l.labelWidth(c.Label)+7)
			}
			if c.Note != "" {
				right = max(right, border+tickFace.width(tickFace.clip(c.Note, mostNote))+7)
			}
		}
		if len(p.Y.Categories) == 0 && !p.Y.Hidden {
			for _, t := range newScale(&p.Y, p.height(), 0).ticks(22) {
				left = max(left, border+tickFace.width(t.label)+7)
			}
		}
		for range 4 { // a wider margin makes the columns narrower
			column := (l.width - left - right) / float64(max(1, len(p.X.Categories)))
			for k, c := range p.X.Categories {
				width := labelFace.width(labelFace.clip(c.Label, mostLabel)) * math.Cos(turned*math.Pi/180)
				right = max(right, border+width+8-(float64(len(p.X.Categories)-k)-0.5)*column)
			}
		}
	}
	l.left, l.right = left, l.width-right
}

// mostLabel is the widest label of a row.
func (l *layout) mostLabel() float64 { return min(mostLabel, 0.42*l.width) }

// labelWidth is how wide the label of a row is set.
func (l *layout) labelWidth(label string) float64 {
	head, rest := l.breakLabel(label)
	if rest == "" {
		return min(labelFace.width(head), l.mostLabel())
	}
	return min(max(smallFace.width(head), smallFace.width(rest)), l.mostLabel())
}

// breakLabel breaks the label of a row that is too wide, at the parameters of a spec.
func (l *layout) breakLabel(label string) (head, rest string) {
	label = clean(label)
	if i := strings.IndexByte(label, '('); i > 0 && labelFace.width(label) > l.mostLabel() {
		return label[:i], label[i:]
	}
	return label, ""
}

// height is that of the area for marks, within reason.
func (p *Panel) height() float64 {
	if !finite(p.Height) || p.Height < 1 || p.Height > mostHeight {
		return 200
	}
	return p.Height
}

// headHeight is the room that a panel takes above its area: for the name of the
// vertical axis, or the labels of columns.
func (p *Panel) headHeight() float64 {
	height := 6.0
	if p.Y.Label != "" {
		height += lineHeight + 2
	}
	for _, c := range p.X.Categories {
		height = max(height, labelFace.width(labelFace.clip(c.Label, mostLabel))*math.Sin(turned*math.Pi/180)+14)
	}
	return height
}

// panelHeight is that of the area of a panel, whose rows are higher where one has a label of
// two lines.
func (l *layout) panelHeight(p *Panel) float64 {
	const higher = 1.3
	broken := func(c Category) bool { _, rest := l.breakLabel(c.Label); return rest != "" && !c.Head }
	if slices.ContainsFunc(p.Y.Categories, broken) {
		return higher * p.height()
	}
	return p.height()
}

func (p *Panel) footHeight() float64 {
	height := 4.0
	if !p.X.Hidden && len(p.X.Categories) == 0 {
		height += lineHeight + 3
	}
	if p.X.Label != "" {
		height += lineHeight + 2
	}
	return height
}

// layLegend puts the keys in columns, and returns the height that they take.
func (l *layout) layLegend(top float64) float64 {
	l.legend = top + 4
	height := 0.0
	if n := len(l.chart.Legend); n > 0 {
		widest := 0.0
		for _, k := range l.chart.Legend {
			widest = max(widest, labelFace.width(clean(k.Text)))
		}
		room := l.width - 2*border
		l.columnWidth = min(widest+keySample+16, room)
		l.columns = max(1, min(int(room/l.columnWidth), n))
		height = 6 + (lineHeight+1)*math.Ceil(float64(n)/float64(l.columns))
	}
	l.ramp = l.legend + height + 6
	if l.chart.Ramp != nil {
		height += 22
	}
	return height
}

func (l *layout) draw(to canvas) {
	if l.file {
		to.polygon(box(0, 0, l.width, l.height), paper, nil)
	}
	for i, line := range l.title {
		to.text(dot{border, border + 12 + 17*float64(i)}, line, titleFace)
	}
	for _, p := range l.panels {
		l.drawAxes(to, p)
		l.drawMarks(to, p)
	}
	l.drawLegend(to)
	for i, line := range l.caption {
		to.text(dot{border, l.captionTop + 14 + 12.5*float64(i)}, line, captionFace)
	}
}

func (l *layout) drawAxes(to canvas, p placed) {
	line := stroke{paint: grid, width: 0.75}
	if p.Y.Label != "" {
		to.text(dot{border, p.top - 9}, labelFace.clip(p.Y.Label, l.width-2*border), labelFace)
	}
	switch {
	case p.Y.Hidden:
	case len(p.Y.Categories) > 0:
		l.drawRows(to, p)
	default:
		for _, t := range p.y.ticks(22) {
			y := p.y.place(t.value)
			to.line([]dot{{l.left, y}, {l.right, y}}, line)
			to.text(dot{l.left - 6, y + 3}, t.label, tickFace.anchored("end"))
		}
	}
	switch {
	case p.X.Hidden:
	case len(p.X.Categories) > 0:
		l.drawColumns(to, p)
	default:
		for _, t := range p.x.ticks(56) {
			x := p.x.place(t.value)
			to.line([]dot{{x, p.top}, {x, p.bottom}}, line)
			to.line([]dot{{x, p.bottom}, {x, p.bottom + 4}}, stroke{paint: muted, width: 0.75})
			to.text(dot{x, p.bottom + 14}, t.label, tickFace.anchored("middle"))
		}
		to.line([]dot{{l.left, p.bottom}, {l.right, p.bottom}}, stroke{paint: muted, width: 0.75})
	}
	if p.X.Label != "" {
		label := labelFace.clip(p.X.Label, l.width-2*border)
		to.text(dot{(l.left + l.right) / 2, p.bottom + p.footHeight() - 5}, label, labelFace.anchored("middle"))
	}
}

// drawRows writes the labels of rows, and guides the eye from each to its marks.
func (l *layout) drawRows(to canvas, p placed) {
	for i, c := range p.Y.Categories {
		y := p.y.place(float64(i))
		if c.Head {
			to.text(dot{border, y + 5}, tickFace.clip(c.Label, l.width-2*border), tickFace)
			continue
		}
		l.open(to, c.Hover, c.Link)
		if head, rest := l.breakLabel(c.Label); rest == "" {
			to.text(dot{l.left - 7, y + 3.5}, labelFace.clip(head, l.mostLabel()), labelFace.anchored("end"))
		} else {
			to.text(dot{l.left - 7, y - 0.5}, smallFace.clip(head, l.mostLabel()), smallFace.anchored("end"))
			to.text(dot{l.left - 7, y + 7}, smallFace.clip(rest, l.mostLabel()), smallFace.anchored("end"))
		}
		to.close()
		if c.Note != "" {
			to.line([]dot{{l.left, y}, {l.right, y}}, stroke{paint: grid, width: 0.75, dash: []float64{1, 2}})
			to.text(dot{l.right + 7, y + 3}, tickFace.clip(c.Note, mostNote), tickFace)
		}
	}
}

func (l *layout) drawColumns(to canvas, p placed) {
	for i, c := range p.X.Categories {
		l.open(to, c.Hover, c.Link)
		face := labelFace
		face.turn = turned
		to.text(dot{p.x.place(float64(i)) + 2, p.top - 6}, face.clip(c.Label, mostLabel), face)
		to.close()
	}
}

func (l *layout) drawLegend(to canvas) {
	for i, k := range l.chart.Legend {
		x := border + l.columnWidth*float64(i%l.columns)
		y := l.legend + 8 + (lineHeight+1)*float64(i/l.columns)
		if k.Line {
			s := stroke{paint: seriesPaint(k.Series), width: 1.75}
			if k.Dashed {
				s.dash = seriesDash(k.Series)
			}
			to.line([]dot{{x, y}, {x + keySample - 7, y}}, s)
		}
		if k.Area {
			to.polygon(box(x, y-4, x+keySample-7, y+4), seriesPaint(k.Series).at(areaOpacity), nil)
		}
		if k.Point {
			point(to, dot{x + (keySample-7)/2, y}, 3.5, k.Series, k.Hollow)
		}
		to.text(dot{x + keySample, y + 3.5}, labelFace.clip(k.Text, l.columnWidth-keySample), labelFace)
	}
	if r := l.chart.Ramp; r != nil {
		l.drawRamp(to, *r, l.ramp)
	}
}

func (l *layout) drawRamp(to canvas, r Ramp, top float64) {
	const steps, width = 24, 120.0
	label := tickFace.clip(r.Label, 250)
	x := min(l.left+20, l.width-border-width-25-tickFace.width(label)) // the numbers take as much
	to.text(dot{x - 5, top + 8}, shortest(r.Min), tickFace.anchored("end"))
	for i := range steps {
		cell, _ := rampPaint(r, r.Min+(r.Max-r.Min)*(float64(i)+0.5)/steps)
		to.polygon(box(x, top, x+width/steps+0.3, top+9), cell, nil)
		x += width / steps
	}
	to.text(dot{x + 5, top + 8}, shortest(r.Max)+"  "+label, tickFace)
}

// open begins a mark with its hover text; only links to a place on the page or on
// the web are kept.
func (l *layout) open(to canvas, hover, link string) {
	if !strings.HasPrefix(link, "#") && !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") {
		link = ""
	}
	to.open(clean(hover), clean(link))
}
