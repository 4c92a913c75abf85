// Package stats says how sure a score is. The unit of chance is the story:
// articles of one story depend on each other, so intervals over articles would
// be too short.
package stats

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// A Bootstrap resamples stories with replacement.
type Bootstrap struct {
	Replicates int     // how often
	Level      float64 // such as 0.95
	Seed       uint64
	Workers    int // goroutines at most; 0 = one a processor. Intervals do not depend on it
}

// An Interval holds the value of the whole population with the level's
// confidence. Low and High are NaN where there is none.
type Interval struct{ Low, High float64 }

var none = Interval{math.NaN(), math.NaN()}

// Intervals returns the percentile interval of each value (Efron & Tibshirani
// 1993, chapter 13). All values share the same resamples of the same stories, so
// their rows must be of one corpus. Values without terms, and corpora of one
// story, have no interval. The time is replicates × stories × terms.
func (b Bootstrap) Intervals(ctx context.Context, values []eval.Terms) ([]Interval, error) {
	m := stack(values)
	out := make([]Interval, len(values))
	for v := range out {
		out[v] = none
	}
	if m.stories < 2 || b.Replicates < 1 {
		return out, nil
	}
	samples := make([][]float64, len(values))
	for v := range values {
		if values[v].Rows != nil {
			samples[v] = make([]float64, b.Replicates)
		}
	}
	err := parallel.Each(ctx, b.Replicates, b.Workers, func(r int) {
		sums := m.resample(rand.New(rand.NewPCG(b.Seed, uint64(r))))
		for v, t := range values {
			if t.Rows != nil {
				samples[v][r] = t.Combine(sums[m.from[v]:m.from[v+1]])
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for v := range samples {
		out[v] = percentile(samples[v], b.Level)
	}
	return out, nil
}

// A matrix holds the terms of all values side by side, a row a story.
type matrix struct {
	stories int
	from    []int // the columns of value v are from[v] to from[v+1]
	data    []float64
}

// stack leaves out the stories that no value knows anything of.
func stack(values []eval.Terms) matrix {
	m := matrix{from: make([]int, len(values)+1)}
	stories := 0
	for v, t := range values {
		width := 0
		if len(t.Rows) > 0 {
			width = len(t.Rows[0])
			stories = len(t.Rows)
		}
		m.from[v+1] = m.from[v] + width
	}
	for s := range stories {
		start := len(m.data)
		known := false
		for _, t := range values {
			if t.Rows != nil {
				m.data = append(m.data, t.Rows[s]...)
			}
		}
		for _, x := range m.data[start:] {
			known = known || x != 0
		}
		if !known {
			m.data = m.data[:start]
			continue
		}
		m.stories++
	}
	return m
}

func (m matrix) width() int { return m.from[len(m.from)-1] }

// resample draws as many stories as there are and sums their terms.
func (m matrix) resample(random *rand.Rand) []float64 {
	times := make([]float64, m.stories)
	for range m.stories {
		times[random.IntN(m.stories)]++
	}
	sums := make([]float64, m.width())
	for s, n := range times {
		if n == 0 {
			continue
		}
		for k, x := range m.data[s*len(sums) : (s+1)*len(sums)] {
			sums[k] += n * x
		}
	}
	return sums
}

// percentile takes the middle part of the samples that are defined.
func percentile(samples []float64, level float64) Interval {
	samples = slices.DeleteFunc(samples, math.IsNaN)
	if len(samples) < 2 {
		return none
	}
	slices.Sort(samples)
	tail := (1 - level) / 2
	return Interval{quantile(samples, tail), quantile(samples, 1-tail)}
}

// quantile interpolates between the sorted samples (Hyndman & Fan 1996, type 7).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}
