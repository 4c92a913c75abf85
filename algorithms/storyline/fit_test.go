package storyline

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// One article that is like the own story by 1 in the first channel, like another by
// 0, and the other way round in the second: the loss is log(1+exp(b−a)), and with the
// ridge its minimum at b = 0 and 1/(1+exp(a)) = 2·10⁻⁴·a.
func TestLogitOfOneChoice(t *testing.T) {
	w, err := logit(t.Context(), [][]ranking{{{own: []float32{1, 0}, others: []float32{0, 1}}}}, 2, 1)
	require.NoError(t, err)
	assert.InDelta(t, 2e-4*w[0], 1/(1+math.Exp(w[0])), 1e-6)
	assert.Greater(t, w[0], 5.)
	assert.Zero(t, w[1])
}

func rankings(t *rapid.T, channels int) [][]ranking {
	row := rapid.SliceOfN(rapid.Float32Range(-1, 1), channels, channels)
	rows := func(name string) (list []float32) {
		for _, r := range rapid.SliceOfN(row, 1, 4).Draw(t, name) {
			list = append(list, r...)
		}
		return list
	}
	groups := make([][]ranking, rapid.IntRange(1, 3).Draw(t, "groups"))
	for g := range groups {
		for range rapid.IntRange(1, 4).Draw(t, "rankings") {
			groups[g] = append(groups[g], ranking{own: rows("own"), others: rows("others")})
		}
	}
	return groups
}

// lossBy is the loss by its definition.
func lossBy(groups [][]ranking, w []float64) float64 {
	d := len(w)
	odds := func(list []float32, i int) float64 {
		sum := 0.
		for k := range d {
			sum += w[k] * float64(list[i*d+k])
		}
		return math.Exp(sum)
	}
	total := 0.
	for _, v := range w {
		total += 1e-4 * v * v
	}
	for _, list := range groups {
		for _, c := range list {
			others := 0.
			for i := range len(c.others) / d {
				others += odds(c.others, i)
			}
			for i := range len(c.own) / d {
				own := odds(c.own, i)
				total -= math.Log(own/(own+others)) / float64(len(c.own)/d*len(list)*len(groups))
			}
		}
	}
	return total
}

func TestLossAndItsDerivatives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const d, h = 3, 1e-5
		groups := rankings(t, d)
		w := rapid.SliceOfN(rapid.Float64Range(0, 5), d, d).Draw(t, "w")
		got, err := lossAt(t.Context(), groups, w, 2)
		require.NoError(t, err)
		assert.InDelta(t, lossBy(groups, w), got.value, 1e-9)
		for k := range d {
			at := func(step float64) []float64 {
				moved := append([]float64{}, w...)
				moved[k] += step
				return moved
			}
			assert.InDelta(t, (lossBy(groups, at(h))-lossBy(groups, at(-h)))/(2*h), got.gradient[k], 1e-6)
			up, err := lossAt(t.Context(), groups, at(h), 1)
			require.NoError(t, err)
			down, err := lossAt(t.Context(), groups, at(-h), 1)
			require.NoError(t, err)
			for j := range d {
				assert.InDelta(t, (up.gradient[j]-down.gradient[j])/(2*h), got.hessian[k][j], 1e-5)
			}
		}
	})
}

// The loss is convex, so that where no way within the bounds leads down it is least.
func TestLogitIsTheMinimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const d = 3
		groups := rankings(t, d)
		w, err := logit(t.Context(), groups, d, 2)
		require.NoError(t, err)
		at, err := lossAt(t.Context(), groups, w, 1)
		require.NoError(t, err)
		for k, v := range w {
			assert.GreaterOrEqual(t, v, 0.)
			assert.GreaterOrEqual(t, at.gradient[k], -1e-4)
			if v > 1e-3 {
				assert.LessOrEqual(t, at.gradient[k], 1e-4)
			}
		}
	})
}

func TestFit(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	channels := []string{"tfidf(min_df=2)", "entities", "time"}
	fitted := func(workers int) (*Weights, string) {
		m, err := Collect(t.Context(), c, channels, spec.Spec{}, workers)
		require.NoError(t, err)
		w, err := Fit(t.Context(), workers, m)
		require.NoError(t, err)
		var out bytes.Buffer
		require.NoError(t, w.Write(&out))
		return w, out.String()
	}
	w, one := fitted(1)
	_, many := fitted(3)
	assert.Equal(t, one, many, "the number of workers does not show")
	assert.Greater(t, w.Channels[0].Weight, w.Channels[1].Weight, "words say more than names")
	square := 0.
	for _, c := range w.Channels {
		square += c.Weight * c.Weight
	}
	assert.InDelta(t, 1, square, 5e-3)
	assert.Greater(t, w.Link.Mean+w.Link.Nearest, 0.)
	assert.Less(t, w.Link.Constant, 0.)
	require.Len(t, w.Trained, 1)
	assert.Equal(t, "newsroom", w.Trained[0].Corpus)
	assert.Equal(t, c.Gold().Groups(), w.Trained[0].Stories)
}

func TestFitOfNothing(t *testing.T) {
	_, err := Fit(t.Context(), 1)
	assert.ErrorContains(t, err, "nothing to learn")
	a := &TrainingSet{Source: Source{Corpus: "a"}, channels: []string{"tfidf"}}
	_, err = Fit(t.Context(), 1, a, &TrainingSet{Source: Source{Corpus: "b"}, channels: []string{"time"}})
	assert.ErrorContains(t, err, "b was collected for other channels than a")
}

func TestCollectOfLittle(t *testing.T) {
	list := &corpus.Corpus{Card: corpus.Card{Name: "little"}, Articles: []corpus.Article{
		{ID: "a", Title: "flood in the valley", Story: "x"}, {ID: "b", Title: "storm over the coast", Story: "y"}, {ID: "c", Title: "no story"},
	}}
	list.AddMissingStories()
	_, err := Collect(t.Context(), list, []string{"tfidf"}, spec.Spec{}, 1)
	assert.ErrorContains(t, err, "little teaches nothing: that takes two stories")
	list.Articles = nil
	list.Stories = nil
	_, err = Collect(t.Context(), list, []string{"tfidf"}, spec.Spec{}, 1)
	assert.ErrorContains(t, err, "teaches nothing")
}
