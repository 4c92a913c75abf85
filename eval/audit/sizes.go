package audit

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Sizes are how large the clusters are.
type Sizes struct {
	Classes []SizeClass `json:"classes"`
	Zipf    *Zipf       `json:"zipf"`           // null if there are too few clusters
	Last    *Shift      `json:"last,omitempty"` // from an earlier run
}

// A SizeClass is the clusters of From to To articles. Classes double, as sizes of news clusters fall off about as a power.
type SizeClass struct {
	From     int      `json:"from"`
	To       int      `json:"to"`
	Clusters int      `json:"clusters"`
	Articles int      `json:"articles"`
	Expected *float64 `json:"expected,omitempty"` // clusters, by Zipf
	Last     *int     `json:"last,omitempty"`     // clusters of the earlier run
}

// Zipf is a power law fitted to the sizes of the clusters of two articles or more: a share of s^−Exponent of them has s
// articles. If sizes by rank follow Zipf's law the exponent is 2.
type Zipf struct {
	Exponent float64 `json:"exponent"` // by maximum likelihood (Clauset, Shalizi and Newman 2009)
	Clusters int     `json:"clusters"` // that it is fitted to
	Distance float64 `json:"distance"` // largest difference of the shares up to a size (Kolmogorov and Smirnov): 0 is a perfect fit
}

// A Shift is how the sizes differ from those of an earlier run.
type Shift struct {
	Name     string  `json:"name"`
	Articles int     `json:"articles"`
	Clusters int     `json:"clusters"` // of two articles or more
	Distance float64 `json:"distance"` // share of the articles that would have to be in clusters of another class
	Chance   float64 `json:"chance"`   // the distance that chance alone exceeds in one of twenty cases
	Common   int     `json:"common"`   // articles of both runs
	// Agreement is the B-cubed F1 of the two runs over the common articles; null if there are none.
	Agreement *float64 `json:"agreement"`
}

// classOf is the class of a size: 0 of one article, 1 of two, 2 of up to four, 3 of up to eight.
func classOf(size int) int { return bits.Len(uint(size - 1)) }

// bounds are the smallest and the largest size of a class.
func bounds(class int) (from, to int) {
	if class == 0 {
		return 1, 1
	}
	return 1<<(class-1) + 1, 1 << class
}

// classes counts clusters and articles by class. Noise is none of them.
func classes(sizes []int) (clusters, articles []int) {
	for _, size := range sizes {
		if size == 0 {
			continue
		}
		c := classOf(size)
		for len(clusters) <= c {
			clusters, articles = append(clusters, 0), append(articles, 0)
		}
		clusters[c]++
		articles[c] += size
	}
	return clusters, articles
}

// distribution describes the sizes.
func (s *subject) distribution() (d Sizes) {
	clusters, articles := classes(s.sizes)
	var last, lastArticles []int
	if s.Last != nil {
		last, lastArticles = classes(sizesOf(s.Last.Labels))
	}
	law := fit(histogram(s.sizes))
	if law != nil {
		d.Zipf = &Zipf{law.exponent, law.clusters, law.distance()}
	}
	d.Classes = []SizeClass{}
	for c := range max(len(clusters), len(last)) {
		from, to := bounds(c)
		x := SizeClass{From: from, To: to, Clusters: at(clusters, c), Articles: at(articles, c)}
		if law != nil && c > 0 {
			x.Expected = new(float64(law.clusters) * (law.tail(from) - law.tail(to+1)))
		}
		if s.Last != nil {
			x.Last = new(at(last, c))
		}
		d.Classes = append(d.Classes, x)
	}
	if s.Last != nil {
		d.Last = s.shift(clusters, articles, last, lastArticles)
	}
	return d
}

func at(list []int, i int) int {
	if i < len(list) {
		return list[i]
	}
	return 0
}

func sizesOf(labels corpus.Labels) []int {
	sizes := make([]int, labels.Groups())
	for _, g := range labels.Canonical() {
		if g >= 0 {
			sizes[g]++
		}
	}
	return sizes
}

