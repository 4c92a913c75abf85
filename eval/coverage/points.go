package coverage

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

var pointMetrics = []eval.Metric{
	pointMetric("keypoints.recall", "Key point recall",
		"How much of a story's gold key points the page's summary and key points cover, the mean over points, then over stories. "+
			"A point counts for the share of its content words, by stem, in the best sentence or two that follow each other; a word weighs one "+
			"over the number of points that have it, to the power 1.5, a number in digits three times as much, a word much alike counts in "+
			"part, and a place with another number where it lacks one of the point's, by value, counts 0. "+
			"With soft=SPACE a point that is told in other words counts by the cosine of the vectors, less the mean cosine of the story's "+
			"other points with the same sentence. "+
			"With of=points only the page's key points are read, with of=summary its summary. "+
			"A story without a found cluster scores 0; one without key points is left out; summarizer=gold scores the gold summaries.",
		(*Vectors).CoverKeyPoints),
	pointMetric("keypoints.precision", "Key point precision",
		"The other way round: how much of the sentences of the page's summary and of its key points the "+
			"story's gold key points cover, by the same rule, with of=points those of its key points alone. "+
			"A story without a found cluster scores 0; one without key points is left out; summarizer=gold scores the gold summaries.",
		func(v *Vectors, points, sentences []string, lang string) ([]Evidence, error) {
			return v.CoverKeyPoints(sentences, points, lang)
		}),
}

const noVectors = "none"

// A coverer finds what covers what.
type coverer func(v *Vectors, points, sentences []string, lang string) ([]Evidence, error)

func pointMetric(name, title, doc string, cover coverer) eval.Metric {
	return eval.Metric{
		Name: name, Title: title, Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1},
		Doc:   doc,
		Blind: "Other words for the same thing without soft, negation, and who did what to whom.",
		Cite: []string{
			"Bhandari et al. 2020, Re-evaluating evaluation in text summarization, EMNLP (judgements that the rule was chosen by)",
			"Friedman-Tadmor et al. 2021, Overview of the 2021 key point analysis shared task, ArgMining (likewise)",
		},
		Needs: eval.Needs{Texts: true, KeyPoints: true},
		New:   func() eval.Scorer { return &keyPoints{cover: cover} },
	}
}

type keyPoints struct {
	WrittenBy
	Of   string    `spec:"of" default:"page" oneof:"page,points,summary" doc:"what of the page is read: its summary and key points, or one of them"`
	Soft spec.Spec `spec:"soft" default:"none" doc:"a space by whose vectors other words are found, such as bert(path); none = by words alone"`

	cover coverer
}

// Valid refuses to score gold against itself, and spaces that have no vectors of sentences.
func (m *keyPoints) Valid() error {
	if m.Soft.Name != noVectors {
		if err := CheckSoft(&m.Soft); err != nil {
			return err
		}
	}
	if eval.GoldPages(m.By) && m.Of == "points" {
		return errors.New("summarizer=gold, of=points: the gold key points cannot be scored against themselves; try of=summary")
	}
	return nil
}

// read is what is read of a page.
func (m *keyPoints) read(p *Page) []string {
	switch m.Of {
	case "points":
		return p.Points
	case "summary":
		return text.Sentences(p.Summary, p.Lang)
	}
	return p.Sentences
}

func (m *keyPoints) Score(c *eval.Case) (eval.Value, error) {
	if !anyStory(c, func(story int) bool { return len(points(c, story)) > 0 }) {
		return eval.Undefined("no story has key points"), nil
	}
	list, err := Pages(c, m.By)
	if err != nil {
		return eval.Value{}, err
	}
	vectors, err := m.vectors(c, list)
	if err != nil {
		return eval.Value{}, err
	}
	members := storyArticles(c)
	v := eval.MeanOverStories(len(list), noWords, func(story int) float64 {
		points := points(c, story)
		if len(members[story]) == 0 || len(points) == 0 {
			return math.NaN()
		}
		if list[story] == nil || c.Context().Err() != nil {
			return 0
		}
		evidence, failed := m.cover(vectors, points, m.read(list[story]), c.Corpus.Language(members[story][0]))
		err = errors.Join(err, failed)
		return Share(evidence)
	})
	return v, errors.Join(err, c.Context().Err())
}

// vectors are those of all key points and of what is read of all pages; nil without soft.
func (m *keyPoints) vectors(c *eval.Case, list []*Page) (*Vectors, error) {
	if m.Soft.Name == noVectors {
		return nil, nil
	}
	return eval.Memo(c, fmt.Sprintf("vectors of points %s %s %s", m.Soft, m.By, m.Of), func() (*Vectors, error) {
		var texts []corpus.Article
		for story, p := range list {
			if p == nil {
				continue
			}
			for _, text := range slices.Concat(points(c, story), m.read(p)) {
				texts = append(texts, corpus.Article{Text: text, Lang: p.Lang})
			}
		}
		return NewVectors(c.Context(), m.Soft, texts)
	})
}
