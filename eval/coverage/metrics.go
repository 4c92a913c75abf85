package coverage

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Metrics lists the measures of digests. Each says by its parameter digest which
// summarizer wrote them, and is a mean over gold stories.
var Metrics = slices.Concat(
	rougeMetrics, []eval.Metric{keyPointMetric}, extractiveMetrics)

var extractiveMetrics = []eval.Metric{
	extractiveMetric("coverage", "Extractive coverage", 1,
		"Share of the summary's words that stand in fragments copied from the articles: Σ|f|/|S|, fragments taken greedily, longest first from the left.",
		func(e Extractive) float64 { return e.Coverage }),
	extractiveMetric("density", "Extractive density", math.Inf(1),
		"Mean length in words of the copied fragment that a word of the summary stands in: Σ|f|²/|S|.",
		func(e Extractive) float64 { return e.Density }),
	extractiveMetric("compression", "Compression", math.Inf(1),
		"Words of the articles for each word of the summary: |A|/|S|.",
		func(e Extractive) float64 { return e.Compression }),
}

const noWords = "no story has words to compare"

var keyPointMetric = eval.Metric{
	Name: "keypoints.recall", Title: "Key point recall", Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
	Doc: "Share of a story's gold key points that the digest's summary or key points cover, the mean over stories. " +
		"A point is covered where one sentence, or two that follow each other, have 60 % of its content words (in English by stem) and all of its numbers. " +
		"A story without a found cluster scores 0; one without key points is left out; digest=gold scores the gold summaries.",
	Blind: "Paraphrase, negation, and who did what to whom.",
	Cite:  []string{"Bhandari et al. 2020, Re-evaluating evaluation in text summarization, EMNLP (the judgements behind the 60 %)"},
	Needs: eval.Needs{Texts: true, KeyPoints: true},
	New:   func() eval.Scorer { return &keyPoints{} },
}

type keyPoints struct {
	Digest spec.Spec `spec:"digest,always" default:"lexrank" doc:"the summarizer whose digests are scored, or gold"`
}

// Valid checks the summarizer.
func (m *keyPoints) Valid() error { return validDigest(&m.Digest) }

func (m *keyPoints) Score(c *eval.Case) (eval.Value, error) {
	if !anyStory(c, func(story int) bool { return len(points(c, story)) > 0 }) {
		return eval.Undefined("no story has key points"), nil
	}
	list, err := pages(c, m.Digest)
	if err != nil {
		return eval.Value{}, err
	}
	members := storyArticles(c)
	return eval.MeanOverStories(len(list), noWords, func(story int) float64 {
		points := points(c, story)
		if len(members[story]) == 0 || len(points) == 0 {
			return math.NaN()
		}
		if list[story] == nil {
			return 0
		}
		found := 0
		for _, e := range CoverKeyPoints(points, list[story].sentences, language(c, members[story][0])) {
			if e.Covered {
				found++
			}
		}
		return float64(found) / float64(len(points))
	}), nil
}

func language(c *eval.Case, article int) string {
	if lang := c.Corpus.Articles[article].Lang; lang != "" {
		return lang
	}
	return c.Corpus.Card.Lang
}

func extractiveMetric(name, title string, most float64, doc string, of func(Extractive) float64) eval.Metric {
	return eval.Metric{
		Name: "extractive." + name, Title: title, Better: eval.Describes, ByStory: true, Range: [2]float64{0, most},
		Doc: doc + " The mean over stories with a summary. A digest is compared with the articles of its found cluster; " +
			"digest=gold compares the gold summaries with the articles of their stories.",
		Blind: "Whether what is copied matters; and extractive summarizers copy by design.",
		Cite:  []string{"Grusky, Naaman & Artzi 2018, Newsroom, NAACL"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &extractive{of: of} },
	}
}

type extractive struct {
	Digest spec.Spec `spec:"digest,always" default:"lexrank" doc:"the summarizer whose digests are described, or gold"`

	of func(Extractive) float64
}

// Valid checks the summarizer.
func (m *extractive) Valid() error { return validDigest(&m.Digest) }

func (m *extractive) Score(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	list, err := pages(c, m.Digest)
	if err != nil {
		return eval.Value{}, err
	}
	if !slices.ContainsFunc(list, func(p *page) bool { return p != nil && p.summary != "" }) {
		return eval.Undefined("no story has a summary to describe"), nil
	}
	found, err := eval.Memo(c, "extractive "+m.Digest.String(), func() ([]Extractive, error) {
		found := make([]Extractive, len(list))
		for story, p := range list {
			if err := c.Context().Err(); err != nil {
				return nil, err
			}
			if p == nil {
				p = &page{}
			}
			found[story] = NewExtractive(rouge.Tokens(p.summary), rouge.Tokens(source(c, p.articles)))
		}
		return found, nil
	})
	if err != nil {
		return eval.Value{}, err
	}
	return eval.MeanOverStories(len(found), noWords, func(story int) float64 { return m.of(found[story]) }), nil
}
