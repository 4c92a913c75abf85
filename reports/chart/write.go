package chart

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// Formats are the formats of files.
var Formats = []string{"png", "svg", "pdf"}

// resolution of PNG files, in points to the inch.
const resolution = 192

// FormatOf returns the format of a file by the ending of its name, "" if it is none of the
// Formats.
func FormatOf(path string) string {
	if name := strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."); slices.Contains(Formats, name) {
		return name
	}
	return ""
}

// Save writes a chart, completely or not at all, to a file whose name ends with its format.
func Save(path string, c *Chart) error {
	return atomicfile.Write(path, func(w io.Writer) error { return Write(w, c, FormatOf(path)) })
}

// Write draws a chart as a file in one of the Formats, with its title above and
// its caption below; a chart whose title and caption are empty is drawn without
// them, as papers want it.
func Write(w io.Writer, c *Chart, format string) (err error) {
	if !slices.Contains(Formats, format) {
		return fmt.Errorf("charts are written as %s, not as %q", strings.Join(Formats, ", "), format)
	}
	defer func() {
		if r := recover(); r != nil { // vgpdf panics where it cannot keep a temporary file
			err = fmt.Errorf("writing the chart %s: %v", c.Name, r)
		}
	}()
	l := newLayout(c, true, pageWidth)
	to := &vgCanvas{height: l.height}
	width, height := vg.Length(l.width), vg.Length(l.height)
	var file io.WriterTo
	switch format {
	case "png":
		canvas := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(resolution))
		to.Canvas, to.fit, to.write, file = canvas, drawable, canvas.FillString, vgimg.PngCanvas{Canvas: canvas}
	case "svg":
		canvas := vgsvg.New(width, height)
		to.Canvas, to.fit, to.write, file = canvas, func(_ font.Face, s string) string { return s }, to.plain, canvas
	default:
		reproducible()
		canvas := vgpdf.New(width, height)
		to.Canvas, to.fit, to.write, file = canvas, drawable, to.selectable, canvas
	}
	l.draw(to)
	if _, err := file.WriteTo(w); err != nil {
		return fmt.Errorf("writing the chart %s: %w", c.Name, err)
	}
	return nil
}

// reproducible makes PDF files of equal charts equal. Their dates, and the order
// in which they list their fonts, can only be set for the process.
var reproducible = sync.OnceFunc(func() {
	fpdf.SetDefaultCatalogSort(true)
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	fpdf.SetDefaultCreationDate(day)
	fpdf.SetDefaultModificationDate(day)
})

// vgCanvas draws on a canvas of gonum/plot, whose ordinates grow upwards.
type vgCanvas struct {
	vg.Canvas
	height float64
	fit    func(face font.Face, s string) string       // makes a text one that can be written
	write  func(face font.Face, at vg.Point, s string) // writes a text that starts at a place
}

func (c *vgCanvas) point(d dot) vg.Point {
	return vg.Point{X: vg.Length(d.x), Y: vg.Length(c.height - d.y)}
}

func (c *vgCanvas) path(through []dot, closed bool) vg.Path {
	var p vg.Path
	for i, d := range through {
		if i == 0 {
			p.Move(c.point(d))
		} else {
			p.Line(c.point(d))
		}
	}
	if closed {
		p.Close()
	}
	return p
}

func (c *vgCanvas) stroke(p vg.Path, s stroke) {
	c.SetColor(s.paint.solid())
	c.SetLineWidth(vg.Length(s.width))
	lengths := make([]vg.Length, len(s.dash))
	for i, d := range s.dash {
		lengths[i] = vg.Length(d)
	}
	c.SetLineDash(lengths, 0)
	c.Stroke(p)
}

func (c *vgCanvas) fill(p vg.Path, fill paint, edge *stroke) {
	c.SetColor(fill.solid())
	c.Fill(p)
	if edge != nil {
		c.stroke(p, *edge)
	}
}

func (c *vgCanvas) line(through []dot, s stroke) { c.stroke(c.path(through, false), s) }

func (c *vgCanvas) polygon(corners []dot, fill paint, edge *stroke) {
	c.fill(c.path(corners, true), fill, edge)
}

