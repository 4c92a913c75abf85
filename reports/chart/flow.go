package chart

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval/explain"
)

// Sizes of a flow chart, in points.
const (
	flowWidth  = pageWidth - 2*border
	flowLeft   = 205.0 // the bars of the stories
	flowRight  = 405.0 // those of the clusters
	flowBar    = 7.0
	flowGap    = 4.0
	flowRoom   = 10.0 // the least height of a bar with its name
	flowHeight = 600.0
	flowHead   = 14.0
)

// flowParts is the most parts of a story that are drawn one by one.
const flowParts = 8

// The series of bands: most of a story, what is split off, what is in another story's
// cluster, and what belongs to stories that are not drawn.
const (
	home, apart, joined, other = 1, 5, 2, Faint
)

// Flow shows where the stories went: bars of stories on the left, of clusters on the
// right, and bands between them as thick as the articles in common. It draws the stories
// that are not exact, at most the given number of those that cost most; articles alone and
// parts beyond eight of a story are one bar, and what else the clusters hold comes from
// one bar of other stories.
func Flow(e *explain.Explanation, most int) Chart {
	f := newFlow(e, most)
	f.place()
	caption := fmt.Sprintf("%d of %d stories are exact and not drawn", e.Exact, len(e.Stories))
	if f.hidden > 0 {
		caption += fmt.Sprintf(", nor are %d others that cost less", f.hidden)
	}
	c := Chart{
		Name: Slug(e.Corpus + " flow"), Kind: "flow", Caption: caption + ".", Panels: []Panel{f.panel()},
		Title: fmt.Sprintf("%s: where the stories went in %s", clean(e.Corpus), clean(e.Run)),
	}
	for _, k := range []Key{
		{Text: "most of the story", Series: home}, {Text: "split off", Series: apart},
		{Text: "in another story's cluster", Series: joined}, {Text: "not drawn", Series: other},
	} {
		k.Area = true
		c.Legend = append(c.Legend, k)
	}
	return c
}

type bar struct {
	name, hover string
	size        int
	y, height   float64
	taken       float64 // by the bands drawn so far
}

type band struct {
	from, to     int // bars of a story and of a cluster
	size, series int
}

type flow struct {
	left, right []bar
	bands       []band
	scale       float64 // points an article
	height      float64
	hidden      int // stories that are not exact and not drawn
}

func newFlow(e *explain.Explanation, most int) *flow {
	f := &flow{}
	host := map[string]string{}
	for _, c := range e.Clusters {
		host[c.Name] = c.Host
	}
	at := map[string]int{} // bars of clusters
	for _, s := range e.Stories {
		if s.Whole() {
			continue
		}
		if len(f.left) == most {
			f.hidden++
			continue
		}
		story := len(f.left)
		title := cmp.Or(clean(s.Title), clean(s.ID), "–")
		f.left = append(f.left, bar{name: title, hover: fmt.Sprintf("%s: %s", title, plural(s.Articles)), size: s.Articles})
		rest, parts := 0, 0
		for k, p := range s.Parts {
			if rest > 0 || k > 0 && (s.Parts[k].Of == 1 || k >= flowParts) && len(s.Parts)-k > 1 {
				rest += p.Articles
				parts++
				continue
			}
			c, ok := at[p.Cluster]
			if !ok {
				c = len(f.right)
				at[p.Cluster] = c
				name := clean(p.Cluster)
				f.right = append(f.right, bar{name: name, hover: fmt.Sprintf("cluster %s: %s", name, plural(p.Of)), size: p.Of})
			}
			series := apart
			switch {
			case cmp.Or(host[p.Cluster], s.ID) != s.ID:
				series = joined
			case k == 0:
				series = home
			}
			f.bands = append(f.bands, band{story, c, p.Articles, series})
		}
		if rest > 0 {
			name := fmt.Sprintf("%d small parts", parts)
			if parts == rest {
				name = fmt.Sprintf("%d articles, each in another cluster", rest)
			}
			f.bands = append(f.bands, band{story, len(f.right), rest, apart})
			f.right = append(f.right, bar{name: name, hover: fmt.Sprintf("%s: %s of %s", name, plural(rest), title), size: rest})
		}
	}
	f.addOthers()
	return f
}

// addOthers adds what clusters hold of stories that are not drawn.
func (f *flow) addOthers() {
	missing := make([]int, len(f.right))
	for c, b := range f.right {
		missing[c] = b.size
	}
	for _, b := range f.bands {
		missing[b.to] -= b.size
	}
	all := 0
	for c, n := range missing {
		if n > 0 {
			f.bands = append(f.bands, band{len(f.left), c, n, other})
			all += n
		}
	}
	if all > 0 {
		hover := fmt.Sprintf("articles of stories that are not drawn, or of none: %d", all)
		f.left = append(f.left, bar{name: "other articles", hover: hover, size: all})
	}
}

