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
	studied  = 400  // articles of a corpus that choose, at most, at equal steps
	compared = 2000 // articles of other stories among which one chooses, at most
	streamed = 4000 // articles of a corpus that give lessons, at most, the latest
	copied   = 0.6  // cosine of copies, as in Storyline
)

// Material is what a labelled corpus teaches about weights: for some articles how
// like others they are in each channel, and how like a story an article was when it
// came.
type Material struct {
	Source
	channels []string
	choices  []choice
	lessons  []lesson
}

// A choice is one article with those of its own story, which should be more like it
// than the others: in rows of one number a channel.
type choice struct {
	own, others []float32
}

// Study reads a corpus for the channels given, specs of features, of which the first
// tells copies. Articles without a gold story are left out, and for the channels of
// copies of one text all but the first: with them it would learn to find copies. The
// time is that of building the channels, and of 400 rows' products with all.
func Study(ctx context.Context, c *corpus.Corpus, channels []string, workers int) (*Material, error) {
	var articles []corpus.Article
	var gold corpus.Labels
	blind := c.Blind()
	for i, g := range c.Gold() {
		if g != corpus.None {
			articles, gold = append(articles, blind[i]), append(gold, g)
		}
	}
	m := &Material{Source: Source{Corpus: c.Name(), Digest: c.Fingerprint(), Articles: len(articles), Stories: gold.Groups()}}
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
	if err := m.readChoices(ctx, articles, gold, specs, workers); err != nil {
		return nil, fmt.Errorf("reading how like the articles of %s are: %w", c.Name(), err)
	}
	if len(m.choices) == 0 {
		return nil, fmt.Errorf("%s teaches nothing: that takes two stories, and two articles of one of them that are no copies", c.Name())
	}
	err := m.readLessons(ctx, articles, gold)
	return m, err
}

func (m *Material) readChoices(ctx context.Context, articles []corpus.Article, gold corpus.Labels, channels []spec.Spec, workers int) error {
	spaces := make([]*rows, len(channels))
	var first []int
	for k, s := range channels {
		space, err := build(ctx, s, articles, workers)
		if err != nil {
			return err
		}
		if k == 0 {
			if _, first, err = copies(ctx, space, copied, workers); err != nil {
				return err
			}
		}
		spaces[k] = newRows(space.Reorder(first))
	}
	of := make(corpus.Labels, len(first))
	for k, i := range first {
		of[k] = gold[i]
	}
	n := len(first)
	list := make([]choice, min(n, studied))
	err := parallel.Each(ctx, len(list), workers, func(at int) {
		list[at] = choose(spaces, of, at*n/len(list))
	})
	for _, c := range list {
		if len(c.own) > 0 && len(c.others) > 0 {
			m.choices = append(m.choices, c)
		}
	}
	return err
}

// choose looks at article i in each channel, beside all of its own story and of
// others at equal steps.
func choose(spaces []*rows, gold corpus.Labels, i int) choice {
	like := make([][]float64, len(spaces))
	for k, r := range spaces {
		like[k] = make([]float64, len(gold))
		r.centred(i, like[k])
	}
	var c choice
	step := (len(gold) + compared - 1) / compared
	for j, g := range gold {
		to := &c.others
		switch {
		case j == i:
			continue
		case g == gold[i]:
			to = &c.own
		case j%step != 0:
			continue
		}
		for k := range like {
			*to = append(*to, float32(like[k][j]))
		}
	}
	return c
}

// centred writes the inner products of row i, less the mean, with all others, less
// the mean.
func (r *rows) centred(i int, out []float64) {
	r.products(i, 0, out)
	for j := range out {
		out[j] += r.mean - r.toMean[i] - r.toMean[j]
	}
}

// readLessons streams the latest articles past a desk on which every story is as
// the gold has it.
func (m *Material) readLessons(ctx context.Context, articles []corpus.Article, gold corpus.Labels) error {
	f := newFrequencies()
	order := algorithms.InTime(articles)
	order = order[max(0, len(order)-streamed):]
	latest, of := make([]entry, len(order)), make(corpus.Labels, len(order))
	for k, i := range order {
		latest[k] = entry{vector: read(&articles[i]), at: articles[i].Published.Time, of: int32(i)}
		of[k] = gold[i]
		f.add(&latest[k].vector)
	}
	var err error
	m.lessons, err = lessons(ctx, latest, of, f)
	return err
}
