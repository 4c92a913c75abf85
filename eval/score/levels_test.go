package score_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// sheets scores a clustering of eight articles against the labels of two judges.
func sheets(t *testing.T, levels string, ids corpus.IDPolicy, found ...string) (list []*score.Sheet) {
	write := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	gold := write("judges.csv", "id,anna,ben\n0,1,1\n1,1,1\n2,1,2\n3,2,2\n4,2,2\n5,3,3\n6,3,3\n7,3,4\n")
	golds, _, err := format.OpenGoldLevels(t.Context(), gold+"@"+levels)
	require.NoError(t, err)
	for _, c := range golds {
		a, err := format.AlignLabels(t.Context(), c, ids, write("found.csv", "id,label\n"+strings.Join(found, "\n")+"\n"))
		require.NoError(t, err)
		s, err := score.Run(t.Context(), score.Request{Gold: a.Corpus, Found: a.Labels[0], IDs: ids, Unmatched: a.Unmatched[0], LabelsOnly: true,
			Worst:   2,
			Metrics: []string{"b3.f1", "vi", "clusters.ratio", "conll.f1"}, Bootstrap: stats.Bootstrap{Replicates: 100, Level: .95}})
		require.NoError(t, err)
		list = append(list, s)
	}
	return list
}

func TestScoreSeveralGoldLevels(t *testing.T) {
	found := strings.Split("0,1 1,1 2,2 3,3 4,2 5,4 6,4 7,4", " ")
	each := sheets(t, "anna,ben", corpus.IDPolicy{}, found...)
	require.Len(t, each, 2)
	for rule, better := range map[string]func(higher, x, y float64) float64{
		"mean": func(_, x, y float64) float64 { return (x + y) / 2 },
		"max": func(higher, x, y float64) float64 {
			if higher > 0 {
				return max(x, y)
			}
			return min(x, y)
		},
	} {
		s := sheets(t, rule+"(anna,ben)", corpus.IDPolicy{}, found...)[0]
		assert.Equal(t, "judges@"+rule+"(anna,ben)", filepath.Base(s.Gold.Name))
		assert.Equal(t, rule, s.Gold.Rule)
		assert.Equal(t, []int{3, 4}, s.Gold.Levels)
		assert.Empty(t, s.Worst)
		for i, metric := range []string{"b3.f1", "vi"} {
			x, y := *each[0].Scores[i].Value, *each[1].Scores[i].Value
			assert.InDelta(t, better(1-2*float64(i), x, y), *s.Scores[i].Value, 1e-12, metric)
			assert.InDelta(t, x, *s.Levels[0].Values[metric], 1e-12)
			assert.InDelta(t, y, *s.Levels[1].Values[metric], 1e-12)
			assert.InDelta(t, *each[0].Judges.Values[metric], *s.Judges.Values[metric], 1e-12, "%s is symmetric", metric)
			assert.NotNil(t, s.Scores[i].Low)
		}
		assert.InDelta(t, (4.0/3+3.0/4)/2, *s.Judges.Values["clusters.ratio"], 1e-12)
		for _, floor := range s.Floors {
			assert.NotNil(t, floor.Values["b3.f1"], floor.Name)
		}
	}
	raw, err := json.Marshal(score.JSON(each, "here"))
	require.NoError(t, err)
	assert.Contains(t, string(raw), `{"schema":"assay/scores/1","sheets":[{"schema":"assay/score/2"`)
	raw, err = json.Marshal(score.JSON(each[:1], "here"))
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(raw), `{"schema":"assay/score/2"`))
	assert.True(t, strings.HasSuffix(string(raw), `"provenance":"here"}`))
}

// Articles of one side alone count against each level.
func TestSeveralGoldLevelsOfOneSide(t *testing.T) {
	ids := corpus.IDPolicy{Missing: "absent", Unknown: "foreign"}
	found := strings.Split("0,1 1,1 3,3 4,3 8,3 5,4 6,4 9,5", " ")
	each := sheets(t, "anna,ben", ids, found...)
	s := sheets(t, "mean(anna,ben)", ids, found...)[0]
	for i, metric := range []string{"b3.f1", "vi", "clusters.ratio", "conll.f1"} {
		if metric == "vi" {
			assert.Contains(t, s.Scores[i].Reason, "gold level anna: not defined where one side alone has articles")
			continue
		}
		assert.InDelta(t, (*each[0].Scores[i].Value+*each[1].Scores[i].Value)/2, *s.Scores[i].Value, 1e-12, metric)
	}
	assert.Equal(t, 10, s.N)
	assert.NotNil(t, s.Judges.Values["vi"], "judges judged the same articles")
	assert.Equal(t, fmt.Sprint(&corpus.Unmatched{Missing: 2, Unknown: 2, Groups: 2, Whole: 1}), fmt.Sprint(s.Unmatched))
}

// Open makes a request for each gold level, with the rest as it was.
func TestOpen(t *testing.T) {
	write := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	gold := write("judges.csv", "id,anna,ben\n0,1,1\n1,1,1\n2,1,2\n")
	found := write("found.csv", "id,label\n0,1\n1,2\n2,2\n")
	list, outlets, err := score.Request{Worst: 3}.Open(t.Context(), score.Files{Gold: gold + "@anna,ben", Found: []string{found}})
	require.NoError(t, err)
	assert.Empty(t, outlets)
	require.Len(t, list, 2)
	for _, r := range list {
		assert.Equal(t, corpus.Labels{0, 1, 1}, r.Found)
		assert.True(t, r.LabelsOnly)
		assert.Equal(t, 3, r.Worst)
	}
	assert.Equal(t, corpus.Labels{0, 0, 1}, list[1].Gold.Gold())
	_, _, err = score.Request{}.Open(t.Context(), score.Files{Gold: gold + "@anna", Found: []string{""}})
	assert.Error(t, err, "an empty name is not no name")
}
