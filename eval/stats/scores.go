package stats

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// A Score is the value of a metric with its interval, ready for JSON: null is undefined.
type Score struct {
	Metric string   `json:"metric"`
	Value  *float64 `json:"value"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Error  *float64 `json:"standard_error,omitempty"` // by the jackknife over stories
	Level  float64  `json:"level"`
	Reason string   `json:"reason,omitempty"` // why there is no value
	// Block is the number of steps in a block, if the interval is by blocks of steps and
	// not by stories: Bootstrap.SeriesMean.
	Block int `json:"block,omitempty"`

	Terms eval.Terms `json:"-"`
}

// Method is how the interval was computed.
func (s Score) Method() string {
	if s.Block > 0 {
		return "circular block bootstrap over steps"
	}
	return "bootstrap over stories"
}

// Scores scores a case by every metric, with standard errors and with intervals by the
// bootstrap over stories, cut to the range of the metric.
func Scores(ctx context.Context, c *eval.Case, measures []eval.Measure, b Bootstrap) ([]Score, error) {
	scores := make([]Score, len(measures))
	terms := make([]eval.Terms, len(measures))
	for i, m := range measures {
		v, err := Value(ctx, c, m)
		if err != nil {
			return nil, fmt.Errorf("scoring %s: %w", m.Spec, err)
		}
		scores[i] = Score{Metric: m.Spec.String(), Value: Defined(v.Value), Level: b.Level, Reason: v.Reason, Terms: v.Terms}
		if scores[i].Value != nil {
			terms[i] = v.Terms
		} else if v.Reason == "" {
			scores[i].Reason = "undefined on this input"
		}
	}
	intervals, err := b.Intervals(ctx, terms)
	if err != nil {
		return nil, err
	}
	for i, interval := range intervals {
		low, high := measures[i].Range[0], measures[i].Range[1]
		scores[i].Low, scores[i].High = Defined(min(max(interval.Low, low), high)), Defined(min(max(interval.High, low), high))
		if terms[i].Columns != nil {
			scores[i].Error = Defined(StandardError(terms[i]))
		}
	}
	return scores, nil
}

// Value scores a case by a measure. Measures heed no context: when it is done, Value returns
// ctx.Err() at once and leaves the scoring to end by itself, so that the case must not be changed.
func Value(ctx context.Context, c *eval.Case, m eval.Measure) (eval.Value, error) {
	var scored struct {
		value eval.Value
		err   error
	}
	if err := parallel.Await(ctx, func() { scored.value, scored.err = m.Score(c) }); err != nil {
		return eval.Value{}, err
	}
	return scored.value, scored.err
}

// Defined returns a value as it is in JSON: nil if it is NaN or infinite.
func Defined(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
