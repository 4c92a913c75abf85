package corpus

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Severity is the consequence of a fault.
type Severity int

// An Error prevents reading the corpus; a Warning biases scores; a Note is worth
// knowing.
const (
	Note Severity = iota
	Warning
	Error
)

func (s Severity) String() string { return [...]string{"note", "warning", "error"}[s] }

// A Fault is something wrong with a corpus. It is an error.
type Fault struct {
	Pos      Pos
	Kind     FaultKind
	Severity Severity
	Message  string // what is wrong, and how to correct it
}

func (f Fault) Error() string { return fmt.Sprintf("%s: %s", f.Pos, f.Message) }

// A FaultKind names a kind of fault.
type FaultKind string

// The kinds of faults.
const (
	BadSyntax      FaultKind = "syntax"
	BadEncoding    FaultKind = "encoding"
	BadDate        FaultKind = "date"
	MissingID      FaultKind = "missing id"
	DuplicateID    FaultKind = "duplicate id"
	AbsentArticles FaultKind = "gold for absent articles"
	Contradiction  FaultKind = "contradiction"
	StoryOfOne     FaultKind = "story of one"
	SharedText     FaultKind = "identical texts under two stories"
	NoText         FaultKind = "no text"
	BadCount       FaultKind = "count"
	Unlabelled     FaultKind = "unlabelled"
	MissingField   FaultKind = "missing field"
	MidnightTimes  FaultKind = "midnight times"
	// Decision is the kind of the notes on how a source was read where it could have been
	// read otherwise: which field is what, the encoding, the separator, dates without a
	// zone, which words mean that an article has no group.
	Decision FaultKind = "decision"
)

// Effect explains the effect of a fault of this kind on scores.
func (k FaultKind) Effect() string {
	return map[FaultKind]string{
		BadSyntax:      "the line cannot be read, so the corpus is not opened",
		BadEncoding:    "words with broken letters match no others: articles of one story look less alike",
		BadDate:        "algorithms that use time cannot place the article, so the corpus is not opened",
		MissingID:      "a prediction cannot name the article, so the corpus is not opened",
		DuplicateID:    "one article would be counted twice and predictions could not be told apart, so the corpus is not opened",
		AbsentArticles: "the story can never be found: it is left out of every score",
		Contradiction:  "an article cannot be in a story and in none, so the corpus is not opened",
		StoryOfOne:     "pair metrics do not see it, and B-cubed recall is 1 on it whatever is found",
		SharedText:     "no algorithm that reads texts can tell them apart: the best reachable score is below 1",
		NoText:         "nothing but time and outlet can place the article: it is grouped by the rule for empty rows",
		BadCount:       "the card promises other counts than the files hold: the files may be cut off",
		Unlabelled:     "these articles stay in the found clusters and count as foreign there, which lowers precision if a story is incomplete",
		MissingField:   "what needs the field is undefined or falls back to one group",
		MidnightTimes:  "times that are days in truth make the order within a day an accident",
		Decision:       "the source was read this way where another was possible: scores are of what was read",
	}[k]
}

// Check finds the faults of a corpus that could be read, in the order of the articles,
// then of the stories.
func (c *Corpus) Check() []Fault {
	var k checker
	k.articles(c)
	k.stories(c)
	k.fields(c)
	return k.faults
}

type checker struct{ faults []Fault }

func (k *checker) add(pos Pos, kind FaultKind, severity Severity, format string, args ...any) {
	k.faults = append(k.faults, Fault{pos, kind, severity, fmt.Sprintf(format, args...)})
}

// mojibake is UTF-8 that was decoded as Latin-1 or Windows-1252.
var mojibake = []string{"Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤", "Ã±", "Ã¡", "â€™", "â€œ", "â€", "Â£", "Â\u00a0", "\ufffd"}

