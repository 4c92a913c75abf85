package register

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/diversity"
	"github.com/seed-9405df2f/assay/eval/geometry"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

var update = flag.Bool("update", false, "write docs/validation.md anew")

// A beside is what another program has for a metric, beside what we have.
type beside struct {
	program, version, metric string
	tolerance                float64 // up to which values agree
	values, agree            int
	largest                  float64
}

// A validation is one row for each program and metric.
type validation []*beside

func (v *validation) add(program, version, metric string, tolerance, got, want float64) {
	i := slices.IndexFunc(*v, func(b *beside) bool { return b.program == program && b.version == version && b.metric == metric })
	if i < 0 {
		i = len(*v)
		*v = append(*v, &beside{program: program, version: version, metric: metric, tolerance: tolerance})
	}
	b, d := (*v)[i], math.Abs(got-want)
	b.values, b.largest = b.values+1, max(b.largest, d)
	if d <= tolerance {
		b.agree++
	}
}

func valueOf(t *testing.T, k *eval.Case, metric string) float64 {
	m, err := eval.Named(metric)
	require.NoError(t, err)
	v, err := m.Score(k)
	require.NoError(t, err)
	return v.Value
}

// peers are the values of other programs in testdata/peers.jsonl, which testdata/peers.py made.
func (v *validation) peers(t *testing.T) {
	f, err := os.Open("testdata/peers.jsonl")
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	var data struct {
		Pairs  [][2]corpus.Labels
		Points []struct {
			Rows   [][]float32
			Labels corpus.Labels
		}
		Counts [][]int
	}
	for lines.Scan() {
		var line struct {
			Program, Version, On, Metric string
			Values                       []*float64
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &data))
		require.NoError(t, json.Unmarshal(lines.Bytes(), &line))
		for i, want := range line.Values {
			if want == nil {
				continue
			}
			got, tolerance := math.NaN(), 1e-9
			switch line.On {
			case "pairs":
				k, err := eval.NewCase(t.Context(), data.Pairs[i][0], data.Pairs[i][1], nil)
				require.NoError(t, err)
				got = valueOf(t, k, line.Metric)
			case "points":
				got, tolerance = ofPoints(t, line.Metric, data.Points[i].Rows, data.Points[i].Labels), 1e-6
			case "counts":
				got = ofCounts(t, line.Metric, data.Counts[i])
			}
			v.add(line.Program, line.Version, line.Metric, tolerance, got, *want)
		}
	}
	require.NoError(t, lines.Err())
}

func ofPoints(t *testing.T, metric string, rows [][]float32, labels corpus.Labels) (value float64) {
	m := &features.Dense{Rows: len(rows), Cols: len(rows[0]), Data: slices.Concat(rows...)}
	space, ctx := &features.Space{Dense: m}, t.Context()
	var err error
	switch metric {
	case "silhouette":
		value, _, err = geometry.Silhouette(ctx, space, labels, geometry.Cosine, 1)
	case "silhouette(distance=euclidean)":
		value, _, err = geometry.Silhouette(ctx, space, labels, geometry.Euclidean, 1)
	case "calinski_harabasz":
		value, err = geometry.CalinskiHarabasz(ctx, space, labels, 1)
	case "davies_bouldin":
		value, err = geometry.DaviesBouldin(ctx, space, labels, 1)
	case "dunn":
		value, err = geometry.Dunn(ctx, space, labels, 1)
	default:
		t.Fatal("unknown metric", metric)
	}
	require.NoError(t, err)
	return value
}

func ofCounts(t *testing.T, metric string, counts []int) float64 {
	of := map[string]func([]int) float64{
		"source.richness": diversity.Richness, "source.shannon": diversity.Shannon, "source.gini_simpson": diversity.GiniSimpson,
		"source.simpson.unbiased": diversity.UnbiasedSimpson, "source.pielou": diversity.Pielou,
		"source.hill(q=1)":     func(x []int) float64 { return diversity.Hill(x, 1) },
		"source.hill(q=2)":     func(x []int) float64 { return diversity.Hill(x, 2) },
		"source.rarefied(m=5)": func(x []int) float64 { return diversity.Rarefied(x, 5) },
	}[metric]
	require.NotNil(t, of, metric)
	return of(counts)
}

