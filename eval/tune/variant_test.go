package tune

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/spec"
)

func variants(t *testing.T, text string) (list [][2]string) {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	_, all, err := Variants(s)
	require.NoError(t, err)
	for _, v := range all {
		list = append(list, [2]string{v.Without, v.Spec.String()})
	}
	return list
}

func TestVariants(t *testing.T) {
	assert.Equal(t, [][2]string{
		{"channel tfidf(ngrams=2)", "kmeans(k=3,space=concat(lsa(space=tfidf(stop=false)),time,weights=2:3))"},
		{"channel lsa(space=tfidf(stop=false))", "kmeans(k=3,space=concat(tfidf(ngrams=2),time,weights=1:3))"},
		{"channel time", "kmeans(k=3,space=concat(tfidf(ngrams=2),lsa(space=tfidf(stop=false)),weights=1:2))"},
		{"ngrams of tfidf (ngrams=1)", "kmeans(k=3,space=concat(tfidf,lsa(space=tfidf(stop=false)),time,weights=1:2:3))"},
		{"sublinear of tfidf (sublinear=false)",
			"kmeans(k=3,space=concat(tfidf(ngrams=2,sublinear=false),lsa(space=tfidf(stop=false,sublinear=false)),time,weights=1:2:3))"},
		{"stop of tfidf (stop=false)", "kmeans(k=3,space=concat(tfidf(ngrams=2,stop=false),lsa(space=tfidf(stop=false)),time,weights=1:2:3))"},
	}, variants(t, "kmeans(k=3,space=concat(tfidf(ngrams=2),lsa(space=tfidf(stop=false)),time,weights=1:2:3))"))
	assert.Contains(t, variants(t, "kmeans(k=3,space=concat(tfidf,time))"), [2]string{"channel time", "kmeans(k=3,space=tfidf)"})
	assert.Contains(t, variants(t, "kmeans(k=3,space=lsa(space=concat(tfidf,entities)))"), [2]string{"channel entities", "kmeans(k=3)"})
}

// What off is must be a value that the parameter takes.
func TestOffValuesAreValid(t *testing.T) {
	n := 0
	check := func(name string, v any) {
		for _, p := range spec.Params(v) {
			if p.Off != "" {
				n++
				assert.NotContains(t, p.Off, " ", "%s.%s", name, p.Name)
				err := spec.Bind(spec.Spec{Name: name, Args: []spec.Arg{{Name: p.Name, Value: spec.Spec{Name: p.Off}}}}, v)
				assert.NoError(t, err)
			}
		}
	}
	for _, e := range all.Entries {
		check(e.Name, e.New())
	}
	for _, e := range features.Entries {
		check(e.Name, e.New())
	}
	assert.Greater(t, n, 8)
}

func TestPoolIsTheMeanOfCorpora(t *testing.T) {
	ratio := func(sum []float64) float64 { return sum[0] / sum[1] }
	a := eval.Terms{Columns: [][]float64{{1, 1}, {2, 2}}, Combine: ratio}                                          // 1/2
	b := eval.Terms{Columns: [][]float64{{3, 0}, {4, 0}}, Combine: ratio, Resampling: [][]float64{{1, 2}, {4, 0}}} // 3/4
	p := pool([]eval.Terms{a, b})
	assert.Equal(t, 4, p.Stories())
	assert.InDelta(t, 0.625, p.Combine(p.Sum()), 1e-12)
	assert.InDelta(t, 0.5, p.Combine([]float64{1, 2, 0, 0}), 1e-12, "a resample without the stories of b")
}

func TestAblate(t *testing.T) {
	s := settings()
	s.Plan.Algorithms = nil
	a, err := Ablate(t.Context(), "singlepass(space=concat(tfidf(ngrams=2),time))", s, bench.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	require.NotEmpty(t, a.Rows)
	for _, r := range append(a.Rows, a.Whole) {
		require.Len(t, r.Scores, 2)
		assert.InDelta(t, (*r.Scores[0].Value+*r.Scores[1].Value)/2, *r.Mean(), 1e-12)
	}
	for _, r := range a.Rows {
		require.NotNil(t, r.Difference)
		assert.InDelta(t, *r.Mean()-*a.Whole.Mean(), r.Difference.Delta, 1e-9)
		assert.GreaterOrEqual(t, r.Holm, r.Difference.P)
	}
	_, err = Ablate(t.Context(), "minhash", s, bench.Options{Dir: t.TempDir()})
	assert.ErrorContains(t, err, "no part that can be left out")
	_, err = Ablate(t.Context(), "kmean", s, bench.Options{Dir: t.TempDir()})
	assert.ErrorContains(t, err, "did you mean kmeans")
}
