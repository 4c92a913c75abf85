package features

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var timeEntry = Entry{
	Name:  "time",
	Title: "Publication time",
	Doc: "Rows of unit length whose cosine is exp(−d²/2σ²) for articles published d days apart, so that concat(tfidf,time) " +
		"adds nearness in time to nearness in words. " +
		"Of an article published on a day, noon UTC counts; one without a time has a row of zeros, and is near to none in time.",
	Cost: "O(n) time; sparse, sixteen numbers an article",
	Cite: []string{"Miranda et al. 2018, Multilingual clustering of streaming news, EMNLP (the Gaussian of the distance in days, σ = 3)"},
	New:  func() Builder { return NewTime() },
}

// Time spreads each time over a grid of moments as a Gaussian of width sigma/√2,
// whose product with another is, summed over the grid, the Gaussian of width sigma
// of their distance. On a grid of half sigma the sum
// is exact to 1e-7. Thus the
// Euclidean distance of two rows is √(2−2·exp(−d²/2σ²)), which grows with the days
// between them up to √2.
type Time struct {
	Sigma float64 `spec:"sigma" default:"3" range:"0.001:100000" doc:"days apart at which the cosine is 0.61"`
}

// NewTime returns the space of publication times with every parameter at its default.
func NewTime() *Time { return spec.Defaults(new(Time)) }

// reach is how many steps of the grid a time is spread to both sides: what lies
// beyond changes no cosine by more than 1e-7.
const reach = 8

// Build spreads the time of each article.
func (f *Time) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("time", f); err != nil {
		return nil, err
	}
	at := make([]float64, len(in.Articles)) // in steps of the grid
	var used []int64
	for i := range at {
		at[i] = f.position(in.Articles[i].Published)
		if !math.IsNaN(at[i]) {
			for k := range int64(2 * reach) {
				used = append(used, firstStep(at[i])+k)
			}
		}
	}
	slices.Sort(used)
	used = slices.Compact(used) // the columns are the steps that any article has
	m := &CSR{Rows: len(at), Cols: max(len(used), 1), Start: make([]int, 1, len(at)+1)}
	for _, t := range at {
		if !math.IsNaN(t) {
			column, _ := slices.BinarySearch(used, firstStep(t))
			m.spread(t, column)
		}
		m.Start = append(m.Start, len(m.Index))
	}
	return &Space{Sparse: m}, ctx.Err()
}

// position is a moment in steps of the grid, NaN if it is unknown.
func (f *Time) position(m corpus.Moment) float64 {
	if m.IsZero() {
		return math.NaN()
	}
	seconds := float64(m.Time.Unix()) + float64(m.Time.Nanosecond())/1e9
	if m.Day {
		seconds += 12 * 60 * 60
	}
	return seconds / (24 * 60 * 60) / (f.Sigma / 2)
}

// firstStep is the first step of the grid that a time is spread to.
func firstStep(t float64) int64 { return int64(math.Floor(t)) - reach + 1 }

// spread appends a row for a time, from a column on.
func (m *CSR) spread(t float64, column int) {
	var weights [2 * reach]float64
	norm := 0.0
	for k := range weights {
		x := (float64(firstStep(t)+int64(k)) - t) / 2 // in sigmas
		weights[k] = math.Exp(-x * x)
		norm += weights[k] * weights[k]
	}
	for k, w := range weights {
		m.Index = append(m.Index, int32(column+k))
		m.Data = append(m.Data, float32(w/math.Sqrt(norm)))
	}
}
