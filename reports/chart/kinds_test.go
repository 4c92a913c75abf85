package chart

import (
	"errors"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/spec"
)

func of(marks []Mark, kind Type) (list []Mark) {
	for _, m := range marks {
		if m.Type == kind {
			list = append(list, m)
		}
	}
	return list
}

func TestDocsShowEveryKind(t *testing.T) {
	page, err := os.ReadFile("../../docs/reports.md")
	require.NoError(t, err)
	for _, k := range Kinds {
		assert.Contains(t, string(page), "\n| "+k.Doc, k.Name)
	}
}

func TestChartsTakeMeansOfSeeds(t *testing.T) {
	a := result(t, "kmeans(k=3)", algorithms.Centroid, labelled["one"], 1)
	b := result(t, "kmeans(k=3)", algorithms.Centroid, labelled["leiden(neighbours=5,threshold=0.2)"], 3)
	again, failed, shuffled := a, a, a
	b.Seed, again.Seed, failed.Seed, shuffled.Order = 2, 2, 3, 1
	failed.Status = results.Failed
	in := inputs(func(*results.Result) (*corpus.Corpus, corpus.Labels, error) { return nil, nil, errors.New("gone") })
	list := []results.Result{a, again, b, failed, shuffled}
	sources, missing := in.sources(list)
	require.Len(t, sources, 1)
	require.Len(t, sources[0].Systems, 1)
	s := sources[0].Systems[0]
	assert.InDelta(t, 2, s.Seconds(), 1e-12, "of two seeds, the later result of a seed counting")
	va, vb := a.Score("b3.f1").Value, b.Score("b3.f1").Value
	got := score(&s, "b3.f1")
	require.NotNil(t, got)
	assert.InDelta(t, (*va+*vb)/2, *got.Value, 1e-12)
	assert.Equal(t, []string{"small: gone"}, missing)
	_, left, err := Of(t.Context(), list, in)
	require.NoError(t, err)
	assert.Contains(t, left, "small: gone")
	assert.Contains(t, left, "sizes of clusters: the corpus or the labels are not at hand (small)")
}

func TestBarsAreInGroups(t *testing.T) {
	s := source(t)
	c, err := Bars(t.Context(), s)
	require.NoError(t, err)
	var labels []string
	for _, row := range c.Panels[0].Y.Categories {
		labels = append(labels, row.Label)
	}
	assert.Equal(t, []string{
		"leiden(neighbours=5,threshold=0.2)", "agglomerative(distance=0.7,linkage=average)",
		"agglomerative(distance=0.9,linkage=average)", "agglomerative(distance=0.5,linkage=average)",
		"oracles: told the gold's sizes", "kmeans(k=gold)", "controls: the floor", "one",
	}, labels)
	points := of(c.Panels[0].Marks, Point)
	require.Len(t, points, 6)
	assert.Equal(t, []float64{5}, points[4].Y, "not on the row of the heading")
	assert.True(t, points[4].Hollow)
	_, err = Bars(t.Context(), &Source{Measure: s.Measure})
	assert.ErrorContains(t, err, "no system has a value of b3.f1")
}

func TestPareto(t *testing.T) {
	at := func(x, y float64) Mark { return Mark{X: []float64{x}, Y: []float64{y}} }
	points := []Mark{at(3, .8), at(1, .5), at(2, .4), at(3, .9), at(5, .9), at(4, 1)}
	front := pareto(points, eval.Higher, 10)
	assert.Equal(t, []float64{1, 3, 3, 4, 4, 10}, front.X)
	assert.Equal(t, []float64{.5, .5, .9, .9, 1, 1}, front.Y)
	front = pareto(points, eval.Lower, 10)
	assert.Equal(t, []float64{.5, .5, .4, .4}, front.Y)
	assert.Nil(t, pareto(nil, eval.Higher, 1))
}

