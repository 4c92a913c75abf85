package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Page presents one group of articles to readers. A summarizer writes one for a
// cluster; the texts of a gold story make one.
type Page struct {
	Title     string
	Summary   []Sentence // in reading order
	KeyPoints []string
	// PointArticles are the articles that the key points were taken from, as positions in the
	// group; nil if that is not known.
	PointArticles []int
	Image         *Image // nil if no article has one
}

// A Sentence is one sentence of a summary, and the article that it was taken from.
type Sentence struct {
	Text    string
	Article int // position in the group; -1 if it was taken from none
}

// Text is the summary as one paragraph.
func (p Page) Text() string {
	var b strings.Builder
	for i, s := range p.Summary {
		if i > 0 && !attached(p.Summary[i-1].Text, s.Text) {
			b.WriteByte(' ')
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

// attached reports whether no space is written between two sentences: in Chinese and
// Japanese.
func attached(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return last > utf8.RuneSelf && (first >= 0x3000 && first < 0x3040 || unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana))
}

// Summaries lists the summary of a story and its further references, without blank
// ones.
func (s Story) Summaries() []string {
	return slices.DeleteFunc(append([]string{s.Summary}, s.References...), func(text string) bool { return strings.TrimSpace(text) == "" })
}
