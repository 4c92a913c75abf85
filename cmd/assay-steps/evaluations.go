package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/attribution"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/conflicts"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/eval/diversity"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

// textMetrics are the metrics that read articles and pages, one of each family. Each is scored
// in a case of its own, since a case keeps what it has computed.
var textMetrics = func() (list []function) {
	known := map[string]bool{}
	for _, m := range slices.Concat(coverage.Metrics, diversity.Metrics, attribution.Metrics, conflicts.Metrics) {
		family, _, _ := strings.Cut(m.Name, ".")
		if known[family] {
			continue
		}
		known[family] = true
		list = append(list, of("metric "+m.Name, func(s string) error {
			c, err := read(s)
			if err != nil {
				return err
			}
			measures, err := allmetrics.Named(m.Name)
			if err != nil {
				return err
			}
			ctx := eval.WithPager(context.Background(), summaries.Collector{}.Collect)
			k, err := eval.NewCase(ctx, c.Gold(), c.Gold(), c)
			if err != nil {
				return err
			}
			_, err = measures[0].Score(k)
			return err
		}))
	}
	return list
}()

// explanations say why clusters of two articles each differ from gold.
var explanations = []function{
	onCorpus("explain.Explain", func(c *corpus.Corpus) error {
		e, err := explained(c)
		if err != nil {
			return err
		}
		if err := views.WriteRepair(io.Discard, e.Repair); err != nil {
			return err
		}
		flow := chart.Flow(e, 10)
		return chart.Write(io.Discard, &flow, "svg")
	}),
	{"explain.Script", func(s string) func() {
		c, err := read(s)
		if err != nil {
			panic(err)
		}
		e, err := explained(c)
		if err != nil {
			panic(err)
		}
		clusters := map[string]string{}
		for i, name := range groups(c) {
			clusters[c.Articles[i].ID] = name
		}
		return func() { e.Repair.Apply(clusters) }
	}},
}

// groups are the names of clusters of two articles each.
func groups(c *corpus.Corpus) []string {
	list := make([]string, len(c.Articles))
	for i := range list {
		list[i] = c.Articles[i/2*2].ID
	}
	return list
}

func explained(c *corpus.Corpus) (*explain.Explanation, error) {
	labels, names := make(corpus.Labels, len(c.Articles)), map[string]string{}
	for i, name := range groups(c) {
		labels[i] = int32(i / 2)
		names[c.Articles[i].ID] = name
	}
	ctx := context.Background()
	run, err := explain.NewRun(ctx, "run", eval.Policy{}, c, labels, names)
	if err != nil {
		return nil, err
	}
	return explain.Explain(ctx, run, explain.Options{Replicates: 2, Workers: 1, Stories: 2, Sample: 20})
}

// records read files that assay writes, and specs.
var records = []function{
	of("spec.Parse", func(s string) error { _, err := spec.Parse(s); return err }),
	of("spec.ParseList", func(s string) error { _, err := spec.ParseList(s); return err }),
	of("spec.Sweep", func(s string) error {
		parsed, err := spec.Parse(s)
		if err == nil {
			_, err = spec.Sweep(parsed)
		}
		return err
	}),
	of("bench.ReadPlan", func(s string) error {
		_, err := bench.ReadPlan(format.Streams(context.Background(), strings.NewReader(s)), "-")
		return err
	}),
	of("gate.Parse", func(s string) error { _, err := gate.Parse([]byte(s), "file", allmetrics.Metrics); return err }),
	of("explain.ReadScript", func(s string) error {
		script, err := explain.ReadScript(strings.NewReader(s))
		if err == nil {
			_, err = script.Apply(map[string]string{"1": "a", "2": "b"})
		}
		return err
	}),
	of("explain.ParsePrices", func(s string) error { _, err := explain.ParsePrices(s); return err }),
	of("results.Read and its report", func(s string) error {
		dir, err := os.MkdirTemp("", "assay-steps-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "results.jsonl")
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			return err
		}
		list, err := results.Read(path)
		if err == nil {
			results.Group(list)
			_, err = views.View{}.Bench(list)
		}
		return err
	}),
}

const (
	oneResult = `{"schema":"assay/result/2","corpus":{"name":"tiny","fingerprint":"f","level":"story","articles":2,"stories":1},` +
		`"metrics":["b3.f1"],"replicates":10,"status":"ok","scores":[{"metric":"b3.f1","value":0.5,"low":0,"high":1,"level":0.95}],`
	oneBaseline = `{"schema":"assay/baseline/2","version":"1","system":{"algorithm":"one","seeds":[1]},"policy":{"noise":"singletons",` +
		`"unlabelled":"within","distractors":"within","min_story":1,"sampled":"stories"},"alpha":0.05,"power":0.8,`
	oneScript = `{"schema":"assay/repair/2","prices":{"merge":1,"split":1,"move":1},"steps":[`
)

