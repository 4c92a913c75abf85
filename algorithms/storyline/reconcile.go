package storyline

import (
	"cmp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// reconcile names the clusters of the latest articles by the stories that they were
// in. A cluster takes over the number of the story with which it shares most
// articles, and a story gives its number to one cluster: the largest shares first,
// of equal ones the older story, then the cluster that begins first. Clusters that
// are left are new stories. now are the articles' stories, clusters their clusters,
// numbered from 0; next is the first number that is free.
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

// repair gives the latest articles the stories of their clusters. Where most of a
// story's latest articles went to another story and none kept its number, its older
// articles in the window follow. It returns the articles that moved, ascending, and
// the next free number of a story.
func (d *desk) repair(clusters corpus.Labels, next int32) (moved []int32, free int32) {
	from := int32(d.first + len(d.held) - len(clusters))
	now := make([]int32, len(clusters))
	for i := range now {
		now[i] = d.entry(from + int32(i)).story
	}
	name, next := reconcile(now, clusters, next)
	latest := map[int32]int{}
	went := map[[2]int32]int{}
	for i, c := range clusters {
		latest[now[i]]++
		went[[2]int32{now[i], name[c]}]++
	}
	var to []int32
	for number := int32(d.first); number < from; number++ {
		old := d.entry(number).story
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
	d.move(moved, to)
	return moved, next
}
