package views

import (
	"bufio"
	"cmp"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/reports"
)

// Measures of the drawing, in pixels.
const (
	flowWidth  = 1000
	flowLeft   = 330 // where the bars of the stories stand
	flowRight  = 660 // where those of the clusters do
	flowBar    = 10
	flowGap    = 7
	flowRoom   = 13 // the least height of a bar with its name
	flowHeight = 900
	flowHead   = 72
)

// WriteFlow draws where the stories went as an SVG image that stands alone: bars
// of stories on the left, of clusters on the right, and bands between them as
// thick as the articles in common. It draws the stories that are not exact, at most so
// many of those that cost most; articles alone and parts beyond eight of a story are one bar,
// and what else the clusters hold comes from one bar of other stories.
func WriteFlow(w io.Writer, e *explain.Explanation, most int) error {
	b := bufio.NewWriter(w)
	f := layFlow(e, most)
	f.write(b, e)
	return b.Flush()
}

type bar struct {
	name, hover string
	size        int
	y, height   float64
	out         float64 // what is taken of it by bands drawn already
}

type band struct {
	from, to int
	size     int
	class    string // home, joined, apart, other
}

type flow struct {
	left, right []bar
	bands       []band
	scale       float64 // pixels an article
	height      float64
	hidden      int // stories that are not exact and not drawn
}

const flowParts = 8

func layFlow(e *explain.Explanation, most int) *flow {
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
		f.left = append(f.left, bar{name: headline(s.Title, s.ID, 44), hover: fmt.Sprintf("%s: %d articles", headline(s.Title, s.ID, 300), s.Articles), size: s.Articles})
		rest, parts := 0, 0
		for k, p := range s.Parts {
			if k > 0 && few(s.Parts[k:], k) || rest > 0 {
				rest += p.Articles
				parts++
				continue
			}
			c, ok := at[p.Cluster]
			if !ok {
				c = len(f.right)
				at[p.Cluster] = c
				name := reports.Clip(tidy(p.Cluster), 40)
				f.right = append(f.right, bar{name: name, hover: fmt.Sprintf("cluster %s: %d articles", reports.Clip(tidy(p.Cluster), 200), p.Of), size: p.Of})
			}
			f.bands = append(f.bands, band{story, c, p.Articles, bandClass(s, k, cmp.Or(host[p.Cluster], s.ID))})
		}
		if rest > 0 {
			name := fmt.Sprintf("%d small parts", parts)
			if parts == rest {
				name = fmt.Sprintf("%d articles, each in another cluster", rest)
			}
			f.right = append(f.right, bar{name: name, hover: fmt.Sprintf("%s: %d articles of %s", name, rest, headline(s.Title, s.ID, 100)), size: rest})
			f.bands = append(f.bands, band{story, len(f.right) - 1, rest, "apart"})
		}
	}
	f.addOthers()
	f.place()
	return f
}

// few says whether the remaining parts of a story are drawn as one: several
// articles that are alone, or more parts than are looked at one by one.
func few(rest []explain.Part, drawn int) bool {
	return len(rest) > 1 && (rest[0].Of == 1 || drawn >= flowParts)
}

// bandClass says whether a part is the story's home, joined another story, or
// stands apart.
func bandClass(s explain.Story, part int, host string) string {
	switch {
	case host != s.ID:
		return "joined"
	case part == 0:
		return "home"
	}
	return "apart"
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
	others := len(f.left)
	for c, n := range missing {
		if n > 0 {
			f.bands = append(f.bands, band{others, c, n, "other"})
			all += n
		}
	}
	if all > 0 {
		f.left = append(f.left, bar{name: "other articles", hover: fmt.Sprintf("articles of stories that are not drawn, or of none: %d", all), size: all})
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
	f.scale = min(12, flowHeight/max(1, float64(max(sum(f.left), sum(f.right)))))
	stack(f.left, f.scale)
	middle := make([]float64, len(f.right))
	weight := make([]float64, len(f.right))
	for _, b := range f.bands {
		l := f.left[b.from]
		middle[b.to] += float64(b.size) * (l.y + l.height/2)
		weight[b.to] += float64(b.size)
	}
	order := make([]int, len(f.right))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(middle[a]/weight[a], middle[b]/weight[b]) })
	sorted, place := make([]bar, len(order)), make([]int, len(order))
	for k, i := range order {
		sorted[k], place[i] = f.right[i], k
	}
	stack(sorted, f.scale)
	f.right = sorted
	for i := range f.bands {
		f.bands[i].to = place[f.bands[i].to]
	}
	spread(f.left, f.right)
	spread(f.right, f.left)
	for _, list := range [][]bar{f.left, f.right} {
		if n := len(list); n > 0 {
			f.height = max(f.height, list[n-1].y+max(list[n-1].height, flowRoom))
		}
	}
}

func stack(list []bar, scale float64) {
	y := float64(flowHead)
	for i := range list {
		list[i].y, list[i].height = y, max(1, float64(list[i].size)*scale)
		y += max(list[i].height, flowRoom) + flowGap
	}
}

