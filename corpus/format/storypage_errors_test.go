package format

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// onePage is a page of one story for the tests of errors; its lines are numbered
// from 1.
var onePage = []string{
	1: "11-03-2031", 2: "", 3: "Orle Bridge Closed", 4: "", 5: "Date: 11-03-2031", 6: "Sources: harbour.example: 1 | tide.example: 1",
	7: "Image for cluster 1", 8: "Image Source:", 9: "Source: tide.example", 10: "Image content: A bridge.", 11: "", 12: "Summary", 13: "",
	14: "The bridge is closed.", 15: "", 16: "Key Points", 17: "", 18: "  • Closed.", 19: "", 20: "Articles in this Cluster", 21: "",
	22: "Bridge shut | harbour.example", 23: "", 24: "The bridge was shut.", 25: "",
	26: "Ferries run | tide.example", 27: "", 28: "Ferries run now.",
}

// page is onePage with some lines replaced, or taken out by "-".
func page(change map[int]string) string {
	var b strings.Builder
	for n, line := range onePage {
		if other, ok := change[n]; ok {
			line = other
		}
		if n > 0 && line != "-" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func TestPageErrors(t *testing.T) {
	_, err := readPage(page(nil))
	require.NoError(t, err)
	next := "\n" + page(map[int]string{1: "12-03-2031"})
	for _, c := range []struct {
		name, page, err string
	}{
		{"empty", " \n\n", `page.txt: there is no story on the page`},
		{"bad day", page(map[int]string{1: "25-13-2025"}), `page.txt:1: "25-13-2025" is no day: write it as 25-04-2025, day-month-year`},
		{"ISO day", page(map[int]string{1: "2031-03-11"}), `page.txt:1: "2031-03-11" is no day: write it as 25-04-2025, day-month-year`},
		{"bad date", page(map[int]string{5: "Date: 31-02-2031"}), `page.txt:5: "31-02-2031" is no day: write it as 25-04-2025, day-month-year`},
		{"year one", page(map[int]string{5: "Date: 01-01-0001"}), `page.txt:5: "01-01-0001" is no day: write it as 25-04-2025, day-month-year`},
		{"bad date of the second story", page(nil) + "\n" + page(map[int]string{5: "Date: soon"}),
			`page.txt:34: "soon" is no day: write it as 25-04-2025, day-month-year`},
		{"no date", page(map[int]string{5: "-"}),
			`page.txt:5: the line "Date: 25-04-2025" under the title is missing: found "Sources: harbour.example: 1 | tide.example: 1"`},
		{"no title", page(map[int]string{3: "-"}), `page.txt:4: the title of the story is missing: found "Date: 11-03-2031"`},
		{"only a day", "11-03-2031\n", `page.txt:1: the page ends where the title of the story is missing`},
		{"only a title", "11-03-2031\n\nOrle\n", `page.txt:3: the page ends where the line "Date: 25-04-2025" under the title is missing`},
		{"no sources", page(map[int]string{6: "-"}),
			`page.txt:6: the line "Sources: host: 2 | host: 1" is missing: found "Image for cluster 1"`},
		{"sources without counts", page(map[int]string{6: "Sources: harbour.example"}),
			`page.txt:6: "harbour.example" is no entry of the Sources line: write "host: 2 | host: 1"`},
		{"sources without hosts", page(map[int]string{6: "Sources: : 2"}), `page.txt:6: ": 2" names no host: write "host: 2 | host: 1"`},
		{"two counts", page(map[int]string{6: "Sources: harbour.example: 1: 2"}),
			`page.txt:6: "harbour.example: 1: 2" has two counts: write "host: 2 | host: 1"`},
		{"empty sources", page(map[int]string{6: "Sources:"}), `page.txt:6: "" is no entry of the Sources line: write "host: 2 | host: 1"`},
		{"count in words", page(map[int]string{6: "Sources: harbour.example: one | tide.example: 1"}),
			`page.txt:6: harbour.example: "one" is no number of articles: write 1 or more`},
		{"count of none", page(map[int]string{6: "Sources: harbour.example: 0"}),
			`page.txt:6: harbour.example: "0" is no number of articles: write 1 or more`},
		{"negative count", page(map[int]string{6: "Sources: harbour.example: -2"}),
			`page.txt:6: harbour.example: "-2" is no number of articles: write 1 or more`},
		{"huge count", page(map[int]string{6: "Sources: harbour.example: 99999999999"}),
			`page.txt:6: harbour.example: "99999999999" is no number of articles: write 1 or more`},
		{"host twice", page(map[int]string{6: "Sources: tide.example: 1 | tide.example: 1"}),
			`page.txt:6: tide.example is given twice in the Sources line: add the two numbers up`},
		{"count too high", page(map[int]string{6: "Sources: harbour.example: 1 | tide.example: 3"}),
			`page.txt:6: tide.example: the Sources line counts 3, but 1 of its headlines are found (2 articles in all, ` +
				`not 4): correct the line`},
		{"count too high before a story", page(map[int]string{6: "Sources: harbour.example: 1 | tide.example: 3"}) + next,
			`page.txt:6: tide.example: the Sources line counts 3, but 1 of its headlines are found (2 articles in all, ` +
				`not 4): correct the line`},
		{"count too high before a story with gaps",
			page(map[int]string{6: "Sources: harbour.example: 1 | tide.example: 3"}) + strings.ReplaceAll(next, "\n",
				"\n\n"), `page.txt:6: tide.example: the Sources line counts 3, but 1 of its headlines are found (2 articles in all, ` +
				`not 4): correct the line`},
		{"count too low", page(map[int]string{6: "Sources: harbour.example: 1 | tide.example: 1", 22: "Bridge shut | tide.example"}),
			`page.txt:6: tide.example: the Sources line counts 1, but 2 headlines are its: correct the line`},
		{"article too many", page(map[int]string{28: "Ferries run now.\n\nA third article\n\nIts text."}),
			`page.txt:30: the headline "A third article" is of no host of the Sources line, ` +
				`whose 2 articles all have their own: add its host to line 6`},
		{"outlet without a count", page(map[int]string{26: "Ferries run - Reuters"}),
			`page.txt:26: the headline "Ferries run - Reuters" is of reuters.com, which the Sources line (line 6) lacks: ` +
				`add it there, or end the headline with " | " and its host`},
		{"two outlets unknown", page(map[int]string{22: "Bridge shut", 26: "Ferries run"}),
			`page.txt:22: the headline "Bridge shut" may be of harbour.example or of tide.example: ` +
				`end it with " | harbour.example" or " | tide.example"`},
		{"image without a number", page(map[int]string{7: "Image for cluster"}),
			`page.txt:7: "Image for cluster ": a number is wanted, as in "Image for cluster 1"`},
		{"image without a source line", page(map[int]string{8: "-"}),
			`page.txt:8: the line "Image Source:" under "Image for cluster" is missing: found "Source: tide.example"`},
		{"image without a source", page(map[int]string{9: "-"}),
			`page.txt:9: the line "Source: host" of the image is missing: found "Image content: A bridge."`},
		{"image without content", page(map[int]string{10: "-"}),
			`page.txt:11: the line "Image content: …" of the image is missing: found "Summary"`},
		{"no summary", page(map[int]string{12: "-", 14: "-"}), `page.txt:14: the heading "Summary" is missing: found "Key Points"`},
		{"summary like a heading", page(map[int]string{14: "Key\nPoints", 16: "-", 18: "-"}),
			`page.txt:14: the summary cannot be told from the heading "Key Points"`},
		{"no bullet", page(map[int]string{18: "Closed."}),
			`page.txt:18: a key point is wanted here, as in "• Text": a bullet, a space, the text`},
		{"bullet without a space", page(map[int]string{18: " • Closed.\n •Shut."}),
			`page.txt:19: a key point is wanted here, as in "• Text": a bullet, a space, the text`},
		{"no key points", page(map[int]string{18: "-"}), `page.txt:16: there are no key points: write some or take the heading out`},
		{"no articles", page(map[int]string{16: "-", 18: "-", 20: "-"}),
			`page.txt:25: the page ends where the heading "Articles in this Cluster" is missing`},
		{"nothing under Articles", strings.Join(onePage[1:21], "\n"),
			`page.txt:6: harbour.example: the Sources line counts 1, but 0 of its headlines are found (0 articles in all, not 2): correct the line`},
		{"headline without a paragraph", page(map[int]string{28: "-"}),
			`page.txt:26: the headline "Ferries run | tide.example" has no paragraph under it`},
		{"headline before a story", page(map[int]string{28: "-"}) + next,
			`page.txt:26: the headline "Ferries run | tide.example" has no paragraph under it`},
		{"broken UTF-8", page(map[int]string{14: "The bridge\xff is closed."}),
			`page.txt:14: byte 11 of the line is not UTF-8: convert the file to UTF-8`},
	} {
		got, err := readPage(c.page)
		assert.EqualError(t, err, c.err, c.name)
		assert.Nil(t, got, "%s: half a corpus", c.name)
		var fault corpus.Fault
		assert.ErrorAs(t, err, &fault, c.name)
	}
}
