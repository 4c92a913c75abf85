package summarize

import (
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// title is the headline with the largest mean TF-IDF cosine to the other
// headlines; ties are broken by their order.
func (c *cluster) title() string {
	var headlines []string
	var words [][]int32
	for i := range c.articles {
		if a := &c.articles[i]; a.headline != "" {
			headlines = append(headlines, a.headline)
			words = append(words, a.titleTerms)
		}
	}
	if len(headlines) == 0 {
		return ""
	}
	central := centrality(tfidf(words, c.words), c.words)
	return headlines[descending(central)[0]]
}

const (
	minHeadline  = 4 // words that have to remain of a headline
	maxFurniture = 5 // words of an outlet's or a section's name
)

var separators = []string{" | ", " - ", " – ", " — "}

// headline removes what sites append to headlines: the name of a known outlet
// (text.Outlets) at its end, with its sections; else the part after the last separator,
// a bar, hyphen or dash between spaces, repeatedly, as long as that part has at most
// five words and the rest at least four.
func headline(title string) string {
	title, _, known := text.Outlets{}.Headline(text.Fold(title))
	for !known {
		cut, tail := -1, ""
		for _, s := range separators {
			if at := strings.LastIndex(title, s); at > cut {
				cut, tail = at, title[at+len(s):]
			}
		}
		if cut < 0 || len(text.Words(tail)) > maxFurniture || len(text.Words(title[:cut])) < minHeadline {
			return title
		}
		title = title[:cut]
	}
	return title
}
