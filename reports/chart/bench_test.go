package chart

import (
	"io"
	"testing"
)

func BenchmarkDraw(b *testing.B) {
	rows, columns := 30, 12
	c := Chart{Name: "heat", Ramp: &Ramp{Max: 1},
		Panels: []Panel{{Height: 450, X: Axis{Categories: make([]Category, columns)}, Y: Axis{Categories: make([]Category, rows)}}}}
	for i := range rows * columns {
		v := float64(i) / float64(rows*columns)
		x, y := float64(i%columns), float64(i/columns)
		c.Panels[0].Marks = append(c.Panels[0].Marks,
			Mark{Type: Cell, X: []float64{x - .5, x + .5}, Y: []float64{y - .5, y + .5}, Value: &v, Text: ".50", Hover: "0.500 system: a story"})
	}
	b.Run("inline/cells=360", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = SVG(io.Discard, &c)
		}
	})
	for _, format := range Formats {
		b.Run(format+"/cells=360", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = Write(io.Discard, &c, format)
			}
		})
	}
}