// shared adds the reference values of the folder of data: what other implementations, the CoNLL scorer's tests, the catalogue of
// clustbench and ROUGE-1.5.5 have.
func (v *validation) shared(t *testing.T, dir string) {
	ctx := quiet(t.Context())
	err := eachPair(filepath.Join(dir, "reference", "partitions", "pairs.jsonl.gz"), func(gold, found corpus.Labels,
		values map[string]*float64) error {
		k, err := eval.NewCase(ctx, gold, found, nil)
		for _, metric := range referenceMetrics {
			if want := values[metric]; want != nil && err == nil {
				v.add("implementations of the definitions", "–", metric, 1e-9, valueOf(t, k, metric), *want)
			}
		}
		return err
	})
	require.NoError(t, err)
	for _, p := range conll.Parts {
		list, err := p.Measure(ctx, Job{dir: dir, files: p.Files})
		require.NoError(t, err)
		for i, m := range list {
			v.add("CoNLL scorer's test suite", "8.01", m.Cell, 1e-4, m.Values[0], p.Cells[i].Published)
		}
	}
	for _, p := range clustbench.Parts {
		d, err := openNumbers(ctx, Job{dir: dir, files: p.Files}, p.Files)
		require.NoError(t, err)
		for _, c := range p.Cells {
			if d.partitions[c.Name+"/"+strconv.Itoa(d.labellings[0].Groups())] {
				got, err := d.best(func(k int) (corpus.Labels, error) { return d.published(c.Name, k) })
				require.NoError(t, err)
				v.add("clustbench, published partitions", "–", "nca", 0.005+1e-9, got, c.Published)
			}
		}
	}
	v.rouge(t, filepath.Join(dir, "reference", "summaries", "realsumm-scores.jsonl.gz"))
}

// rouge adds the values of ROUGE-1.5.5 for the summaries of which the data have the very texts that were scored: those whose lengths, the
// denominators of P and R, are the same.
func (v *validation) rouge(t *testing.T, path string) {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	o := rouge.Options{Standard: true, Stem: rouge.Stem}
	whole := func(share float64, n int) bool {
		return math.Abs(share*float64(n)-math.Round(share*float64(n))) < 6e-6*float64(n)
	}
	for lines.Scan() {
		var d struct {
			Reference string
			Systems   map[string]struct {
				Summary string
				Scores  map[string]float64
			}
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		reference := o.Text(testfiles.Sentences(d.Reference))
		for system, s := range d.Systems {
			candidate, lsum := o.Text(testfiles.Sentences(s.Summary)), rouge.Lsum
			if strings.HasPrefix(system, "ptr_generator") { // whose texts were scored as one sentence each
				lsum = rouge.L
			}
			first := rouge.N(1, candidate, reference)
			if !whole(s.Scores["rouge_1_recall"], first.Reference) || !whole(s.Scores["rouge_1_precision"], first.Candidate) {
				continue
			}
			for family, c := range map[string]rouge.Count{"1": first, "2": rouge.N(2, candidate, reference), "l": lsum(candidate, reference)} {
				got, name := c.Score(0.5), map[string]string{"1": "rouge1", "2": "rouge2", "l": "rougeLsum"}[family]
				for reading, x := range map[string]float64{"recall": got.R, "precision": got.P, "f_score": got.F} {
					metric := name + map[string]string{"recall": ".r", "precision": ".p", "f_score": ".f1"}[reading]
					v.add("ROUGE, with -m", "1.5.5", metric, 1.1e-5, x, s.Scores["rouge_"+family+"_"+reading])
				}
			}
		}
	}
	require.NoError(t, lines.Err())
}

// What scikit-learn, genieclust and R's packages have for data of our own.
func TestPeers(t *testing.T) {
	var v validation
	v.peers(t)
	for _, b := range v {
		assert.Equal(t, b.values, b.agree, "%s of %s %s: off by up to %g", b.metric, b.program, b.version, b.largest)
		assert.Positive(t, b.values)
	}
	assert.Greater(t, len(v), 50)
}

// docs/validation.md is what these comparisons give: go test ./eval/register -run Validation -update.
func TestValidationPage(t *testing.T) {
	var v validation
	v.peers(t)
	v.shared(t, testfiles.Path(t))
	path := filepath.Join("..", "..", "docs", "validation.md")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(v.page()), 0o644))
	}
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, masked(v.page()), masked(string(raw)), "write it with: go test ./eval/register -run Validation -update")
}

