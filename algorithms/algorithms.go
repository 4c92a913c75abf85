// Package algorithms defines what a clustering algorithm is: something that gives
// each article of a [Problem] a label, without ever seeing gold.
package algorithms

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// A Problem is what an algorithm is given. There is no gold inside.
type Problem struct {
	Articles []corpus.Article
	Space    *features.Space // for those that implement SpaceUser, else nil
	Seed     uint64
	Workers  int // goroutines at most; 0 = one a processor. Labels do not depend on it

	Notes []string // what a reader of the labels should know, such as an approximation that was taken
}

// Note adds to the notes.
func (p *Problem) Note(format string, args ...any) {
	p.Notes = append(p.Notes, fmt.Sprintf(format, args...))
}

// Nearest is that of p.Space, with its note among those of p.
func (p *Problem) Nearest(ctx context.Context, k int, least float64) (*features.CSR, error) {
	near, note, err := p.Space.Nearest(ctx, k, least, p.Workers)
	if note != "" {
		p.Note("%s", note)
	}
	return near, err
}

// A Clusterer groups articles. Its exported fields are its parameters. It
// returns one label an article, None for noise; equal problems give equal
// labels; and it returns ctx.Err() within a second of a cancellation.
type Clusterer interface {
	Cluster(ctx context.Context, p *Problem) (corpus.Labels, error)
}

// A SpaceUser clusters vectors. Whoever runs it builds the space of that spec
// (or takes the one built before) and puts it into the problem.
type SpaceUser interface {
	SpaceSpec() spec.Spec
}

// SpaceOf returns the spec of the space that c clusters, and whether it clusters one. A
// SpaceUser that does so only with some of its parameters says so by a method
// NeedsSpace() bool.
func SpaceOf(c Clusterer) (spec.Spec, bool) {
	user, ok := c.(SpaceUser)
	if sometimes, is := c.(interface{ NeedsSpace() bool }); !ok || is && !sometimes.NeedsSpace() {
		return spec.Spec{}, false
	}
	return user.SpaceSpec(), true
}

// An Oracle may be set to use facts of the gold, such as k=gold. Whoever runs it
// calls Tell before Cluster if UsesGold is true, and marks the result.
type Oracle interface {
	UsesGold() bool
	Tell(Facts)
}

// A SeedUser says by a parameter whether its labels depend on the seed, as programs of
// others do. It takes the place of Entry.Seeded.
type SeedUser interface {
	UsesSeed() bool
}

// Facts is what an oracle may be told: sizes, never which articles belong together.
type Facts struct {
	Sizes []int // of the gold stories, largest first
}

// GoldFacts is what an oracle is told of these gold labels.
func GoldFacts(gold corpus.Labels) Facts {
	var f Facts
	for _, members := range gold.Members() {
		f.Sizes = append(f.Sizes, len(members))
	}
	slices.SortFunc(f.Sizes, func(a, b int) int { return b - a })
	return f
}

// A FileReader reads files beside the corpus. Stored results are only taken for
// the same when the files are.
type FileReader interface {
	Files() []string
}

// A TextReader is a Clusterer that compares titles and texts by itself, with a space or
// without.
type TextReader interface {
	ReadsTexts() bool
}

// CheckTexts returns an error if c, or its space, reads titles and texts, and no article
// has any.
func CheckTexts(c Clusterer, in *corpus.Corpus) error {
	s, clusters := SpaceOf(c)
	reads := clusters && features.ReadsTexts(s)
	if r, ok := c.(TextReader); ok {
		reads = reads || r.ReadsTexts()
	}
	if !reads {
		return nil
	}
	return in.CheckTexts()
}

// A Family groups algorithms in lists and tables.
type Family string

// The families, in the order in which lists show them.
const (
	Centroid     Family = "centroid"
	Hierarchical Family = "hierarchical"
	Density      Family = "density"
	Graph        Family = "graph"
	Topic        Family = "topic"
	Stream       Family = "stream"
	Duplicates   Family = "near-duplicates"
	Outside      Family = "external"
	Control      Family = "control"
)

// An Entry describes one algorithm.
type Entry struct {
	Name, Title, Doc, Cost string
	Was                    []string // former names, under which it is still found
	Family                 Family
	Seeded                 bool // the labels depend on the seed
	Cite                   []string
	New                    func() Clusterer
}

// Named reports whether name is the entry's name or a former one.
func (e Entry) Named(name string) bool { return name == e.Name || slices.Contains(e.Was, name) }

// A Streamer is a Clusterer that can also take articles as they come in, without a
// look at what follows.
//
// Stream takes the articles of p batch by batch: each batch lists positions in
// p.Articles, in the order of time, and no position twice. After each batch it
// yields the labels of all articles of p: None for those to come, and for noise. An
// id means the same cluster in all that is yielded; an article may get another id
// later, because clusters merged, split or were repaired, and that is counted
// against the algorithm as churn. The slice is the algorithm's, and is written over
// after the next batch: clone it to keep it. An error is yielded with nil
// labels and ends the stream; a context that is done gives ctx.Err().
//
// What is done with a batch must not depend on the articles of later ones. The space
// of p is built accordingly: its rows know only what came in before them.
type Streamer interface {
	Clusterer
	Stream(ctx context.Context, p *Problem, batches [][]int) iter.Seq2[corpus.Labels, error]
}

// InTime lists the positions of articles by their time of publication, those of one
// time in their order, those of unknown time last.
func InTime(articles []corpus.Article) []int {
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return articles[a].Published.Compare(articles[b].Published) })
	return order
}
