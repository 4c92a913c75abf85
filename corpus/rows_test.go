package corpus

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A corpus of labels alone gives the answers of one that has its articles.
func TestCorpusOfLabels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "0", "-"}), 1, 12).Draw(t, "groups")
		f := &LabelsFile{Path: "g.csv", Groups: groups}
		for i := range groups {
			f.IDs, f.Lines = append(f.IDs, fmt.Sprint("id", i)), append(f.Lines, i+2)
		}
		alone := f.Corpus("g")
		whole := alone.WithArticles()
		assert.Empty(t, alone.Articles)
		assert.Len(t, whole.Articles, len(groups))
		assert.Same(t, whole, whole.WithArticles())
		assert.Equal(t, whole.IDs(), alone.IDs())
		assert.Equal(t, whole.Gold(), alone.Gold())
		assert.Equal(t, whole.Labelled(), alone.Labelled())
		assert.Equal(t, whole.Fingerprint(), alone.Fingerprint())
		assert.Equal(t, whole.LabelsFile("p"), alone.LabelsFile("p"))
		for i, group := range groups {
			assert.Equal(t, group, whole.Articles[i].Story)
		}
	})
}

// Labels of ids in any order are those that a map of the ids gives.
func TestAlignIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOfNDistinct(rapid.StringN(1, 2, -1), 1, 20, rapid.ID).Draw(t, "known")
		f := &LabelsFile{Path: "f.csv", IDs: known}
		for range known {
			f.Groups = append(f.Groups, rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(t, "group"))
		}
		ids := rapid.Permutation(known).Draw(t, "ids")
		if rapid.Bool().Draw(t, "fewer") {
			ids = ids[:len(ids)/2]
		}
		if rapid.Bool().Draw(t, "more") {
			ids = append(ids, "one that the file has not")
		}
		got, err := f.Align(ids, IDPolicy{Missing: "singletons", Unknown: "ignore"})
		require.NoError(t, err)
		want := make(Labels, len(ids))
		number := map[string]int32{}
		groupOf := f.ByID()
		for i, id := range ids {
			group, ok := groupOf[id]
			if ok && group == "" {
				want[i] = None
				continue
			}
			if !ok {
				group = "alone " + id
			}
			if _, seen := number[group]; !seen {
				number[group] = int32(len(number))
			}
			want[i] = number[group]
		}
		assert.Equal(t, want, got)
	})
}
