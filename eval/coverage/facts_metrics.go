package coverage

import (
	"errors"
	"math"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

var factMetrics = []eval.Metric{
	factMetric(&names, "Names are told by their capitals; two are one where they have the same head and the words of one are among those of the other.",
		"Nicknames and descriptions; scripts without capitals have no names."),
	factMetric(&numbers, "Numbers are amounts, without dates; two are one where the values are equal and, for money, shares and measures, the units.",
		"What is counted: 12 dead and 12 drones are one number. Rounding makes another."),
	factMetric(&quotes, "Quotations have two words or more; one is told where its words stand in a row, with quotation marks or without.",
		"Who is quoted, and quotations cut short."),
	{
		Name: "numbers.precision", Title: "Numbers supported", Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
		Doc: "Share of the different numbers in the page's summary that an article of its cluster has, too, the mean over stories whose summary has numbers. " +
			"Summaries made of whole sentences have 1; summarizer=gold scores the gold summaries.",
		Blind: "What is counted, and sums or rounding that are right.",
		Cite:  []string{"Zhao, Cohen & Webber 2020, Reducing quantity hallucinations in abstractive summarization, EMNLP Findings"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &supported{} },
	},
}

func factMetric(k *kind, doc, blind string) eval.Metric {
	return eval.Metric{
		Name: k.name + ".recall", Title: k.title + " recall", Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
		Doc: "Share of the " + k.thing + " of the story's gold summary that the page tells (against=gold, of several references the best), or of those that two articles or more of the story have, " +
			"each weighed by its articles (against=shared); the mean over stories. " + doc + " A story without a found cluster scores 0.",
		Blind: blind,
		Cite:  []string{"Nan et al. 2021, Entity-level factual consistency of abstractive text summarization, EACL"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &factRecall{kind: k} },
	}
}

type factRecall struct {
	WrittenBy
	Against string `spec:"against,always" default:"gold" oneof:"gold,shared" doc:"what is asked for: what the gold summary tells, or what two articles or more of the story tell"`

	kind *kind
}

// Valid refuses to score gold against itself.
func (m *factRecall) Valid() error {
	if eval.GoldPages(m.By) && m.Against == "gold" {
		return errors.New("summarizer=gold, against=gold: the gold summaries cannot be scored against themselves; try against=shared")
	}
	return nil
}

func (m *factRecall) Score(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil || m.Against == "gold" && !anyStory(c, func(story int) bool { return len(references(c, story)) > 0 }) {
		return eval.Undefined("no story has a reference summary"), nil
	}
	list, err := pages(c, m.By)
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
		lang := language(c, members[story][0])
		casing := casings[lang]
		var page told
		if p := list[story]; p != nil {
			page = m.kind.tell(p.joined(), casing, lang)
		}
		if m.Against == "shared" {
			articles := make([]string, len(members[story]))
			for i, a := range members[story] {
				articles[i] = c.Corpus.Articles[a].Title + "\n\n" + c.Corpus.Articles[a].Text
			}
			facts, weights := m.kind.shared(articles, casing, lang)
			return recall(&page, facts, weights)
		}
		most := math.NaN()
		for _, r := range references(c, story) {
			facts := distinct(m.kind.of(r, casing, lang))
			if v := recall(&page, facts, nil); math.IsNaN(most) || v > most {
				most = v
			}
		}
		return most
	})
	return v, c.Context().Err()
}

// recall is the share of the facts' weight that is told, NaN where there is none.
// Without weights facts weigh the same.
func recall(t *told, facts []fact, weights []float64) float64 {
	sum, all := 0.0, 0.0
	for i := range facts {
		weight := 1.0
		if weights != nil {
			weight = weights[i]
		}
		all += weight
		if t.has(&facts[i]) {
			sum += weight
		}
	}
	return sum / all
}

// shared lists the facts that two texts or more tell, and how many do.
func (k *kind) shared(texts []string, casing *text.Casing, lang string) (facts []fact, weights []float64) {
	var all []fact
	tell := make([]told, len(texts))
	for i, s := range texts {
		tell[i] = k.tell(s, casing, lang)
		all = append(all, k.of(s, casing, lang)...)
	}
	for _, f := range distinct(all) {
		n := 0.0
		for i := range tell {
			if tell[i].has(&f) {
				n++
			}
		}
		if n > 1 {
			facts, weights = append(facts, f), append(weights, n)
		}
	}
	return facts, weights
}

type supported struct {
	WrittenBy
}

func (m *supported) Score(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	list, err := pages(c, m.By)
	if err != nil {
		return eval.Value{}, err
	}
	v := eval.MeanOverStories(len(list), "no story has a summary with numbers", func(story int) float64 {
		p := list[story]
		if p == nil || len(p.articles) == 0 || c.Context().Err() != nil {
			return math.NaN()
		}
		articles := make([]string, len(p.articles))
		for i, a := range p.articles {
			articles[i] = c.Corpus.Articles[a].Title + "\n\n" + c.Corpus.Articles[a].Text
		}
		unsupported, all := UnsupportedNumbers(p.summary, articles, language(c, p.articles[0]))
		return 1 - float64(len(unsupported))/float64(all)
	})
	return v, c.Context().Err()
}

// UnsupportedNumbers lists the numbers of a summary, as it writes them, that no
// article has, and counts its different numbers.
func UnsupportedNumbers(summary string, articles []string, lang string) (unsupported []string, all int) {
	list := distinct(numbersOf(summary, nil, lang))
	var tell []told
	for _, a := range articles {
		tell = append(tell, numbers.tell(a, nil, lang))
	}
	for i := range list {
		found := false
		for k := range tell {
			found = found || tell[k].has(&list[i])
		}
		if !found {
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
			lang := language(c, i)
			if of[lang] == nil {
				of[lang] = text.NewCasing(lang)
			}
			of[lang].Learn(c.Corpus.Articles[i].Text)
		}
		return of, nil
	})
}
