package register

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// clustbenchFiles lists the files of each data set: its numbers, its labellings, and the partitions that were published
// for METHOD/CLUSTERS.
//
//go:embed clustbench.files
var clustbenchFiles string

// clustbenchFigures has a line for each data set and a column for each method.
//
//go:embed clustbench.tsv
var clustbenchFigures string

var clustbench = Entry{
	Name: "clustbench", Title: "Clustering benchmarks: NCA by method",
	Doc: "Normalised clustering accuracy of ten methods on the 41 data sets of the batteries wut, fcps and graves, to two places. " +
		"A data set has one to five gold labellings. Each is compared with the partition into as many clusters as it has, the " +
		"points labelled 0 (noise) left out, and the largest value counts. Where the published partitions are at hand, the metric is " +
		"measured on them. Our own algorithms are run on the same numbers, k-means with several seeds. What the catalogue calls HDBSCAN " +
		"are trees of mutual reachability, cut into as many clusters: hdbscan(k=…).",
	Licence: "AGPL-3.0",
	Where:   "clone the repositories clustering-data-v1 and clustering-results-v1 of gagolews on GitHub into DIR/reference/clustbench",
	Digits:  3,
	Parts:   clustbenchParts(),
}

var clustbenchSource = Source{
	Cite: "Gagolewski 2022, A framework for benchmarking clustering algorithms, SoftwareX 20, 101270; catalogue of results",
	URL:  "https://clustering-benchmarks.gagolewski.com",
}

// thePublished is what is measured where partitions were published.
const thePublished = "the published partitions"

// clustbenchMethods are the methods by which our own algorithm is known.
var clustbenchMethods = map[string]string{
	"fastcluster_average":  "agglomerative(linkage=average,metric=euclidean)",
	"fastcluster_complete": "agglomerative(linkage=complete,metric=euclidean)",
	"fastcluster_ward":     "agglomerative(linkage=ward,metric=euclidean)",
	"fastcluster_centroid": "agglomerative(linkage=centroid,metric=euclidean)",
	"fastcluster_median":   "agglomerative(linkage=median,metric=euclidean)",
	"fastcluster_weighted": "agglomerative(linkage=weighted,metric=euclidean)",
	"sklearn_kmeans":       "kmeans(distance=euclidean,n_init=10)",
	"FCPS_HDBSCAN_2":       "hdbscan(min_cluster_size=2,metric=euclidean)",
	"FCPS_HDBSCAN_4":       "hdbscan(min_cluster_size=4,metric=euclidean)",
	"FCPS_HDBSCAN_8":       "hdbscan(min_cluster_size=8,metric=euclidean)",
}

// clustbenchTies are the figures that our algorithms miss, with how many of 20 runs meet them if the numbers are scaled to a total
// deviation of 1 and have normal noise of 10⁻⁶ on them, other noise in each run: they hang on which of equal distances comes first.
var clustbenchTies = map[string]int{
	"fcps/wingnut fastcluster_ward":         9,
	"graves/fuzzyx fastcluster_centroid":    0,
	"graves/fuzzyx fastcluster_median":      12,
	"wut/circles fastcluster_median":        3,
	"wut/circles fastcluster_weighted":      3,
	"wut/labirynth fastcluster_weighted":    9,
	"wut/trapped_lovers fastcluster_median": 4,
	"wut/x3 fastcluster_complete":           3,
	"wut/x3 fastcluster_median":             0,
	"wut/z1 fastcluster_average":            4,
	"wut/z1 fastcluster_complete":           1,
	"wut/z1 fastcluster_ward":               3,
	"wut/z1 fastcluster_centroid":           1,
	"wut/z1 fastcluster_median":             3,
	"wut/z1 fastcluster_weighted":           1,
	"wut/z1 FCPS_HDBSCAN_2":                 1,
	"wut/z1 FCPS_HDBSCAN_8":                 15,
}

func clustbenchParts() (parts []Part) {
	files := manifest(clustbenchFiles)
	lines := strings.Split(strings.TrimSpace(clustbenchFigures), "\n")
	methods := strings.Split(lines[0], "\t")[1:]
	for _, line := range lines[1:] {
		name, values, _ := strings.Cut(line, "\t")
		p := Part{Name: name, Files: files[name]}
		for i, text := range strings.Split(values, "\t") {
			published, _ := strconv.ParseFloat(text, 64)
			c := Cell{Name: methods[i], Metric: "nca, max over labellings", Published: published, Tolerance: 0.005, Better: eval.Higher,
				Source: clustbenchSource}
			if methods[i] == "sklearn_kmeans" {
				c.Runs = 1
			}
			if hits, ok := clustbenchTies[name+" "+methods[i]]; ok {
				c.Note = fmt.Sprintf("equal distances decide: with noise of a millionth of the deviation on the numbers, as the published runs "+
					"had it, %d of 20 runs give the published figure", hits)
			}
			p.Cells = append(p.Cells, c)
		}
		p.Measure = func(ctx context.Context, j Job) ([]Measurement, error) {
			d, err := openNumbers(ctx, j, p.Files)
			if err != nil {
				return nil, err
			}
			return d.measure(p.Cells)
		}
		parts = append(parts, p)
	}
	return parts
}

