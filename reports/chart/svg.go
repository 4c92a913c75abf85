package chart

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// SVG writes a chart as an inline element of a page: as wide as what holds it, in
// colours that the page may set by the custom properties --chart-ink, --chart-paper,
// --chart-grid and --chart-1 to --chart-8, with hover texts, and with links where
// marks have them. The title and the caption are its accessible name and
// description and are not drawn: they belong beside it.
func SVG(w io.Writer, c *Chart) error { return writeSVG(w, c, newLayout(c, false, pageWidth), "") }

// mostNarrow is the number of columns that fit a phone, with a number of two digits in each.
const mostNarrow = 8

// NarrowSVG writes what SVG does for a page as narrow as that of a phone, with ids of its
// own. ok is false, and nothing is written, if the chart has one form alone.
func NarrowSVG(w io.Writer, c *Chart) (ok bool, err error) {
	many := slices.ContainsFunc(c.Panels, func(p Panel) bool { return len(p.X.Categories) > mostNarrow })
	if many || slices.Contains([]string{"flow", "dendrogram", "ranks"}, c.Kind) { // made for a page of one width
		return false, nil
	}
	return true, writeSVG(w, c, newLayout(c, false, narrowWidth), "-narrow")
}

// SVGFile writes a chart as SVG of its own: with hover texts and links, and with
// its title and its caption drawn.
func SVGFile(w io.Writer, c *Chart) error { return writeSVG(w, c, newLayout(c, true, pageWidth), "") }

func writeSVG(w io.Writer, c *Chart, l *layout, suffix string) error {
	b := bufio.NewWriter(w)
	s := &svgCanvas{out: b, face: typeface{anchor: "start"}}
	width := "100%"
	if l.file {
		width = figure(l.width)
	}
	id := "chart-" + Slug(c.Name) + suffix
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" role="img" `+
		`aria-labelledby="%s-title %[4]s-desc" font-family="Arial,'Liberation Sans',Helvetica,sans-serif" style="%[5]s">`,
		figure(l.width), figure(l.height), width, id, cssNames())
	fmt.Fprintf(b, `<title id="%s-title">%s</title><desc id="%[1]s-desc">%[3]s</desc>`,
		id, escape(clean(c.Title)), escape(cleanTo(c.Caption, mostCaption)))
	l.draw(s)
	b.WriteString("</svg>\n")
	return b.Flush()
}

type svgCanvas struct {
	out   *bufio.Writer
	links []bool // of what is open
	face  typeface
}

// safeText is the length of texts, in bytes, that no font makes much wider.
const safeText = 5

// figure is a coordinate to a tenth of a point.
func figure(v float64) string {
	s := strconv.FormatFloat(v, 'f', 1, 64)
	if s = strings.TrimSuffix(s, ".0"); s == "-0" {
		return "0"
	}
	return s
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
	return b.String()
}

func (c *svgCanvas) path(points []dot, closed bool) {
	for i, p := range points {
		fmt.Fprintf(c.out, "%c%s %s", "ML"[min(i, 1)], figure(p.x), figure(p.y))
	}
	if closed {
		c.out.WriteString("z")
	}
}

func (c *svgCanvas) stroke(s stroke) {
	fmt.Fprintf(c.out, ` stroke="%s"`, s.paint.css())
	if s.width != 1 {
		fmt.Fprintf(c.out, ` stroke-width="%s"`, strconv.FormatFloat(s.width, 'f', -1, 64))
	}
	if s.paint.opacity < 1 {
		fmt.Fprintf(c.out, ` stroke-opacity="%g"`, s.paint.opacity)
	}
	if len(s.dash) > 0 {
		fmt.Fprintf(c.out, ` stroke-dasharray="%s"`, strings.Trim(fmt.Sprint(s.dash), "[]"))
	}
}

func (c *svgCanvas) fill(p paint, edge *stroke) {
	fmt.Fprintf(c.out, ` fill="%s"`, p.css())
	if p.opacity < 1 {
		fmt.Fprintf(c.out, ` fill-opacity="%g"`, p.opacity)
	}
	if edge != nil {
		c.stroke(*edge)
	}
}

func (c *svgCanvas) line(through []dot, s stroke) {
	c.out.WriteString(`<path d="`)
	c.path(through, false)
	c.out.WriteString(`" fill="none"`)
	c.stroke(s)
	c.out.WriteString("/>")
}

func (c *svgCanvas) polygon(corners []dot, fill paint, edge *stroke) {
	c.out.WriteString(`<path d="`)
	if k := corners; len(k) == 4 && k[0].y == k[1].y && k[1].x == k[2].x && k[2].y == k[3].y && k[3].x == k[0].x {
		// Half of what charts are drawn of, in half the bytes.
		left, top, right, bottom := figure(corners[0].x), figure(corners[0].y), figure(corners[2].x), figure(corners[2].y)
		fmt.Fprintf(c.out, "M%s %sH%sV%sH%[1]sz", left, top, right, bottom)
	} else {
		c.path(corners, true)
	}
	c.out.WriteString(`"`)
	c.fill(fill, edge)
	c.out.WriteString("/>")
}

func (c *svgCanvas) circle(at dot, radius float64, fill paint, edge *stroke) {
	fmt.Fprintf(c.out, `<circle cx="%s" cy="%s" r="%s"`, figure(at.x), figure(at.y), figure(radius))
	c.fill(fill, edge)
	c.out.WriteString("/>")
}

func (c *svgCanvas) text(at dot, s string, t typeface) {
	t.anchor = cmp.Or(t.anchor, "start")
	fmt.Fprintf(c.out, `<text x="%s" y="%s"`, figure(at.x), figure(at.y))
	if t.size != c.face.size {
		fmt.Fprintf(c.out, ` font-size="%s"`, figure(t.size))
	}
	if t.bold {
		c.out.WriteString(` font-weight="bold"`)
	}
	if t.anchor != c.face.anchor {
		fmt.Fprintf(c.out, ` text-anchor="%s"`, t.anchor)
	}
	if t.turn != 0 {
		fmt.Fprintf(c.out, ` transform="rotate(%s %s %s)"`, figure(-t.turn), figure(at.x), figure(at.y))
	}
	if len(s) > safeText { // other fonts may be wider than the one that was measured
		fmt.Fprintf(c.out, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, figure(t.width(s)))
	}
	c.fill(t.paint, nil)
	fmt.Fprintf(c.out, ">%s</text>", escape(s))
}

func (c *svgCanvas) set(t typeface) {
	c.links = append(c.links, false)
	c.face = t
	fmt.Fprintf(c.out, `<g font-size="%s" text-anchor="%s">`, figure(t.size), t.anchor)
}

func (c *svgCanvas) open(hover, link string) {
	c.links = append(c.links, link != "")
	if link != "" {
		fmt.Fprintf(c.out, `<a href="%s">`, escape(link))
	}
	c.out.WriteString("<g>")
	if hover != "" {
		fmt.Fprintf(c.out, "<title>%s</title>", escape(hover))
	}
}

func (c *svgCanvas) close() {
	c.out.WriteString("</g>")
	last := len(c.links) - 1
	if c.links[last] {
		c.out.WriteString("</a>")
	}
	if c.links = c.links[:last]; last == 0 {
		c.face = typeface{anchor: "start"}
	}
}
