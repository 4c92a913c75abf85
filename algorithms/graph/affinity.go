package graph

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/spec"
)

// AffinityEntry describes affinity propagation.
var AffinityEntry = algorithms.Entry{
	Name: "affinity", Title: "Affinity propagation", Family: algorithms.Graph,
	Doc: "Joins each article with its nearest ones, and lets articles send each other messages until some of them are " +
		"exemplars, and each of the others has an exemplar among its neighbours. " +
		"It finds the number of groups by itself, more the higher the preference; no group has more articles than its exemplar " +
		"has neighbours.",
	Cost: "the search for neighbours, articles² for up to 10,000; then linear in the edges, for each iteration; memory of 80 bytes an edge",
	Cite: []string{"B. Frey, D. Dueck: Clustering by passing messages between data points, 2007"},
	New:  func() algorithms.Clusterer { return NewAffinity() },
}

// Affinity looks for exemplars such that the cosines of all articles
// with theirs, and the preference for each exemplar, have a large sum. Messages
// go along edges only, so an exemplar is a neighbour; with as many neighbours as
// articles this is the algorithm on the full matrix of cosines above 0, in
// articles² memory. A graph of more than 20 million edges is refused.
//
// Of articles that would serve equally the first is the exemplar: each serves
// less well than those before by up to 1e-8. If the messages do not settle
// within max_iter iterations, the exemplars are those of the last one. An article
// without an exemplar next to it stays alone, as does one without an edge.
type Affinity struct {
	Nearest
	Preference      Preference `spec:"preference" default:"median" doc:"how well articles serve as exemplars, as a cosine; or the median one"`
	Damping         float64    `spec:"damping" default:"0.9" range:"0.5:0.99" doc:"share of messages that is kept; less is faster, or swings"`
	MaxIter         int        `spec:"max_iter" default:"1000" range:"1:" doc:"maximum iterations; the last one has the exemplars"`
	ConvergenceIter int        `spec:"convergence_iter" default:"100" range:"1:" doc:"iterations with the same exemplars after which it ends"`
}

// NewAffinity returns affinity propagation with every parameter at its default.
func NewAffinity() *Affinity { return spec.Defaults(new(Affinity)) }

// Preference is a number, or the median of similarities.
type Preference struct {
	Value  float64
	Median bool
}

// MarshalText prints the number, or median.
func (p Preference) MarshalText() ([]byte, error) {
	if p.Median {
		return []byte("median"), nil
	}
	return strconv.AppendFloat(nil, p.Value, 'g', -1, 64), nil
}

