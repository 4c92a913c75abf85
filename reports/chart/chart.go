// Package chart draws what a bench found. A [Chart] is data: panels with axes
// and simple marks, in the units of the axes. It is drawn twice, by [SVG] as an
// inline element with hover texts for a page, and by [Write] as a file: PNG, SVG
// or PDF. The two know marks only; each kind of chart is a file that makes them.
//
// Colours are those of Okabe and Ito (Color Universal Design, 2008), which people
// of all kinds of colour vision tell apart, and for scales cividis (Nuñez,
// Anderton & Renslow 2018), whose lightness grows evenly. No chart says anything
// by colour alone: series differ in the shape of their points and the dashes of
// their lines, and cells of a heat map hold their number.
//
// Text may be anything. It is laid on one line, without control characters, and
// clipped to its place. The font of PNG and PDF files, Liberation Sans, has Latin,
// Greek, Cyrillic and Hebrew letters; of a letter that it lacks the base is drawn
// where it has that, else an empty box (□), one a character as readers see it.
// Pages, and files in SVG, are drawn with the fonts of who looks at them.
//
// The same chart gives the same bytes in every format.
package chart

// A Chart is a drawing as data. It carries no numbers but finite ones.
type Chart struct {
	Name    string  `json:"name"` // unique in a report, and fit for a file name
	Kind    string  `json:"kind"` // the name of one of Kinds
	Title   string  `json:"title"`
	Caption string  `json:"caption"` // what it shows, and how to read it
	Panels  []Panel `json:"panels"`  // one below the other
	Legend  []Key   `json:"legend,omitempty"`
	Ramp    *Ramp   `json:"ramp,omitempty"` // of the cells' colours
}

// A Panel is marks between two axes.
type Panel struct {
	Height float64 `json:"height"` // of the area for marks, in points
	X      Axis    `json:"x"`
	Y      Axis    `json:"y"`
	Marks  []Mark  `json:"marks"`
}

// An Axis gives coordinates their places. One with categories has the first at 0,
// the second at 1, and so on, downwards where it is vertical.
type Axis struct {
	Label      string     `json:"label,omitempty"`
	Log        bool       `json:"log,omitempty"`
	Min        float64    `json:"min"` // what lies outside is drawn at the border
	Max        float64    `json:"max"`
	Whole      bool       `json:"whole,omitempty"` // ticks at whole numbers only
	Ticks      []float64  `json:"ticks,omitempty"` // nil = round numbers
	Hidden     bool       `json:"hidden,omitempty"`
	Categories []Category `json:"categories,omitempty"`
}

// A Category is one place of an axis.
type Category struct {
	Label string `json:"label"`
	Note  string `json:"note,omitempty"` // at the other end of the row
	Head  bool   `json:"head,omitempty"` // the title of those below it; it has no marks
	Key   string `json:"key,omitempty"`  // what it is of, such as the id of a story
	Hover string `json:"hover,omitempty"`
	Link  string `json:"link,omitempty"`
}

// A Type is a form of mark.
type Type string

// The forms of marks.
const (
	Point Type = "point" // at X[0], Y[0]
	Line  Type = "line"  // through all points
	Cell  Type = "cell"  // a rectangle between two corners
	Area  Type = "area"  // within all points
	Text  Type = "text"  // at X[0], Y[0]
)

// A Mark is one thing that is drawn. Series 0 is drawn in ink, 1 to 8 in the
// colours of the palette, higher ones begin again with other shapes and dashes,
// and Faint in grey, for what is only the background of the rest.
type Mark struct {
	Type   Type      `json:"type"`
	X      []float64 `json:"x"`
	Y      []float64 `json:"y"`
	Series int       `json:"series,omitempty"`
	Hollow bool      `json:"hollow,omitempty"` // of a point
	Dashed bool      `json:"dashed,omitempty"` // of a line: with the dashes of its series
	Weight float64   `json:"weight,omitempty"` // of a line: its width, 0 = 1.5; of a point: its radius, 0 = 4; in points
	Value  *float64  `json:"value,omitempty"`  // of a cell: where on the ramp
	Text   string    `json:"text,omitempty"`   // of a text or a cell; of a point its name, drawn beside it where there is room
	Anchor string    `json:"anchor,omitempty"` // of a text: start (default), middle or end
	Hover  string    `json:"hover,omitempty"`
	Link   string    `json:"link,omitempty"`
}

// Faint is the series of what is drawn in grey.
const Faint = -1

// A Key explains a series.
type Key struct {
	Text   string `json:"text"`
	Series int    `json:"series,omitempty"`
	Line   bool   `json:"line,omitempty"`
	Point  bool   `json:"point,omitempty"`
	Area   bool   `json:"area,omitempty"`
	Hollow bool   `json:"hollow,omitempty"`
	Dashed bool   `json:"dashed,omitempty"`
}

// A Ramp is the scale of colours of cells, from dark to light.
type Ramp struct {
	Label string  `json:"label"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
}
