// Package stream clusters articles as they come in, each once, in the order of time.
package stream

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Entry describes single-pass clustering.
var Entry = algorithms.Entry{
	Name: "singlepass", Title: "Single-pass clustering", Family: algorithms.Stream,
	Doc: "Takes the articles in the order of time: each joins the most similar cluster, if similar enough, else it starts a new one. " +
		"With days, a cluster that nothing joins for so long is closed. " +
		"A space such as tfidf knows all articles beforehand, unless the bench runs it as a stream (--protocol).",
	Cost: "articles × clusters × dimensions, with nearest and complete articles² × dimensions, up to 10,000 open clusters; " +
		"beyond these grows about as the articles do; a sparse space skips clusters without a common term",
	Cite: []string{
		"J. Allan, R. Papka, V. Lavrenko: On-line new event detection and tracking, 1998",
		"Y. Yang, T. Pierce, J. Carbonell: A study of retrospective and on-line event detection, 1998",
	},
	New: func() algorithms.Clusterer { return NewSinglePass() },
}

// SinglePass clusters in a single pass. Articles come by their time of publication,
// those of unknown time last; ties are broken by the order of the corpus. If only
// the day is known, the time is the beginning of the day.
//
// The similarity of a cluster is the cosine with the mean of its rows, scaled to unit
// length (centroid), or the largest (nearest) or the smallest (complete) cosine with
// its rows. It must be above 0, whatever the threshold, so that a row of zeros stays
// alone. Ties are broken by the cluster opened first. The threshold has a tolerance
// of 1e-6 for rounding.
//
// Articles of unknown time neither close clusters nor keep them open.
//
// While more than 10,000 clusters are open, the most similar one is searched for among
// those that share an article's rarest terms, or, in dense spaces, lie in the groups of
// clusters around the nearest centres. Some searches, one in a hundred later, are checked
// by comparing all: clusters are looked at until 98 % are right, as a note says.
type SinglePass struct {
	Threshold float64   `spec:"threshold" default:"0.3" range:"0:1" doc:"minimum similarity at which an article joins a cluster"`
	Linkage   string    `spec:"linkage" default:"centroid" oneof:"centroid,nearest,complete" doc:"mean, nearest or farthest article compared"`
	Days      float64   `spec:"days" default:"0" range:"0:" doc:"a cluster without a new article for more days is closed; 0 = no limit"`
	Space     spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to compare"`

	few int // open clusters up to which all are compared; 0 = as many as exact
}

// NewSinglePass returns single-pass clustering with every parameter at its default.
func NewSinglePass() *SinglePass { return spec.Defaults(new(SinglePass)) }

// Valid brings the space's spec into canonical form.
func (s *SinglePass) Valid() (err error) {
	_, s.Space, err = features.Parse(s.Space)
	return err
}

// SpaceSpec returns the space to cluster.
func (s *SinglePass) SpaceSpec() spec.Spec { return s.Space }

// Cluster clusters the rows of p.Space. Clusters are numbered in the order in which
// they open. It uses one goroutine, since each article depends on the one before.
func (s *SinglePass) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	labels := corpus.Labels{}
	for l, err := range s.Stream(ctx, p, [][]int{algorithms.InTime(p.Articles)}) {
		if err != nil {
			return nil, err
		}
		labels = l
	}
	return labels, nil
}

// Stream takes the articles of each batch in the order given. No article ever changes
// its cluster.
func (s *SinglePass) Stream(ctx context.Context, p *algorithms.Problem, batches [][]int) iter.Seq2[corpus.Labels, error] {
	return func(yield func(corpus.Labels, error) bool) {
		c, err := s.begin(p)
		if err != nil {
			yield(nil, err)
			return
		}
		labels := slices.Repeat(corpus.Labels{corpus.None}, len(p.Articles))
		for _, batch := range batches {
			for _, i := range batch {
				if err := ctx.Err(); err != nil {
					yield(nil, err)
					return
				}
				labels[i] = int32(c.take(i, p.Articles[i].Published.Time))
			}
			if !yield(labels, nil) {
				return
			}
		}
		if c != nil {
			c.checked.note(p)
		}
	}
}

// begin checks the parameters and the problem. There are no clusters yet.
func (s *SinglePass) begin(p *algorithms.Problem) (*clusters, error) {
	if err := p.Check("singlepass", s); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return nil, nil // there will be nothing to take
	}
	v, err := newVectors(p.Space)
	if err != nil {
		return nil, err
	}
	return &clusters{vectors: v, index: v.index(), linkage: s.Linkage, threshold: s.Threshold, days: s.Days, few: cmp.Or(s.few, exact)}, nil
}
