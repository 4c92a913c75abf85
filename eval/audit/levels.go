package audit

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Levels are how alike articles of this corpus are: what "near" and "apart" mean in it.
//
// The kinship of two groups is 0 if their articles are as alike as such as are drawn at random, and 1 if they are as alike as
// those within each group: (c − u) / (√((a − u)(b − u))), with the mean cosines c across, a and b within the groups, and u
// of unrelated articles. What is within a group counts as at least a third of the way from u to the usual, and at most as the
// usual, so that neither two copies nor a group that is itself a mixture are what others are measured by.
//
// Groups are apart if their kinship is under a third, and one if it is two thirds or more: a third of the way from one end,
// so that neither is said of what is in between.
type Levels struct {
	Unrelated float64 `json:"unrelated"` // mean cosine of articles of one language and two clusters, drawn at random
	Usual     float64 `json:"usual"`     // median cosine of an article and its nearest that is no copy
	Own       float64 `json:"own"`       // the same of the nearest in its cluster, copies included
	Pairs     int     `json:"pairs"`     // that these are of

	drawn []float64 // their cosines, ascending
}

// The kinship below which groups are apart, and from which on they are one.
const (
	apart = 1. / 3
	one   = 2. / 3
)

// drawnPairs is enough for the quantile of one in a thousand to rest on twenty pairs.
const drawnPairs = 20_000

// measure finds the levels; nil if the nearest articles are no more alike than those drawn at random.
func (s *subject) measure() *Levels {
	l := &Levels{drawn: s.draw()}
	if len(l.drawn) == 0 {
		return nil
	}
	l.Pairs = len(l.drawn)
	for _, x := range l.drawn {
		l.Unrelated += x / float64(l.Pairs)
	}
	var usual, own []float64
	for i := range s.labels {
		mine, other := math.NaN(), math.NaN()
		for _, n := range s.ranked(i) {
			if math.IsNaN(other) && !s.copied(i, n.article) {
				other = n.cosine
			}
			if math.IsNaN(mine) && !s.apart(i, n.article) {
				mine = n.cosine
			}
		}
		if !math.IsNaN(other) {
			usual = append(usual, other)
		}
		if !math.IsNaN(mine) {
			own = append(own, mine)
		}
	}
	l.Usual = median(usual)
	if l.Own = median(own); math.IsNaN(l.Own) {
		l.Own = l.Usual
	}
	if !(min(l.Usual, l.Own) > l.Unrelated) {
		return nil
	}
	return l
}

// median is the upper one of an even number, NaN of none.
func median(list []float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// draw returns the cosines of pairs of one language, ascending: of different clusters, unless nearly all articles are in one.
func (s *subject) draw() (list []float64) {
	var together []float64 // of pairs of one cluster that are not among each other's nearest, which may be of one story
	take := func(i, j int) {
		if s.Corpus.Language(i) != s.Corpus.Language(j) {
			return
		}
		switch {
		case s.apart(i, j):
			list = append(list, s.vectors.cosine(i, j))
		case len(together) < drawnPairs && !s.neighbouring(i, j) && !s.neighbouring(j, i):
			together = append(together, s.vectors.cosine(i, j))
		}
	}
	s.eachPair(take, func() bool { return len(list) == drawnPairs })
	if len(list) < drawnPairs/100 && len(together) > len(list) {
		list = append(list, together...)
	}
	slices.Sort(list)
	return list
}

// eachPair calls take for pairs of articles with words, until it is enough: all, if they are few, else such as are drawn at
// random, at most five times as many as are wanted.
func (s *subject) eachPair(take func(i, j int), enough func() bool) {
	var rows []int
	for i, x := range s.vectors.scale {
		if x > 0 {
			rows = append(rows, i)
		}
	}
	if len(rows)*(len(rows)-1)/2 <= drawnPairs {
		for k, i := range rows {
			for _, j := range rows[:k] {
				take(i, j)
			}
		}
		return
	}
	r := rand.New(rand.NewPCG(s.o.Seed, 1))
	for tries := 0; tries < 5*drawnPairs && !enough(); tries++ {
		if i, j := rows[r.IntN(len(rows))], rows[r.IntN(len(rows))]; i != j {
			take(i, j)
		}
	}
}

// neighbouring reports whether an article is among the nearest of another.
func (s *subject) neighbouring(i, j int) bool {
	index, _ := s.near.Row(i)
	_, found := slices.BinarySearch(index, int32(j))
	return found
}

// best is about how near the nearest of n unrelated articles is.
func (l *Levels) best(n int) float64 {
	return l.drawn[min(len(l.drawn)-1, int(float64(len(l.drawn))*(1-1/float64(n+1))))]
}

// link is how near two articles must be to hold a group of n together: a third of the way from the nearest of as many unrelated
// ones to the usual. ok is false if unrelated ones are as near as that.
func (l *Levels) link(n int) (cosine float64, ok bool) {
	from, to := l.best(n), min(l.Usual, l.Own)
	return from + apart*(to-from), to > from
}

// kinship of two groups with the given mean cosines, where usual is the upper limit of what is within; NaN stands for a
// group of one article.
func (l *Levels) kinship(across, a, b, usual float64) float64 {
	within := 1.
	switch a, b := max(0, a-l.Unrelated), max(0, b-l.Unrelated); {
	case math.IsNaN(a) && math.IsNaN(b):
		within = usual - l.Unrelated
	case math.IsNaN(a):
		within = b
	case math.IsNaN(b):
		within = a
	default:
		within = math.Sqrt(a * b)
	}
	top := usual - l.Unrelated
	return (across - l.Unrelated) / min(max(within, apart*top), top)
}
