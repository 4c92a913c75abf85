// Package counts reads counts of people in news, how many were killed, injured, arrested and so
// on, and finds how they developed. It is built for precision, not for recall.
package counts

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A Mention is a count in a sentence of an article.
type Mention struct {
	Article  int
	Sentence string
	Written  string // as the sentence has it, with its unit

	Outcome   string   // dead, injured, missing, …
	Who       string   // soldiers; empty if the unit does not name them
	Number    float64  // a whole one
	Low, High float64  // what the words before it allow: at least 12 is 12 to +Inf
	Context   []string // the other content words of the sentence by their stems, ascending
}

// Counted names what is counted: dead, injured:soldiers.
func (m *Mention) Counted() string {
	if m.Who == "" {
		return m.Outcome
	}
	return m.Outcome + ":" + m.Who
}

// Disjoint reports whether two mentions of one thing cannot both be right.
func (m *Mention) Disjoint(o *Mention) bool { return m.High < o.Low || o.High < m.Low }

// Enough is the number of words in common, by their stems, from which on two sentences of a
// language are about one thing; words of Vietnamese are syllables.
func Enough(lang string) int {
	if strings.HasPrefix(lang, "vi") {
		return 5
	}
	return 2
}

// Read returns the counts of people in the sentences of a text. Numbers are read as
// text.Numbers does. Words for what became of people are known in Dutch, English, French,
// German, Italian, Portuguese, Russian, Spanish and Vietnamese; other languages are read as
// English. Left out are ranges, parts (including 3 children, 5 more), rates (9 a day), what a
// clause says was said before (up from 9), and sentences that name a year, last year and the
// like, which are mostly about the past. Linear in the text.
func Read(article int, s, lang string) []Mention {
	var list []Mention
	l := words(lang)
	for _, sentence := range text.Sentences(s, lang) {
		if !l.namesOutcome(sentence) {
			continue // and most have none
		}
		found := text.Numbers(sentence, lang)
		if len(found) == 0 || l.isPast(sentence, lang) {
			continue
		}
		for i := range found {
			if m, ok := l.mention(sentence, found, i); ok {
				m.Article, m.Context = article, l.context(sentence, found, lang)
				list = append(list, m)
			}
		}
	}
	return list
}

// Of returns the counts of people in articles of one language, headlines included.
func Of(ctx context.Context, articles []corpus.Article, lang string) ([]Mention, error) {
	var list []Mention
	for i, a := range articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		list = append(list, Read(i, a.Title+"\n\n"+a.Text, lang)...)
	}
	return list, nil
}

// namesOutcome reports whether a word for an outcome occurs in a text, also as a part of a
// word that signs or digits divide, as in 12dead.
func (l *lexicon) namesOutcome(s string) bool {
	for w := range text.WordsSeq(s) {
		if l.outcomes[w] != "" || w == "lives" {
			return true
		}
		if !strings.ContainsFunc(w, divides) {
			continue
		}
		for part := range strings.FieldsFuncSeq(w, divides) {
			if l.outcomes[part] != "" {
				return true
			}
		}
	}
	return false
}

// divides reports whether a character is no letter, nor a mark that belongs to one.
func divides(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

// isPast reports whether a sentence names a year, or last year or the like: it is mostly about what was before the story.
func (l *lexicon) isPast(sentence, lang string) bool {
	dated := func(d text.Date) bool { return d.Year > 0 }
	return slices.ContainsFunc(text.Dates(sentence, lang), dated) || hasPhrase(text.Words(sentence), l.past)
}

// hasPhrase reports whether words contain one of the phrases.
func hasPhrase(words, phrases []string) bool {
	if len(words) == 0 {
		return false
	}
	near := " " + strings.Join(words, " ") + " "
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(near, " "+p+" ") })
}

