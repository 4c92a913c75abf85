package register

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A figure is the value of a metric, as it was published.
type figure struct{ metric, published string }

// paperNames are the names that papers have for metrics.
var paperNames = map[string]string{
	"match.accuracy": "ACC", "nmi": "NMI", "ari": "ARI", "homogeneity": "homogeneity", "completeness": "completeness", "v": "V-measure",
}

// A published is a row of a table of scores on a corpus: a system, and what is run here beside it.
type published struct {
	system  string
	source  Source
	figures []figure
	runs    int      // of which the figures are the means; 0 if not stated
	by      []string // specs of algorithms
	note    string
	// incomparable is why none of it is to be compared; empty if it is.
	incomparable string
}

// onCorpus is a part that clusters the labelled corpus in a file, in the role "corpus", and scores it. Figures are written
// as in the paper: 34.5 is a percentage.
func onCorpus(name string, file File, rows ...published) Part {
	return onStories(name, file, nil, rows...)
}

// onStories is onCorpus for the articles of some stories; nil means all articles.
func onStories(name string, file File, stories []string, rows ...published) Part {
	file.Role = "corpus"
	p := Part{Name: name, Files: []File{file}}
	for _, r := range rows {
		for _, f := range r.figures {
			p.Cells = append(p.Cells, r.cell(f))
		}
	}
	p.Measure = func(ctx context.Context, j Job) (list []Measurement, err error) {
		c, err := format.Open(quiet(ctx), j.Path("corpus"))
		if err != nil {
			return nil, err
		}
		if stories != nil {
			c.Articles = slices.DeleteFunc(c.Articles, func(a corpus.Article) bool { return !slices.Contains(stories, a.Story) })
		}
		s := scorer{ctx: quiet(ctx), job: j, corpus: c, found: map[string][]corpus.Labels{}}
		for _, r := range rows {
			measured, err := s.row(r)
			if err != nil {
				return nil, err
			}
			list = append(list, measured...)
		}
		return list, nil
	}
	return p
}

// quiet is a context in which notes on how a corpus was read are not shown.
func quiet(ctx context.Context) context.Context { return format.Noting(ctx, func(corpus.Fault) {}) }

func (r published) cell(f figure) Cell {
	value, tolerance := parseFigure(f.published)
	return Cell{Name: r.system + ", " + paperNames[f.metric], Metric: f.metric, Published: value, Tolerance: tolerance, Runs: r.runs,
		Better: eval.Higher, Source: r.source, Note: r.note}
}

// parseFigure reads a figure as it was published, a share or a percentage, and half a unit of its last place.
func parseFigure(text string) (value, tolerance float64) {
	value, _ = strconv.ParseFloat(text, 64)
	_, decimals, _ := strings.Cut(text, ".")
	tolerance = 0.5
	for range decimals {
		tolerance /= 10
	}
	if value > 1 {
		return value / 100, tolerance / 100
	}
	return value, tolerance
}

// A scorer runs algorithms on a corpus, each once, and scores what they find.
type scorer struct {
	ctx    context.Context
	job    Job
	corpus *corpus.Corpus
	found  map[string][]corpus.Labels // by spec: of each run
}

// row measures the figures of a row by each of its algorithms.
func (s *scorer) row(r published) (list []Measurement, err error) {
	for _, by := range r.by {
		runs, err := s.runs(by)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", by, err)
		}
		for _, f := range r.figures {
			m := Measurement{Cell: r.cell(f).Name, By: by, Incomparable: r.incomparable}
			for _, labels := range runs {
				v, err := s.score(f.metric, labels)
				if err != nil {
					return nil, err
				}
				m.Values = append(m.Values, v)
			}
			list = append(list, m)
		}
	}
	return list, nil
}

// runs clusters the corpus, once or, if labels depend on the seed, as often as the job says.
func (s *scorer) runs(algorithm string) ([]corpus.Labels, error) {
	if runs, ok := s.found[algorithm]; ok {
		return runs, nil
	}
	parsed, err := spec.Parse(algorithm)
	if err != nil {
		return nil, err
	}
	entry, c, _, err := allalgorithms.Parse(parsed)
	if err != nil {
		return nil, err
	}
	p, err := algorithms.NewProblem(c, s.corpus)
	if err != nil {
		return nil, err
	}
	p.Workers = s.job.Workers
	count := 1
	if entry.Seeded {
		count = s.job.Runs
	}
	var runs []corpus.Labels
	for run := range count {
		p.Seed = s.job.Seed + uint64(run)
		labels, err := p.Run(s.ctx, c)
		if err != nil {
			return nil, err
		}
		runs = append(runs, labels)
	}
	s.found[algorithm] = runs
	return runs, nil
}

func (s *scorer) score(metric string, found corpus.Labels) (float64, error) {
	c, err := eval.NewCase(s.ctx, s.corpus.Gold(), found, s.corpus)
	if err != nil {
		return 0, err
	}
	m, err := eval.Named(metric)
	if err != nil {
		return 0, err
	}
	v, err := m.Score(c)
	return v.Value, err
}
