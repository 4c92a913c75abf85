package pages

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/seed-9405df2f/assay/corpus"
)

var hostile = []string{
	`a | b & c \ d $x$ <script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title></style><script>x</script>`, `' onmouseover='x`,
	"# heading", "- item", "+ item", "1. item", "1) item", "> quote", "```", "[x](javascript:alert(1))",
	"![x](https://evil.example/x.png)", "<!-- -->", "===",
	"خبر عاجل \u202e evil \u2066", "שלום | עולם", "🔥👩‍👩‍👧", strings.Repeat("x", 10000), "{{.}} ${x} `y`",
}

func hostilePage(titles func(i int) string) *Digest {
	p := &Digest{Schema: Schema, Corpus: Corpus{Name: titles(0)}, Grouping: titles(1), Summarizer: titles(2)}
	for i := range hostile {
		x := titles(i)
		p.Stories = append(p.Stories, Page{
			ID: x, Title: x, Sources: []Source{{x, 1, 1}}, Image: &corpus.Image{URL: "javascript:alert(1)", Source: x, Content: x}, Summary: x,
			Sentences: []Sentence{{x, []Support{{0, x, 1}}}}, KeyPoints: []string{x},
			Conflicts: []Conflict{{x, []Value{{x, []int{0}}}, []int{0}}},
			Articles:  []Article{{ID: x, Title: x, Outlet: x, URL: "javascript:alert(1)", Published: x, Lang: x, Extract: x, Text: x}},
		})
	}
	return p
}

// tags lists the elements with the names of their attributes.
func tags(t *testing.T, page string) (list []string) {
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			name := n.Data
			for _, a := range n.Attr {
				name += " " + a.Key
				assert.NotContains(t, strings.ToLower(a.Key+"="+a.Val), "href=javascript")
			}
			list = append(list, name)
		}
	}
	return list
}

func TestHostileTextsInjectNothing(t *testing.T) {
	attack := hostilePage(func(i int) string { return hostile[i] })
	harmless := hostilePage(func(int) string { return "word?" })
	page := written(t, htmlFormat, attack)
	assert.Equal(t, tags(t, written(t, htmlFormat, harmless)), tags(t, page))
	for _, x := range hostile {
		assert.Contains(t, html.UnescapeString(page), x)
	}

	markdown := written(t, markdownFormat, attack)
	unescaped := regexp.MustCompile(`\\[[:punct:]]`).ReplaceAllString(markdown, "")
	for _, sign := range []string{"<script", "<img", "](javascript", "![x](", "\u202e", "\u2066", "\n```", "\n===", "\n- - ", "\n## #",
		"\n- + ", "\n- 1. ", "\n- 1) "} {
		assert.NotContains(t, unescaped, sign)
	}
	assert.Contains(t, markdown, `a \| b \& c \\ d \$x\$ \<script\>`)

	var back Digest
	require.NoError(t, json.Unmarshal([]byte(written(t, jsonFormat, attack)), &back))
	assert.Equal(t, attack.Stories[0].Title, back.Stories[0].Title)
	assert.Equal(t, attack.Stories[15].Articles[0].Extract, back.Stories[15].Articles[0].Extract)
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pages")
	p := small(t)
	_, err := WriteFolder(dir, htmlFormat, p)
	require.NoError(t, err)
	own := filepath.Join(dir, "2031-05-05.html")
	require.NoError(t, os.WriteFile(own, []byte("mine"), 0o644))
	for i := range p.Stories {
		p.Stories[i].Day = "2031-05-07"
	}
	_, err = WriteFolder(dir, htmlFormat, p)
	require.NoError(t, err)
	assert.NoFileExists(t, filepath.Join(dir, "2031-05-06.html"), "of the earlier run")
	assert.FileExists(t, filepath.Join(dir, "2031-05-07.html"))
	assert.FileExists(t, own)
	p.Stories[0].Day = "2031-05-05"
	_, err = WriteFolder(dir, htmlFormat, p)
	assert.ErrorContains(t, err, "in the way")
	outside := filepath.Join(filepath.Dir(dir), "precious.html")
	require.NoError(t, os.WriteFile(outside, nil, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, manifest), []byte("../precious.html\n2031-05-07.html\nindex.html\n"), 0o644))
	p.Stories = p.Stories[1:]
	_, err = WriteFolder(dir, markdownFormat, p)
	require.NoError(t, err)
	assert.FileExists(t, outside)
	assert.NoFileExists(t, filepath.Join(dir, "2031-05-07.html"), "of another format")
}
