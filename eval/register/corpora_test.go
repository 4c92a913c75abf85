package register

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func TestParseFigure(t *testing.T) {
	for text, want := range map[string][2]float64{
		"34.5": {.345, .0005}, "0.862": {.862, .0005}, ".7293": {.7293, .00005}, ".915": {.915, .0005}, "1.00": {1, .005}, "88": {.88, .005},
	} {
		value, tolerance := parseFigure(text)
		assert.InDelta(t, want[0], value, 1e-12, text)
		assert.InDelta(t, want[1], tolerance, 1e-12, text)
	}
}

// twoTopics is a corpus of two topics that any algorithm tells apart, and one article of a third.
const twoTopics = `{"id":"1","text":"council votes bridge river closure repair","story":"a"}
{"id":"2","text":"bridge over the river closed for repair, council says","story":"a"}
{"id":"3","text":"council: repair of the river bridge begins","story":"a"}
{"id":"4","text":"striker scores goal as team wins final match","story":"b"}
{"id":"5","text":"team celebrates: goal of striker decides the match","story":"b"}
{"id":"6","text":"final match won by a late goal of the striker","story":"b"}
{"id":"7","text":"comet seen at night through telescope","story":"c"}
`

// An algorithm without chance runs once, another as often as asked for; several rows may ask for the same.
func TestOnStories(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "two.jsonl"), []byte(twoTopics), 0o644))
	p := onStories("two", File{Path: "two.jsonl"}, []string{"a", "b"},
		published{system: "k-means", source: told, figures: []figure{{"match.accuracy", "100.0"}, {"nmi", "0.50"}},
			by: []string{"kmeans(k=gold,space=tfidf)", "agglomerative(k=gold)"}},
		published{system: "other", source: told, figures: []figure{{"ari", "0.25"}}, by: []string{"agglomerative(k=gold)"},
			incomparable: "so it is"})
	e := Entry{Name: "two", Title: "Two", Licence: "none", Where: "here", Parts: []Part{p}}
	require.NoError(t, e.Check())
	rows := run(t, e, Options{Data: dir, Settings: Settings{Runs: 3}})
	require.Len(t, rows, 5)
	for _, r := range rows {
		assert.InDelta(t, 1, r.Value, 1e-9, r.Cell.Name) // the third topic is left out
		assert.Equal(t, strings.HasPrefix(r.By, "kmeans"), !math.IsNaN(r.Low), "runs have an interval")
	}
	verdicts := []Verdict{rows[0].Verdict, rows[1].Verdict, rows[2].Verdict, rows[3].Verdict, rows[4].Verdict}
	assert.Equal(t, []Verdict{Within, Within, Better, Better, NotComparable}, verdicts)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "two.jsonl"), []byte(`{"id":"1"`), 0o644))
	for _, r := range run(t, e, Options{Data: dir}) {
		assert.Equal(t, Failed, r.Verdict)
		assert.Contains(t, r.Why, "two.jsonl:1")
	}
}

// What is run beside a figure is an algorithm that there is, and every metric has a name.
func TestSpecsOfRows(t *testing.T) {
	s := scorer{ctx: t.Context(), job: Job{Settings: Settings{Runs: 2}}}
	for _, e := range []Entry{shorttext, topics, ecbplus, newscopy} {
		for _, p := range e.Parts {
			for _, c := range p.Cells {
				_, err := eval.Named(c.Metric)
				assert.NoError(t, err, c.Name)
				assert.NotEmpty(t, paperNames[c.Metric])
			}
		}
	}
	for _, by := range []string{"kmeans(", "kmean"} {
		_, err := s.runs(by)
		assert.Error(t, err)
	}
}

// The curves of near-duplicates are what their formulas give.
func TestCurves(t *testing.T) {
	cells := minhashCurve.Parts[0].Cells
	for _, c := range append(cells, minhashCurve.Parts[1].Cells...) {
		s := fraction(t, strings.TrimPrefix(c.Name, "s = "))
		assert.InDelta(t, 1-math.Pow(1-math.Pow(s, curveRows), curveBands), c.Published, c.Tolerance*1.01, c.Name)
	}
	for _, c := range simhashCurve.Parts[0].Cells {
		p := math.Acos(fraction(t, strings.TrimPrefix(c.Name, "cosine = "))) / math.Pi
		sum, choose := 0.0, 1.0
		for k := range 7 {
			sum += choose * math.Pow(p, float64(k)) * math.Pow(1-p, float64(64-k))
			choose *= float64(64-k) / float64(k+1)
		}
		assert.InDelta(t, sum, c.Published, c.Tolerance*1.01, c.Name)
	}
}

func fraction(t *testing.T, text string) float64 {
	above, below, ok := strings.Cut(text, "/")
	a, err := strconv.ParseFloat(above, 64)
	require.NoError(t, err)
	if !ok {
		return a
	}
	b, err := strconv.ParseFloat(below, 64)
	require.NoError(t, err)
	return a / b
}

func TestMinHashMeetsItsCurve(t *testing.T) {
	for _, r := range run(t, Entry{Name: "minhash", Parts: minhashCurve.Parts[:1]}, Options{Settings: Settings{Runs: 2}}) {
		assert.InDelta(t, r.Cell.Published, r.Value, 4*math.Sqrt(r.Cell.Published*(1-r.Cell.Published)/2/trials)+1e-3, r.Cell.Name)
	}
}

// Long: what the register says of the entries holds on the shared data.
func TestRegister(t *testing.T) {
	testfiles.Long(t, "clusters short texts and measures curves")
	list, err := Select(Entries, "shorttext/agnews", "minhash", "simhash", "topics/20newsgroups", "topics/agnews")
	require.NoError(t, err)
	results, err := Run(t.Context(), list, Options{Data: testfiles.Path(t), Settings: Settings{Runs: 2}})
	require.NoError(t, err)
	require.NoError(t, Failures(results))
	for _, r := range results {
		assert.False(t, r.Missing, r.Entry.Name)
		for _, row := range r.Rows {
			if row.By == "kmeans(k=gold,space=tfidf)" && strings.HasPrefix(row.Cell.Name, "TF-IDF and k-means") {
				assert.Equal(t, Better, row.Verdict, "by cosine k-means is far above the published baseline: %s", row.Cell.Name)
			}
		}
	}
}
