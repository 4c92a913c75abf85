package register

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
)

// conllFiles lists the key and the response of each test case.
//
//go:embed conll.files
var conllFiles string

// conllFigures has a line for each metric of a case: recall, precision and F1.
//
//go:embed conll.tsv
var conllFigures string

var conll = Entry{
	Name: "conll", Title: "Coreference: the CoNLL scorer's own test cases",
	Doc: "Recall, precision and F1 that the test suite of the reference scorer (v8.01) expects, by the metrics of each case: MUC, B-cubed, " +
		"CEAF by mentions and by entities, BLANC. Responses lack mentions of the key and have others: an article of one side alone counts " +
		"in recall or precision alone (missing=absent, unknown=foreign). The suite itself lets recall, precision and F1 together be off " +
		"by less than 0.0001; here each may be. The first cases are there in CorefUD's form, too.",
	Licence: "CC BY-SA 4.0 (conll), MIT (corefud-scorer)",
	Where: "clone the repositories conll/reference-coreference-scorers and ufal/corefud-scorer on GitHub: their test files go to " +
		"DIR/originals/conll and DIR/originals/conll/corefud",
	Digits: 4,
	Parts:  conllParts(),
}

var conllSource = Source{
	Cite: "Pradhan et al. 2014, Scoring coreference partitions of predicted mentions: a reference implementation, ACL; its test suite, " +
		"CorefMetricTestConfig.pm",
	URL: "https://github.com/conll/reference-coreference-scorers",
}

// conllPolicy is that of the scorer.
var conllPolicy = corpus.IDPolicy{Missing: "absent", Unknown: "foreign"}

func conllParts() (parts []Part) {
	files := manifest(conllFiles)
	for line := range strings.Lines(conllFigures) {
		f := strings.Fields(line) // case, metric, recall, precision, F1
		if f[0] == "case" {
			continue
		}
		if n := len(parts); n == 0 || parts[n-1].Name != f[0] {
			parts = append(parts, Part{Name: f[0], Files: files[f[0]], Measure: measureConll(f[0])})
		}
		p := &parts[len(parts)-1]
		source := conllSource
		if strings.HasPrefix(f[0], "corefud") {
			source.Cite, source.URL = source.Cite+", as ufal/corefud-scorer has it", "https://github.com/ufal/corefud-scorer"
		}
		for i, reading := range []string{"r", "p", "f1"} {
			published, _ := strconv.ParseFloat(f[2+i], 64)
			metric := f[1] + "." + reading
			p.Cells = append(p.Cells, Cell{Name: metric, Metric: metric + ", missing=absent, unknown=foreign", Published: published,
				Tolerance: 1e-4, Better: eval.Descriptive, Source: source})
		}
	}
	return parts
}

// measureConll scores the response of a case against its key.
func measureConll(part string) func(ctx context.Context, j Job) ([]Measurement, error) {
	return func(ctx context.Context, j Job) (list []Measurement, err error) {
		ctx = quiet(ctx)
		key, _, err := format.OpenGoldLabels(ctx, j.Path("key"))
		if err != nil {
			return nil, err
		}
		a, err := format.AlignLabels(ctx, key, conllPolicy, j.Path("response"))
		if err != nil {
			return nil, err
		}
		c, err := eval.NewCase(ctx, a.Corpus.Gold(), a.Labels[0], a.Corpus)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(conllFigures) {
			f := strings.Fields(line)
			if f[0] != part {
				continue
			}
			for _, reading := range []string{"r", "p", "f1"} {
				m, err := eval.Named(f[1] + "." + reading)
				if err != nil {
					return nil, err
				}
				v, err := m.Score(c)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", m.Spec, err)
				}
				list = append(list, Measurement{Cell: m.Name, By: "the response", Values: []float64{v.Value}})
			}
		}
		return list, nil
	}
}