// place sets bars below each other, clusters by the middle of where their bands
// come from.
func (f *flow) place() {
	sum := func(list []bar) (n int) {
		for _, b := range list {
			n += b.size
		}
		return n
	}
	f.scale = min(8, flowHeight/max(1, float64(max(sum(f.left), sum(f.right)))))
	end := stack(f.left, f.scale)
	middle := make([]float64, len(f.right))
	for _, b := range f.bands {
		l := f.left[b.from]
		middle[b.to] += float64(b.size) * (l.y + l.height/2) / float64(f.right[b.to].size)
	}
	order := make([]int, len(f.right))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(middle[a], middle[b]) })
	sorted, place := make([]bar, len(order)), make([]int, len(order))
	for k, i := range order {
		sorted[k], place[i] = f.right[i], k
	}
	f.right = sorted
	for i := range f.bands {
		f.bands[i].to = place[f.bands[i].to]
	}
	slices.SortStableFunc(f.bands, func(a, b band) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	f.height = max(end, stack(f.right, f.scale))
	spread(f.left, f.height)
	spread(f.right, f.height)
}

// stack sets bars below each other, and returns where the last ends.
func stack(list []bar, scale float64) (end float64) {
	y := flowHead
	for i := range list {
		list[i].y, list[i].height = y, max(1.75, float64(list[i].size)*scale)
		end = y + max(list[i].height, flowRoom)
		y = end + flowGap
	}
	return end
}

// spread moves bars apart until the last reaches down to end.
func spread(list []bar, end float64) {
	if len(list) < 2 {
		return
	}
	last := list[len(list)-1]
	more := (end - last.y - max(last.height, flowRoom)) / float64(len(list)-1)
	for i := range list {
		list[i].y += more * float64(i)
	}
}

func (f *flow) panel() Panel {
	p := Panel{
		Height: max(min(f.height, mostHeight), 1),
		X:      Axis{Hidden: true, Max: flowWidth}, Y: Axis{Hidden: true, Min: -max(f.height, 1)}, // it grows upwards
	}
	into := make([]float64, len(f.right))
	for _, b := range f.bands {
		from, to := &f.left[b.from], f.right[b.to]
		size := float64(b.size) * f.scale
		y0, y1 := from.y+from.taken, to.y+into[b.to]
		from.taken += size
		into[b.to] += size
		m := bandMark(y0, y1, max(size, 1))
		m.Series, m.Hover = b.series, fmt.Sprintf("%s → %s: %s", from.name, to.name, plural(b.size))
		p.Marks = append(p.Marks, m)
	}
	text := func(x, y float64, anchor, s, hover string) {
		p.Marks = append(p.Marks, Mark{Type: Text, X: []float64{x}, Y: []float64{-y}, Anchor: anchor, Text: s, Hover: hover})
	}
	side := func(list []bar, x, name, room float64, anchor string) {
		for _, b := range list {
			p.Marks = append(p.Marks, Mark{Type: Cell, X: []float64{x, x + flowBar}, Y: []float64{-b.y, -b.y - b.height}, Hover: b.hover})
			count := fmt.Sprintf(" (%d)", b.size)
			text(name, b.y+min(b.height, flowRoom)/2+3, anchor, nameFace.clip(b.name, room-nameFace.width(count))+count, b.hover)
		}
	}
	if len(f.left) > 0 {
		text(flowLeft-4, flowHead-4, "end", "story (articles)", "")
		text(flowRight+flowBar+4, flowHead-4, "start", "cluster (articles)", "")
	}
	side(f.left, flowLeft, flowLeft-4, flowLeft-4, "end")
	side(f.right, flowRight, flowRight+flowBar+4, flowWidth-flowRight-flowBar-4, "start")
	return p
}

// bandMark is the area between a bar on the left and one on the right.
func bandMark(y0, y1, thick float64) Mark {
	const steps = 16
	m := Mark{Type: Area}
	at := func(i int, below float64) {
		t := float64(i) / steps
		m.X = append(m.X, flowLeft+flowBar+t*(flowRight-flowLeft-flowBar))
		m.Y = append(m.Y, -(y0 + (y1-y0)*t*t*(3-2*t) + below))
	}
	for i := range steps + 1 {
		at(i, 0)
	}
	for i := range steps + 1 {
		at(steps-i, thick)
	}
	return m
}