// spread moves bars apart until they reach as far down as those of the other side.
func spread(list, other []bar) {
	if len(list) < 2 || len(other) == 0 {
		return
	}
	end := func(list []bar) float64 { return list[len(list)-1].y + max(list[len(list)-1].height, flowRoom) }
	if more := (end(other) - end(list)) / float64(len(list)-1); more > 0 {
		for i := range list {
			list[i].y += more * float64(i)
		}
	}
}

const flowStyle = `<style>
svg{font:12px system-ui,sans-serif;background:#fff}text{fill:#222}.bar{fill:#444}.home{fill:#0072B2;opacity:.35}.apart{fill:#E69F00;opacity:.65}.joined{fill:#D55E00;opacity:.65}.other{fill:#888;opacity:.3}.band:hover{opacity:.9}.aside{fill:#555}
@media (prefers-color-scheme:dark){svg{background:#161616}text{fill:#eee}.bar{fill:#ccc}.home{fill:#56B4E9;opacity:.4}.aside{fill:#aaa}}
</style>
`

func (f *flow) write(b *bufio.Writer, e *explain.Explanation) {
	height := max(f.height, flowHead) + 24
	title := fmt.Sprintf("%s: where the stories went in %s", reports.Clip(tidy(e.Corpus), 100), reports.Clip(tidy(e.Run), 200))
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %.0f" width="%[1]d" height="%.0[2]f" role="img" aria-label="%[3]s">`+"\n", flowWidth, height, html.EscapeString(title))
	b.WriteString(flowStyle)
	label(b, 12, 20, "start", "", reports.Clip(title, 130))
	exact := fmt.Sprintf("%d of %d stories are exact and not drawn", e.Exact, len(e.Stories))
	if f.hidden > 0 {
		exact += fmt.Sprintf(", nor are %d others that cost less", f.hidden)
	}
	label(b, 12, 38, "start", "aside", exact)
	if len(f.left) > 0 {
		label(b, flowLeft-6, flowHead-7, "end", "aside", "story (articles)")
		label(b, flowRight+flowBar+6, flowHead-7, "start", "aside", "cluster (articles)")
	}
	x := 480.0
	for _, k := range []struct{ class, words string }{{"home", "most of the story"}, {"apart", "split off"}, {"joined", "in another story's cluster"}, {"other", "not drawn"}} {
		fmt.Fprintf(b, `<rect class="%s" x="%.0f" y="29" width="12" height="10"/>`, k.class, x)
		label(b, x+16, 38, "start", "aside", k.words)
		x += 34 + 6.2*float64(len(k.words))
	}
	slices.SortStableFunc(f.bands, func(a, b band) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	into := make([]float64, len(f.right))
	for _, n := range f.bands {
		from, to := &f.left[n.from], f.right[n.to]
		size := float64(n.size) * f.scale
		y0, y1 := from.y+from.out, to.y+into[n.to]
		from.out += size
		into[n.to] += size
		hover := fmt.Sprintf("%s → %s: %d articles", from.name, to.name, n.size)
		const x0, x1, half = flowLeft + flowBar, flowRight, (flowLeft + flowBar + flowRight) / 2
		fmt.Fprintf(b, `<path class="band %s" d="M%d %.1fC%d %.1f %d %.1f %d %.1fV%.1fC%d %.1f %d %.1f %d %.1fZ"><title>%s</title></path>`+"\n",
			n.class, x0, y0, half, y0, half, y1, x1, y1, y1+max(size, 1), half, y1+max(size, 1), half, y0+max(size, 1), x0, y0+max(size, 1), html.EscapeString(hover))
	}
	for _, l := range f.left {
		l.draw(b, flowLeft, flowLeft-6, "end")
	}
	for _, r := range f.right {
		r.draw(b, flowRight, flowRight+flowBar+6, "start")
	}
	b.WriteString("</svg>\n")
}

func (r bar) draw(b *bufio.Writer, x, text float64, anchor string) {
	fmt.Fprintf(b, `<rect class="bar" x="%.0f" y="%.1f" width="%d" height="%.1f"><title>%s</title></rect>`, x, r.y, flowBar, r.height, html.EscapeString(r.hover))
	label(b, text, r.y+min(r.height, flowRoom)/2+4.5, anchor, "", fmt.Sprintf("%s (%d)", r.name, r.size))
	b.WriteByte('\n')
}

func label(b *bufio.Writer, x, y float64, anchor, class, s string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	fmt.Fprintf(b, `<text x="%.0f" y="%.1f" text-anchor="%s"%s>%s</text>`, x, y, anchor, class, html.EscapeString(s))
}

// WriteRepair writes the script of a repair as lines of text.
func WriteRepair(w io.Writer, s explain.Script) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s, %s: %d splits, %d moves, %d merges; cost %g\n", reports.Clip(tidy(s.Corpus), 100), reports.Clip(tidy(s.Run), 200), s.Splits, s.Moves, s.Merges, s.Cost)
	for _, step := range s.Steps {
		what := "all"
		if step.Op != explain.Merge {
			what = quoted(step.Articles)
		}
		fmt.Fprintf(b, "%s\t%q\tinto\t%q\t%s", step.Op, step.Cluster, step.Into, what)
		if step.Story != "" {
			fmt.Fprintf(b, "\t# story %s", tidy(step.Story))
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

func quoted(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprintf("%q", id)
	}
	return strings.Join(list, " ")
}
