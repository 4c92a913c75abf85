package chart

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

var update = flag.Bool("update", false, "write the golden files anew")

// hostile are texts that break what does not expect them.
var hostile = []string{
	`</svg><script>alert(1)</script>`, `a & b | c \ $d$ "e" 'f' %s`, "line\nbreak\ttab\x00\x1b[31m\uFFFE", strings.Repeat("long ", 2000),
	strings.Repeat("x", 10000), "\u202Eright to left\u202C \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
	"👩‍👩‍👧‍👦 🏳️‍🌈 emoji", "中文标题 日本語 한국어",
	"Thượng tướng Ạ̶", "\xff\xfe broken", "", " ",
}

// small is a corpus of eight articles in three stories, and one of none.
func small() *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "small"}}
	for i, story := range []string{"a", "a", "a", "b", "b", "c", "c", ""} {
		c.Articles = append(c.Articles,
			corpus.Article{ID: fmt.Sprint("id", i), Title: fmt.Sprintf("Title %d", i), Source: fmt.Sprintf("outlet%d.example", i%3), Story: story})
	}
	for _, id := range []string{"a", "b", "c"} {
		c.Stories = append(c.Stories, corpus.Story{ID: id, Title: "Story " + id})
	}
	return c
}

// result is one of a bench of the small corpus.
func result(t testing.TB, algorithm string, family algorithms.Family, labels corpus.Labels, seconds float64) results.Result {
	s, err := spec.Parse(algorithm)
	require.NoError(t, err)
	r := results.Result{Status: results.OK, Family: family, Seconds: results.Seconds{Cluster: seconds}}
	r.Trial = results.Trial{Corpus: results.Corpus{Name: "small", Fingerprint: "0123", Articles: 8, Stories: 3, Distractors: 1},
		Algorithm: s, Seed: 1}
	k, err := eval.NewCase(context.Background(), small().Gold(), labels, small())
	require.NoError(t, err)
	measures, err := all.Named("b3.f1", "clusters", "giant")
	require.NoError(t, err)
	r.Scores, err = stats.Scores(context.Background(), k, measures, stats.Bootstrap{Replicates: 50, Level: 0.95, Seed: 1})
	require.NoError(t, err)
	return r
}

// labelled are the labels of the results, by algorithm.
var labelled = map[string]corpus.Labels{
	"agglomerative(distance=0.5,linkage=average)": {0, 1, 2, 3, 4, 5, 6, 7},
	"agglomerative(distance=0.7,linkage=average)": {0, 0, 1, 2, 2, 3, 3, 4},
	"agglomerative(distance=0.9,linkage=average)": {0, 0, 0, 1, 1, 1, 1, 1},
	"leiden(neighbours=5,threshold=0.2)":          {0, 0, 0, 1, 1, 2, 2, 0},
	"kmeans(k=gold)":                              {0, 0, 0, 1, 1, 1, 2, 2},
	"one":                                         {0, 0, 0, 0, 0, 0, 0, 0},
}

// inputs know all metrics, and the defaults of minhash.
func inputs(open func(*results.Result) (*corpus.Corpus, corpus.Labels, error)) Inputs {
	return Inputs{Open: open, Metrics: all.Named, Defaults: func(s spec.Spec) (spec.Spec, error) {
		if s.Name == "minhash" && len(s.Args) == 0 {
			return spec.Parse("minhash(threshold=0.5)")
		}
		return s, nil
	}}
}

// trials are results of one system for each of the labels.
func trials(t testing.TB) []results.Result {
	oracle := result(t, "kmeans(k=gold)", algorithms.Centroid, labelled["kmeans(k=gold)"], 1.5)
	oracle.Oracle = true
	stored := []results.Result{oracle, result(t, "one", algorithms.Control, labelled["one"], 0)}
	for i, name := range []string{
		"agglomerative(distance=0.9,linkage=average)", "agglomerative(distance=0.5,linkage=average)",
		"agglomerative(distance=0.7,linkage=average)", "leiden(neighbours=5,threshold=0.2)",
	} {
		stored = append(stored, result(t, name, algorithms.Hierarchical, labelled[name], 0.2*float64(i+1)))
	}
	return stored
}

// opened are inputs with the small corpus and its labels.
func opened() Inputs {
	c := small()
	return inputs(func(r *results.Result) (*corpus.Corpus, corpus.Labels, error) {
		return c, labelled[r.Algorithm.String()], nil
	})
}

func source(t testing.TB) *Source {
	sources, missing := opened().sources(trials(t))
	require.Empty(t, missing)
	require.Len(t, sources, 1)
	m, err := sources[0].primary()
	require.NoError(t, err)
	sources[0].Measure = m
	return sources[0]
}
func tree() *Tree {
	return &Tree{Articles: 8, Merges: []Merge{
		{A: 0, B: 1, Height: 0.2, Size: 2}, {A: 3, B: 4, Height: 0.3, Size: 2}, {A: 5, B: 6, Height: 0.4, Size: 2},
		{A: 2, B: 8, Height: 0.5, Size: 3},
		{A: 9, B: 10, Height: 0.7, Size: 4}, {A: 7, B: 11, Height: 0.8, Size: 4}, {A: 12, B: 13, Height: 0.9, Size: 8},
	}}
}

