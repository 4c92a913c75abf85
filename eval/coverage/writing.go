package coverage

import (
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
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
		New: func() eval.Scorer {
			return &described{reason: "no summary has two sentences", value: func(_ *eval.Case, p *Page) float64 {
				return Redundancy(text.Sentences(p.Summary, p.Lang), p.Lang)
			}}
		},
	},
}

type novelty struct {
	WrittenBy
	N int `spec:"n,always" default:"2" range:"1:10" doc:"words of a run"`
}

func (m *novelty) Score(c *eval.Case) (eval.Value, error) {
	return m.mean(c, "no summary has n words", func(p *Page) float64 {
		var articles [][]string
		for _, t := range texts(c, p.Articles) {
			articles = append(articles, rouge.Tokens(t))
		}
		return Novelty(m.N, rouge.Tokens(p.Summary), articles)
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

// Redundancy is the mean over all sentences but the first of the greatest share of
// a sentence's content words that one earlier sentence has; NaN if no sentence
// after the first has any. Cost: quadratic in the sentences.
func Redundancy(sentences []string, lang string) float64 {
	sum, n := 0.0, 0.0
	var earlier [][]string
	for i, s := range sentences {
		words := contentWords(s, lang)
		if i > 0 && len(words) > 0 {
			most := 0
			for _, e := range earlier {
				repeated := 0
				for _, w := range words {
					if slices.Contains(e, w) {
						repeated++
					}
				}
				most = max(most, repeated)
			}
			sum += float64(most) / float64(len(words))
			n++
		}
		earlier = append(earlier, words)
	}
	return sum / n
}
