package reports

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/reports/chart"
)

//go:embed testdata/browser.js
var browserScript string

func browserReport(t *testing.T, title func(int) string) *Document {
	r := newsReport(t, 2, 200, title)
	v := []float64{-.5, .2, 0, -.1}
	near := Table{Title: "bias", RowHeader: "system", Columns: []Column{{Name: "bias", Title: "bias", Better: "near 0"}}, Groups: []Group{{}}}
	for i := range v {
		near.Groups[0].Rows = append(near.Groups[0].Rows, Row{Name: string(rune('a' + i)), Cells: []Cell{{Value: &v[i]}}})
	}
	near.Groups[0].Rows = append(near.Groups[0].Rows, Row{Name: "undefined", Cells: []Cell{{}}})
	r.Tables = append(r.Tables, near)
	r.Charts = []chart.Chart{{Name: "bars", Title: "A chart", Caption: "what it shows"}}
	return r
}

func TestHTMLInChromium(t *testing.T) {
	testfiles.Chromium(t)
	r := browserReport(t, headlineOf)
	want := map[string]any{
		"best first": true, "aria-sort": "descending", "worst first": true,
		"aria-sort again": "ascending", "failed row last": true, "as it was": true, "aria-sort gone": true,
		"controls stay apart": true,
		"nearest 0 first":     []any{"c", "d", "b", "a", "undefined"}, "nearest 0 last": []any{"a", "b", "d", "c", "undefined"},
		"said":     "Sorted by b3.f1 ↑, higher is better, best first.",
		"filtered": "3 of 13 rows", "rows shown": 3., "aria-live": "polite", "filter undone": "",
		"fallback gone": true, "link": "#s1-3", "system chosen": r.Drilldowns[0].Systems[2].Name, "focus": "s1-title", "heading": true,
		"worst story first": true, "stories shown": 15., "all stories": 40.,
		"stories filtered": true, "only errors": true, "story opened": true, "button says so": "true", "story closed": true,
		"sorted by title": true,
		"dark":            "rgb(18, 19, 22)", "light": "rgb(251, 251, 249)", "pressed": "true",
		"tip on focus": true, "tip gone with escape": true, "title back": true,
		"headers stick": true, "wide tables scroll inside": true, "reachable by keyboard": true,
	}
	page := htmlOf(t, r)
	for system, flag := range map[string]string{"light": "--blink-settings=preferredColorScheme=1",
		"dark": "--blink-settings=preferredColorScheme=0"} {
		t.Run(system, func(t *testing.T) {
			dom, console := testfiles.Browse(t, page, browserScript, flag)
			assert.Empty(t, console)
			got := testfiles.Outcomes(t, dom)
			assert.Equal(t, system, got["at first"])
			delete(got, "at first")
			for name, w := range want {
				assert.Equal(t, w, got[name], name)
			}
			assert.Len(t, got, len(want))
		})
	}
}

func TestHTMLHostileTextsInChromium(t *testing.T) {
	testfiles.Chromium(t)
	dom, console := testfiles.Browse(t, htmlOf(t, browserReport(t, hostileName)), `
for (const s of document.querySelectorAll("select")) { s.value = 2; s.dispatchEvent(new Event("change")); }
for (const selector of ["th button, .more", ".open"]) for (const b of document.querySelectorAll(selector)) b.click();
document.body.append(Object.assign(document.createElement("pre"), { id: "outcome", textContent: JSON.stringify({
  pwned: window.pwned || 0, images: document.images.length, opened: document.querySelectorAll(".parts").length > 0,
  overflow: document.documentElement.scrollWidth <= innerWidth }) }));`, "--window-size=500,900")
	assert.Empty(t, console)
	assert.Equal(t, map[string]any{"pwned": 0., "images": 0., "opened": true, "overflow": true}, testfiles.Outcomes(t, dom))
}

// What is no part of the report neither runs nor loads, and the console tells so:
// what the tests above find empty is heard.
func TestHTMLPolicyInChromium(t *testing.T) {
	testfiles.Chromium(t)
	page := strings.Replace(htmlOf(t, browserReport(t, headlineOf)), "</body>",
		`<script>window.pwned = 1</script><img src="file:///x.png"></body>`, 1)
	dom, console := testfiles.Browse(t, page,
		`document.body.append(Object.assign(document.createElement("pre"), `+
			`{ id: "outcome", textContent: JSON.stringify({ pwned: window.pwned || 0 }) }));`)
	assert.Equal(t, map[string]any{"pwned": 0.}, testfiles.Outcomes(t, dom))
	assert.Len(t, console, 2)
	for _, line := range console {
		assert.Contains(t, line, "Content Security Policy")
	}
}

// Without a script the worst stories of every system stand in the page, and links
// lead to them.
func TestHTMLWithoutScript(t *testing.T) {
	page := htmlOf(t, browserReport(t, headlineOf))
	assert.Contains(t, page, `<a href="#s1-3"`)
	assert.Contains(t, page, `<div id="s1-3"><dt><bdi>algorithm2(`)
	assert.NotContains(t, page, "<button", "what needs the script is made by it")
	assert.NotContains(t, page, "<input")
}
