package explain

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Where one side alone has articles, the losses of the stories and those of articles that the gold does not have still add up,
// and every missing article is listed.
func TestExplainArticlesOfOneSide(t *testing.T) {
	b3, err := eval.Named("b3.f1")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 20).Draw(t, "n")
		c := &corpus.Corpus{Card: corpus.Card{Name: "random"}}
		var further []string
		files := [2]*corpus.LabelsFile{{Path: "one"}, {Path: "two"}}
		for i := range n {
			id := fmt.Sprintf("a%d", i)
			if i == 0 || rapid.IntRange(0, 3).Draw(t, "own") > 0 {
				c.Articles = append(c.Articles, corpus.Article{ID: id, Story: fmt.Sprint("s", rapid.IntRange(0, 3).Draw(t, "story"))})
			} else {
				further = append(further, id)
			}
			for f, file := range files {
				if i == 0 || rapid.IntRange(f, 3).Draw(t, "found") > 0 {
					file.IDs, file.Lines = append(file.IDs, id), append(file.Lines, i)
					file.Groups = append(file.Groups, rapid.SampledFrom([]string{"x", "y", "z", ""}).Draw(t, "group"))
				}
			}
		}
		c.AddMissingStories()
		a, err := c.Align(corpus.IDPolicy{Missing: "absent", Unknown: "foreign"}, files[:]...)
		require.NoError(t, err)
		p := eval.Policy{Noise: rapid.SampledFrom([]string{"singletons", "one"}).Draw(t, "noise")}
		var runs []Run
		for i, file := range files {
			r, err := NewRun(ctx, file.Path, p, a.Corpus, a.Labels[i], file.ByID())
			require.NoError(t, err)
			runs = append(runs, r)
		}
		e, err := Explain(ctx, runs[1], Options{Replicates: 5, Since: &runs[0]})
		require.NoError(t, err)
		v, err := b3.Score(runs[1].Case)
		require.NoError(t, err)
		assert.InDelta(t, v.Value, e.Score.F1, 1e-12)
		k := runs[1].Case
		loss := e.Score.Recall / (e.Score.Precision + e.Score.Recall) * float64(k.Unknown) / v.Terms.Sum()[3]
		for _, s := range e.Stories {
			loss += s.Loss()
			assert.Equal(t, s.Articles-s.Parts[0].Articles, len(s.Missing))
		}
		assert.InDelta(t, 1-e.Score.F1, loss, 1e-9)
		assert.Equal(t, len(k.Table().Clusters), e.Found)
		assert.LessOrEqual(t, k.Unknown, len(further))
	})
}
