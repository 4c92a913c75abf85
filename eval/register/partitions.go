package register

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// referenceMetrics are the metrics of which the file of reference values has some.
var referenceMetrics = []string{
	"purity", "inverse_purity", "purity.f1", "cluster.f", "b3.p", "b3.r", "b3.f1", "pair.p", "pair.r", "pair.f1", "rand", "ari", "fmi",
	"mi", "nmi(avg=arithmetic)", "nmi(avg=geometric)", "nmi(avg=min)", "nmi(avg=max)", "ami(avg=arithmetic)", "ami(avg=geometric)",
	"ami(avg=min)", "ami(avg=max)", "homogeneity", "completeness", "v", "vi", "nvi", "vandongen", "match.accuracy", "ceaf.e.p", "ceaf.e.r",
	"ceaf.e.f1", "muc.p", "muc.r", "muc.f1", "ecs", "lea.p", "lea.r", "lea.f1", "psi", "nca",
}

var partitions = Entry{
	Name: "partitions", Title: "Metrics beside independent implementations: largest differences",
	Doc: "Up to 308 pairs of partitions, hand-made and random, with the values that scikit-learn, genieclust and implementations from " +
		"the definitions give. A cell is one metric: the figure is 0, measured is the largest difference of all its values.",
	Licence: "made for this purpose",
	Where:   "JSON lines {name, gold, pred, values} as DIR/reference/partitions/pairs.jsonl.gz: any implementation can make them",
	Digits:  13,
	Parts: []Part{{
		Files: []File{{Role: "pairs", Path: "reference/partitions/pairs.jsonl.gz", Size: 133177, Fingerprint: "5d610dd558a29c1f"}},
		Cells: partitionCells(), Measure: measurePartitions,
	}},
}

func partitionCells() (list []Cell) {
	for _, m := range referenceMetrics {
		list = append(list, Cell{Name: m, Metric: m, Published: 0, Tolerance: 1e-9, Better: eval.Descriptive,
			Source: Source{Cite: "values of independent implementations, and formulas as in docs/metrics.md"}})
	}
	return list
}

// measurePartitions returns the largest difference of each metric from its reference values.
func measurePartitions(ctx context.Context, j Job) ([]Measurement, error) {
	largest, count := map[string]float64{}, map[string]int{}
	err := eachPair(j.Path("pairs"), func(gold, found corpus.Labels, values map[string]*float64) error {
		k, err := eval.NewCase(ctx, gold, found, nil)
		if err != nil {
			return err
		}
		for _, metric := range referenceMetrics {
			want, ok := values[metric]
			if !ok {
				continue
			}
			m, err := eval.Named(metric)
			if err != nil {
				return err
			}
			v, err := m.Score(k)
			if err != nil {
				return err
			}
			count[metric]++
			switch {
			case want != nil:
				largest[metric] = max(largest[metric], math.Abs(v.Value-*want)) // NaN if it is undefined here alone
			case !math.IsNaN(v.Value):
				largest[metric] = math.NaN()
			}
		}
		return nil
	})
	var list []Measurement
	for _, metric := range referenceMetrics {
		list = append(list, Measurement{Cell: metric, By: fmt.Sprintf("%d values", count[metric]), Values: []float64{largest[metric]}})
	}
	return list, err
}

// eachPair reads pairs of partitions with their reference values; nil is one that is undefined.
func eachPair(path string, do func(gold, found corpus.Labels, values map[string]*float64) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var pair struct {
			Gold, Pred corpus.Labels
			Values     map[string]*float64
		}
		if err := json.Unmarshal(lines.Bytes(), &pair); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if err := do(pair.Gold, pair.Pred, pair.Values); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}