// masked is a page without the largest differences of values that all agree: other processors add up in another order.
func masked(page string) string {
	lines := strings.Split(page, "\n")
	for i, line := range lines {
		if f := strings.Split(line, "|"); len(f) == 9 && f[4] == f[5] {
			f[6] = ""
			lines[i] = strings.Join(f, "|")
		}
	}
	return strings.Join(lines, "\n")
}

// page is the comparisons as a page of the docs.
func (v validation) page() string {
	var b strings.Builder
	total, agree := 0, 0
	for _, x := range v {
		total, agree = total+x.values, agree+x.agree
	}
	fmt.Fprintf(&b, `# Each metric beside other programs

%d values of other programs are compared with ours, by the same metric on the same input: %d agree.
The page is written by one command, from the reference values at hand, and CI fails if it is not what the command writes:

    go test ./eval/register -run Validation -update

- **scikit-learn, genieclust, R**: groupings, points and counts of our own, with what these programs make of them
  (`+"`eval/register/testdata/peers.py` and `peers.R`"+`, which make the values anew).
- **Implementations of the definitions**: 308 pairs of groupings, with values by programs written from the papers.
- **CoNLL scorer's test suite**: what it expects of the scorer, mentions of one side alone included
  ([the cells](reproduced.md)).
- **clustbench**: the accuracies of its catalogue, to two places, for the partitions that it published.
- **ROUGE-1.5.5**: REALSumm's scores, with stemming. Of the 2,500 summaries those count whose texts have the length that
  was scored: the others were cut into words otherwise. A few references are cut into other sentences, which ROUGE-L
  alone sees: these are all that do not agree.

Values agree if they differ by no more than the tolerance: rounding errors of the computation (1e-9, and 1e-6 for
distances of points, which are float32 here), or how far off a value is by the places that the program prints (1e-5 for
ROUGE, which rounds P and R before it takes F of them; 1e-4 for the suite, which allows that; half a unit of two places
for clustbench). The largest difference is rounded up.

`, total, agree)
	b.WriteString("| metric | beside | version | values | agree | largest difference | tolerance |\n|:--|:--|:--|--:|--:|--:|--:|\n")
	var none []string
	for _, m := range all.Metrics {
		rows := 0
		for _, x := range v {
			if name, _, _ := strings.Cut(x.metric, "("); name == m.Name {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %d | %d | %s | %.0e |\n", x.metric, x.program, x.version, x.values, x.agree, upTo(x.largest),
					x.tolerance)
				rows++
			}
		}
		if rows == 0 && !strings.HasSuffix(m.Name, ".bias") && !strings.HasSuffix(m.Name, ".error") {
			none = append(none, "`"+m.Name+"`")
		}
	}
	b.WriteString("\nNo other program's values are here for the following, whose tests have values by hand, properties, and other formulas\n" +
		"of the same number; `.bias` and `.error` of outlets' metrics are differences of these.\n\n")
	line := 0
	for i, name := range none {
		if line += len(name) + 2; line > 120 {
			b.WriteString("\n")
			line = len(name) + 2
		}
		b.WriteString(name)
		if i < len(none)-1 {
			b.WriteString(", ")
		}
	}
	return strings.ReplaceAll(b.String(), ", \n", ",\n") + ".\n"
}

// upTo rounds a difference up to a power of ten, so that the last bit of a computation does not show; from 0.00001 on to two figures.
func upTo(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x < 1e-5:
		return fmt.Sprintf("%.0e", math.Pow(10, math.Ceil(math.Log10(x))))
	}
	return fmt.Sprintf("%.2g", x)
}
