package audit

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/seed-9405df2f/assay/corpus"
)

// Judged is what people's answers tell of the clusters.
type Judged struct {
	Path     string `json:"path"`
	Answers  int    `json:"answers"`  // pairs of these articles
	Together int    `json:"together"` // of them in one cluster, and not unsure
	Unknown  int    `json:"unknown"`  // pairs of other articles, left out
	// Known reports whether the chances of the pairs to be asked about are known. If not, the shares are of these pairs
	// alone.
	Known bool `json:"known_design"`
	// All and Classes are the shares of the pairs in one cluster that people call different.
	All     FalseMerges   `json:"all"`
	Classes []FalseMerges `json:"classes"`
	Sample  []FalseMerge  `json:"sample"` // pairs that people call different, those of the largest clusters first
}

// FalseMerges is the share of pairs that are wrongly together, of the clusters of From to To articles. The interval of
// 95 % is by Korn and Graubard 1998: that of Clopper and Pearson for as many independent answers as the weighted and
// dependent ones are worth.
type FalseMerges struct {
	From   int      `json:"from"`
	To     int      `json:"to"`
	Judged int      `json:"judged"`
	Share  *float64 `json:"share"` // null if none was judged
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
}

// A FalseMerge is a pair in one cluster that people call different.
type FalseMerge struct {
	Cluster  string  `json:"cluster"`
	Articles int     `json:"articles"` // of the cluster
	A        Article `json:"a"`
	B        Article `json:"b"`
}

// The largest sample, and the most pairs of one cluster in it.
const (
	mostSample = 15
	mostOfOne  = 3
)

// A verdict is a pair in one cluster that was answered yes or no.
type verdict struct {
	different bool
	weight    float64 // how many pairs of the corpus it stands for
	line      int     // pairs of one line of the file, as those of a screen with several articles, depend on each other
	class     int     // of the size of the cluster
}

// judge confronts the findings, and the sizes, with people's answers.
func (s *subject) judge(a *Audit) {
	if s.Judged == nil {
		return
	}
	j := &Judged{Path: s.Judged.Path, Known: len(s.Judged.Strata) > 0, Sample: []FalseMerge{}, Classes: []FalseMerges{}}
	position := make(map[string]int, len(s.ids))
	for i, id := range s.ids {
		position[id] = i
	}
	ids, list := s.Judged.IDs(), s.Judged.Pairs()
	weights := weightsOf(list, s.Judged.Strata)
	pairs := map[[2]int]corpus.Answer{}
	var together []verdict
	largest := 0
	for k, p := range list {
		x, okA := position[ids[p.A]]
		y, okB := position[ids[p.B]]
		if !okA || !okB {
			j.Unknown++
			continue
		}
		j.Answers++
		pairs[[2]int{min(x, y), max(x, y)}] = p.Same
		if s.apart(x, y) || p.Same == corpus.Unsure {
			continue
		}
		size := s.sizes[s.labels[x]]
		together = append(together, verdict{p.Same == corpus.No, weights[k], p.Line, classOf(size)})
		largest = max(largest, classOf(size))
		if p.Same == corpus.No {
			j.Sample = append(j.Sample, FalseMerge{s.clusterOf(x), size, s.article(x), s.article(y)})
		}
	}
	j.Together = len(together)
	j.All = falseMerges(together)
	j.All.From, j.All.To = 2, 1<<largest
	for c := 1; c <= largest; c++ {
		f := falseMerges(slices.DeleteFunc(slices.Clone(together), func(v verdict) bool { return v.class != c }))
		f.From, f.To = bounds(c)
		j.Classes = append(j.Classes, f)
	}
	j.sample()
	for i := range a.Findings {
		a.Findings[i].Judged = verify(pairs, a.Findings[i].sides)
	}
	a.Judged = j
}

// sample keeps a few of the pairs, those of the largest clusters first.
func (j *Judged) sample() {
	slices.SortStableFunc(j.Sample, func(a, b FalseMerge) int { return cmp.Compare(b.Articles, a.Articles) })
	of := map[string]int{}
	j.Sample = slices.DeleteFunc(j.Sample, func(m FalseMerge) bool {
		of[m.Cluster]++
		return of[m.Cluster] > mostOfOne
	})
	j.Sample = j.Sample[:min(len(j.Sample), mostSample)]
}

// weightsOf is how many pairs of its stratum each pair stands for, 1 if it is of none.
func weightsOf(list []corpus.Pair, strata []corpus.PairStratum) []float64 {
	answered := make([]float64, len(strata)+1)
	for _, p := range list {
		if p.Same != corpus.Unsure && p.Stratum <= len(strata) {
			answered[p.Stratum]++
		}
	}
	weights := make([]float64, len(list))
	for k, p := range list {
		if weights[k] = 1; p.Stratum > 0 && p.Stratum <= len(strata) {
			weights[k] = max(1, float64(strata[p.Stratum-1].Pairs)/max(1, answered[p.Stratum]))
		}
	}
	return weights
}

// verify counts the answers to pairs across sides; nil if there are none.
func verify(pairs map[[2]int]corpus.Answer, sides [][]int) *Answers {
	side := map[int]int{}
	for k, rows := range sides {
		for _, i := range rows {
			side[i] = k + 1
		}
	}
	var a Answers
	for p, same := range pairs {
		if x, y := side[p[0]], side[p[1]]; x == 0 || y == 0 || x == y {
			continue
		}
		switch same {
		case corpus.Yes:
			a.Same++
		case corpus.No:
			a.Different++
		default:
			a.Unsure++
		}
	}
	if a == (Answers{}) {
		return nil
	}
	return &a
}

// falseMerges estimates the share of different pairs by their weights.
func falseMerges(pairs []verdict) (f FalseMerges) {
	if f.Judged = len(pairs); f.Judged == 0 {
		return f
	}
	var weight, different, squares float64
	for _, p := range pairs {
		weight += p.weight
		squares += p.weight * p.weight
		if p.different {
			different += p.weight
		}
	}
	share := different / weight
	// The variance of a ratio, of the residuals of whole lines, whose pairs depend on each other.
	residuals := map[int]float64{}
	for _, p := range pairs {
		r := -share
		if p.different {
			r++
		}
		residuals[p.line] += p.weight * r
	}
	lines, variance := float64(len(residuals)), 0.
	for _, line := range slices.Sorted(maps.Keys(residuals)) { // sums in one order have the same bits
		variance += residuals[line] * residuals[line]
	}
	variance /= weight * weight
	worth := min(weight*weight/squares, lines) // Kish 1965, and never more than there are lines
	if variance > 0 && lines > 1 {
		worth = min(worth, share*(1-share)/(variance*lines/(lines-1)))
	}
	worth = max(worth, 1)
	low, high := clopperPearson(share*worth, worth)
	f.Share, f.Low, f.High = &share, &low, &high
	return f
}

// clopperPearson is the interval of 95 % of a share of which x of n were seen; both may be fractions.
func clopperPearson(x, n float64) (low, high float64) {
	const tail = .025
	low, high = 0, 1
	if x > 0 {
		low = mathext.InvRegIncBeta(x, n-x+1, tail)
	}
	if x < n {
		high = mathext.InvRegIncBeta(x+1, n-x, 1-tail)
	}
	return math.Min(low, x/n), math.Max(high, x/n)
}
