package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

var places = Check{
	Name: "places", Title: "Clusters of two places",
	Doc: "Clusters whose articles tell of two places. A place is a name that follows a word such as in or near in at least a " +
		"fifth of its mentions, and twice, in the titles and the beginnings of the texts of the corpus: there is no list of places. It " +
		"works in Dutch, English, French, Italian, Portuguese, Russian, Spanish and Vietnamese, whose capitals tell names.",
	Rule:  "Of the places " + fmt.Sprintf(sideRule, "place"),
	needs: needs{texts: true},
	find:  findPlaces,
}

// prepositions precede places, by language. German is not among them: its nouns all have capitals.
var prepositions = map[string][]string{
	"en": {"in", "near", "outside"},
	"es": {"en"},
	"fr": {"à", "en", "au"},
	"it": {"a", "ad", "in"},
	"nl": {"in", "nabij", "bij"},
	"pt": {"em", "no", "na"},
	"ru": {"в", "во", "под"},
	"vi": {"ở", "tại"},
}

// A gazetteer is the names of one language, and how often each follows a preposition.
type gazetteer struct {
	casing        *text.Casing
	named, behind map[string]int
}

// isPlace reports whether a name is one of a place: persons hardly ever follow such a word, and places often do.
func (g *gazetteer) isPlace(name string) bool {
	const least, share = 2, 5
	return g.behind[name] >= least && share*g.behind[name] >= g.named[name]
}

func findPlaces(ctx context.Context, s *subject) ([]Finding, []string, error) {
	var read []int // the articles of clusters that may have two sides
	for _, rows := range s.members {
		if len(rows) >= 4 && len(rows) <= mostRead {
			read = append(read, rows...)
		}
	}
	byLanguage, unread := map[string]*gazetteer{}, map[string]bool{}
	for _, i := range read {
		lang := s.Corpus.Language(i)
		if prepositions[lang] == nil {
			unread[lang] = true
			continue
		}
		if byLanguage[lang] == nil {
			byLanguage[lang] = &gazetteer{text.NewCasing(lang), map[string]int{}, map[string]int{}}
		}
		for _, part := range s.leads(i) {
			byLanguage[lang].casing.Learn(part)
		}
	}
	names := make([][]string, len(s.labels)) // of each article, those behind a preposition first
	behind := make([]int, len(s.labels))
	err := parallel.Blocks(ctx, len(read), 64, s.o.Workers, func(from, to int) {
		for _, i := range read[from:to] {
			if lang := s.Corpus.Language(i); byLanguage[lang] != nil {
				names[i], behind[i] = s.namesIn(i, lang, byLanguage[lang].casing)
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	for _, i := range read {
		if g := byLanguage[s.Corpus.Language(i)]; g != nil {
			for k, name := range names[i] {
				g.named[name]++
				if k < behind[i] {
					g.behind[name]++
				}
			}
		}
	}
	list, notes, err := s.bySides(ctx, "places", func(i int) (found []string) {
		for _, name := range names[i] {
			if byLanguage[s.Corpus.Language(i)].isPlace(name) {
				found = append(found, name)
			}
		}
		return found
	})
	if delete(unread, ""); len(unread) > 0 {
		notes = append(notes, "places are not read in "+strings.Join(slices.Sorted(maps.Keys(unread)), ", "))
	}
	return list, notes, err
}

// leads are the title and the beginning of the text of an article.
func (s *subject) leads(i int) [2]string {
	return [2]string{s.articles[i].Title, beginning(s.articles[i].Text, leadLetters)}
}

// namesIn returns the names in the leads of an article, and how many of them, which come first, follow a preposition.
func (s *subject) namesIn(i int, lang string, casing *text.Casing) (names []string, behind int) {
	var others []string
	for _, part := range s.leads(i) {
		for _, e := range casing.Entities(part) {
			if slices.Contains(prepositions[lang], wordBefore(part, e.From)) {
				names = append(names, e.Key)
			} else {
				others = append(others, e.Key)
			}
		}
	}
	return append(names, others...), len(names)
}

// wordBefore is the word that ends before a place in a text, in lower case; empty if anything but space is between.
func wordBefore(s string, at int) string {
	before := strings.TrimRightFunc(s[:at], unicode.IsSpace)
	if len(before) == at {
		return ""
	}
	from := strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if from >= 0 {
		_, size := utf8.DecodeRuneInString(before[from:])
		from += size
	}
	return strings.ToLower(before[max(0, from):])
}
