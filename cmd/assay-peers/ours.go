//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/algorithms/graph"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A job is an algorithm on rows or articles or, without an algorithm, the building of a
// space.
type job struct {
	Algorithm string // spec
	Space     string // spec, built before the clock starts if there is an algorithm
	Matrix    string // npy file of dense rows
	Sparse    string // npz file of sparse rows
	Graph     string // lines of two nodes and the weight of their edge
	Articles  string // JSON lines with id and text
	Labels    string // lines of two labels, to be compared by the metric
	Metric    string
	Bands     int // not 0: near-duplicates among the articles' shingles, made before the clock starts
	// Not 0: the number of nearest neighbours to find by cosine.
	Neighbours int
	Rows       int // maximum number of rows; 0 means all
	Runs       int
}

// A timing is the measurements of a task.
type timing struct {
	Wall   float64 `json:"wall"`   // seconds, median
	CPU    float64 `json:"cpu"`    // seconds of processor time, median
	Memory float64 `json:"memory"` // peak bytes of the process
	Check  string  `json:"check"`  // a number that is the same for the same work
}

func (j job) run(ctx context.Context) (timing, error) {
	if j.Metric != "" {
		return j.score()
	}
	in := &features.Input{}
	var err error
	space := j.Space
	switch {
	case j.Articles != "":
		in.Articles, err = readArticles(j.Articles, j.Rows)
	case j.Matrix != "":
		space = "file(" + j.Matrix + ")"
		in.Articles, err = rowsOf(j.Matrix)
	}
	if err != nil {
		return timing{}, err
	}
	if j.Bands > 0 {
		return j.duplicates(ctx, in.Articles)
	}
	if j.Neighbours > 0 {
		return j.nearest(ctx, in, space)
	}
	if j.Algorithm == "" {
		return j.build(ctx, in)
	}
	return j.cluster(ctx, in, space)
}

// nearest finds neighbours, and the share of them that is right as a sample shows.
func (j job) nearest(ctx context.Context, in *features.Input, space string) (timing, error) {
	f, err := spec.Parse(space)
	if err != nil {
		return timing{}, err
	}
	built, err := features.Build(ctx, f, in)
	if err != nil {
		return timing{}, err
	}
	note := ""
	t, err := j.repeat(func() error {
		_, note, err = built.Nearest(ctx, j.Neighbours, 0, 0)
		return err
	})
	_, note, _ = strings.Cut(note, ": about ")
	t.Check = note
	return t, err
}

func (j job) build(ctx context.Context, in *features.Input) (timing, error) {
	s, err := spec.Parse(j.Space)
	if err != nil {
		return timing{}, err
	}
	var built *features.Space
	t, err := j.repeat(func() error {
		built, err = features.Build(ctx, s, in)
		return err
	})
	if err == nil && built.Sparse != nil {
		t.Check = fmt.Sprintf("%d terms, %d values", built.Cols(), len(built.Sparse.Index))
	}
	if err == nil && built.Dense != nil {
		sum := 0.0
		for _, v := range built.Dense.Data {
			sum += math.Abs(float64(v))
		}
		t.Check = fmt.Sprintf("absolute values %.5g", sum)
	}
	return t, err
}

func (j job) cluster(ctx context.Context, in *features.Input, space string) (timing, error) {
	s, err := spec.Parse(j.Algorithm)
	if err != nil {
		return timing{}, err
	}
	_, c, _, err := all.Parse(s)
	if err != nil {
		return timing{}, err
	}
	if j.Graph != "" {
		return j.communities(ctx, c)
	}
	p := &algorithms.Problem{Articles: in.Articles, Seed: 1}
	if j.Sparse != "" {
		m, err := readNPZ(j.Sparse)
		if err != nil {
			return timing{}, err
		}
		p.Space, p.Articles = &features.Space{Name: j.Sparse, Sparse: m}, make([]corpus.Article, m.Rows)
	} else if space != "" {
		f, err := spec.Parse(space)
		if err != nil {
			return timing{}, err
		}
		if p.Space, err = features.Build(ctx, f, in); err != nil {
			return timing{}, err
		}
		if d := p.Space.Dense; d != nil && j.Rows > 0 && j.Rows < d.Rows {
			p.Space.Dense = &features.Dense{Rows: j.Rows, Cols: d.Cols, Data: d.Data[:j.Rows*d.Cols]}
			p.Articles = p.Articles[:j.Rows]
		}
	}
	if a, ok := c.(*agglomerative.Agglomerative); ok {
		var tree *agglomerative.Dendrogram
		t, err := j.repeat(func() error {
			tree, err = a.Dendrogram(ctx, p)
			return err
		})
		if err == nil {
			t.Check = heights(tree)
		}
		return t, err
	}
	var labels corpus.Labels
	t, err := j.repeat(func() error {
		labels, err = c.Cluster(ctx, p)
		return err
	})
	if err == nil {
		t.Check = fmt.Sprintf("%d clusters", labels.Groups())
		if s.Name == "kmeans" {
			t.Check = fmt.Sprintf("inertia %.7g", inertia(p.Space, labels))
		}
	}
	return t, err
}