func TestSweepsFindFamilies(t *testing.T) {
	s := source(t)
	list, err := Sweeps(t.Context(), s)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Len(t, list[0].Panels, 3)
	line := of(list[0].Panels[0].Marks, Line)[0]
	assert.Equal(t, []float64{.5, .7, .9}, line.X)
	clusters := of(list[0].Panels[1].Marks, Line)
	assert.Equal(t, []float64{3, 3}, clusters[0].Y, "the stories of the gold")
	assert.Equal(t, []float64{8, 5, 2}, clusters[1].Y)
	assert.InDeltaSlice(t, []float64{1. / 7, 2. / 7, 4. / 7}, of(list[0].Panels[2].Marks, Line)[0].Y, 1e-12)

	systems := func(names ...string) (list []results.System) {
		for _, name := range names {
			algorithm, err := spec.Parse(name)
			require.NoError(t, err)
			list = append(list, results.System{Algorithm: algorithm})
		}
		return list
	}
	all := s.families(systems("minhash(threshold=0.4)", "minhash", "minhash(threshold=0.6)",
		"kmeans(k=3)", "kmeans(k=gold)", "kmeans(k=4)", "production.csv"))
	require.Len(t, all, 1, "two numbers and a word are no curve")
	var at []float64
	for _, o := range all[0].settings {
		at = append(at, o.at)
	}
	assert.Equal(t, []float64{.4, .5, .6}, at, "the middle one is at its default")

	apart := s.withoutSweeps(systems("minhash", "minhash(threshold=0.4)", "hdbscan", "minhash(threshold=0.6)"))
	assert.Equal(t, systems("minhash", "hdbscan"), apart)
}

func TestSizesCountClusters(t *testing.T) {
	s := source(t)
	c, err := Sizes(t.Context(), s)
	require.NoError(t, err)
	lines := of(c.Panels[0].Marks, Line)
	require.Len(t, lines, 3, "gold, leiden and the best of three distances")
	assert.Equal(t, []float64{2, 3}, lines[0].X)
	assert.Equal(t, []float64{3, 1}, lines[0].Y, "three stories of two or more articles, one of three")
	assert.Equal(t, []float64{2, 4}, lines[1].X)
	assert.Equal(t, []float64{3, 1}, lines[1].Y)
	assert.Equal(t, "leiden", c.Legend[1].Text)
}

func TestHeatHoldsStories(t *testing.T) {
	s := source(t)
	c, err := Heat(t.Context(), s)
	require.NoError(t, err)
	p := c.Panels[0]
	require.Len(t, p.X.Categories, 2)
	require.Len(t, p.Y.Categories, 3)
	require.Len(t, p.Marks, 6)
	assert.Equal(t, "leiden", p.X.Categories[0].Label)
	// Under leiden b and c are whole, a shares its cluster with one other article:
	// precision 3/4, recall 1. At distance 0.7, a is in parts of two and one: recall 5/9.
	assert.Equal(t, []string{"b", "c", "a"}, []string{p.Y.Categories[0].Key, p.Y.Categories[1].Key, p.Y.Categories[2].Key})
	assert.InDelta(t, 6./7, *p.Marks[4].Value, 1e-12)
	assert.InDelta(t, 5./7, *p.Marks[5].Value, 1e-12)
	assert.Equal(t, ".86", p.Marks[4].Text)
	assert.Equal(t, "Story a", p.Y.Categories[2].Label)
}

func TestProfilesFall(t *testing.T) {
	s := source(t)
	c, err := Profiles(t.Context(), s)
	require.NoError(t, err)
	lines := of(c.Panels[0].Marks, Line)
	require.Len(t, lines, 3)
	// Stories of 3, 2 and 2 outlets with an article each: 7/3 at every order.
	for _, v := range lines[0].Y {
		assert.InDelta(t, 7./3, v, 1e-9)
	}
	// Under leiden the fourth article of story a's cluster is of an outlet that is
	// there already: at q = 2, 1/(¼+1/16+1/16) = 8/3 for 3.
	assert.InDelta(t, 7./3, lines[1].Y[0], 1e-9)
	assert.InDelta(t, (8./3+2+2)/3, lines[1].Y[8], 1e-9)
	for i := 1; i < len(lines[1].Y); i++ {
		assert.LessOrEqual(t, lines[1].Y[i], lines[1].Y[i-1]+1e-12)
	}
}

