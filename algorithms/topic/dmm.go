package topic

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/spec"
)

// DMMEntry describes the Dirichlet multinomial mixture.
var DMMEntry = algorithms.Entry{
	Name: "dmm", Title: "Dirichlet multinomial mixture", Family: algorithms.Topic, Seeded: true,
	Doc: "GSDMM: assumes that all words of an article, except stop words, come from one cluster, and draws the cluster of " +
		"each article again and again by collapsed Gibbs sampling. Clusters that lose all articles disappear, so k is a maximum. " +
		"It was made for short texts.",
	Cost: "an iteration takes, for each article, the clusters in use and, for each of its words, the clusters that have it; " +
		"memory for all words",
	Cite: []string{"J. Yin, J. Wang: A Dirichlet multinomial mixture model-based approach for short text clustering, 2014"},
	New:  func() algorithms.Clusterer { return NewDMM() },
}

// DMM reads the words of title and text. Each article starts in one of k clusters, drawn at
// random, and is in the cluster of its last draw at the end. Articles without words are noise.
// A k above the number of articles becomes that number.
type DMM struct {
	K          int     `spec:"k" default:"500" range:"1:" doc:"maximum clusters; well above what is expected"`
	Iterations int     `spec:"iterations" default:"30" range:"1:" doc:"how often the cluster of each article is drawn"`
	Alpha      float64 `spec:"alpha" default:"0.1" range:"0.000001:" doc:"prior articles of each cluster: the more, the easier is an empty one taken"`
	Beta       float64 `spec:"beta" default:"0.1" range:"0.000001:" doc:"prior count of each word in a cluster: the fewer, the more clusters"`
}

// NewDMM returns the mixture with every parameter at its default.
func NewDMM() *DMM { return spec.Defaults(new(DMM)) }

// ReadsTexts is true.
func (*DMM) ReadsTexts() bool { return true }

// Cluster samples. Clusters are numbered by their first articles.
func (m *DMM) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("dmm", m); err != nil {
		return nil, err
	}
	words, vocabulary, err := read(ctx, "dmm", p)
	if err != nil {
		return nil, err
	}
	x := newMixture(words, vocabulary, min(m.K, len(words)), m.Alpha, m.Beta)
	rng := rand.New(rand.NewPCG(p.Seed, 0x646d6d))
	for i := range words {
		x.add(i, int32(rng.IntN(x.k)))
	}
	for round := range m.Iterations {
		progress.Report(ctx, "dmm", round, m.Iterations)
		if err := x.sweep(ctx, rng); err != nil {
			return nil, err
		}
	}
	return x.labels.Canonical(), nil
}

// A mixture is the state of the sampler. Equation 4 of Yin & Wang gives the chance of cluster z
// for an article that has been taken out, up to a constant:
//
//	(articles of z + alpha) · Π_w (words w of z + beta)_(words w of the article) / (words of z + V·beta)_(words of the article)
//
// where (x)_n is x·(x+1)···(x+n−1). In logarithms such a product is a difference of two entries of
// a table of sums. A word that z does not have adds the same to all clusters, so only the clusters
// that have it are looked at; clusters without articles are all alike, and are weighed together.
type mixture struct {
	k        int
	alpha    float64
	articles [][]counted // the different words of each
	lengths  []int       // words of each article
	labels   corpus.Labels
	order    []int32     // all clusters, those with articles first
	used     int         // clusters with articles
	at       []int       // where each cluster is in order
	sizes    []int       // articles of each cluster
	totals   []int       // words of each cluster
	holders  [][]counted // by word: the clusters that have it, and how often
	rising   []float64   // by n: log of beta·(beta+1)···(beta+n−1)
	smoothed []float64   // the same from V·beta
	chances  []float64   // by cluster, of the article at hand
}

// counted is a word or a cluster, and a number of times.
type counted struct{ id, n int32 }

