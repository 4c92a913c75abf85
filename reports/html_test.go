package reports

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/reports/chart"
)

func htmlOf(t *testing.T, r *Document) string {
	var b strings.Builder
	require.NoError(t, Write(&b, r, "html"))
	return b.String()
}

// newsReport is a bench report of as many corpora, each with n articles in
// stories of five, under 12 algorithms; title gives every title.
func newsReport(t *testing.T, corpora, articles int, title func(i int) string) *Document {
	r := &Document{Schema: Schema, Notes: []string{"Read this: " + title(0)}}
	for n := range corpora {
		name := fmt.Sprintf("%s %d", title(n), n)
		b := newsDrilldown(name, articles, title)
		table := Table{Title: name, RowHeader: "algorithm", Facts: []string{"facts " + title(1)}, Notes: []string{"left out " + title(2)}}
		for k := range 8 {
			table.Columns = append(table.Columns,
				Column{Name: fmt.Sprintf("rouge%d.r(summarizer=lexrank)", k), Title: "rouge.r(summarizer=lexrank)", Better: eval.Higher})
		}
		table.Columns[3] = Column{Name: "b3.f1", Title: "b3.f1", Better: eval.Higher, Primary: true}
		table.Columns = append(table.Columns, Column{Name: "seconds", Title: "time", Better: eval.Lower, Unit: Second},
			Column{Name: "words", Title: "in words", Unit: TextUnit})
		table.Groups = []Group{{}, {Title: "controls " + title(3)}}
		for k, s := range b.Systems {
			row := Row{Name: s.Name}
			for range table.Columns {
				v, low, high := s.Score+math.Pi/1000, s.Score-.05, s.Score+.05
				row.Cells = append(row.Cells, Cell{Value: &v, Low: &low, High: &high, Best: k == 3})
			}
			row.Cells[3].Drilldown = DrilldownRef{name, s.Name}
			row.Cells[9] = Cell{Text: title(4)}
			g := 0
			if s.Control {
				g = 1
			}
			table.Groups[g].Rows = append(table.Groups[g].Rows, row)
		}
		table.Groups[0].Rows = append(table.Groups[0].Rows, Row{Name: "failed " + title(5), Text: "out of time " + title(6)})
		r.Tables, r.Drilldowns = append(r.Tables, table), append(r.Drilldowns, b)
	}
	return r
}

// newsDrilldown has algorithms that tear off the last articles of every third, fourth,
// … story and mix them.
func newsDrilldown(name string, articles int, title func(i int) string) *Drilldown {
	const size = 5
	stories := (articles + size - 1) / size
	b := &Drilldown{Key: name, Corpus: name, Metric: "b3.f1", Better: eval.Higher}
	for i := range articles {
		b.Articles = append(b.Articles, Article{Title: fmt.Sprintf("%s, article %d", title(i), i), Story: i / size})
	}
	for s := range stories {
		b.Stories = append(b.Stories, Story{Title: fmt.Sprintf("%s, story %d", title(s+7), s), Articles: min(size, articles-s*size)})
	}
	for k := range 12 {
		clusters := make([][]int, stories)
		for i := range articles {
			to := i / size
			if to%(k+2) == 0 && i%size > k%size {
				to = (to + i%3) % stories
			}
			clusters[to] = append(clusters[to], i)
		}
		system := System{Name: fmt.Sprintf("algorithm%d(a=%s)", k, title(k)), Control: k > 9}
		for s := range stories {
			var o Outcome
			for _, members := range clusters {
				var own []int
				for _, i := range members {
					if i/size == s {
						own = append(own, i)
					}
				}
				if len(own) > 0 {
					o.Parts = append(o.Parts, Part{Size: len(members), Articles: own})
				}
				if len(own) > 0 && len(o.Parts) == 1 {
					o.Home = members
				}
			}
			home := float64(len(o.Parts[0].Articles))
			o.Value = home / float64(b.Stories[s].Articles+o.Foreign())
			system.Score += o.Value / float64(stories)
			b.Stories[s].Outcomes = append(b.Stories[s].Outcomes, o)
		}
		b.Systems = append(b.Systems, system)
	}
	return b
}

func headlineOf(i int) string {
	words := []string{"Minister", "defends", "the", "budget", "after", "storm", "over", "harbour", "bridge", "in", "Kerrow"}
	return strings.Join([]string{words[i%11], words[(i/2+3)%11], words[(i/3+5)%11], words[(i+7)%11], words[(i*3)%11], words[(i/5)%11]}, " ")
}

