package storyline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// examplesEach is the total weight of the link examples of a corpus, however many.
const examplesEach = 1000

// Fit learns weights from training sets of the same channels. Each corpus counts
// the same.
//
// The weights of the channels are those of a conditional logit (McFadden 1974): out
// of one article of its own story and all articles of other stories, an article
// chooses the first with a probability proportional to exp(Σ weight · similarity),
// similarities being inner products of rows less their mean. They minimise the mean
// of −log probability and are at least 0. The link weights are those of a logistic
// regression: to join a story, or to open one.
//
// It takes about twenty passes over the examples, channels² operations for each.
func Fit(ctx context.Context, workers int, list ...*TrainingSet) (*Weights, error) {
	if len(list) == 0 {
		return nil, errors.New("there is nothing to learn weights from")
	}
	channels := list[0].channels
	out := &Weights{Schema: Schema}
	var groups [][]ranking
	var all []example
	for _, m := range list {
		if !slices.Equal(m.channels, channels) {
			return nil, fmt.Errorf("%s was collected for other channels than %s", m.Corpus, list[0].Corpus)
		}
		out.Trained = append(out.Trained, m.Source)
		groups = append(groups, m.rankings)
		for _, l := range m.links {
			l.weight = examplesEach / float64(len(m.links))
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
		share := 0. // of a channel that does not help, and of all if none does
		if sum > 0 {
			share = math.Sqrt(v / sum)
		}
		out.Channels = append(out.Channels, Channel{Space: channels[k], Weight: rounded(share)})
	}
	var model linkModel
	model.learn(all)
	for k := range model {
		model[k] = rounded(model[k])
	}
	out.Link = model.named()
	return out, ctx.Err()
}

// rounded keeps three digits after the point, more than corpora can tell apart.
func rounded(v float64) float64 { return math.Round(v*1000) / 1000 }
