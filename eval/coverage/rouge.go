package coverage

import (
	"errors"
	"math"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A family is one way to compare two texts, of which a metric reads one number.
type family struct {
	name, title, what string
	count             func(candidate, reference rouge.Text) rouge.Count
}

var families = []family{
	{"rouge1", "ROUGE-1", "single words", runs(1)},
	{"rouge2", "ROUGE-2", "pairs of neighbouring words", runs(2)},
	{"rouge3", "ROUGE-3", "runs of three words", runs(3)},
	{"rouge4", "ROUGE-4", "runs of four words", runs(4)},
	{"rougeL", "ROUGE-L", "the longest common subsequence of words, each text taken as one sequence", rouge.L},
	{"rougeLsum", "ROUGE-Lsum", "the words of each sentence of the reference that are on its longest common " +
		"subsequence with any sentence of the page", rouge.Lsum},
	{"rougeSU4", "ROUGE-SU4", "pairs of words with at most four between them, and single words",
		func(c, r rouge.Text) rouge.Count { return rouge.S(4, true, c, r) }},
}

func runs(n int) func(candidate, reference rouge.Text) rouge.Count {
	return func(c, r rouge.Text) rouge.Count { return rouge.N(n, c, r) }
}

// A reading is one number of a ROUGE score.
type reading struct {
	suffix, title string
	of            func(rouge.Score) float64
}

var readings = []reading{
	{".r", "recall", func(s rouge.Score) float64 { return s.R }},
	{".p", "precision", func(s rouge.Score) float64 { return s.P }},
	{".f1", "F1", func(s rouge.Score) float64 { return s.F }},
}

var rougeMetrics = func() []eval.Metric {
	var list []eval.Metric
	for _, f := range families {
		for _, r := range readings {
			list = append(list, eval.Metric{
				Name: f.name + r.suffix, Title: f.title + " " + r.title, Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
				Doc: "Overlap in " + f.what + ", of the page's summary with the story's reference summary: " + r.title + ", the mean over stories. " +
					"Words are runs of letters and digits in lower case, in any script; standard=true with " +
					"stem=porter counts as ROUGE-1.5.5 with -m does. " +
					"A story without a found cluster scores 0; one without a reference is left out.",
				Blind: "Meaning: other words for the same thing score nothing, and the same words in another sense score in full.",
				Cite:  []string{"Lin 2004, ROUGE: A package for automatic evaluation of summaries"},
				Needs: eval.Needs{Texts: true, Summaries: true},
				New:   func() eval.Scorer { return &rougeMetric{family: f, reading: r} },
			})
		}
	}
	return list
}()

type rougeMetric struct {
	WrittenBy
	Standard  bool   `spec:"standard" default:"false" doc:"words as ROUGE-1.5.5 has them, runs of a-z and 0-9, which drops other scripts"`
	Stem      string `spec:"stem" default:"none" oneof:"none,porter,snowball" doc:"porter: as ROUGE-1.5.5 -m, English; snowball: by language"`
	Stop      bool   `spec:"stop" default:"false" doc:"leave out the stop words of the articles' language"`
	Words     int    `spec:"words" default:"0" range:"0:" doc:"read at most this many words of page and references; 0 = all"`
	Bytes     int    `spec:"bytes" default:"0" range:"0:" doc:"read at most this many bytes of them; 0 = all"`
	Refs      string `spec:"refs" default:"best" oneof:"best,average" doc:"several references: the best recall, or all counts added"`
	Jackknife bool   `spec:"jackknife" default:"false" doc:"mean over the references but one, for each that can be left out"`

	family  family
	reading reading
}

// Valid refuses summarizer=gold: the gold summaries are the references.
func (m *rougeMetric) Valid() error {
	if eval.GoldPages(m.By) {
		return errors.New("summarizer=gold: the gold summaries are the references, they cannot be scored against themselves")
	}
	if m.Words > 0 && m.Bytes > 0 {
		return errors.New("words and bytes are two limits, of which one can be set")
	}
	return nil
}

func (m *rougeMetric) Score(c *eval.Case) (eval.Value, error) {
	if !anyStory(c, func(story int) bool { return len(references(c, story)) > 0 }) {
		return eval.Undefined("no story has a reference summary"), nil
	}
	list, err := Pages(c, m.By)
	if err != nil {
		return eval.Value{}, err
	}
	scores, err := eval.Memo(c, spec.Of(m.family.name, m).String(), func() ([]*rouge.Score, error) {
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
func (m *rougeMetric) scores(c *eval.Case, list []*Page) ([]*rouge.Score, error) {
	scores := make([]*rouge.Score, len(list))
	members := storyArticles(c)
	for story, size := range c.Table().Stories {
		if err := c.Context().Err(); err != nil {
			return nil, err
		}
		texts := references(c, story)
		if size == 0 || len(texts) == 0 {
			continue
		}
		scores[story] = &rouge.Score{}
		if list[story] == nil {
			continue
		}
		*scores[story] = m.compare(list[story].Summary, texts, c.Corpus.Language(members[story][0]))
	}
	return scores, nil
}

// compare scores a summary against the references.
func (m *rougeMetric) compare(summary string, references []string, lang string) rouge.Score {
	options := m.options(lang)
	candidate := options.Text(text.Sentences(summary, lang))
	counts := make([]rouge.Count, len(references))
	for i, r := range references {
		counts[i] = m.family.count(candidate, options.Text(text.Sentences(r, lang)))
	}
	join := rouge.Best
	if m.Refs == "average" {
		join = rouge.Average
	}
	if m.Jackknife {
		return rouge.Jackknife(counts, join, 0.5)
	}
	return join(counts).Score(0.5)
}

func (m *rougeMetric) options(lang string) rouge.Options {
	o := rouge.Options{Standard: m.Standard, Words: m.Words, Bytes: m.Bytes}
	switch m.Stem {
	case "porter":
		o.Stem = rouge.Stem
	case "snowball":
		o.Stem = func(word string) string { return text.Stem(word, lang) }
	}
	if m.Stop {
		o.Stop = func(word string) bool { return text.StopWord(word, lang) }
	}
	return o
}