func packedOf(t *testing.T, page string) (list []packedStories) {
	for _, m := range regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`).FindAllStringSubmatch(page, -1) {
		var p packedStories
		require.NoError(t, json.Unmarshal([]byte(m[1]), &p))
		list = append(list, p)
	}
	return list
}

// A page stays under a million bytes, whatever it holds: 12 algorithms on 4
// corpora with 20 charts of 15,000 bytes are all there; what is more is cut, and
// the page says so.
func TestHTMLSize(t *testing.T) {
	for _, c := range []struct {
		articles, charts int
		title            func(int) string
		cut              bool
	}{
		{750, 20, headlineOf, false},
		{750, 20, func(i int) string { return headlineOf(i) + strings.Repeat("x", 10_000) }, true},
		{11_000, 20, headlineOf, true},
		{750, 45, headlineOf, true},
	} {
		r := newsReport(t, 4, c.articles, c.title)
		for range c.charts {
			r.Charts = append(r.Charts, chart.Chart{Name: "c", Title: "chart", Caption: strings.Repeat("drawn ", 2500)})
		}
		page := htmlOf(t, r)
		assert.Less(t, len(page), 1_000_000)
		packed := packedOf(t, page)
		require.Len(t, packed, 4)
		if c.cut {
			assert.Contains(t, page, "left out to keep the file small")
			continue
		}
		assert.NotContains(t, page, "left out to keep the file small")
		for i, p := range packed {
			assert.Len(t, p.Stories, 150)
			broken := 0
			for k := range 10 {
				broken += len(r.Drilldowns[i].Worst(k))
			}
			assert.Len(t, p.Details, broken)
		}
	}
}

// What a page holds of the stories is what happened to them.
func TestHTMLStories(t *testing.T) {
	r := newsReport(t, 1, 50, headlineOf)
	p := packedOf(t, htmlOf(t, r))[0]
	b := r.Drilldowns[0]
	require.Len(t, p.Stories, 10)
	for at, s := range p.Stories {
		i := slices.IndexFunc(b.Stories, func(o Story) bool { return o.Title == s.Title })
		for k, o := range b.Stories[i].Outcomes {
			assert.Equal(t, []float64{math.Round(o.Value*1000) / 1000, float64(len(o.Parts)), float64(len(o.Parts[0].Articles)),
				float64(o.Foreign())}, s.Outcomes[k])
			d, shown := p.Details[fmt.Sprintf("%d-%d", at, k)]
			assert.Equal(t, !o.Whole() && k < 10, shown)
			for n, part := range d.Parts {
				if n > 0 {
					assert.Equal(t, b.Articles[o.Parts[n].Articles[0]].Title, p.Titles[part[2]])
					assert.Equal(t, at, p.Of[part[2]])
				}
			}
			for n, a := range d.Foreign {
				foreign := o.ForeignArticles(len(o.Home))[n]
				assert.Equal(t, b.Articles[foreign].Title, p.Titles[a])
				assert.Equal(t, b.Stories[b.Articles[foreign].Story].Title, p.Stories[p.Of[a]].Title)
			}
		}
	}
}

var void = []string{"meta", "link", "br", "wbr", "input", "img", "hr"}

// balanced checks that elements close in order, ids are unique, and references
// within the page lead somewhere; it returns the elements with their attributes.
func balanced(t *testing.T, page string) (tags []string) {
	var open []string
	ids, wanted := map[string]bool{}, []string{}
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.EndTagToken:
			require.NotEmpty(t, open, token.Data)
			require.Equal(t, open[len(open)-1], token.Data)
			open = open[:len(open)-1]
		case html.StartTagToken:
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
			name := token.Data
			for _, a := range token.Attr {
				name += " " + a.Key
				switch a.Key {
				case "id":
					assert.False(t, ids[a.Val], "id %s twice", a.Val)
					ids[a.Val] = true
				case "href":
					if a.Val != "data:," {
						require.True(t, strings.HasPrefix(a.Val, "#"), "%s leads out of the page", a.Val)
						wanted = append(wanted, a.Val[1:])
					}
				case "aria-labelledby":
					wanted = append(wanted, a.Val)
				case "src", "srcset", "data", "action", "style", "poster", "onclick", "onload", "onerror", "onmouseover":
					assert.Fail(t, "an attribute that the page does not use", name)
				}
			}
			tags = append(tags, name)
		}
	}
	assert.Empty(t, open)
	for _, id := range wanted {
		assert.True(t, ids[id], "no id %s", id)
	}
	return tags
}

func TestHTMLIsWholeAndLoadsNothing(t *testing.T) {
	page := htmlOf(t, newsReport(t, 2, 60, headlineOf))
	balanced(t, page)
	for _, sign := range []string{"http:", "https:", "url(", "@import", "fetch(", "XMLHttpRequest", "WebSocket", "import(",
		"innerHTML", "eval("} {
		assert.NotContains(t, page, sign)
	}
	assert.Contains(t, page, "default-src &#39;none&#39;")
	assert.NotContains(t, contentPolicy(), "script-src 'unsafe-inline'")
}

var hostileTitles = []string{
	`a | b & c \ d $x$ <script>window.pwned=1</script>`,
	`"><img src=x onerror=window.pwned=1>`, `</script><script>window.pwned=1</script>`, `' onmouseover='window.pwned=1`,
	"line one\nline two\r\u2028\u2029three", "خبر عاجل \u202e evil \u2066", "שלום | עולם", "🔥👩‍👩‍👧",
	strings.Repeat("x", 10_000), "{{.}} ${x} `y` <!-- ]]>", "javascript:window.pwned=1",
}

