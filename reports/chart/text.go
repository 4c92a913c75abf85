package chart

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"

	"github.com/seed-9405df2f/assay/corpus/text"

	stdfont "golang.org/x/image/font"
)

// A typeface is how text is set.
type typeface struct {
	size   float64 // in points
	bold   bool
	paint  paint
	anchor string  // start (also ""), middle or end
	turn   float64 // degrees, counterclockwise
}

var fonts = sync.OnceValue(func() *font.Cache { return font.NewCache(liberation.Collection()) })

func (t typeface) face() font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if t.bold {
		f.Weight = stdfont.WeightBold
	}
	return fonts().Lookup(f, vg.Length(t.size))
}

func (t typeface) anchored(at string) typeface {
	t.anchor = at
	return t
}

// lacks reports whether a font has no shape of a character.
func lacks(face font.Face) func(rune) bool {
	var b sfnt.Buffer
	return func(r rune) bool {
		i, err := face.Face.GlyphIndex(&b, r)
		return err != nil || i == 0
	}
}

// width is how wide a text is set, in points. What the font lacks is taken for as
// wide as high.
func (t typeface) width(s string) float64 {
	face, missing := t.face(), 0
	lacks := lacks(face)
	known := strings.Map(func(r rune) rune {
		if lacks(r) {
			missing++
			return -1
		}
		return r
	}, s)
	return face.Width(known).Points() + float64(missing)*t.size
}

// How many characters are looked at, of a text and of a caption.
const (
	mostText    = 300
	mostCaption = 1500
)

// clean makes one line of a text: no control characters, none that change the
// direction of what follows, none that XML does not allow.
func clean(s string) string { return cleanTo(s, mostText) }

func cleanTo(s string, most int) string {
	if len(s) > 8*most {
		s = s[:8*most]
	}
	s = text.Line(s, func(r rune) bool { return text.Invisible(r) || r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE })
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most-1]) + "…"
	}
	return s
}

// clip shortens a text to a width, between characters as readers see them.
func (t typeface) clip(s string, width float64) string {
	s = clean(s)
	if t.width(s) <= width {
		return s
	}
	room := width - t.width("…")
	var kept strings.Builder
	for each := graphemes.FromString(s); each.Next(); {
		if room -= t.width(each.Value()); room < 0 {
			break
		}
		kept.WriteString(each.Value())
	}
	return strings.TrimSpace(kept.String()) + "…"
}

// wrap breaks a text into lines of at most a width.
func (t typeface) wrap(s string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		word = t.clip(word, width)
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && t.width(longer) > width {
			lines, longer = append(lines, line), word
		}
		line = longer
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}

// drawable is a text as a font can set it from left to right.
func drawable(face font.Face, s string) string {
	lacks := lacks(face)
	var out strings.Builder
	for each := graphemes.FromString(norm.NFC.String(s)); each.Next(); {
		g := each.Value()
		if !strings.ContainsFunc(g, lacks) {
			out.WriteString(g)
			continue
		}
		base, _ := utf8.DecodeRuneInString(norm.NFKD.String(g))
		if lacks(base) {
			base = '□'
		}
		out.WriteRune(base)
	}
	return visual(out.String())
}

// visual puts what is written from right to left into the order in which it is
// seen.
func visual(s string) string {
	const mark = "\u200E" // makes the line as a whole run from left to right
	var p bidi.Paragraph
	if _, err := p.SetString(mark + s); err != nil {
		return s
	}
	order, err := p.Order()
	if err != nil {
		return s
	}
	var out strings.Builder
	for i := range order.NumRuns() {
		run := order.Run(i)
		if run.Direction() == bidi.RightToLeft {
			out.WriteString(bidi.ReverseString(run.String()))
		} else {
			out.WriteString(run.String())
		}
	}
	return strings.TrimPrefix(out.String(), mark)
}
