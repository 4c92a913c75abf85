package judge

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Group is other articles of a focus, of which some were shown.
type Group struct {
	In    uint8 `json:"in"`  // bit k is set if system k has them in the cluster of the focus
	All   int   `json:"all"` // how many there are
	Shown int   `json:"shown"`
	Same  int   `json:"same"` // of those shown
}

// estimate is the unbiased number of articles of the focus's story in the group.
func (g Group) estimate() float64 {
	if g.Shown == 0 {
		return 0
	}
	return float64(g.All) * float64(g.Same) / float64(g.Shown)
}

// A Focus is an article with what was judged of others: whether they are of its story.
type Focus struct {
	Stratum int     `json:"stratum"`
	Groups  []Group `json:"groups"`
}

// Foci are articles drawn at random from strata, with the same chance within each.
type Foci struct {
	Articles []int // of each stratum, all that there are
	Judged   []Focus
}

// The values of a focus for each system, before that of its story.
const (
	precisionAt = iota // of B-cubed
	recallAt
	insideAt // others of its story in its cluster
	clusterAt
	exactAt // 1/size of the cluster, if that is a story as far as the nearest others tell
	shareAt // 1/size of the cluster
	perSystem
	storyAt = 2 * perSystem // others of its story
	width   = storyAt + 1
)

// values are what means are taken of. An article's story is as large as what was shown says.
func (f Focus) values() (v [width]float64) {
	story := 1.0
	for _, g := range f.Groups {
		story += g.estimate()
	}
	v[storyAt] = story - 1
	sampled := func(g Group) bool { return g.In == 0 && g.Shown < g.All }
	for k := range 2 {
		inside, size, whole := 1.0, 1.0, true
		for _, g := range f.Groups {
			if g.In>>k&1 == 1 {
				inside += g.estimate()
				size += float64(g.All)
				whole = whole && g.Same == g.Shown
			} else {
				whole = whole && (g.Same == 0 || sampled(g))
			}
		}
		at := v[k*perSystem:]
		at[precisionAt], at[recallAt], at[insideAt], at[clusterAt], at[shareAt] = inside/size, inside/story, inside-1, size-1, 1/size
		if whole {
			at[exactAt] = 1 / size
		}
	}
	return v
}

// A FocusFigure is a function of the means of the values of foci.
type FocusFigure struct {
	Name    string
	of      func(mean []float64) float64
	bounded bool
}

// ClusterPrecision is the name of the share of clusters that are stories (Binette and Reiter 2022): see Partly.
const ClusterPrecision = "cluster.p"

// FocusFigures returns what foci tell of the first system, or of the difference of two.
func FocusFigures(ask string) []FocusFigure {
	at := func(k int, name string, of func(m []float64) float64) FocusFigure {
		return FocusFigure{name, func(m []float64) float64 {
			return of(append(append([]float64(nil), m[k*perSystem:(k+1)*perSystem]...), m[storyAt]))
		}, true}
	}
	f1 := func(m []float64) float64 {
		return ratioOr(2*m[precisionAt]*m[recallAt], m[precisionAt]+m[recallAt])
	}
	figures := []FocusFigure{
		at(0, "b3.f1", f1),
		at(0, "b3.p", func(m []float64) float64 { return m[precisionAt] }),
		at(0, "b3.r", func(m []float64) float64 { return m[recallAt] }),
		at(0, "pair.f1", func(m []float64) float64 { return ratioOr(2*m[insideAt], m[clusterAt]+m[perSystem]) }),
		at(0, "pair.p", func(m []float64) float64 { return ratioOr(m[insideAt], m[clusterAt]) }),
		at(0, "pair.r", func(m []float64) float64 { return ratioOr(m[insideAt], m[perSystem]) }),
		at(0, ClusterPrecision, func(m []float64) float64 { return ratioOr(m[exactAt], m[shareAt]) }),
	}
	if ask != "compare" {
		return figures
	}
	a, b := at(0, "", f1), at(1, "", f1)
	difference := FocusFigure{"b3.f1 of a − b", func(m []float64) float64 { return a.of(m) - b.of(m) }, false}
	return []FocusFigure{difference, at(0, "b3.f1 of a", f1), at(1, "b3.f1 of b", f1)}
}

// Estimate returns a figure with its interval. Means are weighted by the sizes of the strata; their
// variance is by the design, foci drawn without replacement and articles within some (Cochran 1977, chapter 10). A figure
// that no focus contradicts has an interval by the rule of Clopper and Pearson 1934 for as many.
func (f *Foci) Estimate(figure FocusFigure, level float64) stats.Score {
	return f.interval(figure, level, distuv.UnitNormal.Quantile((1+level)/2))
}