func hostileName(i int) string { return hostileTitles[i%len(hostileTitles)] }

func TestHTMLHostileTexts(t *testing.T) {
	attack := htmlOf(t, newsReport(t, 2, 60, hostileName))
	harmless := htmlOf(t, newsReport(t, 2, 60, func(int) string { return "word" }))
	names := func(page string) []string { // where a line may break depends on the text
		return slices.DeleteFunc(balanced(t, page), func(tag string) bool { return tag == "wbr" || tag == "small" })
	}
	assert.Equal(t, names(harmless), names(attack))
	assert.Len(t, packedOf(t, attack), 2)
	assert.NotContains(t, attack, strings.Repeat("x", 2000))
	text := html.UnescapeString(attack)
	for _, x := range []int{0, 1, 2, 3, 5, 6, 7, 9, 10} {
		assert.Contains(t, text, hostileTitles[x])
	}
}

// One visual language: the colours are those of the story pages, and the dark ones
// are the same whether the system or the reader asked for them.
func TestHTMLColours(t *testing.T) {
	raw, err := os.ReadFile("pages/style.css")
	require.NoError(t, err)
	palettes := func(css string) (list []string) {
		for _, m := range regexp.MustCompile(`--page:[^;]*;[^\n}]*`).FindAllString(css, -1) {
			list = append(list, strings.TrimSpace(m))
		}
		return list
	}
	own, pages := palettes(htmlStyle), palettes(string(raw))
	require.Len(t, own, 4, "light, dark, dark, and white paper")
	assert.Equal(t, pages, own[:2])
	blocks := regexp.MustCompile(`(?s)--page: #121316;.*?}`).FindAllString(htmlStyle, -1)
	require.Len(t, blocks, 2)
	assert.Equal(t, blocks[0], blocks[1])
}

// Text is legible (WCAG 2.2, AA) and what charts draw stands out, on every ground.
func TestHTMLContrast(t *testing.T) {
	for _, block := range regexp.MustCompile(`(?s)--page:.*?}`).FindAllString(htmlStyle, -1)[:2] {
		colour := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]+)`).FindAllStringSubmatch(block, -1) {
			colour[m[1]] = m[2]
		}
		for _, ground := range []string{"page", "card", "tint", "best", "bar"} {
			for _, ink := range []string{"ink", "faint", "link"} {
				if ink == "faint" && (ground == "best" || ground == "bar") {
					continue // no such text there
				}
				assert.GreaterOrEqual(t, contrast(colour[ink], colour[ground]), 4.5, "%s on %s", ink, ground)
			}
		}
		for k := range 8 {
			name := fmt.Sprintf("chart-%d", k+1)
			assert.GreaterOrEqual(t, contrast(colour[name], colour["chart-paper"]), 3., name)
		}
	}
}

// contrast is that of two colours, #rgb or #rrggbb, from 1 to 21 (WCAG 2.2).
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(colour string) float64 {
	if len(colour) == 4 {
		colour = string([]byte{'#', colour[1], colour[1], colour[2], colour[2], colour[3], colour[3]})
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		var c int
		fmt.Sscanf(colour[1+2*i:3+2*i], "%x", &c)
		v := float64(c) / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
