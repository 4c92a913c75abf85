package chart

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

// A paint is a colour with the custom property of CSS that may change it.
type paint struct {
	variable string // without it the colour is data, and stays as it is
	rgb      [3]uint8
	opacity  float64
}

var (
	ink   = paint{"--chart-ink", [3]uint8{0x1a, 0x1a, 0x1a}, 1}
	paper = paint{"--chart-paper", [3]uint8{0xff, 0xff, 0xff}, 1}
	grid  = paint{"--chart-grid", [3]uint8{0xe3, 0xe3, 0xe3}, 1}
	muted = ink.at(0.7)
	faint = ink.at(0.3)
)

// okabeIto is the palette without black, which is the ink, and yellow last: it
// contrasts least with paper. Grey makes eight.
var okabeIto = [8][3]uint8{
	{0x00, 0x72, 0xb2}, {0xd5, 0x5e, 0x00}, {0x00, 0x9e, 0x73}, {0xcc, 0x79, 0xa7},
	{0xe6, 0x9f, 0x00}, {0x56, 0xb4, 0xe9}, {0x7f, 0x7f, 0x7f}, {0xf0, 0xe4, 0x42},
}

// cividis at equal steps; between them colours are mixed.
var cividis = [10][3]uint8{
	{0x00, 0x20, 0x4d}, {0x00, 0x33, 0x6f}, {0x39, 0x48, 0x6b}, {0x57, 0x5c, 0x6d}, {0x70, 0x71, 0x73},
	{0x8a, 0x87, 0x79}, {0xa6, 0x9d, 0x75}, {0xc4, 0xb5, 0x6c}, {0xe4, 0xcf, 0x5b}, {0xff, 0xea, 0x46},
}

func (p paint) at(opacity float64) paint {
	p.opacity = opacity
	return p
}

// hex is the colour as CSS writes it.
func (p paint) hex() string {
	if p.rgb == paper.rgb {
		return "#fff"
	}
	return fmt.Sprintf("#%02x%02x%02x", p.rgb[0], p.rgb[1], p.rgb[2])
}

// css is the paint as a value of CSS, by the short names that cssNames gives.
func (p paint) css() string {
	if p.variable == "" {
		return p.hex()
	}
	return "var(--" + p.short() + ")"
}

// short is i, p, g or the number of a series.
func (p paint) short() string {
	last := p.variable[strings.LastIndexByte(p.variable, '-')+1:]
	return last[:1]
}

// cssNames declares short names for the paints that a page may set: they are in
// every mark.
func cssNames() string {
	paints := []paint{ink, paper, grid}
	for i := range okabeIto {
		paints = append(paints, seriesPaint(i+1))
	}
	var b strings.Builder
	for _, p := range paints {
		fmt.Fprintf(&b, "--%s:var(%s,%s);", p.short(), p.variable, p.hex())
	}
	return b.String()
}

// solid is the paint on white paper.
func (p paint) solid() color.Color {
	mix := func(v uint8) uint8 { return uint8(math.Round(float64(v)*p.opacity + 255*(1-p.opacity))) }
	return color.RGBA{mix(p.rgb[0]), mix(p.rgb[1]), mix(p.rgb[2]), 255}
}

// seriesPaint is the colour of a series.
func seriesPaint(series int) paint {
	switch {
	case series == 0:
		return ink
	case series < 0:
		return faint
	}
	n := (series - 1) % len(okabeIto)
	return paint{fmt.Sprintf("--chart-%d", n+1), okabeIto[n], 1}
}

// dashes of the lines of series, in points.
var dashes = [5][]float64{nil, {6, 3}, {2, 2}, {8, 3, 2, 3}, {4, 2, 1, 2, 1, 2}}

func seriesDash(series int) []float64 {
	if series <= 0 {
		return dashes[1]
	}
	return dashes[(series-1)%len(dashes)]
}

// rampPaint is the colour of a value on a ramp, and that of text on it.
func rampPaint(r Ramp, v float64) (cell, text paint) {
	at := 0.0
	if share := (v - r.Min) / (r.Max - r.Min); r.Max > r.Min && finite(share) {
		at = min(max(share, 0), 1)
	}
	at *= float64(len(cividis) - 1)
	i := min(int(at), len(cividis)-2)
	cell = paint{opacity: 1}
	for k := range cell.rgb {
		a, b := float64(cividis[i][k]), float64(cividis[i+1][k])
		cell.rgb[k] = uint8(math.Round(a + (b-a)*(at-float64(i))))
	}
	text = paint{rgb: paper.rgb, opacity: 1}
	if at > 4.5 {
		text.rgb = ink.rgb
	}
	return cell, text
}