// shift compares the run with the last one.
func (s *subject) shift(clusters, articles, last, lastArticles []int) *Shift {
	d := &Shift{Name: s.Last.Name, Articles: len(s.Last.Labels), Distance: distance(articles, lastArticles)}
	for c := 1; c < len(last); c++ {
		d.Clusters += last[c]
	}
	d.Chance = chance(clusters, articles, last, lastArticles, s.o.Seed)
	position := make(map[string]int, len(s.Last.IDs))
	for i, id := range s.Last.IDs {
		position[id] = i
	}
	var now, then corpus.Labels
	for i, id := range s.ids {
		if k, ok := position[id]; ok {
			now, then = append(now, s.labels[i]), append(then, s.Last.Labels[k])
		}
	}
	if d.Common = len(now); d.Common > 0 {
		if v, err := eval.Score(then.Alone(), now.Alone(), "b3.f1"); err == nil {
			d.Agreement = &v.Value
		}
	}
	return d
}

// distance is half the sum of the differences between the shares of articles by class.
func distance(a, b []int) (sum float64) {
	share := func(list []int, c int) float64 {
		total := 0
		for _, n := range list {
			total += n
		}
		return float64(at(list, c)) / float64(max(1, total))
	}
	for c := range max(len(a), len(b)) {
		sum += math.Abs(share(a, c)-share(b, c)) / 2
	}
	return sum
}

// chance draws the clusters of two runs of these numbers of clusters from all of both, and returns the distance that one of
// twenty draws exceeds. A cluster has as many articles as those of its class have on average.
func chance(clusters, articles, last, lastArticles []int, seed uint64) float64 {
	const draws = 400
	source := rand.New(rand.NewPCG(seed, 2))
	n := max(len(clusters), len(last))
	pool, mean := make([]float64, n), make([]float64, n)
	for c := range n {
		pool[c] = float64(at(clusters, c) + at(last, c))
		mean[c] = float64(at(articles, c)+at(lastArticles, c)) / max(1, pool[c])
	}
	draw := func(count int) []int {
		out, rest := make([]int, n), 0.
		for _, p := range pool {
			rest += p
		}
		for c, p := range pool { // a multinomial draw, class by class
			k := float64(count)
			if p < rest {
				k = distuv.Binomial{N: float64(count), P: p / rest, Src: source}.Rand()
			}
			out[c] = int(math.Round(k * mean[c]))
			count, rest = count-int(k), rest-p
		}
		return out
	}
	total := func(list []int) (sum int) {
		for _, x := range list {
			sum += x
		}
		return sum
	}
	list := make([]float64, draws)
	for i := range list {
		list[i] = distance(draw(total(clusters)), draw(total(last)))
	}
	slices.Sort(list)
	return list[draws*19/20]
}

// A law is a power law of sizes from two on, fitted to a histogram.
type law struct {
	sizes, counts []int // ascending
	clusters      int
	exponent      float64
}

// fewest is the number of clusters of two articles or more below which no law is fitted: the standard error of the exponent of
// a typical one is a third of it then.
const fewest = 10

func histogram(sizes []int) (distinct, counts []int) {
	sizes = slices.DeleteFunc(slices.Clone(sizes), func(n int) bool { return n < 2 })
	slices.Sort(sizes)
	for _, n := range sizes {
		if k := len(distinct); k == 0 || distinct[k-1] != n {
			distinct, counts = append(distinct, n), append(counts, 0)
		}
		counts[len(counts)-1]++
	}
	return distinct, counts
}

// fit finds the exponent by maximum likelihood; nil if there are too few clusters. The likelihood is concave in it.
func fit(sizes, counts []int) *law {
	l := &law{sizes: sizes, counts: counts}
	logs := 0.
	for i, n := range counts {
		l.clusters += n
		logs += float64(n) * math.Log(float64(sizes[i]))
	}
	if l.clusters < fewest {
		return nil
	}
	likelihood := func(a float64) float64 { return -float64(l.clusters)*math.Log(mathext.Zeta(a, 2)) - a*logs }
	low, high := 1.001, 30. // equal sizes of two have no finite maximum
	for range 100 {
		a, b := low+(high-low)*.382, low+(high-low)*.618
		if likelihood(a) < likelihood(b) {
			low = a
		} else {
			high = b
		}
	}
	l.exponent = (low + high) / 2
	return l
}

// tail is the share of clusters of at least a size.
func (l *law) tail(size int) float64 {
	return mathext.Zeta(l.exponent, float64(size)) / mathext.Zeta(l.exponent, 2)
}

func (l *law) distance() (most float64) {
	seen := 0
	for i, n := range l.counts {
		before := float64(seen) / float64(l.clusters)
		seen += n
		after := float64(seen) / float64(l.clusters)
		most = max(most, math.Abs(1-l.tail(l.sizes[i])-before), math.Abs(1-l.tail(l.sizes[i]+1)-after))
	}
	return most
}
