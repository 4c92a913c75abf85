// Package coverage measures how much of what a reference says a page says too:
// ROUGE, key points, and how much of a page is copied from its articles.
package coverage

import (
	"slices"
	"strings"
	"unicode"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// A rule decides when a key point is covered. Its values are chosen on one half of
// the documents of REALSumm, where people judged 26,400 content units (Bhandari
// et al. 2020), and reported on the other half, in the test of this file.
type rule struct {
	window  int     // sentences in a row that may cover a point together
	shared  bool    // a word counts one over the number of points that have it
	soft    float64 // smallest likeness of two words that are not the same; above 1 = none
	covered float64 // share of the point's weight that covers it
}

var chosen = rule{window: 2, shared: true, soft: 0.5, covered: 0.55}

// An Evidence is where a key point was found: in the sentences First to Last, one or
// two; both are -1 if no sentence has a word of it.
type Evidence struct {
	Point       string
	Covered     bool
	Share       float64 // of the point's weight that is there: 0 to 1
	First, Last int
	Missing     []string // the content words that do not, as stems
}

// CoverKeyPoints looks for each key point in the sentences of a page. Content
// words are the distinct words that are no stop words, in English and some other
// languages by their stem (Snowball). A word weighs one over the number of points
// that have it: a name that runs through all of them says little about any. A word
// of four letters or more that is not there counts for the likeness (Dice, by pairs
// of letters) of the one most like it, from a half on; in Vietnamese it does
// not, where one letter makes another word. The share of a point is that of its
// weight in the best place, one sentence or two that follow each other, and 0 in
// a place that lacks one of its numbers. From 0.55 on the point is covered. A
// point without content words never is. Cost: the different words of the points
// times those of the sentences.
func CoverKeyPoints(points, sentences []string, lang string) []Evidence {
	return chosen.cover(points, sentences, lang)
}

// Share is the mean share of the points of some evidence, 0 without points.
func Share(list []Evidence) float64 {
	sum := 0.0
	for _, e := range list {
		sum += e.Share
	}
	return sum / max(float64(len(list)), 1)
}

func (r rule) cover(points, sentences []string, lang string) []Evidence {
	if strings.HasPrefix(lang, "vi") {
		r.soft = 2
	}
	m := matcher{rule: r, of: map[string]int{}}
	words := make([][]string, len(points))
	for i, p := range points {
		words[i] = contentWords(p, lang)
		for _, w := range words[i] {
			m.of[w]++
		}
	}
	for _, s := range sentences {
		var set []content
		for _, w := range contentWords(s, lang) {
			set = append(set, newContent(w))
		}
		m.sentences = append(m.sentences, set)
	}
	list := make([]Evidence, len(points))
	for i, p := range points {
		list[i] = m.find(p, words[i])
	}
	return list
}

// A matcher holds the sentences that points are looked for in.
type matcher struct {
	rule
	of        map[string]int // points that have a word
	sentences [][]content
}

// find returns the best place for a point: the one with the greatest share; ties are
// broken by length, the shortest first, then by position.
func (m *matcher) find(point string, words []string) Evidence {
	best := Evidence{Point: point, First: -1, Last: -1, Missing: words}
	sought := make([]content, len(words))
	for i, w := range words {
		sought[i] = newContent(w)
	}
	found := make([][]float64, len(m.sentences)) // the likeness of each word in each sentence
	for s, sentence := range m.sentences {
		found[s] = make([]float64, len(words))
		for i := range words {
			found[s][i] = m.likest(sought[i], sentence)
		}
	}
	for length := 1; length <= min(m.window, len(found)); length++ {
		for first := range len(found) - length + 1 {
			e := m.look(words, found[first:first+length])
			if e.Share > best.Share {
				e.Point, e.First, e.Last = point, first, first+length-1
				best = e
			}
		}
	}
	best.Covered = best.Share >= m.covered && best.Share > 0
	return best
}

// look weighs what sentences that follow each other have of a point.
func (m *matcher) look(words []string, sentences [][]float64) (e Evidence) {
	sum, all := 0.0, 0.0
	for i, w := range words {
		likeness := 0.0
		for _, s := range sentences {
			likeness = max(likeness, s[i])
		}
		weight := 1.0
		if m.shared {
			weight /= float64(m.of[w])
		}
		all += weight
		sum += weight * likeness
		if likeness == 0 {
			e.Missing = append(e.Missing, w)
			if hasDigit(w) {
				return Evidence{}
			}
		}
	}
	e.Share = min(sum/all, 1)
	return e
}

// likest is the likeness of a word with the one most like it in a sentence: 1 for
// itself, 0 if none reaches soft.
func (m *matcher) likest(w content, sentence []content) float64 {
	if slices.ContainsFunc(sentence, func(o content) bool { return o.word == w.word }) {
		return 1
	}
	most := 0.0
	for _, o := range sentence {
		if m.soft <= 1 && w.pairs != nil && o.pairs != nil {
			most = max(most, dice(w.pairs, o.pairs))
		}
	}
	if most < m.soft {
		return 0
	}
	return most
}

func hasDigit(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }

func contentWords(s, lang string) []string {
	var list []string
	seen := map[string]bool{}
	for _, w := range text.Words(s) {
		if text.StopWord(w, lang) {
			continue
		}
		w = text.Stem(w, lang)
		if !seen[w] {
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}
