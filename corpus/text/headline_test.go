package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestOutletsHost(t *testing.T) {
	var o Outlets
	for name, want := range map[string]string{
		"Sky News": "news.sky.com", "sky news": "news.sky.com", "BBC": "bbc.com", "British Broadcasting Corporation": "bbc.com",
		"New York Times": "nytimes.com", "THE NEW YORK TIMES": "nytimes.com", "POLITICO": "politico.com", "Guardian": "theguardian.com",
		"Telegraph": "telegraph.co.uk", "The Reuters": "reuters.com", "RTE News": "", "Harbour Times": "", "": "", "The": "", "—": "",
	} {
		host, ok := o.Host(name)
		assert.Equal(t, want, host, name)
		assert.Equal(t, want != "", ok, name)
	}
	more := o.With("Harbour Times", "harbour.example").With("BBC", "bbc.example")
	host, _ := more.Host("The Harbour Times")
	assert.Equal(t, "harbour.example", host)
	host, _ = more.Host("BBC")
	assert.Equal(t, "bbc.example", host)
	host, _ = o.Host("BBC")
	assert.Equal(t, "bbc.com", host, "With leaves the outlets that it starts from alone")
	a, b := more.With("One", "a.example"), more.With("One", "b.example")
	hostA, _ := a.Host("One")
	hostB, _ := b.Host("One")
	assert.Equal(t, []string{"a.example", "b.example"}, []string{hostA, hostB})
}

func TestHeadline(t *testing.T) {
	o := Outlets{}.With("Harbour Times", "harbour.example").With("tidewatch", "tidewatch.example")
	for _, c := range []struct{ title, clean, host string }{
		{"Bridge opens | World News | Sky News", "Bridge opens", "news.sky.com"},
		{"Bridge opens | Science, Climate & Tech News | Sky News", "Bridge opens", "news.sky.com"},
		{"Bridge opens - CBS News", "Bridge opens", "cbsnews.com"},
		{"Bridge’s opening | CNN PoliticsClose icon", "Bridge’s opening", "edition.cnn.com"},
		{"Bridge opens | CNN Business", "Bridge opens", "edition.cnn.com"},
		{"Bridge opensBritish Broadcasting CorporationBritish Broadcasting Corporation", "Bridge opens", "bbc.com"},
		{"Open for land - Mayor RenckBritish Broadcasting CorporationBritish Broadcasting Corporation", "Open for land - Mayor Renck", "bbc.com"},
		{"Who pays?BBC News", "Who pays?", "bbc.com"},
		{"Bridge opens - BBC News", "Bridge opens", "bbc.com"},
		{"Bridge opens | BBC NewsBritish Broadcasting Corporation", "Bridge opens", "bbc.com"},
		{"Bridge opens | Fox News", "Bridge opens", "foxnews.com"},
		{"Bridge opens – Fox Business", "Bridge opens", "foxbusiness.com"},
		{"Bridge opens - The New York Times", "Bridge opens", "nytimes.com"},
		{"Bridge opens — New York Times", "Bridge opens", "nytimes.com"},
		{"Bridge opens : NPR", "Bridge opens", "npr.org"},
		{"Bridge opens | Rivers and canals | The Guardian", "Bridge opens", "theguardian.com"},
		{"Bridge opens | Live | Rivers and canals | The Guardian", "Bridge opens", "theguardian.com"},
		{"Bridge opens | AP News ", "Bridge opens", "apnews.com"},
		{"Bridge opens | Sky News Australia", "Bridge opens", "skynews.com.au"},
		{"A | B | Sky News", "A | B", "news.sky.com"},
		{"World News | Sky News", "World News", "news.sky.com"},
		{"Sky News | Sky News", "Sky News", "news.sky.com"},
		{"Bridge opens | The Harbour Times", "Bridge opens", "harbour.example"},
		{"Bridge opensHarbour Times", "Bridge opens", "harbour.example"},
		{"Bridge opens - tidewatch", "Bridge opens", "tidewatch.example"},
		{"Bridge opens - Reuters - CBS News", "Bridge opens - Reuters", "cbsnews.com"},
	} {
		clean, host, ok := o.Headline(c.title)
		assert.Equal(t, c.clean, clean, c.title)
		assert.Equal(t, c.host, host, c.title)
		assert.True(t, ok, c.title)
	}
}

func TestHeadlineLeavesOthers(t *testing.T) {
	for _, title := range []string{
		"", " ", "Bridge opens", "Sky News", "| Sky News", "Bridge opens | World News", "Bridge opens - Mayor",
		"Running out of - time", "Why she left Fox News", "Marchers chant anti-Fox News", "He called it “Fox News", "Close icon", " - ", "|||",
		"Bridge opens | Harbour Times",
	} {
		clean, host, ok := Outlets{}.Headline(title)
		assert.False(t, ok, title)
		assert.Equal(t, title, clean)
		assert.Empty(t, host)
	}
}

// A name in the table twice, or one that its own title form does not lead back
// to, would never be found.
func TestWellKnown(t *testing.T) {
	assert.Len(t, wellKnown, len(tables["outlets"]))
	for _, known := range wellKnown {
		assert.NotEmpty(t, Outlet(known.host))
		for _, furniture := range []string{" | ", " - "} {
			clean, host, ok := Outlets{}.Headline("Bridge opens" + furniture + known.name)
			assert.True(t, ok, known.name)
			assert.Equal(t, "Bridge opens", clean)
			assert.Equal(t, known.host, host, known.name)
		}
	}
}

func TestHeadlineProperties(t *testing.T) {
	parts := []string{"Bridge", "opens", " ", " | ", " - ", "Sky News", "World News", "BBC", "Close icon", "’", "|", "The Guardian", "é", "."}
	rapid.Check(t, func(t *rapid.T) {
		title := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), "")
		clean, host, ok := Outlets{}.Headline(title)
		assert.Equal(t, ok, host != "")
		assert.True(t, strings.HasPrefix(strings.TrimSpace(title), strings.TrimSpace(clean)), "only the end is taken off")
		if ok {
			assert.NotEmpty(t, clean)
			again, other, found := Outlets{}.Headline(clean)
			assert.True(t, !found || other != host, "%q still ends in the same outlet: %q", clean, again)
		}
	})
}

func BenchmarkHeadline_100runes(b *testing.B) {
	title := "Depth of the mayor's frustration revealed in comments on the bridge - and one notable absence | World News | Sky News"
	for b.Loop() {
		Outlets{}.Headline(title)
	}
}