func (f *Foci) interval(figure FocusFigure, level, z float64) stats.Score {
	count, all := make([]float64, len(f.Articles)), 0.0
	values := make([][width]float64, len(f.Judged))
	for i, x := range f.Judged {
		count[x.Stratum]++
		values[i] = x.values()
	}
	for h, n := range f.Articles {
		if count[h] > 0 {
			all += float64(n)
		}
	}
	mean := make([]float64, width)
	for i, x := range f.Judged {
		for j, v := range values[i] {
			mean[j] += v * float64(f.Articles[x.Stratum]) / all / count[x.Stratum]
		}
	}
	value := figure.of(mean)
	slopes := make([]float64, width)
	for j := range slopes {
		step := 1e-5 * max(1, math.Abs(mean[j]))
		up, down := append([]float64(nil), mean...), append([]float64(nil), mean...)
		up[j] += step
		down[j] -= step
		slopes[j] = (figure.of(up) - figure.of(down)) / (2 * step)
	}
	score := func(v [width]float64) (e float64) {
		for j, slope := range slopes {
			e += slope * v[j]
		}
		return e
	}
	sums, squares, within := make([]float64, len(count)), make([]float64, len(count)), make([]float64, len(count))
	for i, x := range f.Judged {
		e := score(values[i])
		sums[x.Stratum] += e
		squares[x.Stratum] += e * e
		within[x.Stratum] += x.within(e, score)
	}
	variance := 0.0
	for h, m := range count {
		if m > 1 {
			n := float64(f.Articles[h])
			left := 1 - m/n
			if left < .5 { // what was not drawn within foci is then most of the variance, and badly known
				left = 1
			}
			s2 := max(0, squares[h]-sums[h]*sums[h]/m) / (m - 1)
			variance += n / all * (n / all) * (s2/m*left + within[h]/m/n)
		}
	}
	sd := math.Sqrt(variance)
	low, high := value-z*sd, value+z*sd
	if figure.bounded {
		low, high = logitInterval(value, sd, z)
		if m := float64(len(f.Judged)); value >= 1 && m < all {
			low = math.Pow((1-level)/2, 1/m)
		}
	}
	return stats.Score{
		Metric: figure.Name, Value: stats.Defined(value), Low: stats.Defined(low), High: stats.Defined(high), Error: stats.Defined(sd),
		Level: level,
	}
}

// within is the variance of a score of the focus, e, that comes from showing some of a group alone, linearised.
func (f Focus) within(e float64, score func([width]float64) float64) (variance float64) {
	for i, g := range f.Groups {
		if g.Shown == g.All || g.Shown < 2 {
			continue
		}
		all, shown, p := float64(g.All), float64(g.Shown), float64(g.Same)/float64(g.Shown)
		other := Focus{Groups: append([]Group(nil), f.Groups...)}
		step := 1
		if g.Same == g.Shown {
			step = -1
		}
		other.Groups[i].Same += step
		slope := (score(other.values()) - e) * float64(step) * shown // by the share that is the same
		variance += slope * slope * p * (1 - p) / (shown - 1) * (1 - shown/all)
	}
	return variance
}

// Partly reports whether some cluster of the first system was shown in part and may be a story: how many clusters are,
// cluster.p, is not known then.
func (f *Foci) Partly() bool {
	for _, x := range f.Judged {
		hidden, whole := false, true
		for _, g := range x.Groups {
			if g.In&1 == 1 {
				hidden, whole = hidden || g.Shown < g.All, whole && g.Same == g.Shown
			}
		}
		if hidden && whole {
			return true
		}
	}
	return false
}

// Deep is the share, of the articles of the foci's stories outside of their clusters, that were among the less near
// others: if there are as many of them there as among the nearest, stories go on beyond what is looked at. It is 0 if
// hardly any are outside at all.
func (f *Foci) Deep() float64 {
	all, outside, deep := 0.0, 0.0, 0.0
	for _, x := range f.Judged {
		for _, g := range x.Groups {
			n := g.estimate()
			all += n
			if g.In == 0 {
				outside += n
				if g.Shown < g.All {
					deep += n
				}
			}
		}
	}
	if outside < .01*all || outside == 0 {
		return 0
	}
	return deep / outside
}

// TooDeep is the Deep from which recall, and what is made of it, is not known: in simulations recall is .09 to .29 too high
// where it is above, and at most .02 where it is below.
const TooDeep = .3

// NeedsRecall reports whether a figure is recall or made of it.
func (f FocusFigure) NeedsRecall() bool { return !strings.HasSuffix(f.Name, ".p") }
