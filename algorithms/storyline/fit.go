package storyline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// lessonsEach is how many lessons those of a corpus count for, however many they are.
const lessonsEach = 1000

// Fit learns weights from material with the same channels, of which each corpus
// counts alike.
//
// Those of the channels are of a conditional logit (McFadden 1974): of one article
// of its own story and all others of other stories, an article chooses the first with
// a probability proportional to exp(Σ weight · likeness), likenesses being inner
// products of rows less their mean; the mean of −log probability is least. A channel
// that does not help has the weight 0. Those of the judge are of a logistic
// regression: to join, or to open a story.
//
// Its time is about twenty passes over the choices, channels² each.
func Fit(ctx context.Context, workers int, list ...*Material) (*Weights, error) {
	if len(list) == 0 {
		return nil, errors.New("there is nothing to learn weights from")
	}
	channels := list[0].channels
	out := &Weights{Schema: Schema}
	var groups [][]choice
	var all []lesson
	for _, m := range list {
		if !slices.Equal(m.channels, channels) {
			return nil, fmt.Errorf("%s was studied for other channels than %s", m.Corpus, list[0].Corpus)
		}
		out.Trained = append(out.Trained, m.Source)
		groups = append(groups, m.choices)
		for _, l := range m.lessons {
			l.weight = lessonsEach / float64(len(m.lessons))
			all = append(all, l)
		}
	}
	squared, err := logit(ctx, groups, len(channels), workers)
	if err != nil {
		return nil, err
	}
	sum := 0.
	for _, v := range squared {
		sum += v
	}
	for k, v := range squared {
		share := 0. // of a channel that is left out, and of all where none helps
		if sum > 0 {
			share = math.Sqrt(v / sum)
		}
		out.Channels = append(out.Channels, Channel{Space: channels[k], Weight: rounded(share)})
	}
	var j judge
	j.learn(all)
	for k := range j.weights {
		j.weights[k] = rounded(j.weights[k])
	}
	out.Judge = j.named()
	return out, ctx.Err()
}

// rounded has three digits after the point: readable, and finer than what corpora
// tell.
func rounded(v float64) float64 { return math.Round(v*1000) / 1000 }
