package partial

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
)

// Cells of articles that one side alone has give the values, the terms and the counts of the labels, in
// any number of shards.
func TestCellsOfOneSide(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "")
		require.NoError(t, err)
		defer os.RemoveAll(dir)
		table := func(name, header string, first int) string {
			rows := []string{header}
			for i := range rapid.IntRange(first, 20).Draw(t, name) {
				if i < first || rapid.IntRange(0, 2).Draw(t, "in") > 0 {
					rows = append(rows, fmt.Sprintf("a%d,%s", i, rapid.SampledFrom([]string{"x", "y", "z", "-1", "other"}).Draw(t, "group")))
				}
			}
			return write(t, dir, name, strings.Join(rows, "\n")+"\n")
		}
		gold, found := table("gold.csv", "id,story", 3), table("found.csv", "id,cluster", 2)
		ids := corpus.IDPolicy{
			Missing: rapid.SampledFrom([]string{"singletons", "absent"}).Draw(t, "missing"),
			Unknown: rapid.SampledFrom([]string{"ignore", "foreign"}).Draw(t, "unknown"),
		}
		p := rapid.SampledFrom([]eval.Policy{{}, {Noise: "one"}, {Noise: "drop"}, {MinStory: 2, Unlabelled: "ignore"}}).Draw(t, "policy")
		c, _, err := format.OpenGoldLabels(ctx, gold)
		if err != nil {
			return // there is no gold
		}
		a, err := format.AlignLabels(ctx, c, ids, found)
		require.NoError(t, err)
		want, wantErr := p.Case(ctx, a.Corpus.Gold(), a.Labels[0], nil)

		l, err := OpenLabels(ctx, gold, found, NewPolicy(p, ids))
		require.NoError(t, err)
		l.AnyOrder = true
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		whole := inShards(t, l, 1, random)
		assert.Equal(t, whole, inShards(t, l, rapid.IntRange(2, 4).Draw(t, "shards"), random))
		cells, err := ReadCells(opened(t, whole))
		require.NoError(t, err)
		assert.Equal(t, a.Unmatched[0], cells.Unmatched)
		got, err := cells.Case(ctx, p)
		if wantErr != nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		assert.Equal(t, []int{want.All, want.Dropped, want.Missing, want.Unknown}, []int{got.All, got.Dropped, got.Missing, got.Unknown})
		for _, m := range eval.Partition {
			measure, err := eval.Named(m.Name)
			require.NoError(t, err)
			w, err := measure.Score(want)
			require.NoError(t, err)
			g, err := measure.Score(got)
			require.NoError(t, err)
			assert.Equal(t, w.Reason, g.Reason, m.Name)
			if w.Value != w.Value {
				continue
			}
			assert.InDelta(t, w.Value, g.Value, 1e-12, m.Name)
			assert.Equal(t, len(known(w.Terms)), len(known(g.Terms)), m.Name)
			require.Len(t, g.Terms.Columns, len(w.Terms.Columns), m.Name)
			for i, row := range known(w.Terms) {
				assert.InDeltaSlice(t, row, known(g.Terms)[i], 1e-9, m.Name)
			}
		}
	})
}

// known lists the rows of terms that are not 0, those of clusters without a story by their content: noise of a cell is numbered together.
func known(t eval.Terms) (rows [][]float64) {
	stories := 0
	for s := range t.Stories() {
		if t.Known(s) {
			rows = append(rows, t.Row(s, nil))
			if s < t.Stories()-t.Others {
				stories++
			}
		}
	}
	slices.SortFunc(rows[stories:], slices.Compare[[]float64])
	return rows
}

func TestCellsOfBothSidesAreAsBefore(t *testing.T) {
	dir := t.TempDir()
	gold, found := write(t, dir, "gold.csv", "id,story\na,1\nb,1\nc,2\n"), write(t, dir, "found.csv", "id,cluster\na,1\nb,2\nc,2\n")
	var strict, lenient bytes.Buffer
	for to, ids := range map[*bytes.Buffer]corpus.IDPolicy{&strict: {}, &lenient: {Missing: "absent", Unknown: "foreign"}} {
		l, err := OpenLabels(t.Context(), gold, found, NewPolicy(eval.Policy{}, ids))
		require.NoError(t, err)
		require.NoError(t, l.Write(t.Context(), to, Shard{}))
	}
	assert.Equal(t, contentOf(t, strict.Bytes()), contentOf(t, lenient.Bytes()))
}
