package audit

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

var twins = Check{
	Name: "twins", Title: "Clusters that look like one story",
	Doc: "Pairs of clusters whose articles are about as alike across as within, and of which many have their nearest in the other one.",
	Rule: "The kinship of the two is two thirds or more, and the share of articles whose nearest of both clusters, copies aside, is in " +
		"the other one is at least half of what it would be if the articles were dealt to the two at random.",
	Cite: []string{"Schilling 1986, Multivariate two-sample tests based on nearest neighbors, JASA 81", "Henze 1988, Annals of Statistics 16"},

	needs: needs{levels: true},
	find:  findTwins,
}

// mixed is the least share of crossing neighbours, of that which chance makes, in clusters of one story: half way between none
// and all.
const mixed = .5

func findTwins(ctx context.Context, s *subject) ([]Finding, []string, error) {
	seen := map[[2]int32]bool{}
	for i, g := range s.labels {
		if s.lone(i) {
			continue
		}
		for _, n := range s.ranked(i) {
			if h := s.labels[n.article]; h != g && !s.lone(n.article) {
				seen[[2]int32{min(g, h), max(g, h)}] = true
			}
		}
	}
	pairs := make([][2]int32, 0, len(seen))
	for p := range seen {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	found := make([][]Finding, len(pairs))
	err := parallel.Blocks(ctx, len(pairs), 16, s.o.Workers, func(from, to int) {
		for k := from; k < to; k++ {
			found[k] = s.twin(s.members[pairs[k][0]], s.members[pairs[k][1]])
		}
	})
	return slices.Concat(found...), nil, err
}

// twin returns a finding if two clusters look like one story.
func (s *subject) twin(a, b []int) []Finding {
	share := s.crossing(a, b)
	if share < mixed {
		return nil // the cheaper test first
	}
	kin := s.kinship(a, b)
	if !(kin >= one) {
		return nil
	}
	f := s.finding(fmt.Sprintf("kinship %.2f, and %.0f %% as many nearest neighbours across as if they were mixed", kin, 100*share),
		group{rows: a}, group{rows: b})
	f.Kinship = &kin
	return []Finding{f}
}

// crossing is the number of articles whose nearest neighbour in the two clusters, copies aside, is in the other one, as a
// share of the number expected if the articles were dealt to the two at random.
func (s *subject) crossing(a, b []int) float64 {
	n := len(a) + len(b)
	expected := 2 * float64(len(a)) * float64(len(b)) / float64(n-1)
	count := 0.
	for _, side := range [][2][]int{{a, b}, {b, a}} {
		own, other := s.labels[side[0][0]], s.labels[side[1][0]]
		for _, i := range side[0] {
			for _, x := range s.ranked(i) {
				if g := s.labels[x.article]; (g == own || g == other) && !s.copied(i, x.article) {
					if g == other {
						count++
					}
					break
				}
			}
		}
	}
	return count / expected
}

var lone = Check{
	Name: "lone", Title: "Articles alone that have near neighbours",
	Doc: "Articles that are alone in their cluster, or without one, though the nearest article is as near as those of one story.",
	Rule: "The kinship with the cluster of the nearest article, or with the nearest article if that is alone, too, is two thirds or " +
		"more, and the nearest is at least a third of the way from unrelated to usual. Copies are found by another check.",
	needs: needs{levels: true},
	find:  findLone,
}

func findLone(ctx context.Context, s *subject) ([]Finding, []string, error) {
	found := make([][]Finding, len(s.labels))
	err := parallel.Blocks(ctx, len(s.labels), 64, s.o.Workers, func(from, to int) {
		for i := from; i < to; i++ {
			if s.lone(i) {
				found[i] = s.neighbourOf(i)
			}
		}
	})
	return slices.Concat(found...), nil, err
}

// neighbourOf returns a finding if an article that is alone belongs with its nearest one.
func (s *subject) neighbourOf(i int) []Finding {
	list := s.ranked(i)
	if len(list) == 0 || s.copied(i, list[0].article) || list[0].cosine < s.levels.Unrelated+apart*(s.usual()-s.levels.Unrelated) {
		return nil
	}
	j := list[0].article
	rows, where := []int{j}, "the nearest, which is alone, too"
	if !s.lone(j) {
		rows, where = s.members[s.labels[j]], "the cluster of the nearest"
	} else if back := s.ranked(j); j < i && len(back) > 0 && back[0].article == i {
		return nil // said of j
	}
	kin := s.kinship([]int{i}, rows)
	if math.IsNaN(kin) || kin < one {
		return nil
	}
	f := s.finding(fmt.Sprintf("kinship %.2f with %s", kin, where), group{rows: rows}, group{rows: []int{i}})
	f.Kinship, f.Bridges = &kin, []Bridge{{A: s.article(i), B: s.article(j), Cosine: list[0].cosine}}
	return []Finding{f}
}

// usual is how near articles of one story are at most taken to be.
func (s *subject) usual() float64 { return max(s.levels.Usual, s.levels.Own) }
