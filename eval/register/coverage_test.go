package register

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

func TestAgreementByHand(t *testing.T) {
	list := []judged{
		{Group: "a", System: "x", Human: []float64{1, 0}}, {Group: "a", System: "y", Human: []float64{1, 1}},
		{Group: "b", System: "x", Human: []float64{0, 0}}, {Group: "b", System: "y", Human: []float64{0, .5}},
	}
	scores := []float64{.1, .4, .5, .7}
	pearson := coefficients[0].of
	assert.InDelta(t, 1, agree(list, scores, within, pearson).Value, 1e-12, "in each group y is before x")
	assert.InDelta(t, 1, agree(list, scores, systems, pearson).Value, 1e-12)
	a := agree(list, scores, pooled, pearson)
	assert.Less(t, a.Value, 0., "between the groups the order is the other way round")
	assert.InDelta(t, 1, a.High, 1e-12, "one group twice")
	assert.Equal(t, a, agree(list, scores, pooled, pearson))
	assert.True(t, math.IsNaN(agree(list, []float64{1, 1, 1, 1}, pooled, pearson).Low))
}

func TestJudgedFilesAreChecked(t *testing.T) {
	for content, want := range map[string]string{
		"{":             "summaries.jsonl, line 1: unexpected end",
		`{"human":[1]}`: "line 1: 1 judgements of 0 points",
		`{"insights":[{"text":"a"}],"human":[1],"judges":{"m":[]}}`: "m has 0 judgements of 1 points",
	} {
		path := filepath.Join(t.TempDir(), "summaries.jsonl")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		_, err := readSummHay(path)
		assert.ErrorContains(t, err, want)
	}
}

// Whatever is in a file, reading it ends with summaries that have judgements of all points, or with an error.
func FuzzSummHay(f *testing.F) {
	f.Add([]byte(`{"subtopic_id":"a","summary":["b [1]"],"insights":[{"text":"c"}],"human":[0.5],"judges":{"m":[1]}}`))
	f.Add([]byte("{}\n{"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "summaries.jsonl")
		require.NoError(t, os.WriteFile(path, content, 0o644))
		list, err := readSummHay(path)
		for _, j := range list {
			assert.True(t, err != nil || len(j.Human) == len(j.Points) && len(j.Points) > 0)
		}
	})
}

// The labels of each judge give its published figure, and the metric by words agrees with people better than the two
// smallest judges.
func TestSummHay(t *testing.T) {
	list, err := readSummHay(testfiles.Path(t, "judgements", "summhay.jsonl.gz"))
	require.NoError(t, err)
	require.Len(t, list, 114)
	for _, c := range judgeCells("conversations", summhayJudges) {
		v := agree(list, judgeScores(list, c.Name), pooled, coefficients[0].of).Value
		assert.InDelta(t, c.Published, v, c.Tolerance, c.Name)
	}
	scores, err := recalls(t.Context(), list, nil)
	require.NoError(t, err)
	assert.Greater(t, agree(list, scores, pooled, coefficients[0].of).Value, .68)
}

// The table of docs/metrics.md, and what the metric has to reach on data on which its rule was not chosen.
func TestCoverageAgreement(t *testing.T) {
	testfiles.Long(t, "embeds 4,000 sentences")
	model := miniLM(t)
	summaries, err := readSummHay(testfiles.Path(t, "judgements", "summhay.jsonl.gz"))
	require.NoError(t, err)
	all, err := readREALSumm(testfiles.Path(t, "reference", "summaries", "realsumm-units.jsonl.gz"))
	require.NoError(t, err)
	odd := oddDocuments(all)
	for _, set := range []struct {
		name   string
		list   []judged
		level  population
		judges []string
		least  map[string]float64
	}{
		{"SummHay", summaries, pooled, []string{"prompted_gpt-4o", "prompted_gemini-1.5-pro", "prompted_claude3-opus", "prompted_gpt3.5"},
			map[string]float64{"keypoints.recall": .68, "soft=bert": .77}},
		{"REALSumm, abstractive", only(odd, "abs"), within, nil, map[string]float64{"keypoints.recall": .707, "soft=bert": .707}},
		{"REALSumm, extractive", only(odd, "ext"), within, nil, nil},
	} {
		scores := map[string][]float64{"ROUGE-1 recall": rougeOfPoints(set.list, 1), "ROUGE-2 recall": rougeOfPoints(set.list, 2)}
		scores["keypoints.recall"], err = recalls(t.Context(), set.list, nil)
		require.NoError(t, err)
		scores["soft=bert"], err = recalls(t.Context(), set.list, &model)
		require.NoError(t, err)
		for _, j := range set.judges {
			scores[j] = judgeScores(set.list, j)
		}
		for _, name := range slices.Sorted(maps.Keys(scores)) {
			logAgreement(t, set.name, name, set.list, scores[name], set.level, systems)
		}
		for name, least := range set.least {
			assert.Greater(t, agree(set.list, scores[name], set.level, coefficients[0].of).Value, least, "%s: %s", set.name, name)
		}
	}
}

// oddDocuments are those on odd places, on which nothing was chosen.
func oddDocuments(list []judged) (odd []judged) {
	place := map[string]int{}
	for _, j := range list {
		if _, seen := place[j.Group]; !seen {
			place[j.Group] = len(place)
		}
		if place[j.Group]%2 == 1 {
			odd = append(odd, j)
		}
	}
	return odd
}

