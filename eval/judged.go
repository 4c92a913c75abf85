package eval

import (
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

// fillPairs makes a case of which judged pairs are the gold. Pairs of which judges are unsure, or as many said yes as no, are left out;
// under noise=drop those with an article of noise, too.
func (p Policy) fillPairs(k *Case, pred corpus.Labels, c *corpus.Corpus) error {
	noise := p
	if p.Noise == "drop" { // articles keep their positions
		noise.Noise = "singletons"
	}
	gold := make(corpus.Labels, len(pred))
	for i := range gold {
		gold[i] = corpus.None
	}
	noise.Unlabelled, noise.Distractors = "within", "within"
	if err := noise.fill(k, gold, pred, nil); err != nil {
		return err
	}
	k.Corpus = c
	for _, pair := range c.JudgedPairs() {
		if pair.Same != corpus.Unsure && (p.Noise != "drop" || pred[pair.A] >= 0 && pred[pair.B] >= 0) {
			k.Pairs = append(k.Pairs, pair)
		}
	}
	if len(k.Pairs) == 0 {
		return fmt.Errorf("%w: no pair is judged the same or different (policy: %s)", ErrNoGold, p)
	}
	return nil
}

// JudgedFamily begins the names of the metrics that judged pairs give.
const JudgedFamily = "pair."

// scorePairs scores a case by its judged pairs. The terms are by article: each pair counts for that of its two articles that is in more
// pairs, ties are broken by order. So pairs that share an article, as where a person judged one against several, are resampled together.
func (m Measure) scorePairs(c *Case) Value {
	scorer, ok := m.Scorer.(PairScorer)
	if !ok || !strings.HasPrefix(m.Name, JudgedFamily) {
		return Undefined("judged pairs do not tell the stories of all articles: they give the metrics " + JudgedFamily + "*")
	}
	count := make([]int, len(c.Pred))
	for _, p := range c.Pairs {
		count[p.A]++
		count[p.B]++
	}
	columns := make([][]float64, 4)
	for k := range columns {
		columns[k] = make([]float64, len(c.Pred))
	}
	for _, p := range c.Pairs {
		article := p.A
		if count[p.B] > count[p.A] {
			article = p.B
		}
		same, found := p.Same == corpus.Yes, c.Pred[p.A] == c.Pred[p.B]
		for k, counts := range []bool{same && found, same, found, true} {
			if counts {
				columns[k][article]++
			}
		}
	}
	v := Terms{Columns: columns, Combine: scorer}.Value()
	v.Value = m.Rounded(v.Value)
	return v
}