func across(t testing.TB) *compare.Across {
	measures, err := all.Named("b3.f1")
	require.NoError(t, err)
	return &compare.Across{Measure: measures[0], Corpora: []string{"x", "y", "z"}, PFriedman: 0.03, CriticalDifference: 1.2,
		Standings: []compare.Standing{
			{System: "leiden", Mean: 0.9, Rank: 1.2}, {System: "kmeans(k=gold)", Oracle: true, Mean: 0.8, Rank: 2},
			{System: "hdbscan", Mean: 0.7, Rank: 2.8}, {System: "minhash", Mean: 0.3, Rank: 4},
		}}
}

// kinds are charts: at least one of each kind.
func kinds(t testing.TB) []Chart {
	list, left, err := Of(t.Context(), trials(t), opened())
	require.NoError(t, err)
	require.Equal(t, []string{"critical-difference diagram: it takes 3 corpora or more (all corpora)"}, left)
	ranks, err := Ranks(across(t))
	require.NoError(t, err)
	dendrogram, err := Dendrogram(small(), tree(), "agglomerative(distance=0.6)", 0.6)
	require.NoError(t, err)
	return append(list, ranks, dendrogram)
}

func TestGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range kinds(t) {
		seen[c.Kind] = true
		var b bytes.Buffer
		require.NoError(t, SVG(&b, &c))
		path := filepath.Join("testdata", c.Kind+".svg")
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), b.String(), c.Kind)
		wellFormed(t, &c)
	}
	assert.Len(t, seen, 8)
}

var number = regexp.MustCompile(`-?\d+(\.\d+)?`)

// wellFormed checks that an SVG can be parsed, contains only what it may, and
// stays within its view box.
func wellFormed(t require.TestingT, c *Chart) string {
	var b bytes.Buffer
	require.NoError(t, SVG(&b, c))
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	width, height, ids := 0.0, 0.0, map[string]bool{}
	within := func(name, value string, most float64) {
		v, err := strconv.ParseFloat(value, 64)
		require.NoError(t, err, "%s=%s", name, value)
		require.True(t, v >= -12 && v <= most+12, "%s=%s outside of 0 to %g", name, value, most)
	}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err, b.String())
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		require.Contains(t, []string{"svg", "g", "a", "path", "circle", "text", "title", "desc"}, e.Name.Local)
		for _, a := range e.Attr {
			switch name, value := a.Name.Local, a.Value; name {
			case "viewBox":
				_, err := fmt.Sscanf(value, "0 0 %g %g", &width, &height)
				require.NoError(t, err)
				require.True(t, width > 0 && height > 0)
			case "x", "cx":
				within(name, value, width)
			case "y", "cy":
				within(name, value, height)
			case "d":
				require.NotContains(t, value, "N") // NaN
				for _, n := range number.FindAllString(value, -1) {
					within(name, n, max(width, height))
				}
			case "href":
				require.Regexp(t, `^(#|https?://)`, value)
			case "id":
				require.False(t, ids[value])
				ids[value] = true
			default:
				require.False(t, strings.HasPrefix(name, "on"), name)
			}
		}
	}
	require.NotContains(t, b.String(), "<script")
	return b.String()
}

func TestSameBytes(t *testing.T) {
	list := kinds(t)
	var group sync.WaitGroup
	for _, format := range Formats {
		for i := range list {
			group.Go(func() {
				var first, second bytes.Buffer
				assert.NoError(t, Write(&first, &list[i], format))
				assert.NoError(t, Write(&second, &list[i], format))
				assert.True(t, bytes.Equal(first.Bytes(), second.Bytes()), "%s of %s", format, list[i].Kind)
				assert.NotContains(t, first.String(), "NaN")
			})
		}
	}
	group.Wait()
	assert.ErrorContains(t, Write(io.Discard, &list[0], "gif"), "png, svg, pdf")
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile {
		c := Chart{Name: text, Title: text, Caption: text, Legend: []Key{{Text: text, Line: true}}, Ramp: &Ramp{Label: text}}
		rows := Axis{Label: text, Categories: []Category{{Label: text, Note: text, Hover: text, Link: text}, {Label: text, Head: true}}}
		for _, p := range []Panel{{X: Axis{Label: text, Max: 1}, Y: rows, Height: 40}, {X: rows, Y: rows, Height: 40},
			{X: Axis{Max: 1}, Y: Axis{Label: text, Max: 1}, Height: 100}} {
			p.Marks = []Mark{
				{Type: Point, X: []float64{0.5}, Y: []float64{0.5}, Text: text, Hover: text, Link: "javascript:alert(1)"},
				{Type: Text, X: []float64{0.5}, Y: []float64{0.5}, Text: text, Link: "#" + text},
				{Type: Cell, X: []float64{0, 1}, Y: []float64{0, 1}, Text: text, Hover: text},
			}
			c.Panels = append(c.Panels, p)
		}
		svg := wellFormed(t, &c)
		assert.NotContains(t, svg, "javascript")
		assert.Less(t, len(svg), 30_000)
		for _, format := range Formats {
			require.NoError(t, Write(io.Discard, &c, format), "%s of %q", format, text)
		}
	}
}