func TestRanksJoinWhatIsNotToldApart(t *testing.T) {
	c, err := Ranks(across(t))
	require.NoError(t, err)
	var bars [][]float64
	for _, m := range c.Panels[0].Marks {
		if m.Weight == 3.5 {
			bars = append(bars, m.X)
		}
	}
	// 1.2 and 2, 2 and 2.8, and 2.8 alone are less than 1.2 apart; 2.8 and 4 are not.
	require.Len(t, bars, 2)
	assert.InDeltaSlice(t, []float64{1.14, 2.06}, bars[0], 1e-9)
	assert.InDeltaSlice(t, []float64{1.94, 2.86}, bars[1], 1e-9)
	a := across(t)
	a.Standings = a.Standings[:1]
	_, err = Ranks(a)
	assert.Error(t, err)
}

func TestDendrogram(t *testing.T) {
	c, err := Dendrogram(small(), tree(), "x", 0.6)
	require.NoError(t, err)
	p := c.Panels[0]
	var keys []string
	for _, leaf := range p.Y.Categories {
		keys = append(keys, leaf.Key)
	}
	assert.Equal(t, []string{"id3", "id4", "id5", "id6", "id7", "id2", "id0", "id1"}, keys)
	for _, m := range of(p.Marks, Line)[:7] {
		assert.Equal(t, m.X[1] > 0.6, m.Weight == thin, "what lies above the cut")
	}
	assert.Len(t, of(p.Marks, Point), 7, "one article is of no story")
	for k, want := range map[int]float64{1: 0.9, 2: 0.85, 8: 0.1, 4: 0.6} {
		assert.InDelta(t, want, CutHeight(tree(), k), 1e-12)
	}
	assert.True(t, math.IsNaN(CutHeight(tree(), 9)))
	_, err = Dendrogram(small(), &Tree{Articles: 3}, "x", 1)
	assert.Error(t, err)
}

// A chain as single linkage makes them, of more articles than are drawn.
func TestDendrogramOfManyArticles(t *testing.T) {
	const n = 3000
	c, d := &corpus.Corpus{}, &Tree{Articles: n}
	for i := range n {
		c.Articles = append(c.Articles, corpus.Article{ID: "a", Title: "t"})
		if i > 0 {
			before := 0
			if i > 1 {
				before = n + i - 2
			}
			d.Merges = append(d.Merges, Merge{A: min(i, before), B: max(i, before), Height: float64(i) / n, Size: i + 1})
		}
	}
	chart, err := Dendrogram(c, d, "x", math.NaN())
	require.NoError(t, err)
	assert.Len(t, chart.Panels[0].Y.Categories, mostLeaves)
	assert.Greater(t, chart.Panels[0].X.Min, 0.9)
	labels := ""
	for _, leaf := range chart.Panels[0].Y.Categories {
		labels += leaf.Label
	}
	assert.Contains(t, labels, "t (2951)")
	wellFormed(t, &chart)
}

