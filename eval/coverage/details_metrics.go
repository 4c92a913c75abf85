package coverage

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

var detailMetrics = []eval.Metric{
	detailMetric(&names, "Names are recognised by their capitals; two are equal if they have the same head and "+
		"the words of one are among those of the other.",
		"Nicknames and descriptions; scripts without capitals have no names."),
	detailMetric(&numbers, "Numbers are amounts, without dates, times, results of games, telephone numbers, addresses and names such as "+
		"Flight 370; two are equal if the values are and, for money, shares and measures, the units, however they are written: "+
		"1,500 is fifteen hundred (1.500 in German), $2bn is 2 billion dollars, 4.5 % is 4.50 percent. Digits of every script are read, "+
		"magnitudes of Chinese, Japanese and Korean, and number words of English, Dutch, French, German, Italian, Portuguese, Spanish "+
		"and Vietnamese, with the separators of the article's language; 1.500 is read as English where the language is not known.",
		"What is counted: 12 dead and 12 drones are one number. Rounding makes another."),
	detailMetric(&quotes, "Quotations have two words or more; one is told if its words occur in a row, with quotation marks or without.",
		"Who is quoted, and quotations cut short."),
	{
		Name: "numbers.precision", Title: "Numbers supported", Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
		Doc: "Share of the different numbers in the page's summary that an article of its cluster also has, the " +
			"mean over stories whose summary has numbers. " +
			"Summaries made of whole sentences have 1; summarizer=gold scores the gold summaries.",
		Blind: "What is counted, and sums or rounding that are right.",
		Cite:  []string{"Zhao, Cohen & Webber 2020, Reducing quantity hallucinations in abstractive summarization, EMNLP Findings"},
		Needs: eval.Needs{Texts: true},
		New: func() eval.Scorer {
			return &described{reason: "no story has a summary with numbers", value: func(c *eval.Case, p *Page) float64 {
				unsupported, all := UnsupportedNumbers(p.Summary, titled(c, p.Articles), p.Lang)
				return 1 - float64(len(unsupported))/float64(all)
			}}
		},
	},
}

func detailMetric(k *kind, doc, blind string) eval.Metric {
	return eval.Metric{
		Name: k.name + ".recall", Title: k.title + " recall", Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
		Doc: "Share of the " + k.thing + " of the story's gold summary that the page has (against=gold; the best of several references), " +
			"or of those that two articles or more of the story have, " +
			"each weighed by its articles (against=shared); the mean over stories. " + doc + " A story without a found cluster scores 0.",
		Blind: blind,
		Cite:  []string{"Nan et al. 2021, Entity-level factual consistency of abstractive text summarization, EACL"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &detailRecall{kind: k} },
	}
}

type detailRecall struct {
	WrittenBy
	Against string `spec:"against,always" default:"gold" oneof:"gold,shared" doc:"taken from: the gold summary, or what two articles share"`

	kind *kind
}

// Valid refuses to score gold against itself.
func (m *detailRecall) Valid() error {
	if eval.GoldPages(m.By) && m.Against == "gold" {
		return errors.New("summarizer=gold, against=gold: the gold summaries cannot be scored against themselves; try against=shared")
	}
	return nil
}

func (m *detailRecall) Score(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil || m.Against == "gold" && !anyStory(c, func(story int) bool { return len(references(c, story)) > 0 }) {
		return eval.Undefined("no story has a reference summary"), nil
	}
	list, err := Pages(c, m.By)
	if err != nil {
		return eval.Value{}, err
	}
	casings, err := casings(c)
	if err != nil {
		return eval.Value{}, err
	}
	members := storyArticles(c)
	v := eval.MeanOverStories(len(list), "there are no "+m.kind.thing+" to tell", func(story int) float64 {
		if len(members[story]) == 0 || c.Context().Err() != nil {
			return math.NaN()
		}
		lang := c.Corpus.Language(members[story][0])
		casing := casings[lang]
		var page mentions
		if p := list[story]; p != nil {
			page = m.kind.read(p.Summary+"\n\n"+strings.Join(p.Sentences, "\n\n"), casing, lang)
		}
		if m.Against == "shared" {
			return recall(&page, m.kind.shared(titled(c, members[story]), casing, lang))
		}
		most := math.NaN()
		for _, r := range references(c, story) {
			if v := recall(&page, distinct(m.kind.of(r, casing, lang))); math.IsNaN(most) || v > most {
				most = v
			}
		}
		return most
	})
	return v, c.Context().Err()
}

// recall is the share of the details' weight that is mentioned, NaN if there is none.
func recall(t *mentions, details []detail) float64 {
	sum, all := 0, 0
	for i := range details {
		all += details[i].weight
		if t.has(&details[i]) {
			sum += details[i].weight
		}
	}
	return float64(sum) / float64(all)
}

// shared lists the details that two texts or more mention, weighed by how many do.
func (k *kind) shared(texts []string, casing *text.Casing, lang string) (details []detail) {
	var all []detail
	byText := make([]mentions, len(texts))
	for i, s := range texts {
		byText[i] = k.read(s, casing, lang)
		all = append(all, k.of(s, casing, lang)...)
	}
	for _, f := range distinct(all) {
		f.weight = 0
		for i := range byText {
			if byText[i].has(&f) {
				f.weight++
			}
		}
		if f.weight > 1 {
			details = append(details, f)
		}
	}
	return details
}

// UnsupportedNumbers lists the numbers of a summary, as it writes them, that no
// article has, and counts its different numbers.
func UnsupportedNumbers(summary string, articles []string, lang string) (unsupported []string, all int) {
	list := distinct(numbersOf(summary, nil, lang))
	var byText []mentions
	for _, a := range articles {
		byText = append(byText, numbers.read(a, nil, lang))
	}
	for i := range list {
		if !slices.ContainsFunc(byText, func(t mentions) bool { return t.has(&list[i]) }) {
			unsupported = append(unsupported, list[i].text)
		}
	}
	return unsupported, len(list)
}

// casings learns from the articles how each language of the corpus writes words.
func casings(c *eval.Case) (map[string]*text.Casing, error) {
	return eval.Memo(c, "casings", func() (map[string]*text.Casing, error) {
		of := map[string]*text.Casing{}
		for i := range c.Corpus.Articles {
			if err := c.Context().Err(); err != nil {
				return nil, err
			}
			lang := c.Corpus.Language(i)
			if of[lang] == nil {
				of[lang] = text.NewCasing(lang)
			}
			of[lang].Learn(c.Corpus.Articles[i].Text)
		}
		return of, nil
	})
}