// newMixture returns a mixture without articles in its clusters.
func newMixture(words [][]int32, vocabulary, k int, alpha, beta float64) *mixture {
	x := &mixture{
		k: k, alpha: alpha, articles: make([][]counted, len(words)), lengths: make([]int, len(words)),
		labels: slices.Repeat(corpus.Labels{corpus.None}, len(words)), at: make([]int, k), sizes: make([]int, k),
		totals: make([]int, k), holders: make([][]counted, vocabulary), chances: make([]float64, k),
	}
	for z := range k {
		x.order, x.at[z] = append(x.order, int32(z)), z
	}
	ofWord, total := make([]int, vocabulary), 0
	for i, list := range words {
		x.lengths[i] = len(list)
		total += len(list)
		for _, w := range slices.Sorted(slices.Values(list)) {
			if last := len(x.articles[i]) - 1; last >= 0 && x.articles[i][last].id == w {
				x.articles[i][last].n++
			} else {
				x.articles[i] = append(x.articles[i], counted{w, 1})
			}
			ofWord[w]++
		}
	}
	x.rising = risingLogs(beta, slices.Max(append(ofWord, 0)))
	x.smoothed = risingLogs(beta*float64(vocabulary), total)
	return x
}

// risingLogs returns, for each n up to most, the logarithm of from·(from+1)···(from+n−1).
func risingLogs(from float64, most int) []float64 {
	logs := make([]float64, most+1)
	for n := range most {
		logs[n+1] = logs[n] + math.Log(from+float64(n))
	}
	return logs
}

// add puts article i, which has no cluster, into one. Articles without words stay without.
func (x *mixture) add(i int, z int32) {
	if x.lengths[i] == 0 {
		return
	}
	if x.sizes[z] == 0 {
		x.move(z, x.used)
		x.used++
	}
	x.labels[i] = z
	x.sizes[z]++
	x.totals[z] += x.lengths[i]
	for _, w := range x.articles[i] {
		list := x.holders[w.id]
		if at := slices.IndexFunc(list, func(h counted) bool { return h.id == z }); at >= 0 {
			list[at].n += w.n
		} else {
			x.holders[w.id] = append(list, counted{z, w.n})
		}
	}
}

// remove takes article i out of its cluster.
func (x *mixture) remove(i int) {
	z := x.labels[i]
	x.labels[i] = corpus.None
	x.sizes[z]--
	x.totals[z] -= x.lengths[i]
	for _, w := range x.articles[i] {
		list := x.holders[w.id]
		at := slices.IndexFunc(list, func(h counted) bool { return h.id == z })
		if list[at].n -= w.n; list[at].n == 0 {
			list[at] = list[len(list)-1]
			x.holders[w.id] = list[:len(list)-1]
		}
	}
	if x.sizes[z] == 0 {
		x.used--
		x.move(z, x.used)
	}
}

// move puts a cluster in another's place in the order, and that one in its place.
func (x *mixture) move(z int32, to int) {
	other, from := x.order[to], x.at[z]
	x.order[from], x.order[to] = other, z
	x.at[other], x.at[z] = from, to
}

// sweep draws the cluster of each article anew.
func (x *mixture) sweep(ctx context.Context, rng *rand.Rand) error {
	for i := range x.articles {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if x.lengths[i] > 0 {
			x.remove(i)
			x.add(i, x.draw(x.weigh(i), rng.Float64()))
		}
	}
	return ctx.Err()
}

// weigh sets chances of the clusters in use to the logarithms of their chances for article i, which
// has no cluster, and returns that of all unused clusters together: all less the same constant.
func (x *mixture) weigh(i int) float64 {
	length := x.lengths[i]
	for _, z := range x.order[:x.used] {
		n := x.totals[z]
		x.chances[z] = math.Log(float64(x.sizes[z])+x.alpha) - (x.smoothed[n+length] - x.smoothed[n])
	}
	for _, w := range x.articles[i] {
		without := x.rising[w.n]
		for _, h := range x.holders[w.id] {
			x.chances[h.id] += x.rising[h.n+w.n] - x.rising[h.n] - without
		}
	}
	return math.Log(float64(x.k-x.used)*x.alpha) - x.smoothed[length]
}

// draw returns the cluster at u, in 0 to 1, of the sum of all chances; unused is that of a cluster
// that is not in use.
func (x *mixture) draw(unused, u float64) int32 {
	most := unused
	for _, z := range x.order[:x.used] {
		most = max(most, x.chances[z])
	}
	sum := math.Exp(unused - most)
	for _, z := range x.order[:x.used] {
		c := 0.0
		if d := x.chances[z] - most; d > -60 { // less is beneath the rounding of the sum
			c = math.Exp(d)
		}
		x.chances[z] = c
		sum += c
	}
	u *= sum
	for _, z := range x.order[:x.used] {
		if u -= x.chances[z]; u < 0 {
			return z
		}
	}
	return x.order[min(x.used, x.k-1)]
}
