package storyline

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

const (
	rankingArticles = 400  // at most, of a corpus, at equal steps
	rankedOthers    = 2000 // articles of other stories in a ranking, at most
	linkArticles    = 4000 // at most, of a corpus, the latest
	copyCosine      = 0.6  // of copies, as in Storyline
)

// TrainingSet is what [Fit] learns from one labelled corpus: how similar articles
// are in each channel, and how similar an article was to stories when it came.
type TrainingSet struct {
	Source
	channels []string
	dense    bool // vectors are compared, too
	rankings []ranking
	links    []example
}

// A ranking compares one article with those of its own story, which should be more
// similar to it, and with others: rows of one similarity a channel.
type ranking struct {
	own, others           []float32
	ownBeside, restBeside []vectorPair // what vectors say of the same articles; nil without vectors
}

// A vectorPair is what vectors say of two articles: their evidence, times the nearness in
// time, and the words of the shorter one, on which its share depends.
type vectorPair struct{ evidence, words float32 }

// Collect reads a labelled corpus. The channels are specs of features, and copies are
// articles that are similar in the first. It leaves out articles without a gold
// story and, in the rankings, all copies of a text but the first: with them the
// weights would learn to find copies. It takes the time to build the channels and to
// compare 400 articles with all others. dense is the spec of vectors beside the words;
// empty if there are none.
func Collect(ctx context.Context, c *corpus.Corpus, channels []string, dense spec.Spec, workers int) (*TrainingSet, error) {
	var articles []corpus.Article
	var gold corpus.Labels
	var labelled []int
	blind := c.Blind()
	for i, g := range c.Gold() {
		if g != corpus.None {
			articles, gold, labelled = append(articles, blind[i]), append(gold, g), append(labelled, i)
		}
	}
	var vectors *features.Space
	if dense.Name != "" {
		// Of all articles: a file has a row for each.
		all, err := features.Build(ctx, dense, &features.Input{Articles: blind, Seed: features.Seed, Workers: workers})
		if err != nil {
			return nil, fmt.Errorf("reading the vectors of %s: %w", c.Name(), err)
		}
		if all.Dense == nil {
			return nil, fmt.Errorf("dense=%s has words for columns: dense is for vectors of a model", dense)
		}
		vectors = all.Reorder(labelled)
	}
	m := &TrainingSet{dense: vectors != nil, Source: Source{
		Corpus: c.Name(), Fingerprint: c.Fingerprint(), Articles: len(articles), Stories: gold.Groups(),
	}}
	var specs []spec.Spec
	for _, text := range channels {
		parsed, err := spec.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("channel %q: %w", text, err)
		}
		_, canonical, err := features.Parse(parsed)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", text, err)
		}
		m.channels, specs = append(m.channels, canonical.String()), append(specs, canonical)
	}
	if err := m.collectRankings(ctx, articles, gold, specs, vectors, workers); err != nil {
		return nil, fmt.Errorf("comparing the articles of %s: %w", c.Name(), err)
	}
	if len(m.rankings) == 0 {
		return nil, fmt.Errorf("%s teaches nothing: that takes two stories, and two articles of one of them that are no copies", c.Name())
	}
	err := m.collectLinks(ctx, articles, gold)
	return m, err
}

func (m *TrainingSet) collectRankings(
	ctx context.Context, articles []corpus.Article, gold corpus.Labels, channels []spec.Spec, vectors *features.Space, workers int,
) error {
	spaces := make([]*rows, len(channels))
	var first []int
	var kept []corpus.Article // but copies
	var e *embedding
	for k, s := range channels {
		space, err := build(ctx, s, articles, workers)
		if err != nil {
			return err
		}
		if k == 0 {
			if _, first, _, err = copies(ctx, space, copyCosine, workers); err != nil {
				return err
			}
			for _, i := range first {
				kept = append(kept, articles[i])
			}
			if vectors != nil {
				e = newEmbedding(vectors.Reorder(first).Dense, space.Reorder(first), 1)
			}
		}
		spaces[k] = newRows(space.Reorder(first), kept)
	}
	of := make(corpus.Labels, len(first))
	for k, i := range first {
		of[k] = gold[i]
	}
	n := len(first)
	list := make([]ranking, min(n, rankingArticles))
	err := parallel.Each(ctx, len(list), workers, func(at int) {
		list[at] = rank(spaces, e, of, at*n/len(list))
	})
	for _, c := range list {
		if len(c.own) > 0 && len(c.others) > 0 {
			m.rankings = append(m.rankings, c)
		}
	}
	return err
}

// rank compares article i in each channel with all articles of its story, and with
// others at equal steps.
func rank(spaces []*rows, e *embedding, gold corpus.Labels, i int) ranking {
	var cosines []float32
	if e != nil {
		cosines = make([]float32, len(gold))
		e.cosines(i, 0, cosines)
	}
	similar := make([][]float64, len(spaces))
	for k, r := range spaces {
		similar[k] = make([]float64, len(gold))
		r.products(i, 0, similar[k])
		for j := range similar[k] { // of rows less the mean
			similar[k][j] = (similar[k][j] + r.mean - r.toMean[i] - r.toMean[j]) * r.nearness(i, j)
		}
	}
	var c ranking
	step := (len(gold) + rankedOthers - 1) / rankedOthers
	for j, g := range gold {
		to, toBeside := &c.others, &c.restBeside
		switch {
		case j == i:
			continue
		case g == gold[i]:
			to, toBeside = &c.own, &c.ownBeside
		case j%step != 0:
			continue
		}
		for k := range similar {
			*to = append(*to, float32(similar[k][j]))
		}
		if e != nil {
			near := spaces[0].nearness(i, j)
			*toBeside = append(*toBeside, vectorPair{float32(e.evidence(cosines[j]) * near), float32(min(e.words[i], e.words[j]))})
		}
	}
	return c
}

// collectLinks streams the latest articles past an index that holds the gold
// stories.
func (m *TrainingSet) collectLinks(ctx context.Context, articles []corpus.Article, gold corpus.Labels) error {
	f := newFrequencies()
	order := algorithms.InTime(articles)
	order = order[max(0, len(order)-linkArticles):]
	latest, of := make([]entry, len(order)), make(corpus.Labels, len(order))
	for k, i := range order {
		latest[k] = entry{vector: read(&articles[i]), at: articles[i].Published.Time, of: int32(i)}
		of[k] = gold[i]
		f.add(&latest[k].vector)
	}
	var err error
	m.links, err = linkExamples(ctx, latest, of, f)
	return err
}
