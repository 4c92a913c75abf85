package eval

import (
	"math"
	"slices"
	"sync"
)

// Terms are a value as Combine of sums over the gold stories, one sum for each column. Resampling
// stories is summing with other weights.
type Terms struct {
	// Columns are the terms that are added up: each has one for each gold story, in the order of the
	// corpus, and Others. nil = none. Metrics share columns that are equal, so they must not be changed.
	Columns [][]float64
	// Others is how many rows are behind those of the stories: one for each article that the gold does not have. The terms of
	// a cluster in which all are such articles are in the row of the first of them.
	Others  int
	Combine func(sum []float64) float64
	// Resampling are columns with the same sums in which an error that two stories share
	// is attributed to one of them, so that stories err independently. Intervals and
	// tests resample these columns. nil = Columns.
	Resampling [][]float64
}

// ForResampling returns the terms with Resampling as Columns, for intervals and tests.
func (t Terms) ForResampling() Terms {
	if t.Resampling != nil {
		t.Columns = t.Resampling
	}
	return t
}

// Stories is the number of rows, those of Others included: 0 if there are none.
func (t Terms) Stories() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return len(t.Columns[0])
}

// Row returns the terms of one story, which Combine takes for the value of this story alone. It
// uses the memory of into.
func (t Terms) Row(story int, into []float64) []float64 {
	into = into[:0]
	for _, column := range t.Columns {
		into = append(into, column[story])
	}
	return into
}

// Known reports whether a story has a term other than 0.
func (t Terms) Known(story int) bool {
	return slices.ContainsFunc(t.Columns, func(column []float64) bool { return column[story] != 0 })
}

// Sum adds up each column.
func (t Terms) Sum() []float64 {
	if len(t.Columns) == 0 {
		return nil
	}
	sums := make([]float64, len(t.Columns))
	for k, column := range t.Columns {
		var s sum
		for _, x := range column {
			s.add(x)
		}
		sums[k] = s.value()
	}
	return sums
}

// Value scores the sums of the columns.
func (t Terms) Value() Value { return Value{Value: t.Combine(t.Sum()), Terms: t} }

// weighted returns the terms with those of each story times its weight.
func (t Terms) weighted(weights []float64) Terms {
	times := func(columns [][]float64) [][]float64 {
		if columns == nil {
			return nil
		}
		out := make([][]float64, len(columns))
		for k, column := range columns {
			out[k] = make([]float64, len(column))
			for s, x := range column {
				out[k][s] = weights[s] * x
			}
		}
		return out
	}
	t.Columns, t.Resampling = times(t.Columns), times(t.Resampling)
	return t
}

// MeanOverStories is the mean of value over the stories 0 to n-1, without those for
// which it is NaN. If it is NaN for all, the mean is undefined for the given reason.
func MeanOverStories(n int, reason string, value func(story int) float64) Value {
	values, counts := make([]float64, n), make([]float64, n)
	defined := false
	for s := range n {
		if v := value(s); !math.IsNaN(v) {
			values[s], counts[s] = v, 1
			defined = true
		}
	}
	if !defined {
		return Undefined(reason)
	}
	return Terms{Columns: [][]float64{values, counts}, Combine: ratio}.Value()
}

// Transpose returns the rows of columns, or the columns of rows: of lists of one length, one list
// of the elements at each position.
func Transpose(lists [][]float64) [][]float64 {
	if len(lists) == 0 {
		return nil
	}
	n := len(lists[0])
	flat, out := make([]float64, n*len(lists)), make([][]float64, n)
	for i := range out {
		out[i] = flat[i*len(lists) : (i+1)*len(lists) : (i+1)*len(lists)]
		for k, list := range lists {
			out[i][k] = list[i]
		}
	}
	return out
}

// sharedColumns keeps one of several equal columns: most metrics have the sizes of the stories
// among their terms, and families differ in few columns.
type sharedColumns struct {
	mu   sync.Mutex
	list [][]float64
}

// keep returns a column that equals the given one.
func (c *sharedColumns) keep(column []float64) []float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.IndexFunc(c.list, func(known []float64) bool { return slices.Equal(known, column) }); i >= 0 {
		return c.list[i]
	}
	c.list = append(c.list, column)
	return column
}