// rougeOfPoints is the recall of the runs of n words of all points.
func rougeOfPoints(list []judged, n int) []float64 {
	scores := make([]float64, len(list))
	o := rouge.Options{Standard: true, Stem: rouge.Stem}
	for i, j := range list {
		scores[i] = rouge.N(n, o.Text(j.Sentences), o.Text(j.Points)).Score(.5).R
	}
	return scores
}

// only returns the summaries of systems whose names begin in some way.
func only(list []judged, prefix string) []judged {
	return slices.DeleteFunc(slices.Clone(list), func(j judged) bool { return !strings.HasPrefix(j.System, prefix) })
}

// arguments are the arguments of IBM's data as summaries of one sentence, with the points of their topic and side, which
// is the group. Pairs on which people were not of one mind are NaN.
func arguments(t *testing.T, set string) (list []judged) {
	rows := func(name string) [][]string {
		f, err := os.Open(testfiles.Path(t, "reference", "keypoints", name+"_"+set+".csv"))
		require.NoError(t, err)
		defer f.Close()
		all, err := csv.NewReader(f).ReadAll()
		require.NoError(t, err)
		return all[1:]
	}
	points, place, label := map[string][]string{}, map[string]int{}, map[string]map[int]float64{}
	for _, r := range rows("key_points") {
		g := r[2] + r[3]
		place[r[0]] = len(points[g])
		points[g] = append(points[g], r[1])
	}
	for _, r := range rows("labels") {
		if label[r[0]] == nil {
			label[r[0]] = map[int]float64{}
		}
		v, err := strconv.ParseFloat(r[2], 64)
		require.NoError(t, err)
		label[r[0]][place[r[1]]] = v
	}
	for _, r := range rows("arguments") {
		j := judged{Group: r[2] + r[3], System: r[0], Points: points[r[2]+r[3]], Sentences: []string{r[1]}}
		for i := range j.Points {
			v, ok := label[r[0]][i]
			if !ok {
				v = math.NaN()
			}
			j.Human = append(j.Human, v)
		}
		list = append(list, j)
	}
	return list
}

// pairs takes summaries apart: one for each judged point, with its score.
func pairs(list []judged, score func(summary, point int) float64) (each []judged, scores []float64) {
	for i, j := range list {
		for k, h := range j.Human {
			if !math.IsNaN(h) {
				each = append(each, judged{Group: j.Group, Points: j.Points[k : k+1], Sentences: j.Sentences, Human: []float64{h}})
				scores = append(scores, score(i, k))
			}
		}
	}
	return each, scores
}

// Pairs of an argument and a key point, of which people say that they match or that they do not.
func TestArgumentAgreement(t *testing.T) {
	testfiles.Long(t, "embeds 1,000 arguments")
	model := miniLM(t)
	list := arguments(t, "dev")
	var each []judged
	scores := map[string][]float64{}
	for name, space := range map[string]*spec.Spec{"keypoints.recall": nil, "soft=bert": &model} {
		found, err := evidence(t.Context(), list, space)
		require.NoError(t, err)
		each, scores[name] = pairs(list, func(i, k int) float64 { return found[i][k].Share })
	}
	require.Len(t, each, 3458)
	scores["ROUGE-1 recall"], scores["ROUGE-2 recall"] = rougeOfPoints(each, 1), rougeOfPoints(each, 2)
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		logAgreement(t, "IBM key points, dev", name, each, scores[name], within)
	}
	pearson := func(name string) float64 { return agree(each, scores[name], within, coefficients[0].of).Value }
	assert.Greater(t, pearson("soft=bert"), pearson("keypoints.recall"))
	assert.Greater(t, pearson("keypoints.recall"), pearson("ROUGE-1 recall"))
}

func miniLM(t *testing.T) spec.Spec {
	path := testfiles.Path(t, "models", "all-minilm-l6-v2")
	return spec.Spec{Name: "bert", Args: []spec.Arg{{Name: "path", Value: spec.Spec{Name: path}}}}
}

// logAgreement prints a row of the table in docs/metrics.md.
func logAgreement(t *testing.T, set, name string, list []judged, scores []float64, levels ...population) {
	line := fmt.Sprintf("| %s | %s", set, name)
	for _, at := range levels {
		for _, c := range coefficients {
			a := agree(list, scores, at, c.of)
			line += fmt.Sprintf(" | %.3f (%.2f–%.2f)", a.Value, a.Low, a.High)
		}
	}
	t.Log(line)
}

// The figures of ROUGE are those that the authors' scores give.
func TestPublishedROUGE(t *testing.T) {
	list, err := Select([]Entry{coverageEntry}, "coverage/rouge")
	require.NoError(t, err)
	testfiles.Path(t, "reference", "summaries")
	results, err := Run(t.Context(), list, Options{Data: testfiles.Path(t), Settings: Settings{Runs: 2}})
	require.NoError(t, err)
	for _, r := range results[0].Rows {
		if strings.HasPrefix(r.By, "the published") {
			assert.Equal(t, Within, r.Verdict, r.Cell.Name)
		} else {
			assert.InDelta(t, r.Cell.Published, r.Value, .0015, r.By)
		}
	}
}
