package topic

import (
	"context"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// entries are the values of a tall matrix that are not zero: those of row i
// are from start[i] to start[i+1].
type entries struct {
	start []int
	topic []int32
	value []float64
}

// few is how many times as long it takes to add a value of entries as one of a
// whole row, about: below this share entries are faster.
const few = 5

// adder returns what adds scale times row i to sum: by entries, if these are few.
func (f factors) adder(ctx context.Context, workers int) (func(sum []float64, scale float64, i int32), error) {
	start, err := f.count(ctx, workers)
	if err != nil {
		return nil, err
	}
	if start[f.rows()] > len(f.data)/few {
		return func(sum []float64, scale float64, i int32) { floats.AddScaled(sum, scale, f.row(int(i))) }, nil
	}
	e, err := f.entries(ctx, start, workers)
	return e.addScaled, err
}

// count is where the entries of each row start.
func (f factors) count(ctx context.Context, workers int) ([]int, error) {
	start := make([]int, f.rows()+1)
	err := parallel.Blocks(ctx, f.rows(), block, workers, func(from, to int) {
		for i := from; i < to; i++ {
			for _, v := range f.row(i) {
				if v != 0 {
					start[i+1]++
				}
			}
		}
	})
	for i := range f.rows() {
		start[i+1] += start[i]
	}
	return start, err
}

func (f factors) entries(ctx context.Context, start []int, workers int) (*entries, error) {
	e := &entries{start: start, topic: make([]int32, start[f.rows()]), value: make([]float64, start[f.rows()])}
	return e, parallel.Blocks(ctx, f.rows(), block, workers, func(from, to int) {
		at := start[from]
		for i := from; i < to; i++ {
			for t, v := range f.row(i) {
				if v != 0 {
					e.topic[at], e.value[at] = int32(t), v
					at++
				}
			}
		}
	})
}

func (e *entries) addScaled(sum []float64, scale float64, i int32) {
	topic := e.topic[e.start[i]:e.start[i+1]]
	value := e.value[e.start[i]:e.start[i+1]][:len(topic)]
	for p, t := range topic {
		sum[t] += scale * value[p]
	}
}
