package attribution

import (
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/spec"
)

// Metrics lists the measures of whom a summary speaks for. Each is a mean over gold
// stories; its parameter summarizer names who wrote the summaries.
var Metrics = []eval.Metric{
	metric("source.coverage", "Outlets in the summary", eval.Higher, 1, func() eval.Scorer { return &covered{} },
		"Share of the outlets of the summary's articles that have credit for it: at least the part least of an equal share."),
	metric("source.effective", "Effective outlets", eval.Higher, math.Inf(1), plain((*Attribution).Effective),
		"Effective number of outlets that the summary draws on: the Hill number of order 2 of the outlets' credit, 1/Σ share²."),
	metric("source.efficiency", "Outlet efficiency", eval.Higher, math.Inf(1), plain((*Attribution).Efficiency),
		"Effective number of outlets that the summary draws on, source.effective, over the same Hill number of the outlets' "+
			"articles: 1 if it draws on each article equally."),
	metric("source.dependence", "Dependence on one outlet", eval.Lower, 1, plain((*Attribution).Dependence),
		"How much is lost without the outlet that is missed most: of the words copied in runs of three or more, the share that "+
			"occurs in such runs in the articles of that outlet only."),
}

func metric(name, title string, better eval.Direction, most float64, scorer func() eval.Scorer, doc string) eval.Metric {
	return eval.Metric{
		Name: name, Title: title, Better: better, ByStory: true, Range: [2]float64{0, most},
		Doc: doc + " A content word's credit goes to the articles with the longest run of words around it in common, near-duplicates " +
			"(Jaccard 0.5 of runs of three words) sharing theirs. " +
			"The mean over stories whose summary has credit; summarizer=gold takes the gold summaries.",
		Blind: "Facts taken over in other words, and who wrote first.",
		Cite:  []string{"Grusky, Naaman & Artzi 2018, Newsroom, NAACL (fragments)", "Hill 1973, Diversity and evenness, Ecology"},
		Needs: eval.Needs{Texts: true, Sources: true},
		New:   scorer,
	}
}

type measure struct {
	coverage.WrittenBy

	of func(*Attribution) float64
}

func plain(of func(*Attribution) float64) func() eval.Scorer {
	return func() eval.Scorer { return &measure{of: of} }
}

func (m *measure) Score(c *eval.Case) (eval.Value, error) { return score(c, m.By, m.of) }

type covered struct {
	coverage.WrittenBy
	Least float64 `spec:"least" default:"0.25" range:"0:1" doc:"part of an equal share of the credit from which an outlet counts"`
}

func (m *covered) Score(c *eval.Case) (eval.Value, error) {
	return score(c, m.By, func(a *Attribution) float64 { return a.Coverage(m.Least) })
}

func score(c *eval.Case, summarizer spec.Spec, of func(*Attribution) float64) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	list, err := Stories(c, summarizer)
	if err != nil {
		return eval.Value{}, err
	}
	return eval.MeanOverStories(len(list), "no summary has credit from an article that names its outlet", func(story int) float64 {
		if a := list[story]; a != nil && a.Effective() > 0 {
			return of(a)
		}
		return math.NaN()
	}), nil
}

// Stories attributes the summary of each gold story, written by a summarizer or gold,
// to the articles that name their outlet; nil if a story has no summary or no such
// article. Positions of articles are those among these articles.
func Stories(c *eval.Case, summarizer spec.Spec) ([]*Attribution, error) {
	return coverage.EachPage(c, summarizer, "attribution", func(p *coverage.Page) (*Attribution, error) {
		var articles []corpus.Article
		for _, i := range p.Articles {
			if text.Outlet(c.Corpus.Articles[i].Source) != "" {
				articles = append(articles, c.Corpus.Articles[i])
			}
		}
		sentences := text.Sentences(p.Summary, p.Lang)
		if len(articles) == 0 || len(sentences) == 0 {
			return nil, nil
		}
		return Attribute(c.Context(), sentences, articles, p.Lang)
	})
}