func (k *checker) articles(c *Corpus) {
	type place struct{ id, story string }
	texts := map[string]place{}
	for i := range c.Articles {
		a := &c.Articles[i]
		for _, sign := range mojibake {
			if strings.Contains(a.Title, sign) || strings.Contains(a.Text, sign) {
				k.add(a.Pos, BadEncoding, Warning, "article %s holds %q, a sign of text that was decoded wrongly: decode the source again",
					a.ID, sign)
				break
			}
		}
		if strings.TrimSpace(a.Text) == "" && strings.TrimSpace(a.Title) == "" {
			k.add(a.Pos, NoText, Warning, "article %s has neither title nor text", a.ID)
			continue
		}
		key := strings.TrimSpace(a.Title) + "\n" + strings.TrimSpace(a.Text)
		if strings.TrimSpace(a.Text) == "" && utf8.RuneCountInString(key) < 20 || a.Story == "" {
			continue
		}
		if other, ok := texts[key]; ok && other.story != a.Story {
			k.add(a.Pos, SharedText, Warning, "article %s (story %s) has the text of article %s (story %s): keep one of them, or one story",
				a.ID, a.Story, other.id, other.story)
		} else if !ok {
			texts[key] = place{a.ID, a.Story}
		}
	}
}

func (k *checker) stories(c *Corpus) {
	size := map[string]int{}
	first := map[string]Pos{}
	for i := range c.Articles {
		if s := c.Articles[i].Story; s != "" {
			if size[s]++; size[s] == 1 {
				first[s] = c.Articles[i].Pos
			}
		}
	}
	for _, s := range c.Stories {
		pos := s.Pos
		if pos.File == "" {
			pos = first[s.ID]
		}
		switch size[s.ID] {
		case 0:
			k.add(pos, AbsentArticles, Warning, "no article belongs to story %s: add its articles or take the story out", s.ID)
		case 1:
			k.add(pos, StoryOfOne, Note, "story %s has one article", s.ID)
		}
	}
}

func (k *checker) fields(c *Corpus) {
	if len(c.Articles) == 0 {
		return
	}
	pos := Pos{File: c.Articles[0].Pos.File}
	all := len(c.Articles)
	count := func(has func(*Article) bool) (n int) {
		for i := range c.Articles {
			if has(&c.Articles[i]) {
				n++
			}
		}
		return n
	}
	if n := count(func(a *Article) bool { return a.Story == "" && !a.Distractor }); n == all {
		k.add(pos, Unlabelled, Warning, "no article has a story: the corpus has no gold")
	} else if n > 0 {
		k.add(pos, Unlabelled, Note, "%d of %d articles have no story and are not marked as distractors", n, all)
	}
	if n := count(func(a *Article) bool { return a.Source == "" }); n > 0 {
		k.add(pos, MissingField, Note, "%d of %d articles have no source: source diversity leaves them out", n, all)
	}
	if n := count(func(a *Article) bool { return a.Published.IsZero() }); n > 0 {
		k.add(pos, MissingField, Note, "%d of %d articles have no published: by(day) puts them into one group", n, all)
	}
	midnight := func(a *Article) bool {
		return !a.Published.IsZero() && !a.Published.Day && a.Published.Time.UTC().Format("150405.999999999") == "000000"
	}
	if n := count(midnight); n > 0 && 2*n > all {
		k.add(pos, MidnightTimes, Warning, "%d of %d times are exactly midnight: write them as days, such as 2031-03-11", n, all)
	}
	for _, level := range sortedKeys(c.Card.Levels) {
		field := c.Card.Levels[level]
		if n := count(func(a *Article) bool { return text(a.Extra[field]) != "" }); n == 0 {
			k.add(pos, MissingField, Warning, "no article has the field %q, which the card names for the gold level %s", field, level)
		}
	}
	if raw, ok := c.Card.Extra["articles"]; ok && c.Level == "" && c.Split == "" && string(raw) != fmt.Sprint(len(c.Articles)) {
		k.add(pos, BadCount, Warning, "the card says %s articles, the files hold %d", raw, len(c.Articles))
	}
}