// duplicates looks for pairs by the bands and rows that 128 hash functions
// are enough.
func (j job) duplicates(ctx context.Context, articles []corpus.Article) (timing, error) {
	sets := make([][]uint64, len(articles))
	var s text.Shingler
	for i, a := range articles {
		sets[i] = slices.Clone(s.Shingles(strings.FieldsSeq(a.Text), 3))
	}
	c := neardup.Config{Perm: 128, Bands: j.Bands, Rows: 128 / j.Bands, Threshold: 0.5, Seed: 1}
	var found *neardup.Result
	t, err := j.repeat(func() (err error) {
		found, err = neardup.Find(ctx, sets, c)
		return err
	})
	if err == nil {
		t.Check = fmt.Sprintf("%d clusters", found.Groups.Groups())
	}
	return t, err
}

// score compares two columns of labels by the metric.
func (j job) score() (timing, error) {
	gold, found, err := readLabels(j.Labels)
	if err != nil {
		return timing{}, err
	}
	var values []eval.Value
	t, err := j.repeat(func() error {
		values, err = eval.ScoreAll(gold, found, j.Metric)
		return err
	})
	if err == nil {
		t.Check = fmt.Sprintf("score %.6f", values[0].Value)
	}
	return t, err
}

// A finder groups the nodes of a graph.
type finder interface {
	Communities(ctx context.Context, g *features.CSR, seed uint64) (corpus.Labels, error)
}

func (j job) communities(ctx context.Context, c algorithms.Clusterer) (timing, error) {
	f, ok := c.(finder)
	if !ok {
		return timing{}, fmt.Errorf("%s takes no graph", j.Algorithm)
	}
	g, err := readGraph(j.Graph)
	if err != nil {
		return timing{}, err
	}
	var labels corpus.Labels
	t, err := j.repeat(func() error {
		labels, err = f.Communities(ctx, g, 1)
		return err
	})
	if err == nil {
		t.Check = fmt.Sprintf("modularity %.4f", graph.Modularity(g, labels, 1))
	}
	return t, err
}

// repeat times f, and collects garbage between runs.
func (j job) repeat(f func() error) (timing, error) {
	var wall, cpu []float64
	for range max(1, j.Runs) {
		runtime.GC()
		start, used := time.Now(), processorTime()
		if err := f(); err != nil {
			return timing{}, err
		}
		wall, cpu = append(wall, time.Since(start).Seconds()), append(cpu, processorTime()-used)
	}
	return timing{Wall: median(wall), CPU: median(cpu)}, nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func processorTime() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

func heights(tree *agglomerative.Dendrogram) string {
	var sum float64
	for _, m := range tree.Merges {
		sum += m.Height
	}
	return fmt.Sprintf("heights %.7g", sum)
}

// inertia is the sum of the squared distances of all rows from the means of
// their clusters, in float64.
func inertia(s *features.Space, labels corpus.Labels) float64 {
	var total float64
	for _, members := range labels.Members() {
		sum := make([]float64, s.Cols())
		add := func(c int, v float32) {
			sum[c] += float64(v)
			total += float64(v) * float64(v)
		}
		for _, i := range members {
			if s.Dense != nil {
				for c, v := range s.Dense.Row(i) {
					add(c, v)
				}
				continue
			}
			index, value := s.Sparse.Row(i)
			for t, c := range index {
				add(int(c), value[t])
			}
		}
		for _, v := range sum {
			total -= v * v / float64(len(members))
		}
	}
	return total
}

func readArticles(path string, most int) ([]corpus.Article, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var articles []corpus.Article
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() && (most == 0 || len(articles) < most) {
		var a struct{ ID, Text string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, len(articles)+1, err)
		}
		articles = append(articles, corpus.Article{ID: a.ID, Text: a.Text})
	}
	return articles, lines.Err()
}