// numbers are a data set with its labellings.
type numbers struct {
	ctx        context.Context
	job        Job
	path       string
	ids        []string
	labellings []corpus.Labels          // None: noise
	partitions map[string]bool          // METHOD/CLUSTERS that were published
	clusters   map[string]corpus.Labels // that were found, by spec and seed
}

func openNumbers(ctx context.Context, j Job, files []File) (*numbers, error) {
	d := &numbers{ctx: format.Noting(ctx, func(corpus.Fault) {}), job: j, path: j.Path("data"), partitions: map[string]bool{},
		clusters: map[string]corpus.Labels{}}
	for _, f := range files {
		switch level, ok := strings.CutPrefix(f.Role, "labels"); {
		case ok:
			c, err := format.Open(d.ctx, d.path+"@"+level)
			if err != nil {
				return nil, err
			}
			d.ids, d.labellings = c.IDs(), append(d.labellings, c.Gold())
		case f.Role != "data":
			d.partitions[f.Role] = true
		}
	}
	return d, nil
}

func (d *numbers) measure(cells []Cell) (list []Measurement, err error) {
	for _, c := range cells {
		if d.partitions[c.Name+"/"+strconv.Itoa(d.labellings[0].Groups())] {
			value, err := d.best(func(k int) (corpus.Labels, error) { return d.published(c.Name, k) })
			if err != nil {
				return nil, err
			}
			list = append(list, Measurement{Cell: c.Name, By: thePublished, Values: []float64{value}})
		}
		m, err := d.own(c.Name)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// best is the largest accuracy over the labellings, each compared with the partition into as many clusters.
func (d *numbers) best(partition func(k int) (corpus.Labels, error)) (float64, error) {
	best := math.Inf(-1)
	for _, gold := range d.labellings {
		found, err := partition(gold.Groups())
		if err != nil {
			return 0, err
		}
		c, err := eval.Policy{Unlabelled: "ignore"}.Case(d.ctx, gold, found, nil)
		if err != nil {
			return 0, err
		}
		m, err := eval.Named("nca")
		if err != nil {
			return 0, err
		}
		v, err := m.Score(c)
		if err != nil {
			return 0, err
		}
		best = max(best, v.Value)
	}
	return best, nil
}

// published reads a published partition.
func (d *numbers) published(method string, k int) (corpus.Labels, error) {
	file, err := format.OpenLabels(d.ctx, d.job.Path(fmt.Sprintf("%s/%d", method, k)))
	if err != nil {
		return nil, err
	}
	return file.Align(d.ids, corpus.IDPolicy{Fixed: "missing,unknown"})
}

// own runs our algorithm of a method, once or, if chance has a part in it, with several seeds.
func (d *numbers) own(method string) (Measurement, error) {
	m := Measurement{Cell: method, By: clustbenchMethods[method]}
	runs := 1
	if method == "sklearn_kmeans" {
		runs = d.job.Runs
	}
	for run := range runs {
		value, err := d.best(func(k int) (corpus.Labels, error) { return d.cluster(m.By, k, d.job.Seed+uint64(run)) })
		if err != nil {
			return m, err
		}
		m.Values = append(m.Values, value)
	}
	return m, nil
}

// cluster runs an algorithm for k clusters.
func (d *numbers) cluster(algorithm string, k int, seed uint64) (corpus.Labels, error) {
	s, err := spec.Parse(algorithm)
	if err != nil {
		return nil, err
	}
	set := func(name string, value spec.Spec) { s.Args = append(s.Args, spec.Arg{Name: name, Value: value}) }
	set("space", spec.Spec{Name: "file", Args: []spec.Arg{{Name: "path", Value: spec.Spec{Name: d.path}}}})
	set("k", spec.Spec{Name: strconv.Itoa(k)})
	key := fmt.Sprint(s, seed)
	if found, ok := d.clusters[key]; ok {
		return found, nil
	}
	_, c, _, err := allalgorithms.Parse(s)
	if err != nil {
		return nil, err
	}
	articles := make([]corpus.Article, len(d.ids))
	for i, id := range d.ids {
		articles[i].ID = id
	}
	found, err := (&algorithms.Problem{Articles: articles, Seed: seed, Workers: d.job.Workers}).Run(d.ctx, c)
	if err == nil {
		d.clusters[key] = found
	}
	return found, err
}
