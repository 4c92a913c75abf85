package features

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

var entitiesEntry = Entry{
	Name:  "entities",
	Title: "Names",
	Doc: "The names in title and text, recognised by their capitals, and the head words of those of several words, weighted as tfidf " +
		"weighs words; rows of unit length, " +
		"or zero where an article has no name. How the whole corpus writes a word decides for headlines and beginnings of " +
		"sentences; scripts without case have no names.",
	Cost: "O(words) time, the texts read twice; sparse",
	Cite: []string{
		"Lita et al. 2003, tRuEcasIng, ACL",
		"Miranda et al. 2018, Multilingual clustering of streaming news, EMNLP (names as a channel)",
	},
	Transductive: true,
	New:          func() Builder { return NewEntities() },
}

// Entities weighs the names of text.Casing, and their heads.
type Entities struct {
	TitleWeight float64 `spec:"title_weight" default:"1" range:"0:" doc:"how often a name in the title counts"`
}

// NewEntities returns the space of names with every parameter at its default.
func NewEntities() *Entities { return spec.Defaults(new(Entities)) }

// Valid refuses what would weigh nothing.
func (f *Entities) Valid() error { return weighing(f.TitleWeight).Valid() }

// ReadsTexts is true.
func (*Entities) ReadsTexts() bool { return true }

// Build finds and weighs the names of each article.
func (f *Entities) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("entities", f); err != nil {
		return nil, err
	}
	if err := in.atOnce("entities"); err != nil {
		return nil, err
	}
	casing, err := learnCasing(ctx, in)
	if err != nil {
		return nil, err
	}
	return weighTerms(ctx, in, f.TitleWeight, func(a *corpus.Article, s string) (list []string) {
		for _, e := range casing[a.Lang].Entities(s) {
			if list = append(list, e.Key); e.Head != e.Key {
				list = append(list, e.Head)
			}
		}
		return list
	})
}

// learnCasing reads the articles of each language.
func learnCasing(ctx context.Context, in *Input) (map[string]*text.Casing, error) {
	const block = 256 // articles that one goroutine learns from apart
	all := map[string]*text.Casing{}
	var mu sync.Mutex
	err := parallel.Blocks(ctx, len(in.Articles), block, in.Workers, func(from, to int) {
		part := map[string]*text.Casing{}
		for _, a := range in.Articles[from:to] {
			if part[a.Lang] == nil {
				part[a.Lang] = text.NewCasing(a.Lang)
			}
			part[a.Lang].Learn(a.Title)
			part[a.Lang].Learn(a.Text)
		}
		mu.Lock()
		defer mu.Unlock()
		for lang, c := range part { // sums do not depend on the order
			if all[lang] == nil {
				all[lang] = text.NewCasing(lang)
			}
			all[lang].Add(c)
		}
	})
	return all, err
}

var numbersEntry = Entry{
	Name:  "numbers",
	Title: "Numbers and dates",
	Doc: "The amounts in title and text, each once with its unit or the word that it counts and once without, and the calendar dates, " +
		"weighted as tfidf weighs words; rows of unit length, " +
		"or zero where an article has no number. 12 people, twelve people and ١٢ people, $2.5m and 2.5 million dollars are the same.",
	Cost:         "O(words) time; sparse",
	Transductive: true,
	New:          func() Builder { return NewNumbers() },
}

// Numbers weighs the amounts of text.Numbers and the dates of text.Dates.
type Numbers struct {
	TitleWeight float64 `spec:"title_weight" default:"1" range:"0:" doc:"how often a number in the title counts"`
}

// NewNumbers returns the space of numbers with every parameter at its default.
func NewNumbers() *Numbers { return spec.Defaults(new(Numbers)) }

// Valid refuses what would weigh nothing.
func (f *Numbers) Valid() error { return weighing(f.TitleWeight).Valid() }

// ReadsTexts is true.
func (*Numbers) ReadsTexts() bool { return true }

// Build finds and weighs the numbers of each article.
func (f *Numbers) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("numbers", f); err != nil {
		return nil, err
	}
	return weighTerms(ctx, in, f.TitleWeight, func(a *corpus.Article, s string) (list []string) {
		for _, n := range text.Numbers(s, a.Lang) {
			n.Unit = text.Stem(n.Unit, a.Lang)
			list = append(list, n.Key())
			if n.Unit != "" {
				n.Unit = ""
				list = append(list, n.Key())
			}
		}
		for _, d := range text.Dates(s, a.Lang) {
			list = append(list, dateTerms(d)...)
		}
		return list
	})
}

// weighTerms makes a space of what find finds in title and text.
func weighTerms(ctx context.Context, in *Input, titleWeight float64, find func(a *corpus.Article, s string) []string) (*Space, error) {
	return weighing(titleWeight).weigh(ctx, in, func(a *corpus.Article, s string) iter.Seq[string] { return slices.Values(find(a, s)) })
}

// weighing is how tfidf weighs terms by default.
func weighing(titleWeight float64) *TFIDF {
	return &TFIDF{NGrams: 1, NGramsMin: 1, MinDF: 1, MaxDF: 1, Once: 1, Sublinear: true, TitleWeight: titleWeight}
}

// dateTerms are the terms of a date: the day of the year, the month with its year,
// the year.
func dateTerms(d text.Date) (list []string) {
	switch {
	case d.Day > 0:
		list = append(list, fmt.Sprintf("date %02d-%02d", d.Month, d.Day))
	case d.Month > 0 && d.Year > 0:
		return append(list, fmt.Sprintf("date %d-%02d", d.Year, d.Month))
	case d.Month > 0:
		list = append(list, fmt.Sprintf("date %02d", d.Month))
	}
	if d.Year > 0 {
		list = append(list, fmt.Sprintf("date %d", d.Year))
	}
	return list
}
