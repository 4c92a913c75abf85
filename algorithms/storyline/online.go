package storyline

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// OnlineEntry describes the algorithm that takes articles as they come.
var OnlineEntry = algorithms.Entry{
	Name: "storyline-online", Was: []string{"storystream"}, Title: "News stories as a stream", Family: algorithms.Stream,
	Doc: "Takes the articles in the order of time and compares each with the few stories that share its rarest words. " +
		"From time to time it clusters the latest articles as storyline does, corrects their stories by that, " +
		"and learns from it which articles join. It needs no threshold, and uses nothing of later articles.",
	Cost: "articles × (words + a constant) time, and sample² × terms of an article for each calibration; " +
		"memory for the articles of the window",
	Cite: []string{
		"S. Miranda, A. Znotins, S. Cohen, G. Barzdins: Multilingual clustering of streaming news, 2018",
		"S. le Cessie, J. van Houwelingen: Ridge estimators in logistic regression, 1992",
	},
	New: func() algorithms.Clusterer { return NewOnline() },
}

// Online clusters articles as they come.
//
// The window holds the latest articles, at most Window of them and none older than
// Days. An article is compared with the stories that share its heaviest words, by
// TF-IDF within the window. It joins the best one if a linear model of their cosines,
// the size of the story and time (see [LinkWeights]) is above 0.
//
// A calibration clusters the latest Sample articles as [Storyline] does, with one
// view. It takes place whenever the number of articles has doubled, and later every
// Every articles. The clusters become stories, under the numbers that most of their
// articles had, and the model, which starts from weights learnt from labelled
// corpora (see [Fit]), learns from them. Vectors of a model, if there are any, count in
// calibrations. Labels change at calibrations only, and
// never those of articles that have left the window.
type Online struct {
	Days   float64 `spec:"days" default:"0" range:"0:100000" doc:"a story without a new article for more days is closed; 0 = no limit"`
	Window int     `spec:"window" default:"20000" range:"1:" doc:"maximum articles held, the latest; a story without one is closed"`
	Sample int     `spec:"sample" default:"1000" range:"2:" doc:"latest articles that a calibration clusters"`
	Every  int     `spec:"every" default:"4000" range:"1:" doc:"articles between two calibrations; fewer at the beginning"`

	Weights string    `spec:"weights" default:"" doc:"file of assay train; empty = the weights built in"`
	Dense   spec.Spec `spec:"dense" default:"" doc:"vectors of a model beside the words in calibrations, such as bert(DIR); empty = none"`
}

// NewOnline returns Online with every parameter at its default.
func NewOnline() *Online { return spec.Defaults(new(Online)) }

// Valid reads the weights, and brings the spec of the vectors into canonical form.
func (l *Online) Valid() error {
	if err := features.Canonical(&l.Dense); err != nil {
		return err
	}
	_, err := l.weights()
	return err
}

// SpaceSpec names the vectors that calibrations have beside the words.
func (l *Online) SpaceSpec() spec.Spec { return l.Dense }

// NeedsSpace reports whether there are such vectors.
func (l *Online) NeedsSpace() bool { return l.Dense.Name != "" }

func (l *Online) weights() (*Weights, error) {
	if l.Weights == "" {
		return BuiltIn()
	}
	return Read(l.Weights)
}

// Files returns the file of weights, if given.
func (l *Online) Files() []string { return files(l.Weights) }

// ReadsTexts is true.
func (*Online) ReadsTexts() bool { return true }

// Cluster streams the articles by their time of publication, those of unknown time
// last; ties are broken by the order of the corpus. It ends with a calibration.
func (l *Online) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	r, err := l.run(p)
	if err != nil {
		return nil, err
	}
	if err := r.take(ctx, algorithms.InTime(p.Articles)); err != nil {
		return nil, err
	}
	if err := r.calibrate(ctx); err != nil {
		return nil, err
	}
	return r.labels.Canonical(), nil
}

// Stream takes the articles batch by batch, in the order given. After each batch it
// yields the labels of all articles so far, None for those to come; the slice is
// reused. A story keeps its label.
func (l *Online) Stream(ctx context.Context, p *algorithms.Problem, batches [][]int) iter.Seq2[corpus.Labels, error] {
	return func(yield func(corpus.Labels, error) bool) {
		r, err := l.run(p)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, batch := range batches {
			if err := r.take(ctx, batch); err != nil {
				yield(nil, err)
				return
			}
			if !yield(r.labels, nil) {
				return
			}
		}
	}
}

// run begins a stream of the articles of a problem.
func (l *Online) run(p *algorithms.Problem) (*run, error) {
	if err := p.Check("storyline-online", l); err != nil {
		return nil, err
	}
	r, err := l.begin()
	if err != nil {
		return nil, err
	}
	r.problem, r.labels = p, slices.Repeat(corpus.Labels{corpus.None}, len(p.Articles))
	return r, nil
}

func (l *Online) begin() (*run, error) {
	if err := spec.Check("storyline-online", l); err != nil {
		return nil, err
	}
	weights, err := l.weights()
	if err != nil {
		return nil, err
	}
	whole := New()
	if whole.Space, err = weights.Space(); err != nil {
		return nil, fmt.Errorf("setting up the calibration: %w", err)
	}
	if whole.Dense = l.Dense; weights.DenseWords != nil {
		whole.Worth = *weights.DenseWords
	}
	whole.Views = 1 // the next calibration corrects the accidents of this one
	age := time.Duration(min(l.Days*24*float64(time.Hour), math.MaxInt64/2))
	trained := weights.Link.model()
	return &run{
		whole: whole, trained: trained, model: trained, sample: l.Sample, every: l.Every,
		index: newWindowIndex(newFrequencies(), l.Window, age),
	}, nil
}
