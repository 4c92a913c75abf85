package conflicts

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// A Mention is a number in an article.
type Mention struct {
	Article  int
	Sentence string
	Written  string // as the sentence has it, with its unit

	key     string          // what is counted: mentions of one key may conflict
	context map[string]bool // stems of the other content words of the sentence
	value   float64
	low     float64 // what the words before it allow: at least 12 is 12 to +Inf
	high    float64
}

// disjoint reports whether two mentions cannot both be right.
func (m *Mention) disjoint(o *Mention) bool { return m.high < o.low || o.high < m.low }

// shared counts the context words that two mentions have in common.
func (m *Mention) shared(o *Mention) (words []string) {
	for w := range m.context {
		if o.context[w] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return words
}

// outcomes are the words for what becomes of people, by one for all: the counts
// that early reports disagree on.
var outcomes = map[string]string{
	"kill": "dead", "killed": "dead", "kills": "dead", "killing": "dead", "dead": "dead", "die": "dead", "died": "dead", "dies": "dead",
	"deaths": "dead", "death": "dead", "toll": "dead",
	"fatalities": "dead", "dying": "dead",
	"injure": "injured", "injured": "injured", "injures": "injured", "injuring": "injured", "injuries": "injured", "wounded": "injured",
	"wounding": "injured", "wound": "injured", "hurt": "injured",
	"missing": "missing", "arrested": "arrested", "arrests": "arrested", "detained": "arrested", "hospitalized": "in hospital",
	"hospitalised": "in hospital",
	"displaced":    "displaced", "evacuated": "evacuated", "rescued": "rescued", "kidnapped": "kidnapped", "abducted": "kidnapped",
	"chết": "dead", "mạng": "dead", "vong": "dead", "thương": "injured", "tích": "missing",
}

// anyone are units that say nothing of who is counted.
var anyone = set("people others person victims lives người nạn")

// idle words may come between a number and the word for what is counted.
var idle = set(`at least over around about nearly some more than up to an estimated the a rises rose risen reached ` +
	`reaches reaching climbed climbs climbing stands
	stood is was were are have has had been be being as many approximately roughly almost also other others people ` +
	`persons victims reported confirmed left leaves
	leaving of fewer less only just by now from người bị nạn nhân đã làm khiến ít nhất khoảng hơn thiệt tử mất`)

// partial words come before a number that is not the whole: including 3 children.
var partial = set("including among another further additional extra other every each per one first gồm trong thêm")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// mentions reads the numbers of a text that could be in conflict with others.
func mentions(article int, s, lang string) []Mention {
	var list []Mention
	for _, sentence := range text.Sentences(s, lang) {
		if !namesOutcome(sentence) {
			continue // and most have none
		}
		found := text.Numbers(sentence, lang)
		if len(found) == 0 || past(sentence, lang) {
			continue
		}
		for i, n := range found {
			from, to := 0, len(sentence)
			if i > 0 {
				from = found[i-1].To
			}
			if i+1 < len(found) {
				to = found[i+1].From
			}
			if m, ok := mention(sentence, n, from, to, lang); ok {
				m.Article = article
				list = append(list, m)
			}
		}
	}
	return list
}

// namesOutcome reports whether a word for an outcome occurs in a text, also as a part of a
// word that signs or digits divide, as in 12dead.
func namesOutcome(s string) bool {
	for w := range text.WordsSeq(s) {
		if outcomes[w] != "" {
			return true
		}
		if !strings.ContainsFunc(w, divides) {
			continue
		}
		for part := range strings.FieldsFuncSeq(w, divides) {
			if outcomes[part] != "" {
				return true
			}
		}
	}
	return false
}

// divides reports whether a character is no letter, nor a mark that belongs to one.
func divides(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

// past reports whether a sentence names a year, or last year or the like: it is mostly
// about what was before the story.
func past(sentence, lang string) bool {
	if slices.ContainsFunc(text.Dates(sentence, lang), func(d text.Date) bool { return d.Year > 0 }) {
		return true
	}
	words := text.Words(sentence)
	for i := range words[:max(len(words)-1, 0)] {
		if words[i] == "last" && (words[i+1] == "week" || words[i+1] == "month" || words[i+1] == "year") || words[i+1] == "ago" {
			return true
		}
	}
	return false
}

// mention reads a number and the clause around it, within sentence[from:to].
func mention(sentence string, n text.Number, from, to int, lang string) (m Mention, ok bool) {
	if n.Low != n.High || n.Low < 2 || n.Measured() {
		return m, false
	}
	before, after := sentence[min(from, n.From):n.From], sentence[n.To:max(to, n.To)]
	before = before[strings.LastIndexAny(before, ",;:()–—")+1:]
	if i := strings.IndexAny(after, ",;:()–—."); i >= 0 {
		after = after[:i]
	}
	if slices.ContainsFunc(text.Words(sentence[n.From:n.To]), func(w string) bool { return w == "more" || partial[w] }) {
		return m, false
	}
	ahead, behind := text.Words(before), text.Words(after)
	if slices.ContainsFunc(last(ahead, 3), func(w string) bool { return partial[w] }) || len(behind) > 0 &&
		(behind[0] == "of" || behind[0] == "more") {
		return m, false
	}
	key := counted(n.Unit, ahead, behind)
	if key == "" {
		return m, false
	}
	m = Mention{Sentence: sentence, Written: sentence[n.From:n.To], key: key, value: n.Low, context: map[string]bool{}}
	m.low, m.high = bounds(n.Low, ahead)
	for _, w := range text.Words(sentence) {
		if !text.StopWord(w, lang) && outcomes[w] == "" && !anyone[w] && !idle[w] && !strings.ContainsAny(w, "0123456789") {
			m.context[text.Stem(w, lang)] = true
		}
	}
	return m, true
}

// counted is what a number counts, empty if that is not clear: the outcome in the unit
// itself, in the first word before it that is not idle, or in one of the four after it;
// and who, if the unit names them.
func counted(unit string, ahead, behind []string) string {
	who := ":" + unit
	if anyone[unit] || unit == "" || outcomes[unit] != "" {
		who = ""
	}
	if o := outcomes[unit]; o != "" {
		return o
	}
	for i := len(ahead) - 1; i >= 0; i-- {
		if o := outcomes[ahead[i]]; o != "" {
			return o + who
		}
		if !idle[ahead[i]] {
			break
		}
	}
	for _, w := range behind[:min(len(behind), 4)] {
		if o := outcomes[w]; o != "" {
			return o + who
		}
		if !idle[w] {
			break
		}
	}
	return ""
}

// bounds are what the words before a number allow: a tenth on each side of one
// that is only about right.
func bounds(x float64, ahead []string) (low, high float64) {
	near := " " + strings.Join(last(ahead, 3), " ") + " "
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(near, " "+w+" ") })
	}
	switch {
	case has("at least", "ít nhất"):
		return x, math.Inf(1)
	case has("over", "more than", "hơn"):
		return math.Nextafter(x, math.Inf(1)), math.Inf(1)
	case has("up to", "as many as", "fewer than", "less than", "at most"):
		return 0, x
	case has("around", "about", "nearly", "some", "almost", "roughly", "approximately", "an estimated", "khoảng", "gần"):
		return x * 0.9, x * 1.1
	}
	return x, x
}

func last(words []string, n int) []string { return words[max(len(words)-n, 0):] }
