package score_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// everyMetric lists all metrics, each also with every other choice of its parameters, and with
// the texts of the gold stories where pages are scored.
func everyMetric(t require.TestingT) (list []string) {
	for _, m := range all.Metrics {
		list = append(list, m.Name)
		for _, p := range spec.Params(m.New()) {
			var choices []string
			switch {
			case p.OneOf != "":
				choices = strings.Split(p.OneOf, ",")
			case p.Name == "summarizer":
				choices = []string{"gold"}
			case p.Name == "q" && !strings.HasPrefix(m.Name, "source.standardised"):
				choices = []string{"0", "0.999", "1", "1.001", "7", "1000"}
			case p.Name == "q":
				choices = []string{"1", "2"}
			case p.Name == "coverage":
				choices = []string{"0.01", "0.99"}
			}
			for _, choice := range choices {
				name := fmt.Sprintf("%s(%s=%s)", m.Name, p.Name, choice)
				if _, err := all.Named(name); err == nil { // else the choice is allowed with others only
					list = append(list, name)
				}
			}
		}
	}
	measures, err := all.Named(list...)
	require.NoError(t, err)
	list = list[:0]
	for _, m := range eval.Distinct(measures) {
		list = append(list, m.Spec.String())
	}
	return list
}

// texts are what an article or a story may say: each function is given its number.
var texts = map[string]func(i int) string{
	"news": func(i int) string {
		return fmt.Sprintf("Minister Ana Ruiz said %d people died in the flood near Porto. “It is a disaster for us”, she said on Monday. "+
			"Rescue teams reached village number %d late at night.", 10+i%3, i)
	},
	"equal":          func(int) string { return "The dam broke. Twelve people died." },
	"empty":          func(int) string { return "" },
	"one character":  func(i int) string { return string(rune('a' + i%26)) },
	"one word":       func(i int) string { return fmt.Sprintf("word%d", i%4) },
	"equal words":    func(int) string { return strings.Repeat("flood ", 10000) },
	"no letter":      func(i int) string { return strings.Repeat("—!?… ", i%5+1) },
	"spaces":         func(int) string { return " \n\t\u00a0 " },
	"numbers":        func(i int) string { return fmt.Sprintf("%d. 1,500 $2bn 4.5 %% %d", i, 1<<40) },
	"quotes":         func(i int) string { return strings.Repeat("“", i+1) + "so it is said" + strings.Repeat("”", i%3) },
	"without spaces": func(i int) string { return strings.Repeat("地震造成三人死亡。", i%3+1) + "救援队抵达" },
	"thai": func(i int) string {
		return strings.Repeat("น้ำท่วมหนักในกรุงเทพ", i%3+1)
	},
	"not UTF-8": func(int) string { return "\xff\xfe flood \x00 \u200b" },
}

// groupings are labels of n articles: gold and found alike.
var groupings = map[string]func(i, n int) int32{
	"one":       func(int, int) int32 { return 0 },
	"singles":   func(i, _ int) int32 { return int32(i) },
	"none":      func(int, int) int32 { return corpus.None },
	"one alone": func(i, _ int) int32 { return int32(min(i, 1)) },
	"pairs":     func(i, _ int) int32 { return int32(i / 2) },
	"pairs off": func(i, _ int) int32 { return int32((i + 1) / 2) },
	"thirds":    func(i, _ int) int32 { return int32(i % 3) },
	"half none": func(i, n int) int32 { return int32(i/2)*int32(2*i/n) - int32(1-2*i/n) },
	"last only": func(i, n int) int32 { return int32((i+1)/n) - 1 },
	"huge and tiny": func(i, n int) int32 {
		if i < n/5 {
			return int32(i)
		}
		return int32(n)
	},
}

var outlets = map[string]func(i int) string{
	"no outlets":   func(int) string { return "" },
	"one outlet":   func(int) string { return "one.example" },
	"each its own": func(i int) string { return fmt.Sprintf("outlet%d.example", i) },
	"few outlets":  func(i int) string { return fmt.Sprintf("outlet%d.example", i*i%5) },
	"some":         func(i int) string { return []string{"", "a.example", "b.example"}[i%3] },
	"not hosts":    func(i int) string { return []string{"…", "http://", "Reuters", "co.uk"}[i%4] },
}

var dates = map[string]func(i int) time.Time{
	"absent": func(int) time.Time { return time.Time{} },
	"same":   func(int) time.Time { return time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC) },
	"apart":  func(i int) time.Time { return time.Date(1+i*1999%9998, 1, 1, 0, 0, i, 0, time.UTC) },
}

// input is a corpus and a clustering, made of parts that are named.
type input struct {
	n                                              int
	gold, found, text, title, story, source, dated string
	distractors, table                             bool // articles without gold are distractors; a table of outlets is there
	noise, sampled                                 string
}