// context lists the content words of a sentence that neither count nor are counted.
func (l *lexicon) context(sentence string, numbers []text.Number, lang string) []string {
	var list []string
	from := 0
	for i := 0; i <= len(numbers); i++ {
		to, next := len(sentence), len(sentence)
		if i < len(numbers) {
			to, next = numbers[i].From, numbers[i].End
		}
		for _, w := range text.Words(sentence[from:to]) {
			if !text.StopWord(w, lang) && !l.empty(w) && !strings.ContainsAny(w, "0123456789") {
				list = append(list, text.Stem(w, lang))
			}
		}
		from = next
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// mention reads number i of a sentence and the clause around it.
func (l *lexicon) mention(sentence string, found []text.Number, i int) (m Mention, ok bool) {
	n := &found[i]
	if n.Low != n.High || n.Low < 2 || n.Low != math.Trunc(n.Low) || n.Measured() {
		return m, false
	}
	ahead, behind := l.clause(sentence, found, i)
	if slices.ContainsFunc(text.Words(sentence[n.From:n.To]), func(w string) bool { return w == "more" || l.partial[w] }) {
		return m, false
	}
	if l.isPart(ahead) || len(behind) > 0 && (behind[0] == "of" || behind[0] == "more") || l.isAge(ahead) {
		return m, false
	}
	if hasPhrase(ahead, l.former) || hasPhrase(behind, l.former) || hasPhrase(last(ahead, 4), l.versus) || hasPhrase(behind, l.rates) {
		return m, false
	}
	outcome, who, changed := l.counted(n.Unit, ahead, behind)
	if outcome == "" {
		return m, false
	}
	m = Mention{Sentence: sentence, Written: sentence[n.From:n.To], Outcome: outcome, Who: who, Number: n.Low}
	m.Low, m.High = l.bounds(n.Low, ahead)
	if changed && m.Low == 0 { // the toll is up to 12
		m.Low = m.High
	}
	return m, true
}

// clause are the words before and after number i, up to a comma or another number. The
// earlier number of a change is passed over (from 9 to), or has no words before it.
func (l *lexicon) clause(sentence string, found []text.Number, i int) (ahead, behind []string) {
	n := &found[i]
	to := len(sentence)
	if i+1 < len(found) {
		to = found[i+1].From
	}
	after := sentence[n.To:max(to, n.To)]
	if at := strings.IndexAny(after, ",;:()–—."); at >= 0 {
		after = after[:at]
	}
	ahead, behind = l.ahead(sentence, found, i), text.Words(after)
	if k := len(ahead); k > 0 && l.from[ahead[k-1]] && len(behind) == 1 && l.to[behind[0]] {
		return nil, behind
	}
	if i > 0 && len(ahead) == 1 && l.to[ahead[0]] {
		if first := l.ahead(sentence, found, i-1); len(first) > 0 && l.from[first[len(first)-1]] {
			ahead = append(first[:len(first)-1], ahead...)
		}
	}
	return ahead, behind
}

// ahead are the words before number i, back to a comma or another number.
func (l *lexicon) ahead(sentence string, found []text.Number, i int) []string {
	from := 0
	if i > 0 {
		from = found[i-1].To
	}
	before := sentence[min(from, found[i].From):found[i].From]
	return text.Words(before[strings.LastIndexAny(before, ",;:()–—")+1:])
}

// isPart reports whether a number after these words is not the whole. That after among is: one
// among 12 killed; but that after among them is not.
func (l *lexicon) isPart(ahead []string) bool {
	near := last(ahead, 3)
	if len(near) > 0 && near[len(near)-1] == "among" {
		return false
	}
	return slices.ContainsFunc(near, func(w string) bool { return l.partial[w] })
}

// isAge reports whether a number after these words is an age: a man of.
func (l *lexicon) isAge(ahead []string) bool {
	k := len(ahead)
	return k > 0 && ahead[k-1] == "aged" || k > 1 && l.one[ahead[k-2]] && joins[ahead[k-1]]
}

// joins are words for of.
var joins = set("of von de di van")

// counted is what a number counts, empty if that is not clear: the outcome in the unit
// itself, in the first word before it that is not idle, in any of those before a word for a
// change, or in one of the four after it; and who, if the unit names them; changed if it is the first of these after a change.
func (l *lexicon) counted(unit string, ahead, behind []string) (outcome, who string, changed bool) {
	if o := l.outcomes[unit]; o != "" && !verdict(unit, behind) {
		return o, "", false
	}
	if unit == "lives" && slices.ContainsFunc(last(ahead, 4), func(w string) bool { return costs[w] }) {
		return "dead", "", false
	}
	if !l.empty(unit) {
		who = unit
	}
	if k := len(ahead); k > 0 && l.to[ahead[k-1]] { // bringing the toll of the storm to 9
		changed = slices.ContainsFunc(ahead, func(w string) bool { return l.change[w] })
	}
	for i, w := range slices.Backward(ahead) {
		if o := l.outcomes[w]; o != "" {
			return o, who, changed && (w == "toll" || i+3 < len(ahead)) // killed up to 12 is no change
		}
		if changed = changed || l.change[w]; !changed && !l.idle[w] {
			break
		}
	}
	for i, w := range behind[:min(len(behind), 4)] {
		if o := l.outcomes[w]; o != "" && !verdict(w, behind[i+1:]) && (i == 0 || behind[i-1] != "to") { // sentenced to death
			return o, who, false
		}
		if !l.idle[w] && !l.change[w] {
			break
		}
	}
	return "", "", false
}

// costs come before lives lost.
var costs = set("cost costs costing claim claims claimed claiming take took taken taking")

// empty reports whether a word says nothing beyond the count.
func (l *lexicon) empty(w string) bool {
	return l.outcomes[w] != "" || l.anyone[w] || l.idle[w] || l.change[w]
}

// verdict reports whether a word and those behind it name what has not become of anyone.
func verdict(w string, behind []string) bool {
	return w == "death" && len(behind) > 0 && verdicts[behind[0]]
}

var verdicts = set("sentence sentences penalty penalties row threat threats squad squads certificate certificates")

// bounds are what the words before a number allow: a tenth on each side of one
// that is only about right.
func (l *lexicon) bounds(x float64, ahead []string) (low, high float64) {
	switch near := last(ahead, 3); {
	case hasPhrase(near, l.least):
		return x, math.Inf(1)
	case hasPhrase(near, l.over):
		return math.Nextafter(x, math.Inf(1)), math.Inf(1)
	case hasPhrase(near, l.most):
		return 0, x
	case hasPhrase(near, l.about):
		return x * 0.9, x * 1.1
	}
	return x, x
}

func last(words []string, n int) []string { return words[max(len(words)-n, 0):] }