func TestAnyNumbers(t *testing.T) {
	any := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-2, 12),
		rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.MaxFloat64, -math.MaxFloat64, 5e-324}))
	axis := rapid.Custom(func(t *rapid.T) Axis {
		a := Axis{Log: rapid.Bool().Draw(t, "log"), Min: any.Draw(t, "min"), Max: any.Draw(t, "max"),
			Whole: rapid.Bool().Draw(t, "whole"), Label: rapid.String().Draw(t, "label")}
		if rapid.Bool().Draw(t, "categories") {
			a.Categories = make([]Category, rapid.IntRange(0, 60).Draw(t, "n"))
			for i := range a.Categories {
				a.Categories[i].Label = rapid.SampledFrom(hostile).Draw(t, "name")
			}
		}
		if rapid.Bool().Draw(t, "ticks") {
			a.Ticks = rapid.SliceOfN(any, 0, 5).Draw(t, "at")
		}
		return a
	})
	mark := rapid.Custom(func(t *rapid.T) Mark {
		v := any.Draw(t, "value")
		return Mark{
			Type: rapid.SampledFrom([]Type{Point, Line, Cell, Text, "other"}).Draw(t, "type"),
			X:    rapid.SliceOfN(any, 0, 4).Draw(t, "x"), Y: rapid.SliceOfN(any, 0, 4).Draw(t, "y"),
			Series: rapid.IntRange(-3, 100).Draw(t, "series"), Weight: any.Draw(t, "weight"), Value: &v, Dashed: rapid.Bool().Draw(t, "dashed"),
			Text: rapid.SampledFrom(hostile).Draw(t, "text"), Hover: rapid.String().Draw(t, "hover"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		c := Chart{Title: rapid.String().Draw(t, "title")}
		for range rapid.IntRange(0, 3).Draw(t, "panels") {
			c.Panels = append(c.Panels,
				Panel{Height: any.Draw(t, "height"), X: axis.Draw(t, "x"), Y: axis.Draw(t, "y"), Marks: rapid.SliceOfN(mark, 0, 8).Draw(t, "marks")})
		}
		if rapid.Bool().Draw(t, "ramp") {
			c.Ramp = &Ramp{Min: any.Draw(t, "low"), Max: any.Draw(t, "high")}
		}
		wellFormed(t, &c)
		if err := Write(io.Discard, &c, "svg"); err != nil {
			t.Fatal(err)
		}
	})
}

// Charts of any results hold no number that JSON does not take.
func TestChartsAreData(t *testing.T) {
	stored := trials(t)
	nan := math.NaN()
	for i := range stored {
		for k := range stored[i].Scores {
			switch s := &stored[i].Scores[k]; (i + k) % 3 {
			case 0:
				s.Value = &nan
			case 1:
				s.Low = nil
			}
		}
	}
	list, _, err := Of(t.Context(), stored, opened())
	require.NoError(t, err)
	for _, c := range append(list, kinds(t)...) {
		raw, err := json.Marshal(c)
		require.NoError(t, err)
		var back Chart
		require.NoError(t, json.Unmarshal(raw, &back))
		assert.Equal(t, c, back)
		wellFormed(t, &c)
	}
}

func FuzzSVG(f *testing.F) {
	for _, c := range kinds(f) {
		raw, err := json.Marshal(c)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var c Chart
		if json.Unmarshal(raw, &c) != nil || len(c.Panels) > 20 {
			return
		}
		wellFormed(t, &c)
	})
}

// Columns that fit a phone make a narrow form, with the whole scale of its colours on it.
func TestNarrowColumns(t *testing.T) {
	for columns := range 12 {
		c := &Chart{Name: "heat", Kind: "heat", Ramp: &Ramp{Label: "keypoints.recall of the story", Max: 1}, Panels: make([]Panel, 1)}
		c.Panels[0].Y.Categories = []Category{{Label: strings.Repeat("The bridge is closed ", 9)}}
		for k := range columns {
			c.Panels[0].X.Categories = append(c.Panels[0].X.Categories, Category{Label: fmt.Sprintf("algorithm%d", k)})
		}
		var b bytes.Buffer
		ok, err := NarrowSVG(&b, c)
		require.NoError(t, err)
		assert.Equal(t, columns <= 8, ok, columns)
		if !ok {
			continue
		}
		at := regexp.MustCompile(`x="([\d.]+)"[^>]*>1\s+keypoints.recall of the story<`).FindStringSubmatch(b.String())
		require.NotNil(t, at, "not clipped")
		x, err := strconv.ParseFloat(at[1], 64)
		require.NoError(t, err)
		assert.LessOrEqual(t, x+tickFace.width("1  keypoints.recall of the story"), narrowWidth)
	}
}