func TestShort(t *testing.T) {
	assert.Equal(t, []string{"kmeans", "kmeans(space=tfidf)", "leiden", "by(day)", "a b.csv"},
		Short([]string{"kmeans(k=gold)", "kmeans(k=gold,space=tfidf)", "leiden(neighbours=5)", "by(day)", "a b.csv"}))
	assert.Equal(t, []string{"kmeans(k=3)", "kmeans(k=3)"}, Short([]string{"kmeans(k=3)", "kmeans(k=3)"}))
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		axis Axis
		want []string
	}{
		{Axis{Min: 0, Max: 1}, []string{"0", "0.2", "0.4", "0.6", "0.8", "1"}},
		{Axis{Min: -0.04, Max: 0.9}, []string{"0", "0.2", "0.4", "0.6", "0.8"}},
		{Axis{Min: 1, Max: 3, Whole: true}, []string{"1", "2", "3"}},
		{Axis{Min: 0, Max: 40000}, []string{"0", "10 000", "20 000", "30 000", "40 000"}},
		{Axis{Min: 0.001, Max: 10, Log: true}, []string{"0.001", "0.01", "0.1", "1", "10"}},
		{Axis{Min: 0.5, Max: 30, Log: true}, []string{"0.5", "1", "2", "5", "10", "20"}},
		{Axis{Min: 55, Max: 90, Log: true}, []string{"60", "70", "80", "90"}},
		{Axis{Min: 0, Max: 4, Ticks: []float64{0, 4, 9}}, []string{"0", "4"}},
	} {
		var got []string
		for _, tick := range newScale(&test.axis, 0, 300).ticks(50) {
			got = append(got, tick.label)
		}
		assert.Equal(t, test.want, got, "%+v", test.axis)
	}
}

// No name lies over another, or over a point.
func TestNamesDoNotMeet(t *testing.T) {
	var taken []frame
	set := newTaken()
	area := frame{0, 0, 600, 300}
	for i := range 20 {
		d := dot{300 + float64(i%3), 100 + 5*float64(i)}
		taken = append(taken, frame{d.x - 5, d.y - 5, d.x + 5, d.y + 5})
		set.add(taken[i])
	}
	found := 0
	for i := range 20 {
		place, _, ok := findRoom(dot{300 + float64(i%3), 100 + 5*float64(i)}, 120, area, set)
		if !ok {
			continue
		}
		found++
		for _, f := range taken {
			assert.False(t, place.meets(f))
		}
		taken = append(taken, place)
		set.add(place)
	}
	assert.Greater(t, found, 15)
}

func TestDrawableTextNeverFails(t *testing.T) {
	face := labelFace.face()
	assert.Equal(t, "Thượng tướng – “Ω”", drawable(face, "Thượng tướng – “Ω”"))
	assert.Equal(t, "□□ □", drawable(face, "中文 👩‍👩‍👧‍👦"))
	assert.Equal(t, "\u05DD\u05D5\u05DC\u05E9 abc", drawable(face, "\u05E9\u05DC\u05D5\u05DD abc"), "as it is seen, from left to right")
	for _, text := range hostile {
		s := labelFace.clip(text, 100)
		assert.LessOrEqual(t, labelFace.width(s), 100.0)
	}
}

// Gold levels of one corpus, which its judges show, are not several corpora.
func TestLevelsAreNotRankedOver(t *testing.T) {
	measures, err := all.Named("b3.f1")
	require.NoError(t, err)
	sources := func(judged bool, level string) (list []*Source) {
		for _, name := range []string{"a", "b", "c"} {
			s := &Source{Set: results.Set{Corpus: results.Corpus{Name: name, Level: level}}, Measure: measures[0]}
			for _, algorithm := range []string{"one", "kmeans(k=gold)", "leiden(neighbours=5,threshold=0.2)"} {
				r := result(t, algorithm, algorithms.Centroid, labelled[algorithm], 1)
				s.Systems = append(s.Systems, results.System{Algorithm: r.Algorithm, Family: r.Family, Runs: []results.Result{r}})
			}
			if judged {
				s.Systems = append(s.Systems, results.System{Role: results.Judge})
			}
			list = append(list, s)
		}
		return list
	}
	_, err = ranksOver(t.Context(), sources(true, "anna"))
	assert.ErrorContains(t, err, "it takes 3 corpora or more")
	for _, list := range [][]*Source{sources(false, "anna"), sources(true, "max(anna,ben)")} {
		_, err = ranksOver(t.Context(), list)
		assert.NoError(t, err)
	}
}