func (c *vgCanvas) circle(at dot, radius float64, fill paint, edge *stroke) {
	// Four curves: PDF files of arcs come out wrong.
	const k = 0.5522847498
	var p vg.Path
	to := func(x, y float64) vg.Point { return c.point(dot{at.x + radius*x, at.y + radius*y}) }
	p.Move(to(1, 0))
	p.CubeTo(to(1, k), to(k, 1), to(0, 1))
	p.CubeTo(to(-k, 1), to(-1, k), to(-1, 0))
	p.CubeTo(to(-1, -k), to(-k, -1), to(0, -1))
	p.CubeTo(to(k, -1), to(1, -k), to(1, 0))
	p.Close()
	c.fill(p, fill, edge)
}

func (c *vgCanvas) set(typeface)        {}
func (c *vgCanvas) open(string, string) {}
func (c *vgCanvas) close()              {}

func (c *vgCanvas) text(at dot, s string, t typeface) {
	c.SetColor(t.paint.solid())
	face := t.face()
	s = c.fit(face, s)
	start := 0.0
	switch t.anchor {
	case "middle":
		start = -t.width(s) / 2
	case "end":
		start = -t.width(s)
	}
	if t.turn == 0 {
		c.write(face, c.point(dot{at.x + start, at.y}), s)
		return
	}
	c.Push()
	c.Translate(c.point(at))
	c.Rotate(t.turn * 3.141592653589793 / 180)
	c.write(face, vg.Point{X: vg.Length(start)}, s)
	c.Pop()
}

// plain leaves the choice of fonts to who shows the file.
func (c *vgCanvas) plain(face font.Face, at vg.Point, s string) {
	// The widths of these are those of Liberation Sans. The typeface and the variant
	// are written one after the other.
	face.Font.Typeface, face.Font.Variant = "Arial,'Liberation", "Sans',Helvetica,sans-serif"
	c.FillString(face, at, s)
}

// selectable sets text of PDF files. vgpdf takes one font into a file, with the
// letters of code page 1252 only: texts with others, and bold ones, are drawn as
// shapes, which cannot be searched.
func (c *vgCanvas) selectable(face font.Face, at vg.Point, s string) {
	if bytes, err := charmap.Windows1252.NewEncoder().String(s); err == nil && face.Font.Weight != stdfont.WeightBold {
		c.FillString(face, at, bytes)
		return
	}
	var b sfnt.Buffer
	size := fixed.Int26_6(face.Font.Size.Points() * 64)
	for _, r := range s {
		i, err := face.Face.GlyphIndex(&b, r)
		if err != nil {
			continue
		}
		segments, err := face.Face.LoadGlyph(&b, i, size, nil)
		if err != nil {
			continue
		}
		if p := outline(segments, at); len(p) > 0 {
			c.Fill(p)
		}
		if advance, err := face.Face.GlyphAdvance(&b, i, size, 0); err == nil {
			at.X += vg.Length(float64(advance) / 64)
		}
	}
}

// outline is the shape of a letter at a place.
func outline(segments sfnt.Segments, at vg.Point) vg.Path {
	place := func(p fixed.Point26_6) vg.Point {
		return vg.Point{X: at.X + vg.Length(float64(p.X)/64), Y: at.Y - vg.Length(float64(p.Y)/64)}
	}
	var p vg.Path
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(p) > 0 {
				p.Close()
			}
			p.Move(place(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			p.Line(place(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			p.QuadTo(place(s.Args[0]), place(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			p.CubeTo(place(s.Args[0]), place(s.Args[1]), place(s.Args[2]))
		}
	}
	if len(p) > 0 {
		p.Close()
	}
	return p
}

// SaveAll saves charts under their names in a folder, which it makes, in one of Formats,
// and calls wrote for each file.
func SaveAll(dir, format string, list []Chart, wrote func(path string)) error {
	for i := range list {
		path := filepath.Join(dir, list[i].Name+"."+format)
		if err := Save(path, &list[i]); err != nil {
			return err
		}
		wrote(path)
	}
	return nil
}