func (x input) request() score.Request {
	c := &corpus.Corpus{Card: corpus.Card{Name: "made", Lang: "en"}}
	found := make(corpus.Labels, x.n)
	for i := range found {
		a := corpus.Article{
			ID: fmt.Sprint(i), Title: texts[x.title](i), Text: texts[x.text](i), Source: outlets[x.source](i),
			Published: corpus.Moment{Time: dates[x.dated](i)},
		}
		if g := groupings[x.gold](i, x.n); g >= 0 {
			a.Story = fmt.Sprint("s", g)
		} else {
			a.Distractor = x.distractors
		}
		c.Articles, found[i] = append(c.Articles, a), groupings[x.found](i, x.n)
	}
	c.AddMissingStories()
	for s := range c.Stories {
		said := texts[x.story](s)
		c.Stories[s].Title, c.Stories[s].Summary = said, said
		if said != "" {
			c.Stories[s].KeyPoints, c.Stories[s].References = []string{said, "flood"}, []string{said, ""}
		}
	}
	if x.table {
		c.Outlets = map[string]corpus.Outlet{}
		for i := range x.n {
			lean := float64(i%3) - 1
			c.Outlets[outlets[x.source](i)] = corpus.Outlet{Owner: fmt.Sprint(i % 2), Country: "PT", Lean: &lean}
		}
	}
	return score.Request{
		Gold: c, Found: found, Policy: eval.Policy{Noise: x.noise, Sampled: x.sampled},
		Bootstrap: stats.Bootstrap{Replicates: 20, Level: 0.95, Seed: 1}, Worst: 1,
	}
}

var drawn = rapid.Custom(func(t *rapid.T) input {
	x := input{n: rapid.SampledFrom([]int{1, 2, 3, 5, 12, 30}).Draw(t, "n")}
	x.gold, x.found = pick(t, "gold", groupings), pick(t, "found", groupings)
	x.text, x.title, x.story = pick(t, "text", texts), pick(t, "title", texts), pick(t, "story", texts)
	x.source, x.dated = pick(t, "source", outlets), pick(t, "dated", dates)
	x.noise = rapid.SampledFrom([]string{"singletons", "one", "drop"}).Draw(t, "noise")
	x.sampled = rapid.SampledFrom([]string{"stories", "articles"}).Draw(t, "sampled")
	x.distractors, x.table = rapid.Bool().Draw(t, "distractors"), rapid.Bool().Draw(t, "table")
	return x
})

func pick[V any](t *rapid.T, label string, of map[string]V) string {
	return rapid.SampledFrom(slices.Sorted(maps.Keys(of))).Draw(t, label)
}

// checkSheet scores the input by the metrics and checks every number of the sheet: values,
// intervals, errors, floors, variants and worst stories.
func checkSheet(t require.TestingT, x input, metrics []string) {
	r := x.request()
	r.Metrics = metrics
	sheet, err := score.Run(context.Background(), r)
	if err != nil {
		if !errors.Is(err, eval.ErrNoGold) {
			require.ErrorContains(t, err, "no article", "%+v", x)
		}
		return
	}
	_, err = json.Marshal(sheet)
	require.NoError(t, err, "%+v", x)
	span := map[string][2]float64{}
	check := func(v *float64, what, metric string) {
		if v == nil {
			return
		}
		assert.False(t, math.IsNaN(*v) || math.IsInf(*v, 0) || *v == 0 && math.Signbit(*v), "%s of %s is %g: %+v", what, metric, *v, x)
		assert.True(t, *v >= span[metric][0] && *v <= span[metric][1], "%s of %s is %g: %+v", what, metric, *v, x)
	}
	for i, s := range sheet.Scores {
		span[s.Metric] = sheet.Measures[i].Range
		check(s.Value, "value", s.Metric)
		check(s.Low, "low end", s.Metric)
		check(s.High, "high end", s.Metric)
		assert.Equal(t, s.Value == nil, s.Reason != "", "%s: %+v", s.Metric, x)
		assert.False(t, s.Value == nil && (s.Low != nil || s.Error != nil), "%s: %+v", s.Metric, x)
		assert.Equal(t, s.Low == nil, s.High == nil, "%s: %+v", s.Metric, x)
		if s.Low != nil {
			assert.LessOrEqual(t, *s.Low, *s.High, "%s: %+v", s.Metric, x)
		}
		if s.Error != nil {
			assert.False(t, !(*s.Error >= 0) || math.IsInf(*s.Error, 1) || math.Signbit(*s.Error), "error of %s: %+v", s.Metric, x)
		}
	}
	for _, f := range sheet.Floors {
		for metric, v := range f.Values {
			check(v, f.Name, metric)
		}
	}
	for _, f := range sheet.Variants {
		for metric, v := range f.Values {
			check(v, f.Policy, metric)
		}
	}
	for _, w := range sheet.Worst {
		check(&w.Value, "story "+w.Story, w.Metric)
	}
}

func TestEveryNumberIsInTheRangeOfItsMetric(t *testing.T) {
	metrics := everyMetric(t)
	require.Greater(t, len(metrics), 2*len(all.Metrics))
	rapid.Check(t, func(t *rapid.T) {
		const parts = 4 // a check scores a quarter of the metrics
		var some []string
		for i := rapid.IntRange(0, parts-1).Draw(t, "part"); i < len(metrics); i += parts {
			some = append(some, metrics[i])
		}
		checkSheet(t, drawn.Draw(t, "input"), some)
	})
}

func TestThousandsOfOutletsAreInRange(t *testing.T) {
	metrics := slices.DeleteFunc(everyMetric(t), func(m string) bool { return !strings.HasPrefix(m, "source.") })
	checkSheet(t, input{
		n: 2000, gold: "one", found: "thirds",
		text: "one word", title: "empty", story: "empty", source: "each its own", dated: "absent", table: true,
	}, metrics)
}
