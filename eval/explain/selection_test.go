package explain

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The parts of all stories, and of the articles of none, are the whole.
func TestOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, err := Explain(ctx, drawnRun(t, 20), Options{Replicates: 5})
		require.NoError(t, err)
		splits, moves, merges := 0, 0, 0
		for i, s := range e.Stories {
			one, err := e.Only(s.ID, "")
			require.NoError(t, err)
			assert.Equal(t, e.Stories[i:i+1], one.Stories)
			assert.Empty(t, one.Clusters)
			assert.Equal(t, e.Score, one.Score)
			splits, moves, merges = splits+one.Repair.Splits, moves+one.Repair.Moves, merges+one.Repair.Merges
			assert.InDelta(t, len(one.Repair.Steps), one.Repair.Cost, 1e-9, "each step costs 1")
			for _, step := range one.Repair.Steps {
				assert.Equal(t, s.ID, step.Story)
			}
		}
		for _, step := range e.Repair.Steps {
			if step.Story == "" {
				one := map[string]*int{Split: &splits, Move: &moves, Merge: &merges}
				*one[step.Op]++
			}
		}
		assert.Equal(t, []int{e.Repair.Splits, e.Repair.Moves, e.Repair.Merges}, []int{splits, moves, merges})
		for i, c := range e.Clusters {
			one, err := e.Only("", c.Name)
			require.NoError(t, err)
			assert.Equal(t, e.Clusters[i:i+1], one.Clusters)
			assert.Empty(t, one.Stories)
			assert.Empty(t, one.Repair.Steps)
		}
	})
}

func TestOnlyOfWhatIsNotThere(t *testing.T) {
	e := explained(t, small("AAB"), found("001"), Options{})
	_, err := e.Only("C", "")
	assert.ErrorContains(t, err, `no story "C" among the 2`)
	_, err = e.Only("A", "9")
	assert.ErrorContains(t, err, `no cluster "9"`)
}
