// Package coverage measures how much of what a reference says a page says too:
// ROUGE, key points, and how much of a page is copied from its articles.
package coverage

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// A rule decides when a key point is covered. Its values are chosen on one half of
// the documents of REALSumm, where people judged 26,400 content units (Bhandari
// et al. 2020), and on the training set of IBM's key points (Friedman-Tadmor et al.
// 2021), and reported on other data, in the tests of this file.
type rule struct {
	window  int     // sentences in a row that may cover a point together
	shared  float64 // a word weighs one over the number of points that have it, to this power
	figure  float64 // what a number in digits weighs for each word
	letters float64 // smallest likeness of two words that are not the same; above 1 = none
	vectors float64 // what vectors count for, beside words
	covered float64 // share of the point's weight that covers it
}

var chosen = rule{window: 2, shared: 1.5, figure: 3, letters: 0.5, vectors: 0.75, covered: 0.55}

// An Evidence is where a key point was found: in the sentences First to Last, one or
// two; both are -1 if none has anything of it.
type Evidence struct {
	Point       string
	Covered     bool
	Share       float64 // of the point that is there: 0 to 1
	First, Last int
	Missing     []string // the content words that are not there, as stems
}

// CoverKeyPoints looks for each key point in the sentences of a page. Content
// words are the distinct words that are no stop words, in English and some other
// languages by their stem (Snowball). A word that n points have weighs 1/√n³: a
// name that runs through all of them says little about any. A word
// of four letters or more that is not there counts for the likeness (Dice, by pairs
// of letters) of the one most like it, from a half on; in Vietnamese it does
// not, where one letter makes another word. An amount is a word by itself and is
// compared by value, with its currency or measure if both sides have one: 1,500 is
// fifteen hundred, and $2bn is 2 billion dollars; in digits it weighs three times as
// much. The share of a point is that of its
// weight in the best place, one sentence or two that follow each other, and 0 in
// a place that has another number where it lacks one in digits, or that counts the
// same thing otherwise. From 0.55 on the point is covered. A
// point without content words never is. Marks of sources, such as [12], are not read.
// Cost: the different words of the points times those of the sentences.
//
// [Vectors.CoverKeyPoints] finds other words for the same thing, too.
func CoverKeyPoints(points, sentences []string, lang string) []Evidence {
	return chosen.cover(points, sentences, lang, nil)
}

// Share is the mean share of the points of some evidence, 0 without points.
func Share(list []Evidence) float64 {
	sum := 0.0
	for _, e := range list {
		sum += e.Share
	}
	return sum / max(float64(len(list)), 1)
}

var sourceMark = regexp.MustCompile(`\[\d+\]`)

func unmarked(s string) string { return strings.TrimSpace(sourceMark.ReplaceAllString(s, "")) }

func (r rule) cover(points, sentences []string, lang string, cosines cosines) []Evidence {
	if strings.HasPrefix(lang, "vi") {
		r.letters = 2
	}
	m := matcher{rule: r, of: map[string]int{}, cosines: cosines, sums: cosines.sums(r.window)}
	words := make([][]content, len(points))
	for i, p := range points {
		words[i] = contents(unmarked(p), lang)
		for _, w := range words[i] {
			m.of[w.word]++
		}
	}
	for _, s := range sentences {
		m.sentences = append(m.sentences, contents(unmarked(s), lang))
	}
	list := make([]Evidence, len(points))
	for i, p := range points {
		list[i] = m.find(i, words[i])
		list[i].Point = p
	}
	return list
}

// A matcher holds the sentences that points are looked for in.
type matcher struct {
	rule
	of        map[string]int // points that have a word
	sentences [][]content
	cosines   cosines
	sums      [][]float64 // of the cosines of all points with a place, by its length less one and its first sentence
}

// find returns the best place for a point: the one with the greatest share; ties are
// broken by length, the shortest first, then by position.
func (m *matcher) find(point int, words []content) Evidence {
	best := Evidence{First: -1, Last: -1}
	for _, w := range words {
		best.Missing = append(best.Missing, w.written)
	}
	if len(words) == 0 {
		return best
	}
	found := make([][]float64, len(m.sentences)) // the likeness of each word in each sentence
	for s, sentence := range m.sentences {
		found[s] = make([]float64, len(words))
		for i := range words {
			found[s][i] = m.likest(words[i], words, sentence)
		}
	}
	for length := 1; length <= min(m.window, len(found)); length++ {
		for first := range len(found) - length + 1 {
			e, refuted := m.look(words, first, found[first:first+length])
			if refuted {
				continue
			}
			if v := m.beyond(point, first, length); v > 0 {
				e.Share += (1 - e.Share) * v
			}
			if e.Share > best.Share {
				e.First, e.Last = first, first+length-1
				best = e
			}
		}
	}
	best.Covered = best.Share >= m.covered && best.Share > 0
	return best
}

// look weighs what sentences that follow each other, from first on, have of a point's words. They
// refute the point if they have another number in place of one of its numbers.
func (m *matcher) look(words []content, first int, sentences [][]float64) (e Evidence, refuted bool) {
	sum, all, lacking := 0.0, 0.0, false
	for i, w := range words {
		likeness, contradicted := 0.0, false
		for _, s := range sentences {
			likeness = max(likeness, s[i])
			contradicted = contradicted || s[i] < 0
		}
		weight := 1 / math.Sqrt(math.Pow(float64(m.of[w.word]), 2*m.shared))
		if w.exact {
			weight *= m.figure
		}
		all += weight
		sum += weight * likeness
		if likeness == 0 {
			e.Missing = append(e.Missing, w.written)
			lacking = lacking || w.exact
			refuted = refuted || contradicted
		}
	}
	e.Share = min(sum/all, 1)
	return e, refuted || lacking && m.otherNumber(words, m.sentences[first:first+len(sentences)])
}

// otherNumber reports whether sentences have a number in digits that a point has not.
func (m *matcher) otherNumber(words []content, sentences [][]content) bool {
	return slices.ContainsFunc(sentences, func(sentence []content) bool {
		return slices.ContainsFunc(sentence, func(o content) bool { return o.exact && !slices.ContainsFunc(words, o.same) })
	})
}

// likest is the likeness of a word with the one most like it in a sentence: 1 for
// itself, 0 if none reaches the smallest likeness, and -1 for an amount that the sentence
// contradicts with one that is not in the point.
func (m *matcher) likest(w content, point, sentence []content) float64 {
	if slices.ContainsFunc(sentence, w.same) {
		return 1
	}
	contradicts := func(o content) bool { return w.contradicts(o) && !slices.ContainsFunc(point, o.same) }
	if slices.ContainsFunc(sentence, contradicts) {
		return -1
	}
	most := 0.0
	for _, o := range sentence {
		if m.letters <= 1 && w.pairs != nil && o.pairs != nil {
			most = max(most, dice(w.pairs, o.pairs))
		}
	}
	if most < m.letters {
		return 0
	}
	return most
}