// UnmarshalText reads what MarshalText prints.
func (p *Preference) UnmarshalText(text []byte) error {
	if string(text) == "median" {
		*p = Preference{Median: true}
		return nil
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(math.Abs(v) <= 1e6) {
		return fmt.Errorf("must be a number from -1e6 to 1e6, or median")
	}
	*p = Preference{Value: v}
	return nil
}

// among is the preference in a graph with these similarities.
func (p Preference) among(similarities []float32) float64 {
	if !p.Median || len(similarities) == 0 {
		return p.Value
	}
	rising := slices.Sorted(slices.Values(similarities))
	return (float64(rising[(len(rising)-1)/2]) + float64(rising[len(rising)/2])) / 2
}

// mostEntries is the most that a graph may have, each edge counted twice.
const mostEntries = 40_000_000

// Cluster groups the rows of p.Space. Groups are numbered by their first
// articles.
func (m *Affinity) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("affinity", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	g, err := m.graph(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(g.Index) > mostEntries {
		return nil, fmt.Errorf("affinity takes graphs of %d edges at most, and this has %d: ask for fewer neighbours, or a higher threshold",
			mostEntries/2, len(g.Index)/2)
	}
	messages := newMessages(g, m.Preference.among(g.Data), p.Workers)
	settled, err := messages.exchange(ctx, m.Damping, m.MaxIter, m.ConvergenceIter)
	if err != nil {
		return nil, err
	}
	if !settled {
		p.Note("some articles still changed exemplar after %d iterations", m.MaxIter)
	}
	return messages.labels(), nil
}

// messages are those of affinity propagation, along the edges of a graph in both
// directions and from each node to itself. Node i has the entries start[i] to
// start[i+1], whose other ends ascend.
type messages struct {
	start   []int
	to      []int32
	back    []int32   // the entry of the same edge in the other direction
	own     []int     // by node: its entry to itself
	similar []float64 // how well the other end would serve the node as its exemplar
	// By entry, the two kinds of messages: how much better the other end would serve
	// the node than any other does, and how much other nodes want the other end.
	responsibility, availability []float64
	exemplar                     []bool
	workers                      int
}

// tie is by how much the last article of a corpus serves less well than one
// before the first, all else equal: less than the precision of a similarity.
const tie = 1e-8

// newMessages begins with no message, on a symmetric matrix of similarities
// without a diagonal, whose size is 1 or so, and the same preference for all.
func newMessages(g *features.CSR, preference float64, workers int) *messages {
	n, entries := g.Rows, len(g.Index)+g.Rows
	m := &messages{
		start: make([]int, 1, n+1), to: make([]int32, 0, entries), back: make([]int32, 0, entries), own: make([]int, n),
		similar:        make([]float64, 0, entries),
		responsibility: make([]float64, entries), availability: make([]float64, entries),
		exemplar: make([]bool, n), workers: workers,
	}
	for i := range n {
		index, data := g.Row(i)
		at, _ := slices.BinarySearch(index, int32(i))
		m.to = append(append(append(m.to, index[:at]...), int32(i)), index[at:]...)
		m.own[i] = m.start[i] + at
		for _, v := range data[:at] {
			m.similar = append(m.similar, float64(v))
		}
		m.similar = append(m.similar, preference)
		for _, v := range data[at:] {
			m.similar = append(m.similar, float64(v))
		}
		m.start = append(m.start, len(m.to))
	}
	// Rows are visited in order, so the entries to a node come in the order of its own.
	next := slices.Clone(m.start)
	for e, j := range m.to {
		m.similar[e] -= tie * math.Sqrt(float64(j+1)/float64(n))
		m.back = append(m.back, int32(next[j]))
		next[j]++
	}
	return m
}

func (m *messages) nodes() int { return len(m.own) }

// alone reports whether node i has no edge.
func (m *messages) alone(i int) bool { return m.start[i+1]-m.start[i] == 1 }

// exchange sends messages until the exemplars have been the same for same
// iterations, or the iterations end, and reports whether they settled.
func (m *messages) exchange(ctx context.Context, damping float64, iterations, same int) (settled bool, err error) {
	quiet := 0
	for i := 0; i < iterations && quiet < same; i++ {
		progress.Report(ctx, "messages", i, iterations)
		if err := m.respond(ctx, damping); err != nil {
			return false, err
		}
		changed, err := m.offer(ctx, damping)
		if err != nil {
			return false, err
		}
		if quiet++; changed {
			quiet = 1
		}
		if !slices.Contains(m.exemplar, true) {
			quiet = 0
		}
	}
	return quiet >= same, nil
}

// respond sets the responsibilities: how much better the other end serves a node
// than the best of the rest.
func (m *messages) respond(ctx context.Context, damping float64) error {
	return parallel.Blocks(ctx, m.nodes(), 256, m.workers, func(from, to int) {
		for i := from; i < to; i++ {
			if m.alone(i) {
				continue
			}
			best, first, second := -1, math.Inf(-1), math.Inf(-1)
			for e := m.start[i]; e < m.start[i+1]; e++ {
				switch v := m.availability[e] + m.similar[e]; {
				case v > first:
					best, first, second = e, v, first
				case v > second:
					second = v
				}
			}
			for e := m.start[i]; e < m.start[i+1]; e++ {
				rest := first
				if e == best {
					rest = second
				}
				m.responsibility[e] = damping*m.responsibility[e] + (1-damping)*(m.similar[e]-rest)
			}
		}
	})
}

// offer sets the availabilities: of a node to another, its responsibility for itself
// and those that all others give it, not above 0; to itself, those that others give
// it. It reports whether the exemplars have changed.
func (m *messages) offer(ctx context.Context, damping float64) (bool, error) {
	const size = 256
	changed := make([]bool, (m.nodes()+size-1)/size)
	err := parallel.Blocks(ctx, m.nodes(), size, m.workers, func(from, to int) {
		for k := from; k < to; k++ {
			if m.alone(k) {
				continue
			}
			own, sum := m.own[k], 0.
			for e := m.start[k]; e < m.start[k+1]; e++ {
				if e != own {
					sum += max(0, m.responsibility[m.back[e]])
				}
			}
			for e := m.start[k]; e < m.start[k+1]; e++ {
				b, v := m.back[e], sum
				if e != own {
					v = min(0, m.responsibility[own]+sum-max(0, m.responsibility[b]))
				}
				m.availability[b] = damping*m.availability[b] + (1-damping)*v
			}
			if is := m.responsibility[own]+m.availability[own] > 0; is != m.exemplar[k] {
				m.exemplar[k], changed[from/size] = is, true
			}
		}
	})
	return slices.Contains(changed, true), err
}

// labels gives each node the exemplar next to it that is most similar. The best of
// each group then becomes its exemplar: one next to all others, of the largest
// sum of similarities. A node without an exemplar next to it is alone.
func (m *messages) labels() corpus.Labels {
	labels := m.nearest()
	sum, count := make([]float64, m.nodes()), make([]int, m.nodes())
	size := make([]int, m.nodes())
	for i, own := range labels {
		size[own]++
		for e := m.start[i]; e < m.start[i+1]; e++ {
			if j := m.to[e]; labels[j] == own {
				sum[j] += m.similar[e]
				count[j]++
			}
		}
	}
	best := slices.Repeat([]int32{corpus.None}, m.nodes())
	for j, own := range labels {
		if m.exemplar[own] && count[j] == size[own] && (best[own] == corpus.None || sum[j] > sum[best[own]]) {
			best[own] = int32(j)
		}
	}
	clear(m.exemplar)
	for _, j := range best {
		if j != corpus.None {
			m.exemplar[j] = true
		}
	}
	return m.nearest().Canonical()
}

// nearest is each node's most similar exemplar, ties broken by their order: an exemplar's
// own is itself, and so is that of a node without one next to it.
func (m *messages) nearest() corpus.Labels {
	labels := make(corpus.Labels, m.nodes())
	for i := range labels {
		labels[i] = int32(i)
		if m.exemplar[i] {
			continue
		}
		best := math.Inf(-1)
		for e := m.start[i]; e < m.start[i+1]; e++ {
			if j := m.to[e]; m.exemplar[j] && m.similar[e] > best {
				labels[i], best = j, m.similar[e]
			}
		}
	}
	return labels
}
