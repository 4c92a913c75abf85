package coverage

import (
	"math"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

var writingMetrics = []eval.Metric{
	{
		Name: "extractive.novelty", Title: "Novelty", Better: eval.Descriptive, ByStory: true, Range: [2]float64{0, 1},
		Doc: "Share of the summary's runs of n words that none of the articles has, the mean over stories with a summary of n words or more. " +
			"A page is compared with the articles of its found cluster, summarizer=gold with those of the story.",
		Blind: "Whether what is new is true.",
		Cite:  []string{"See, Liu & Manning 2017, Get to the point, ACL"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &novelty{} },
	},
	{
		Name: "redundancy", Title: "Redundancy", Better: eval.Lower, ByStory: true, Range: [2]float64{0, 1},
		Doc: "How much the sentences of a summary repeat: the share of a sentence's content words, by stem, that the " +
			"one earlier sentence most like it also has, " +
			"the mean over all sentences but the first, then over stories whose summary has two or more.",
		Blind: "The same said in other words; and names that have to be repeated.",
		Cite:  []string{"Carbonell & Goldstein 1998, The use of MMR, SIGIR"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &redundancy{} },
	},
}

type novelty struct {
	WrittenBy
	N int `spec:"n,always" default:"2" range:"1:10" doc:"words of a run"`
}

func (m *novelty) Score(c *eval.Case) (eval.Value, error) {
	return written(c, m.By, "no summary has n words", func(p *page) float64 {
		articles := make([][]string, len(p.articles))
		for i, a := range p.articles {
			articles[i] = rouge.Tokens(c.Corpus.Articles[a].Text)
		}
		return Novelty(m.N, rouge.Tokens(p.summary), articles)
	})
}

// Novelty is the share of the runs of n tokens of a summary that no source has; NaN
// for a summary of fewer tokens. Cost: linear in the texts.
func Novelty(n int, summary []string, sources [][]string) float64 {
	known := map[string]bool{}
	for _, s := range sources {
		for i := range len(s) - n + 1 {
			known[strings.Join(s[i:i+n], " ")] = true
		}
	}
	fresh, all := 0.0, 0.0
	for i := range len(summary) - n + 1 {
		all++
		if !known[strings.Join(summary[i:i+n], " ")] {
			fresh++
		}
	}
	return fresh / all
}

type redundancy struct {
	WrittenBy
}

func (m *redundancy) Score(c *eval.Case) (eval.Value, error) {
	return written(c, m.By, "no summary has two sentences", func(p *page) float64 {
		return Redundancy(text.Sentences(p.summary), language(c, p.articles[0]))
	})
}

// Redundancy is the mean over all sentences but the first of the greatest share of
// a sentence's content words that one earlier sentence has; NaN if no sentence
// after the first has any. Cost: quadratic in the sentences.
func Redundancy(sentences []string, lang string) float64 {
	sum, n := 0.0, 0.0
	var earlier []map[string]bool
	for i, s := range sentences {
		words := contentWords(s, lang)
		set := map[string]bool{}
		for _, w := range words {
			set[w] = true
		}
		if i > 0 && len(words) > 0 {
			most := 0
			for _, e := range earlier {
				repeated := 0
				for _, w := range words {
					if e[w] {
						repeated++
					}
				}
				most = max(most, repeated)
			}
			sum += float64(most) / float64(len(words))
			n++
		}
		earlier = append(earlier, set)
	}
	return sum / n
}

// written is the mean of what value gives for the pages that have articles.
func written(c *eval.Case, by spec.Spec, reason string, value func(p *page) float64) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	list, err := pages(c, by)
	if err != nil {
		return eval.Value{}, err
	}
	v := eval.MeanOverStories(len(list), reason, func(story int) float64 {
		if list[story] == nil || len(list[story].articles) == 0 || c.Context().Err() != nil {
			return math.NaN()
		}
		return value(list[story])
	})
	return v, c.Context().Err()
}

// joined is all that a page tells: its summary and key points.
func (p *page) joined() string {
	return p.summary + "\n\n" + strings.Join(p.sentences, "\n\n")
}