var recordInputs = append(repeated(
	"a", "(", ")", "a(", "a()", "a,", ",", "=", "a=", "a(b=", "|", "a|", "..", "/", "1..2/3", "1..2/3|", `"`, `""`, `\"`, "'", "\n", " ",
	"/stream(", "a: ", "a:\n", "- ", "- a\n", "[", "{", "{a: ", "[a, ",
	"# a\n", "&a ", "*a ", "<<: ", "|\n", "!a ", "? ", "---\n", "...\n", "%A\n", "\t",
	"  - a\n", "1=", "move=1,", `{"a":`, "[{", "é", "\xff", "\x00",
), framed(
	[3]string{"a(", "b#=1,", "c=1)"}, [3]string{"a(b=\"", "x", "\")"}, [3]string{"a(", "b(c=d),", "e)"}, [3]string{"a(b=", "1|", "2)"},
	[3]string{"", "a#(b=#),", "c"}, [3]string{"a(", "b=1..9/9,", "c=1)"}, [3]string{"a(b=\"", `\"`, "\")"}, [3]string{"", "a#,", "b"},
	[3]string{"algorithms:\n", "  - kmeans(k=#)\n", ""}, [3]string{"algorithms: [", "one, ", "one]\n"},
	[3]string{"corpora:\n", "  - a#.jsonl\n", ""}, [3]string{"metrics: [", "b3.f1, ", "b3.p]"}, [3]string{"", "x#: 1\n", ""},
	[3]string{"seed: ", "1", "\n"}, [3]string{"corpora: \"", "a ", "\""}, [3]string{"corpora: |\n", "  a\n", ""},
	[3]string{"algorithms: [a]\n", "# note\n", ""}, [3]string{"a: &a [1]\nb:\n", "  - *a\n", ""},
	[3]string{"", oneResult + `"key":"#","algorithm":"kmeans(k=#)","seed":1}` + "\n", ""},
	[3]string{"", oneResult + `"key":"#","algorithm":"one","seed":#,"notes":["note #"]}` + "\n", ""},
	[3]string{"", oneResult + `"key":"1","algorithm":"one","seed":1}` + "\n", ""},
	[3]string{"", `{"schema":"assay/result/2","key":"#","corpus":{"name":"c#","fingerprint":"#"},"algorithm":"a#","status":"failed",` +
		`"error":"error #"}` + "\n", ""},
	[3]string{oneResult + `"key":"1","algorithm":"one","notes":[`, `"note #",`, `""]}` + "\n"},
	[3]string{oneBaseline + `"metrics":[`, `{"metric":"b3.f1","margin":0.02},`, `{"metric":"b3.p","margin":0.1}],"corpora":[{}]}`},
	[3]string{oneBaseline + `"metrics":[],"constraints":{"must_link":[`, `["#","a"],`, `["a","b"]]},"corpora":[{"stories":[]}]}`},
	[3]string{oneBaseline + `"metrics":[{"metric":"b3.f1","margin":0.02}],"constraints":{"must_link":[`,
		`{"articles":["#","a"],"why":"b"},`, `{"articles":["a","b"]}]},"corpora":[{"stories":[]}]}`},
	[3]string{oneBaseline + `"metrics":[{"metric":"b3.f1","margin":0.02}],"corpora":[{"path":"tiny","name":"tiny","stories":[`,
		`{"story":"#","articles":1,"b3":0.5,"runs":[{"a#":["a#"]}]},`, `{"story":"z","articles":1,"b3":1,"runs":[{"z":["z"]}]}]}]}`},
	[3]string{"{\n", "\n", `"schema":1}`}, [3]string{"{", `"x#":1,`, `"y":1}`},
	[3]string{oneScript, `{"op":"merge","cluster":"a","into":"b"},{"op":"split","cluster":"b","into":"a","articles":["1"]},`, `{"op":"x"}]}`},
	[3]string{oneScript, `{"op":"move","cluster":"a","into":"c","articles":["1"]},{"op":"move","cluster":"c","into":"a","articles":["1"]},`,
		`{"op":"x"}]}`},
	[3]string{oneScript + `{"op":"split","cluster":"a","into":"b","articles":[`, `"#",`, `"1"]}]}`},
)...)

// charts draw a chart of which each line of a text names a row and a mark, as SVG: PNG and
// PDF are drawn by the same calls, on an area that grows with the rows.
var charts = func() (list []function) {
	add := func(name string, write func(c *chart.Chart) error) {
		list = append(list, function{"chart as " + name, func(s string) func() {
			c := chartOf(strings.Split(s, "\n"))
			return func() { write(&c) }
		}})
	}
	add("inline SVG", func(c *chart.Chart) error { return chart.SVG(io.Discard, c) })
	add("SVG file", func(c *chart.Chart) error { return chart.SVGFile(io.Discard, c) })
	short := func(s string) []string { return chart.Short(strings.Split(s, "\n")) }
	return append(list, of("chart.Short", short), of("chart.Slug", chart.Slug))
}()

func chartOf(lines []string) chart.Chart {
	rows := chart.Panel{Height: 100, X: chart.Axis{Max: 1, Label: lines[0]}}
	columns := chart.Panel{Height: 100, Y: chart.Axis{Max: 1, Label: lines[0]}}
	c := chart.Chart{Name: "chart", Title: lines[0], Caption: strings.Join(lines, " ")}
	half := 0.5
	for i, line := range lines {
		y := float64(i)
		rows.Y.Categories = append(rows.Y.Categories, chart.Category{Label: line, Note: line, Hover: line})
		columns.X.Categories = append(columns.X.Categories, chart.Category{Label: line})
		rows.Marks = append(rows.Marks, chart.Mark{Type: chart.Point, X: []float64{half}, Y: []float64{y}, Series: i, Text: line, Hover: line},
			chart.Mark{Type: chart.Text, X: []float64{half}, Y: []float64{y}, Text: line, Anchor: "end"},
			chart.Mark{Type: chart.Cell, X: []float64{0, half}, Y: []float64{y - half, y + half}, Value: &half, Text: line})
		columns.Marks = append(columns.Marks, chart.Mark{Type: chart.Point, X: []float64{y}, Y: []float64{half}, Text: line})
		c.Legend = append(c.Legend, chart.Key{Text: line, Series: i, Point: true})
	}
	c.Ramp = &chart.Ramp{Label: lines[0], Max: 1}
	c.Panels = []chart.Panel{rows, columns}
	return c
}
