package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/process"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/spec"
)

// A Job is what a process is asked to do: to run a trial or, where Space is set,
// to build that space for the trials after it.
type Job struct {
	Trial      results.Trial    `json:"trial"`
	Path       string           `json:"path"`              // of the corpus
	Outlets    string           `json:"outlets,omitempty"` // path of the table of outlets
	Facts      algorithms.Facts `json:"facts"`
	Space      *spec.Spec       `json:"space,omitempty"`
	Cache      string           `json:"cache"` // folder of built spaces
	LabelsFile string           `json:"labels_file,omitempty"`
	PagesFile  string           `json:"pages_file,omitempty"`
	Workers    int              `json:"workers"`
	Memory     int64            `json:"memory"` // limit in bytes; 0 = none
	Rows       Rows             `json:"-"`      // of an outside module; a child has its own
}

// An Outcome is what a job measured.
type Outcome struct {
	Status     results.Status         `json:"status"`
	Error      string                 `json:"error,omitempty"`
	Scores     []stats.Score          `json:"scores,omitempty"`
	Terms      map[string][][]float64 `json:"terms,omitempty"`
	Notes      []string               `json:"notes,omitempty"`     // of the algorithm
	Pages      bool                   `json:"pages,omitempty"`     // pages were written
	Unwritten  bool                   `json:"unwritten,omitempty"` // the error is one of writing: the trial itself did not fail
	Stream     *streaming.Series      `json:"stream,omitempty"`
	Seconds    results.Seconds        `json:"seconds"`
	PeakMemory int64                  `json:"peak_memory"`
}

// Run does a job in this process. A fault of the algorithm, a panic included, is
// an outcome; err is for a context that is done.
func (j Job) Run(ctx context.Context) (out Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = Outcome{Status: results.Failed, Error: fmt.Sprintf("panic: %v", p)}, nil
		}
	}()
	out.Status = results.OK
	meter := process.Meter{Limit: j.Memory}
	err = j.run(meter.Context(ctx), &out)
	if meter.Programs() > 0 {
		out.PeakMemory = meter.Peak() // of the programs that did the work, not of this one; 0 if that is unknown
	}
	if err != nil {
		if ctx.Err() != nil {
			return Outcome{}, ctx.Err()
		}
		out.Status, out.Error = results.Failed, err.Error()
		var memory *process.MemoryError
		if errors.As(err, &memory) && memory.Trial {
			out.Status = results.OutOfMemory
		}
		out.Unwritten = errors.As(err, new(*atomicfile.Error))
	}
	return out, nil
}

func (j Job) run(ctx context.Context, out *Outcome) error {
	clock := time.Now()
	lap := func(into *float64) {
		*into = time.Since(clock).Seconds()
		clock = time.Now()
	}
	levels, err := j.Rows.open(ctx, j.Path)
	if err != nil {
		return err
	}
	c := results.Pick(levels, j.Trial.Corpus)
	if c == nil {
		return fmt.Errorf("%s changed while the bench was running: run it again", j.Path)
	}
	if err := j.readOutlets(c); err != nil {
		return err
	}
	lap(&out.Seconds.Load)
	if j.Space != nil {
		return j.buildSpace(ctx, c, out)
	}
	if j.Trial.Judge != "" {
		return j.judge(ctx, c, out)
	}
	_, clusterer, _, err := j.Rows.algorithm(j.Trial.Algorithm)
	if err != nil {
		return err
	}
	if j.Trial.Protocol != "" {
		return j.stream(ctx, c, clusterer, out)
	}
	p := &algorithms.Problem{Articles: c.Blind(), Seed: j.Trial.Seed, Workers: j.Workers}
	if o, ok := clusterer.(algorithms.Oracle); ok && o.UsesGold() {
		o.Tell(j.Facts)
	}
	var built features.Built
	if space, ok := algorithms.SpaceOf(clusterer); ok {
		if p.Space, built, err = j.cache().Build(ctx, space, j.input(p.Articles)); err != nil {
			return err
		}
		out.Seconds.Features, p.Notes = built.Seconds, p.Space.Notes
	}
	shuffled := shuffle(p, j.Trial.Order)
	clock = time.Now()
	labels, err := clusterer.Cluster(ctx, p)
	if err != nil {
		return err
	}
	if len(labels) != len(c.Articles) {
		return fmt.Errorf("%s gave %d labels for %d articles", j.Trial.Algorithm, len(labels), len(c.Articles))
	}
	lap(&out.Seconds.Cluster)
	p.NoteLabels(clusterer, labels)
	out.Notes = p.Notes
	labels = inOrder(labels, shuffled)
	out.PeakMemory = max(process.Peak(), built.PeakMemory)
	if err := j.writeLabels(c, labels); err != nil {
		return err
	}
	clock = time.Now()
	progress.Report(ctx, "scoring", 0, 0)
	if err := j.score(j.cache().Context(ctx), c, labels, out); err != nil {
		return err
	}
	lap(&out.Seconds.Score)
	return nil
}

