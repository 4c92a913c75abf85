package corpus

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/language"
	"github.com/seed-9405df2f/assay/corpus/outlet"
)

// Check finds the faults of a corpus that could be read, in the order of the articles,
// then of the stories.
func (c *Corpus) Check() []Fault {
	if c.Judged != nil {
		return c.Judged.Check()
	}
	k := checker{now: time.Now()}
	k.articles(c)
	k.languages(c)
	k.stories(c)
	k.fields(c)
	k.dates(c)
	return k.faults
}

type checker struct {
	faults []Fault
	now    time.Time
}

func (k *checker) add(pos Pos, kind FaultKind, severity Severity, format string, args ...any) {
	k.faults = append(k.faults, Fault{Pos: pos, Kind: kind, Severity: severity, Message: fmt.Sprintf(format, args...)})
}

// addAll adds a fault of count articles, the first of which is at pos.
func (k *checker) addAll(pos Pos, kind FaultKind, severity Severity, count int, format string, args ...any) {
	k.add(pos, kind, severity, format, args...)
	k.faults[len(k.faults)-1].Count = count
}

func (k *checker) articles(c *Corpus) {
	if err := c.CheckTexts(); err != nil {
		k.addAll(c.Articles[0].Pos, NoText, Warning, len(c.Articles), "%v", err)
	}
	seen := copies{texts: map[string]*Article{}, urls: map[string]*Article{}}
	texts := c.HasTexts()
	for i := range c.Articles {
		a := &c.Articles[i]
		if sign := a.firstSign(mojibake); sign != "" {
			k.add(a.Pos, Mojibake, Warning, "article %s holds %q, a sign of text that was decoded wrongly: decode the source again", a.ID, sign)
		}
		if sign := a.firstSign(markup); sign != "" {
			k.add(a.Pos, Markup, Warning, "article %s holds %q, which is HTML and no text: decode character references and take tags out",
				a.ID, sign)
		}
		if texts && !a.hasText() {
			k.add(a.Pos, NoText, Warning, "article %s has neither title nor text", a.ID)
		}
		k.copies(&seen, a)
	}
}

// copies has the first article with each text, and with each address.
type copies struct{ texts, urls map[string]*Article }

// copies compares an article with those before it.
func (k *checker) copies(seen *copies, a *Article) {
	if url := strings.TrimSpace(a.URL); url != "" {
		if other := seen.urls[url]; other != nil {
			severity := Warning
			if a.Text != other.Text {
				severity = Note // two versions of a page
			}
			k.add(a.Pos, DuplicateURL, severity, "article %s has the address of article %s (%s): keep one of them, if they are one page",
				a.ID, other.ID, url)
		} else {
			seen.urls[url] = a
		}
	}
	title, key := strings.TrimSpace(a.Title), strings.TrimSpace(a.Text)
	if key == "" && utf8.RuneCountInString(title) < 20 {
		return
	}
	if len(key) < 100 {
		key = title + "\n" + key
	}
	other := seen.texts[key]
	switch {
	case other == nil:
		seen.texts[key] = a
	case other.Story != a.Story && other.Story != "" && a.Story != "":
		k.add(a.Pos, SharedText, Warning, "article %s (story %s) has the text of article %s (story %s): keep one of them, or one story",
			a.ID, a.Story, other.ID, other.Story)
	default:
		k.add(a.Pos, DuplicateText, Note, "article %s has the text of article %s: keep one of them, unless copies are wanted", a.ID, other.ID)
	}
}

