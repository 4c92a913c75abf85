package outcome

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Values returns the value of each story alone, by the terms of a metric; NaN if the story has none.
func Values(t eval.Terms) []float64 {
	list := make([]float64, max(0, t.Stories()-t.Others))
	var row []float64
	for s := range list {
		list[s] = math.NaN()
		if t.Known(s) {
			row = t.Row(s, row)
			list[s] = t.Combine(row)
		}
	}
	return list
}

// A Shift is a story with its value alone in two clusterings.
type Shift struct {
	Story         corpus.Story
	Before, After float64
	Gain          float64 // in the direction that is better
}

// Shifts returns the stories that have a value by m in both clusterings, in the order of the corpus.
func Shifts(stories []corpus.Story, m eval.Measure, before, after eval.Terms) (list []Shift) {
	old, found := Values(before), Values(after)
	for s := range found {
		if math.IsNaN(old[s]) || math.IsNaN(found[s]) {
			continue
		}
		shift := Shift{Before: old[s], After: found[s], Gain: m.Better.Order(found[s]) - m.Better.Order(old[s])}
		if s < len(stories) {
			shift.Story = stories[s]
		}
		list = append(list, shift)
	}
	return list
}

// A StoryValue is the value of one story alone.
type StoryValue struct {
	Metric string  `json:"metric"`
	Story  string  `json:"story"` // id
	Title  string  `json:"title,omitempty"`
	Value  float64 `json:"value"`
}

// Worst returns the stories that a metric scores lowest, at most n, the worst first; ties are broken
// by the order of the corpus. It leaves out stories with the best possible value, and returns none
// for a metric that only describes or whose value is no mean over stories.
func Worst(stories []corpus.Story, m eval.Measure, t eval.Terms, n int) []StoryValue {
	best, judges := m.Better.Goodness(bestValue(m))
	if !judges || !m.ByStory || n == 0 {
		return nil
	}
	var list []StoryValue
	for s, v := range Values(t) {
		v = m.Rounded(v)
		if m.Better.Order(v) < best { // never if the value is NaN
			list = append(list, StoryValue{m.Spec.String(), stories[s].ID, stories[s].Title, v})
		}
	}
	slices.SortStableFunc(list, func(a, b StoryValue) int { return cmp.Compare(m.Better.Order(a.Value), m.Better.Order(b.Value)) })
	return list[:min(n, len(list))]
}

func bestValue(m eval.Measure) float64 {
	switch m.Better {
	case eval.Higher:
		return m.Range[1]
	case eval.Lower:
		return m.Range[0]
	case eval.TargetOne:
		return 1
	}
	return 0
}