// readOutlets gives the corpus the table of outlets of the trial.
func (j Job) readOutlets(c *corpus.Corpus) error {
	digest, err := hashOutlets(j.Outlets)
	if err != nil || j.Outlets == "" {
		return err
	}
	if digest != j.Trial.Outlets {
		return fmt.Errorf("%s changed while the bench was running: run it again", j.Outlets)
	}
	c.Outlets, err = format.ReadOutlets(j.Outlets)
	return err
}

// shuffle puts the articles of a problem, and the rows of its space, into the order
// of that number, and returns the old position of each; nil for order 0.
func shuffle(p *algorithms.Problem, order int) []int {
	if order == 0 {
		return nil
	}
	positions := rand.New(rand.NewPCG(uint64(order), 0x6f72646572)).Perm(len(p.Articles))
	articles := make([]corpus.Article, len(positions))
	for to, from := range positions {
		articles[to] = p.Articles[from]
	}
	p.Articles = articles
	if p.Space != nil {
		p.Space = p.Space.Reorder(positions)
	}
	return positions
}

// inOrder takes the labels of shuffled articles back to where the articles were.
func inOrder(labels corpus.Labels, positions []int) corpus.Labels {
	if positions == nil {
		return labels
	}
	back := make(corpus.Labels, len(labels))
	for to, from := range positions {
		back[from] = labels[to]
	}
	return back
}

func (j Job) writeLabels(c *corpus.Corpus, labels corpus.Labels) error {
	if j.LabelsFile == "" {
		return nil
	}
	return atomicfile.Write(j.LabelsFile, func(w io.Writer) error {
		return corpus.WriteLabels(w, c.IDs(), labels.Canonical())
	})
}

func (j Job) score(ctx context.Context, c *corpus.Corpus, labels corpus.Labels, out *Outcome) error {
	measures, err := j.Rows.measures(j.Trial.Metrics)
	if err != nil {
		return err
	}
	k, err := j.Trial.Policy.Case(ctx, c.Gold(), labels, c)
	if err != nil {
		return err
	}
	if k.Pairs == nil { // judged pairs have no pages to compare with
		if out.Pages, err = j.collectPages(c, labels, k, measures); err != nil {
			return err
		}
	}
	b := stats.Bootstrap{Replicates: j.Trial.Replicates, Level: 0.95, Seed: j.Trial.Seed, Workers: j.Workers}
	if out.Scores, err = stats.Scores(ctx, k, measures, b); err != nil {
		return err
	}
	for _, s := range out.Scores {
		if s.Metric == results.Primary && s.Terms.Columns != nil {
			out.Terms = map[string][][]float64{results.Primary: round(eval.Transpose(s.Terms.ForResampling().Columns))}
		}
	}
	return nil
}

// collectPages runs the summarizers of which the measures score pages, and stores the
// pages. It reports whether there are any.
func (j Job) collectPages(c *corpus.Corpus, labels corpus.Labels, k *eval.Case, measures []eval.Measure) (bool, error) {
	summarizers := k.Summarizers(measures)
	if err := j.Rows.pages().Collect(k, measures); err != nil || len(summarizers) == 0 || j.PagesFile == "" {
		return false, err
	}
	clusters := summaries.Clusters{}
	for i, label := range labels.Canonical() {
		clusters[c.Articles[i].ID] = ""
		if label >= 0 {
			clusters[c.Articles[i].ID] = strconv.Itoa(int(label))
		}
	}
	return true, atomicfile.Write(j.PagesFile, func(w io.Writer) error { return summaries.Write(w, k, clusters, summarizers) })
}

// buildSpace sees to it that the cache has the space, and knows how much memory a
// process needs that only builds it.
func (j Job) buildSpace(ctx context.Context, c *corpus.Corpus, out *Outcome) error {
	cache := j.cache()
	if process.Peak() > 0 {
		cache.Peak = process.Peak
	}
	_, built, err := cache.Build(ctx, *j.Space, j.input(c.Blind()))
	out.Seconds.Features, out.PeakMemory = built.Seconds, built.PeakMemory
	return err
}

func (j Job) cache() *features.Cache { return &features.Cache{Dir: j.Cache} }

func (j Job) input(articles []corpus.Article) *features.Input {
	return &features.Input{Articles: articles, Seed: features.Seed, Workers: j.Workers}
}

// round keeps nine places: more would only make the lines longer.
func round(rows [][]float64) [][]float64 {
	out := make([][]float64, len(rows))
	for i, row := range rows {
		out[i] = make([]float64, len(row))
		for k, x := range row {
			out[i][k] = math.Round(x*1e9) / 1e9
		}
	}
	return out
}
