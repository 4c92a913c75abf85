package storyline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/internal/parallel"
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
// If there are vectors beside the words, [Weights.DenseWords] is the number with which both
// together tell best which articles are of one story, by a logistic regression for each
// corpus. The weights of the channels do not depend on the vectors.
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
		if !slices.Equal(m.channels, channels) || m.dense != list[0].dense {
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
	sum := floats.Sum(squared)
	if list[0].dense {
		worth, err := fitWorth(ctx, groups, squared, workers)
		if err != nil {
			return nil, err
		}
		worth = rounded(worth)
		out.DenseWords = &worth
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

// logit minimises, over weights of at least 0, the mean over the groups of the mean
// over their rankings of −log P (see Fit), by Newton's method. Each step minimises the
// quadratic model within the bounds by coordinate descent, and is halved until the
// loss falls.
func logit(ctx context.Context, groups [][]ranking, channels, workers int) ([]float64, error) {
	w := make([]float64, channels)
	for k := range w {
		w[k] = 1
	}
	now, err := lossAt(ctx, groups, w, workers)
	for err == nil {
		step := now.step(w)
		var there *loss
		next := make([]float64, channels)
		for scale := 1.; scale > 1e-6; scale /= 2 {
			for k := range w {
				next[k] = max(w[k]+scale*step[k], 0)
			}
			if there, err = lossAt(ctx, groups, next, workers); err != nil {
				return nil, err
			}
			if there.value < now.value {
				break
			}
		}
		if there == nil || there.value > now.value-1e-9 {
			return w, nil
		}
		w, now = next, there
	}
	return nil, err
}

// A loss is the value to minimise, with its gradient and its Hessian, row by row.
type loss struct {
	value    float64
	gradient []float64
	hessian  [][]float64
}

func newLoss(channels int) *loss {
	l := &loss{gradient: make([]float64, channels), hessian: make([][]float64, channels)}
	for k := range l.hessian {
		l.hessian[k] = make([]float64, channels)
	}
	return l
}

// plus adds another loss, times a factor.
func (l *loss) plus(o *loss, share float64) {
	l.value += share * o.value
	floats.AddScaled(l.gradient, share, o.gradient)
	for k, row := range o.hessian {
		floats.AddScaled(l.hessian[k], share, row)
	}
}

func lossAt(ctx context.Context, groups [][]ranking, w []float64, workers int) (*loss, error) {
	const ridge = 1e-4 // keeps weights finite that the data do not bound
	l := newLoss(len(w))
	for k, v := range w {
		l.value += ridge * v * v
		l.gradient[k] = 2 * ridge * v
		l.hessian[k][k] = 2 * ridge
	}
	for _, list := range groups {
		each := make([]*loss, len(list))
		if err := parallel.Each(ctx, len(list), workers, func(i int) { each[i] = list[i].loss(w) }); err != nil {
			return nil, err
		}
		for _, o := range each { // in a fixed order, so that sums do not depend on scheduling
			l.plus(o, 1/float64(len(list)*len(groups)))
		}
	}
	return l, nil
}

// loss returns the mean over the articles of the own story, each against all others.
func (c ranking) loss(w []float64) *loss {
	d := len(w)
	own, others := c.odds(c.own, w), c.odds(c.others, w)
	top := max(floats.Max(own), floats.Max(others))
	rest := newLoss(d) // the sums of e, e·x and e·x·xᵀ over the others, e being their odds
	for i, score := range others {
		rest.sum(c.others[i*d:(i+1)*d], math.Exp(score-top))
	}
	out := newLoss(d)
	for i, score := range own {
		x := c.own[i*d : (i+1)*d]
		all := newLoss(d)
		all.plus(rest, 1)
		all.sum(x, math.Exp(score-top))
		out.value += math.Log(all.value) + top - score
		for k := range d {
			mean := all.gradient[k] / all.value
			out.gradient[k] += mean - float64(x[k])
			for j := range k + 1 {
				out.hessian[k][j] += (all.hessian[k][j] - mean*all.gradient[j]) / all.value
			}
		}
	}
	for k := range d {
		for j := range k {
			out.hessian[j][k] = out.hessian[k][j]
		}
	}
	mean := newLoss(d)
	mean.plus(out, 1/float64(len(own)))
	return mean
}

// odds returns the logarithm of the odds of each row.
func (c ranking) odds(list []float32, w []float64) []float64 {
	d := len(w)
	out := make([]float64, len(list)/d)
	for i := range out {
		for k, v := range list[i*d : (i+1)*d] {
			out[i] += w[k] * float64(v)
		}
	}
	return out
}

// sum adds a row with its odds, and the lower triangle of its Hessian.
func (l *loss) sum(x []float32, odds float64) {
	l.value += odds
	for k, v := range x {
		ev := odds * float64(v)
		l.gradient[k] += ev
		row := l.hessian[k]
		for j, u := range x[:k+1] {
			row[j] += ev * float64(u)
		}
	}
}

// step returns the step from w to the minimum of the quadratic model within the
// bounds.
func (l *loss) step(w []float64) []float64 {
	d := make([]float64, len(w))
	for range 1000 {
		moved := 0.
		for k := range d {
			slope := l.gradient[k] + floats.Dot(l.hessian[k], d)
			next := max(d[k]-slope/l.hessian[k][k], -w[k])
			moved = max(moved, math.Abs(next-d[k]))
			d[k] = next
		}
		if moved < 1e-9 {
			break
		}
	}
	return d
}
