package partial

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// FrequenciesOf writes in how many articles of a shard of a corpus the terms of TF-IDF are. The shard has the articles of
// [Shard.Of].
func FrequenciesOf(ctx context.Context, to io.Writer, c *corpus.Corpus, f *features.TFIDF, s Shard) error {
	if err := s.Valid(); err != nil {
		return err
	}
	q, err := f.Frequencies(ctx, &features.Input{Articles: s.Of(c.Blind())})
	if err != nil {
		return err
	}
	w := NewWriter(to, Frequencies)
	if err := w.Add(nil, uint64(q.Articles)); err != nil {
		return err
	}
	for i, term := range q.Terms {
		if err := w.Add([]byte(term), uint64(q.Counts[i])); err != nil {
			return err
		}
	}
	head := NewHead(Frequencies, c.Fingerprint(), c.Name())
	head.Setting = f.Counting().String()
	return w.Close(head.For(s))
}

// Of returns the articles of a shard: shards have about as many each, in order.
func (s Shard) Of(articles []corpus.Article) []corpus.Article {
	s = s.whole()
	at := func(i int) int { return len(articles) * i / s.Count }
	return articles[at(s.Index):at(s.Index+1)]
}

// ReadFrequencies reads the frequencies of all shards, by which [features.TFIDF.BuildWith] weighs. They must have
// been counted as f counts.
func ReadFrequencies(r *Reader, f *features.TFIDF) (*features.Frequencies, error) {
	if r.Head.Kind != Frequencies {
		return nil, fmt.Errorf("%s: it holds %s, and frequencies are wanted", r.Name, r.Head.Kind)
	}
	if err := r.Head.Complete(); err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	if want := f.Counting().String(); r.Head.Setting != want {
		return nil, fmt.Errorf("%s: the terms were counted by %s, and not by %s: count them again", r.Name, r.Head.Setting, want)
	}
	q := &features.Frequencies{}
	for {
		more, err := r.Next()
		switch {
		case err != nil:
			return nil, err
		case !more:
			if err := q.Valid(); err != nil {
				return nil, fmt.Errorf("%s: %w", r.Name, err)
			}
			return q, nil
		case r.Numbers[0] > math.MaxInt32:
			return nil, fmt.Errorf("%s: %d articles are too many for one space", r.Name, r.Numbers[0])
		case len(r.Key) == 0:
			q.Articles = int(r.Numbers[0])
		default:
			q.Terms, q.Counts = append(q.Terms, string(r.Key)), append(q.Counts, int32(r.Numbers[0]))
		}
	}
}
