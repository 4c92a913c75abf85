package mteb

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// blobs are articles of k labels around as many places that overlap.
func blobs(t testing.TB, n, k int) (*corpus.Corpus, *features.Space) {
	c := &corpus.Corpus{Card: corpus.Card{Name: "blobs", Lang: "en", Level: "story", Levels: map[string]string{"half": "half"}}}
	rng := rand.New(rand.NewPCG(3, 4))
	rows := make([][]float32, n)
	for i := range rows {
		label := i % k
		angle := 2 * math.Pi * float64(label) / float64(k)
		rows[i] = []float32{float32(3*math.Cos(angle) + rng.NormFloat64()), float32(3*math.Sin(angle) + rng.NormFloat64())}
		a := corpus.Article{ID: fmt.Sprint(i), Story: fmt.Sprint("s", label)}
		a.Extra = map[string]json.RawMessage{"half": json.RawMessage(fmt.Sprintf(`"h%d"`, label%2))}
		c.Articles = append(c.Articles, a)
	}
	c.AddMissingStories()
	s, err := features.FromRows(rows)
	require.NoError(t, err)
	return c, s
}

func protocol(t testing.TB, text string) Protocol {
	p, err := Parse(text)
	require.NoError(t, err)
	return p
}

func TestLevelsOfV2(t *testing.T) {
	c, s := blobs(t, 600, 8)
	r, err := Measure(t.Context(), c, s, protocol(t, "mteb(v2,documents=1000,experiments=4)"), 1, 1)
	require.NoError(t, err)
	require.Len(t, r.Levels, 2)
	assert.Equal(t, []int{8, 2}, []int{r.Levels[0].Labels, r.Levels[1].Labels})
	assert.InDelta(t, stat.Mean(append(append([]float64{}, r.Levels[0].V...), r.Levels[1].V...), nil), r.V.Mean, 1e-12)
	// Of 1,000 draws from 600, 600·(1 − (1 − 1/600)^1000) are expected to be first ones.
	assert.InDelta(t, 1-0.6*(1-math.Pow(1-1.0/600, 1000)), r.Levels[0].Repeated, 0.02)
	assert.Greater(t, stat.Mean(r.Levels[0].V, nil), 0.3)
	assert.Less(t, *r.V.Low, r.V.Mean)

	again, err := Measure(t.Context(), c, s, protocol(t, "mteb(v2,documents=1000,experiments=4)"), 1, 2)
	require.NoError(t, err)
	assert.Equal(t, r, again, "whatever the number of processors")
}

func TestV1TakesEachArticleOnce(t *testing.T) {
	c, s := blobs(t, 300, 4)
	r, err := Measure(t.Context(), c, s, protocol(t, "mteb(v1,experiments=3)"), 1, 1)
	require.NoError(t, err)
	require.Len(t, r.Levels, 1)
	assert.Zero(t, r.Levels[0].Repeated)
	assert.Equal(t, r.Levels[0].V, r.Levels[0].OnceV)
}

func TestTask(t *testing.T) {
	c, s := blobs(t, 100, 4)
	r, err := Measure(t.Context(), c, s, protocol(t, "mteb(v2,documents=200,experiments=2)"), 1, 1)
	require.NoError(t, err)
	raw, err := json.Marshal(r.Task("test", "f00d"))
	require.NoError(t, err)
	var back struct {
		Name   string `json:"task_name"`
		Scores map[string][]struct {
			Main      float64              `json:"main_score"`
			V         map[string][]float64 `json:"v_measures"`
			Languages []string             `json:"languages"`
		} `json:"scores"`
	}
	require.NoError(t, json.Unmarshal(raw, &back))
	assert.Equal(t, "blobs", back.Name)
	assert.Equal(t, r.V.Mean, back.Scores["test"][0].Main)
	assert.Len(t, back.Scores["test"][0].V["Level 1"], 2)
	assert.Equal(t, []string{"eng-Latn"}, back.Scores["test"][0].Languages)
	assert.Equal(t, "und-Zyyy", languageOf("?"))
}

func TestRefused(t *testing.T) {
	for _, text := range []string{"mteb(v3)", "stream", "mteb(v2,experiments=0)", "mteb("} {
		_, err := Parse(text)
		assert.Error(t, err, text)
	}
	c, s := blobs(t, 10, 2)
	c.Articles = c.Articles[:9]
	_, err := Measure(t.Context(), c, s, protocol(t, "mteb(v2)"), 1, 1)
	assert.ErrorContains(t, err, "9 articles, the space 10 rows")
	c, s = blobs(t, 10, 2)
	for i := range c.Articles {
		c.Articles[i].Story, c.Articles[i].Extra = "", nil
	}
	c.Stories = nil
	_, err = Measure(t.Context(), c, s, protocol(t, "mteb(v2)"), 1, 1)
	assert.ErrorIs(t, err, eval.ErrNoGold)
}

// The protocol with scikit-learn's MiniBatchKMeans has the same mean: within four standard
// errors of the difference, which a chance of 1 in 10,000 exceeds.
func TestBesideScikitLearn(t *testing.T) {
	if exec.Command("python3", "-c", "import sklearn").Run() != nil {
		t.Skip("needs python3 with scikit-learn")
	}
	c, s := blobs(t, 1500, 12)
	r, err := Measure(t.Context(), c, s, protocol(t, "mteb(v2,documents=2000,experiments=30)"), 1, 0)
	require.NoError(t, err)
	cmd := exec.Command("python3", "-c", `
import json, sys, numpy
from sklearn.cluster import MiniBatchKMeans
from sklearn.metrics import v_measure_score
rows, labels = json.load(sys.stdin)
rows, labels = numpy.array(rows, dtype="float32"), numpy.array(labels)
rng, out = numpy.random.RandomState(5), []
for i in range(30):
    drawn = rng.randint(0, len(rows), 2000)
    model = MiniBatchKMeans(n_clusters=12, batch_size=512, init="k-means++", n_init=1, random_state=i)
    out.append(v_measure_score(labels[drawn], model.fit_predict(rows[drawn])))
print(json.dumps(out))`)
	rows := make([][]float32, s.Rows())
	for i := range rows {
		rows[i] = s.Dense.Row(i)
	}
	in, err := json.Marshal([]any{rows, c.Gold()})
	require.NoError(t, err)
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.Output()
	require.NoError(t, err)
	var theirs []float64
	require.NoError(t, json.Unmarshal(out, &theirs))
	ours := r.Levels[0].V
	apart := math.Abs(stat.Mean(ours, nil) - stat.Mean(theirs, nil))
	assert.Less(t, apart, 4*math.Sqrt((stat.Variance(ours, nil)+stat.Variance(theirs, nil))/30), "%.4f against %.4f",
		stat.Mean(ours, nil), stat.Mean(theirs, nil))
}

func ExampleRun() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		panic(err)
	}
	p, err := Parse("mteb(v2,documents=50)")
	if err != nil {
		panic(err)
	}
	r, err := Run(ctx, c, spec.Spec{Name: "tfidf"}, p, 1, 1)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s of %s: %d clusterings, V-measure %.2f\n", r.Protocol, r.Space, len(r.Levels[0].V), r.V.Mean)
	// Output:
	// mteb(v2,documents=50) of tfidf: 10 clusterings, V-measure 0.71
}
