package coverage

import (
	"errors"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Metrics lists the measures of digests. Each says by its parameter digest which
// summarizer wrote them, and is a mean over gold stories.
var Metrics = slices.Concat(
	rougeMetrics("rouge1", "ROUGE-1", "single words", func(c, r []string) PRF { return RougeN(1, c, r) }),
	rougeMetrics("rouge2", "ROUGE-2", "pairs of neighbouring words", func(c, r []string) PRF { return RougeN(2, c, r) }),
	rougeMetrics("rougeL", "ROUGE-L", "the longest common subsequence of words, each text taken as one sequence", RougeL),
	pointMetrics, extractiveMetrics, writingMetrics, factMetrics)

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

// A reading is one number of a ROUGE score.
type reading struct {
	suffix, title string
	of            func(PRF) float64
}

var readings = []reading{
	{".r", "recall", func(s PRF) float64 { return s.R }},
	{".p", "precision", func(s PRF) float64 { return s.P }},
	{".f1", "F1", func(s PRF) float64 { return s.F }},
}

func rougeMetrics(family, title, what string, score func(candidate, reference []string) PRF) []eval.Metric {
	var list []eval.Metric
	for _, r := range readings {
		list = append(list, eval.Metric{
			Name: family + r.suffix, Title: title + " " + r.title, Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
			Doc: "Overlap in " + what + " of the digest's summary with the story's reference summary: " + r.title + ", the mean over stories. " +
				"Words are runs of letters and digits in lower case, unstemmed. Of several references the one matched best by F1 counts. " +
				"A story without a found cluster scores 0; one without a reference is left out.",
			Blind: "Meaning: other words for the same thing score nothing, and the same words in another sense score in full.",
			Cite:  []string{"Lin 2004, ROUGE: A package for automatic evaluation of summaries"},
			Needs: eval.Needs{Texts: true, Summaries: true},
			New:   func() eval.Scorer { return &rouge{family: family, score: score, reading: r} },
		})
	}
	return list
}

type rouge struct {
	Digest spec.Spec `spec:"digest,always" default:"lexrank" doc:"the summarizer whose digests are scored"`

	family  string
	score   func(candidate, reference []string) PRF
	reading reading
}

// Valid refuses digest=gold: the gold summaries are the references.
func (m *rouge) Valid() error {
	if isGold(m.Digest) {
		return errors.New("digest=gold: the gold summaries are the references, they cannot be scored against themselves")
	}
	return validDigest(&m.Digest)
}

func (m *rouge) Score(c *eval.Case) (eval.Value, error) {
	if !anyStory(c, func(story int) bool { return len(references(c, story)) > 0 }) {
		return eval.Undefined("no story has a reference summary"), nil
	}
	list, err := pages(c, m.Digest)
	if err != nil {
		return eval.Value{}, err
	}
	scores, err := eval.Memo(c, m.family+" "+m.Digest.String(), func() ([]*PRF, error) {
		return m.scores(c, list)
	})
	if err != nil {
		return eval.Value{}, err
	}
	return eval.MeanOverStories(len(scores), noWords, func(story int) float64 {
		if scores[story] == nil {
			return math.NaN()
		}
		return m.reading.of(*scores[story])
	}), nil
}

// scores returns the score of each story, nil for those without a reference.
func (m *rouge) scores(c *eval.Case, list []*page) ([]*PRF, error) {
	scores := make([]*PRF, len(list))
	for story, size := range c.Table().Stories {
		if err := c.Context().Err(); err != nil {
			return nil, err
		}
		texts := references(c, story)
		if size == 0 || len(texts) == 0 {
			continue
		}
		scores[story] = &PRF{}
		if list[story] == nil {
			continue
		}
		tokens := make([][]string, len(texts))
		for i, t := range texts {
			tokens[i] = Tokens(t)
		}
		*scores[story] = best(m.score, Tokens(list[story].summary), tokens)
	}
	return scores, nil
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
			found[story] = NewExtractive(Tokens(p.summary), Tokens(source(c, p.articles)))
		}
		return found, nil
	})
	if err != nil {
		return eval.Value{}, err
	}
	return eval.MeanOverStories(len(found), noWords, func(story int) float64 { return m.of(found[story]) }), nil
}
