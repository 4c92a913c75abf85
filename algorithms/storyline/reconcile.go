package storyline

import (
	"cmp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// reconcile gives the clusters of the latest articles the numbers of stories. A
// cluster takes the number of the story with which it shares most articles, and a
// story gives its number to one cluster: largest overlaps first, ties broken by the
// older story, then by the cluster that begins first. The other clusters are new
// stories, numbered from next. now are the present stories of the articles, and
// clusters their clusters, numbered from 0.
func reconcile(now []int32, clusters corpus.Labels, next int32) (name []int32, free int32) {
	type share struct {
		story, cluster int32
		n              int
	}
	count := map[[2]int32]int{}
	groups := int32(0)
	for i, c := range clusters {
		count[[2]int32{now[i], c}]++
		groups = max(groups, c+1)
	}
	shares := make([]share, 0, len(count))
	for pair, n := range count {
		shares = append(shares, share{pair[0], pair[1], n})
	}
	slices.SortFunc(shares, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.story, b.story), cmp.Compare(a.cluster, b.cluster))
	})
	name = slices.Repeat([]int32{corpus.None}, int(groups))
	taken := map[int32]bool{}
	for _, s := range shares {
		if name[s.cluster] == corpus.None && !taken[s.story] {
			name[s.cluster], taken[s.story] = s.story, true
		}
	}
	for c := range name {
		if name[c] == corpus.None {
			name[c] = next
			next++
		}
	}
	return name, next
}

// repair gives the latest articles the stories of their clusters. If more than half
// of a story's latest articles move to one story and none keeps its number, its
// older articles in the window follow. It returns the articles that moved and the
// number of the next new story.
func (x *windowIndex) repair(clusters corpus.Labels, next int32) (moved []int32, free int32) {
	from := int32(x.first + len(x.held) - len(clusters))
	now := make([]int32, len(clusters))
	for i := range now {
		now[i] = x.entry(from + int32(i)).story
	}
	name, next := reconcile(now, clusters, next)
	latest := map[int32]int{}
	went := map[[2]int32]int{}
	for i, c := range clusters {
		latest[now[i]]++
		went[[2]int32{now[i], name[c]}]++
	}
	var to []int32
	for number := int32(x.first); number < from; number++ {
		old := x.entry(number).story
		if latest[old] == 0 || went[[2]int32{old, old}] > 0 {
			continue
		}
		for _, id := range name {
			if 2*went[[2]int32{old, id}] > latest[old] {
				moved, to = append(moved, number), append(to, id)
				break
			}
		}
	}
	for i, c := range clusters {
		if name[c] != now[i] {
			moved, to = append(moved, from+int32(i)), append(to, name[c])
		}
	}
	x.move(moved, to)
	return moved, next
}