// languages adds a fault for each pair of a language that is said and another one found.
func (k *checker) languages(c *Corpus) {
	type pair struct{ said, found string }
	count := map[pair]int{}
	var pairs []pair
	var first []*Article
	for i := range c.Articles {
		a := &c.Articles[i]
		p := pair{said: cmp.Or(a.Lang, c.Card.Lang)}
		if p.found = language.Other(p.said, a.Title+"\n"+a.Text); p.found == "" {
			continue
		}
		if count[p]++; count[p] == 1 {
			pairs, first = append(pairs, p), append(first, a)
		}
	}
	k.faults = append(k.faults, c.LanguageNotes()...)
	for i, p := range pairs {
		k.addAll(first[i].Pos, WrongLanguage, Warning, count[p],
			"%d of %d articles are said to be %q and look like %s, the first is %s: correct lang, of the articles or of the card",
			count[p], len(c.Articles), p.said, p.found, first[i].ID)
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
		if n := size[s.ID]; n > 0 && wordForNone(s.ID) {
			k.addAll(first[s.ID], NoiseWord, Warning, n, "%d articles have the story %q, a word for no story, and so are a story of their own: "+
				"leave the field out if they belong to none", n, s.ID)
		}
		switch size[s.ID] {
		case 0:
			k.add(pos, AbsentArticles, Warning, "no article belongs to story %s: add its articles or take the story out", s.ID)
		case 1:
			k.add(pos, StoryOfOne, Note, "story %s has one article", s.ID)
		}
	}
}

// noneWords are what programs write for no group.
var noneWords = strings.Fields("nan <nan> none null <null> na <na> n/a #n/a nil noise outlier outliers unassigned unclustered unlabelled " +
	"undefined unknown ? -")

// wordForNone reports whether a name of a group is what programs write for none.
func wordForNone(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	if v, err := strconv.ParseFloat(name, 64); err == nil && (v == -1 || v == -2 || v == -3) {
		return true
	}
	return name == "" || slices.Contains(noneWords, name)
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
		k.addAll(pos, Unlabelled, Warning, n, "no article has a story: the corpus has no gold")
	} else if n > 0 {
		k.addAll(pos, Unlabelled, Note, n, "%d of %d articles have no story and are not marked as distractors", n, all)
	}
	if n := count(func(a *Article) bool { return outlet.Of(a.Source) == "" }); n > 0 {
		k.addAll(pos, MissingField, Note, n, "%d of %d articles have no source: source diversity leaves them out", n, all)
	}
	if n := count(func(a *Article) bool { return a.Published.IsZero() }); n > 0 {
		k.addAll(pos, MissingField, Note, n, "%d of %d articles have no published: by(day) puts them into one group", n, all)
	}
	midnight := func(a *Article) bool {
		return !a.Published.IsZero() && !a.Published.Day && a.Published.Time.UTC().Format("150405.999999999") == "000000"
	}
	if n := count(midnight); n > 0 && 2*n > all {
		k.addAll(pos, MidnightTimes, Warning, n, "%d of %d times are exactly midnight: write them as days, such as 2031-03-11", n, all)
	}
	for _, level := range sortedKeys(c.Card.Levels) {
		field := c.Card.Levels[level]
		if n := count(func(a *Article) bool { return plain(a.Extra[field]) != "" }); n == 0 {
			k.addAll(pos, MissingField, Warning, all, "no article has the field %q, which the card names for the gold level %s", field, level)
		}
	}
	if raw, ok := c.Card.Extra["articles"]; ok && c.Level == "" && c.Split == "" && string(raw) != fmt.Sprint(len(c.Articles)) {
		k.add(pos, BadCount, Warning, "the card says %s articles, the files hold %d", raw, len(c.Articles))
	}
}

// earliest is before the first news that was published on the web.
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// dates finds times that cannot be, or hardly. A corpus whose card says "fiction": true may
// be of the future.
func (k *checker) dates(c *Corpus) {
	latest := k.now.AddDate(0, 0, 1) // a day begins earlier elsewhere
	unlikely := func(kind FaultKind, holds func(time.Time) bool, what string) {
		var first *Article
		n := 0
		for i := range c.Articles {
			if a := &c.Articles[i]; !a.Published.IsZero() && holds(a.Published.Time) {
				if n++; first == nil {
					first = a
				}
			}
		}
		if n > 0 {
			k.addAll(first.Pos, kind, Warning, n, "%d of %d articles were published %s, the first is %s (%s): correct the dates, "+
				"or the unit and the order in which they were read", n, len(c.Articles), what, first.ID, first.Published)
		}
	}
	if string(c.Card.Extra["fiction"]) != "true" {
		unlikely(FutureDate, latest.Before, "in the future")
	}
	unlikely(OldDate, earliest.After, "before 1990")
}
