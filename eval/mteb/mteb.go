// Package mteb measures a space as the Massive Text Embedding Benchmark does (Muennighoff
// et al. 2023, EACL; version 2: Enevoldsen et al. 2025, MMTEB, ICLR): mini-batch k-means
// with as many clusters as there are labels, scored by the V-measure. The same protocol,
// so values are equal in distribution; draws and starts are our own.
package mteb

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of a result in JSON.
const Schema = "assay/mteb/1"

// A Protocol is a version of the benchmark's clustering task, mteb(v1) or mteb(v2). [Parse]
// reads one; its fields may be changed.
type Protocol struct {
	Version string `spec:"version,positional,always" default:"v2" oneof:"v1,v2" doc:"v1: all articles, clustered from several starts; v2: articles drawn with replacement, each level"`
	// Experiments are the draws of v2 and the starts of v1, whose own sets are corpora of their own here.
	Experiments int `spec:"experiments" default:"10" range:"1:1000" doc:"clusterings whose scores are averaged"`
	Documents   int `spec:"documents" default:"16384" range:"2:1000000" doc:"articles that v2 draws for a clustering, with repeats"`
}

// Parse reads a protocol, such as mteb(v2).
func Parse(text string) (Protocol, error) {
	var p Protocol
	s, err := spec.Parse(text)
	if err == nil && s.Name != "mteb" {
		err = fmt.Errorf("protocol %q: it is mteb(v1) or mteb(v2)", text)
	}
	if err == nil {
		err = spec.Bind(s, &p)
	}
	return p, err
}

// String is the canonical form of the protocol.
func (p Protocol) String() string { return spec.Of("mteb", p).String() }

// batch is the number of articles of a mini-batch.
func (p Protocol) batch() int {
	if p.Version == "v1" {
		return 500
	}
	return 512
}

// The settings of scikit-learn's MiniBatchKMeans that the benchmark leaves at their defaults.
const (
	passes   = 100  // over as many articles as there are, at most
	patience = 10   // batches without gain
	reassign = 0.01 // share of the largest cluster
)

// A Result is the scores of a space. Its JSON is a contract; see also [Result.Task].
type Result struct {
	Schema   string  `json:"schema"`
	Corpus   string  `json:"corpus"`
	Space    string  `json:"space"`
	Protocol string  `json:"protocol"`
	Seed     uint64  `json:"seed"`
	V        Summary `json:"v_measure"` // over the clusterings of all levels
	AMI      Summary `json:"ami"`
	Levels   []Level `json:"levels"`

	lang string
}

// A Level is the clusterings of the articles that have a label at a gold level.
type Level struct {
	Name     string    `json:"name"`
	Labels   int       `json:"labels"`   // groups of the gold, and clusters asked for
	Articles int       `json:"articles"` // with a label
	V        []float64 `json:"v_measure"`
	AMI      []float64 `json:"ami"`
	// OnceV are the V-measures of the same clusterings with each article counted once; the
	// difference is what repeats add. Repeated is the mean share of a draw that is a repeat.
	OnceV    []float64 `json:"v_measure_once"`
	Repeated float64   `json:"repeated"`
}

// A Summary is the mean of clusterings, their standard deviation (over their number, as the
// benchmark has it), and the 95 % interval of the mean by Student's t; nil for one clustering.
type Summary struct {
	Mean float64  `json:"mean"`
	SD   float64  `json:"sd"`
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
}

// Run builds a space of a corpus and measures it: every gold level under v2, the one that
// the corpus was opened at under v1.
func Run(ctx context.Context, c *corpus.Corpus, space spec.Spec, p Protocol, seed uint64, workers int) (*Result, error) {
	s, err := features.Build(ctx, space, &features.Input{Articles: c.Blind(), Seed: features.Seed, Workers: workers})
	if err != nil {
		return nil, err
	}
	return Measure(ctx, c, s, p, seed, workers)
}

