package corpus

import (
	"slices"
	"strings"
)

// A Page presents one group of articles to readers. A summarizer writes one for a
// cluster; the texts of a gold story make one.
type Page struct {
	Title     string
	Summary   []Sentence // in reading order
	KeyPoints []string
	Image     *Image // nil if no article has one
}

// A Sentence is one sentence of a summary, and the article that it was taken from.
type Sentence struct {
	Text    string
	Article int // position in the group; -1 if it was taken from none
}

// Text is the summary as one paragraph.
func (p Page) Text() string {
	list := make([]string, len(p.Summary))
	for i, s := range p.Summary {
		list[i] = s.Text
	}
	return strings.Join(list, " ")
}

// Summaries lists the summary of a story and its further references, without blank
// ones.
func (s Story) Summaries() []string {
	return slices.DeleteFunc(append([]string{s.Summary}, s.References...), func(text string) bool { return strings.TrimSpace(text) == "" })
}
