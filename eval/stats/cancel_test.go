package stats

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// endless is a scorer that ends when it is released.
type endless struct{ begun, release chan struct{} }

func (e endless) Score(*eval.Case) (eval.Value, error) {
	e.begun <- struct{}{}
	<-e.release
	return eval.Value{}, nil
}

// A score that takes long does not keep what was cancelled.
func TestCancelledScores(t *testing.T) {
	c, err := eval.NewCase(context.Background(), corpus.Labels{0, 0, 1}, corpus.Labels{0, 1, 1}, nil)
	require.NoError(t, err)
	for name, run := range map[string]func(context.Context, []eval.Measure) error{
		"scores": func(ctx context.Context, m []eval.Measure) error {
			_, err := Scores(ctx, c, m, Bootstrap{Replicates: 10, Level: .95})
			return err
		},
		"chance": func(ctx context.Context, m []eval.Measure) error {
			_, err := Chance{Replicates: 10}.Expected(ctx, c, m)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := endless{make(chan struct{}, 100), make(chan struct{})}
			defer close(e.release)
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-e.begun
				cancel()
			}()
			assert.ErrorIs(t, run(ctx, []eval.Measure{{Metric: eval.Metric{Name: "endless"}, Spec: spec.Spec{Name: "endless"}, Scorer: e}}),
				context.Canceled)
		})
	}
}