// Measure is Run for a space of the articles of the corpus that is there.
func Measure(ctx context.Context, c *corpus.Corpus, s *features.Space, p Protocol, seed uint64, workers int) (*Result, error) {
	if err := spec.Fill(&p); err != nil {
		return nil, err
	}
	if s.Rows() != len(c.Articles) {
		return nil, fmt.Errorf("%s has %d articles, the space %d rows", c.Name(), len(c.Articles), s.Rows())
	}
	r := &Result{Schema: Schema, Corpus: c.Name(), Space: s.Name, Protocol: p.String(), Seed: seed, lang: c.Card.Lang}
	levels := []string{c.Level}
	if c.Level == "" && p.Version == "v2" {
		levels = c.LevelNames()
	} else if c.Level == "" {
		levels = []string{c.Card.Level}
	}
	var v, ami []float64
	for i, name := range levels {
		at, err := c.AtLevel(name)
		if err != nil {
			return nil, err
		}
		l := levelRun{ctx: ctx, p: p, space: s, gold: at.Gold(), seed: seed, workers: workers, rng: rand.New(rand.NewPCG(seed, uint64(i)))}
		found, err := l.run()
		if errors.Is(err, eval.ErrNoGold) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if found.Name = name; name == "" {
			found.Name = "story"
		}
		r.Levels = append(r.Levels, found)
		v, ami = append(v, found.V...), append(ami, found.AMI...)
	}
	if len(v) == 0 {
		return nil, fmt.Errorf("%s: %w", c.Name(), eval.ErrNoGold)
	}
	r.V, r.AMI = Summarize(v), Summarize(ami)
	return r, nil
}

// Summarize summarizes the scores of clusterings, at least one.
func Summarize(values []float64) Summary {
	mean, sd := stat.PopMeanStdDev(values, nil)
	s := Summary{Mean: mean, SD: sd}
	if n := float64(len(values)); n > 1 {
		half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) * stat.StdDev(values, nil) / math.Sqrt(n)
		low, high := mean-half, mean+half
		s.Low, s.High = &low, &high
	}
	return s
}

// A levelRun is the clusterings of one level.
type levelRun struct {
	ctx     context.Context
	p       Protocol
	space   *features.Space
	gold    corpus.Labels
	seed    uint64
	workers int
	rng     *rand.Rand
}

func (t *levelRun) run() (l Level, err error) {
	var labelled []int
	for i, g := range t.gold {
		if g >= 0 {
			labelled = append(labelled, i)
		}
	}
	l.Labels, l.Articles = t.gold.Groups(), len(labelled)
	if len(labelled) == 0 {
		return l, eval.ErrNoGold
	}
	repeats := 0
	for i := range t.p.Experiments {
		drawn := labelled
		if t.p.Version == "v2" {
			drawn = make([]int, t.p.Documents)
			for d := range drawn {
				drawn[d] = labelled[t.rng.IntN(len(labelled))]
			}
		}
		scores, err := t.experiment(drawn, l.Labels, t.seed+uint64(i))
		if err != nil {
			return l, err
		}
		l.V, l.AMI, l.OnceV = append(l.V, scores.v), append(l.AMI, scores.ami), append(l.OnceV, scores.once)
		repeats += scores.repeats
	}
	l.Repeated = float64(repeats) / float64(t.p.Experiments*max(1, t.drawn(len(labelled))))
	return l, nil
}

// drawn is the number of articles of a clustering.
func (t *levelRun) drawn(labelled int) int {
	if t.p.Version == "v1" {
		return labelled
	}
	return t.p.Documents
}

type scores struct {
	v, ami, once float64
	repeats      int
}

// experiment clusters the drawn articles and scores the clusters.
func (t *levelRun) experiment(drawn []int, k int, seed uint64) (s scores, err error) {
	m := kmeans.New()
	m.K, m.Variant, m.Distance, m.NInit = algorithms.K{N: k}, "minibatch", "euclidean", 1
	m.Batch, m.Patience, m.Reassign = min(t.p.batch(), len(drawn)), patience, reassign
	m.MaxIter = max(1, passes*len(drawn)/m.Batch)
	problem := &algorithms.Problem{
		Articles: make([]corpus.Article, len(drawn)), Space: t.space.Reorder(drawn), Seed: seed, Workers: t.workers,
	}
	found, err := problem.Run(t.ctx, m)
	if err != nil {
		return s, err
	}
	gold := corpus.Pick(t.gold, drawn)
	values, err := eval.ScoreAll(gold, found, "v", "ami")
	if err != nil {
		return s, err
	}
	once := firsts(drawn)
	v, err := eval.Score(corpus.Pick(gold, once), corpus.Pick(found, once), "v")
	return scores{v: values[0].Value, ami: values[1].Value, once: v.Value, repeats: len(drawn) - len(once)}, err
}

// firsts are the places at which each article is drawn first.
func firsts(drawn []int) (places []int) {
	seen := make([]bool, slices.Max(drawn)+1)
	for at, i := range drawn {
		if !seen[i] {
			seen[i] = true
			places = append(places, at)
		}
	}
	return places
}
