// Package outcome says what became of each gold story in one clustering: which clusters hold
// its articles, and what else those clusters hold; and what changed between two clusterings.
//
// The main cluster of a story holds most of its articles. Ties are broken by the smaller
// cluster, then by the cluster that comes first in the corpus. The host of a cluster is the
// story that it holds most of. Ties are broken in favour of a story whose main cluster it is,
// then by the smaller story, then by the story that comes first in the corpus.
package outcome

import (
	"cmp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Outcomes are those of all gold stories in one case.
type Outcomes struct {
	Case     *eval.Case // every article has a cluster
	Stories  []Story    // in the order of the corpus
	Clusters []Cluster  // by their numbers in the case
}

// A Story is what became of one gold story.
type Story struct {
	Articles []int  // positions in the case; none if the policy left the story out
	Parts    []Part // the clusters that hold them, the main cluster first
}

// A Part is the articles that a story and a cluster have in common.
type Part struct {
	Story    int32
	Cluster  int32
	Articles []int // positions in the case
}

// A Cluster is one found cluster.
type Cluster struct {
	Articles []int  // positions in the case
	Parts    []Part // what it has in common with stories, in the order of the corpus
	Host     int32  // position of a story; corpus.None if the cluster holds none
}

// Of returns the outcomes of a case in time linear in its articles, but for sorting parts. They are
// those of [eval.Case.Whole]: an article that the prediction does not have is a cluster of its own.
func Of(k *eval.Case) *Outcomes {
	k, found := k.Whole()
	t := k.Table()
	stories := len(t.Stories) // without the last ones if the policy left them out
	if k.Corpus != nil {
		stories = max(stories, len(k.Corpus.Stories))
	}
	o := &Outcomes{Case: k, Stories: make([]Story, stories), Clusters: make([]Cluster, len(t.Clusters))}
	for s := range t.Stories {
		for _, c := range t.Row(s) {
			o.Stories[s].Parts = append(o.Stories[s].Parts, Part{Story: int32(s), Cluster: c.Cluster, Articles: make([]int, 0, c.Count)})
		}
	}
	for i, c := range k.Pred {
		o.Clusters[c].Articles = append(o.Clusters[c].Articles, i)
		if k.Gold[i] < 0 {
			continue
		}
		s := &o.Stories[k.Gold[i]]
		s.Articles = append(s.Articles, i)
		at, _ := slices.BinarySearchFunc(s.Parts, c, func(p Part, want int32) int { return cmp.Compare(p.Cluster, want) })
		s.Parts[at].Articles = append(s.Parts[at].Articles, i)
	}
	for s := range o.Stories {
		slices.SortFunc(o.Stories[s].Parts, func(a, b Part) int {
			return cmp.Or(
				cmp.Compare(len(b.Articles), len(a.Articles)),
				cmp.Compare(int(a.Cluster)/found, int(b.Cluster)/found), // articles without a label last
				cmp.Compare(t.Clusters[a.Cluster], t.Clusters[b.Cluster]),
				cmp.Compare(a.Cluster, b.Cluster),
			)
		})
	}
	o.findHosts()
	return o
}

// findHosts sets the parts and the host of each cluster.
func (o *Outcomes) findHosts() {
	for s := range o.Stories {
		for _, p := range o.Stories[s].Parts {
			o.Clusters[p.Cluster].Parts = append(o.Clusters[p.Cluster].Parts, p)
		}
	}
	isMain := func(p Part) int {
		if o.Main(p.Story) == p.Cluster {
			return 1
		}
		return 0
	}
	for c := range o.Clusters {
		cluster := &o.Clusters[c]
		if cluster.Host = corpus.None; cluster.Parts == nil {
			continue
		}
		cluster.Host = slices.MaxFunc(cluster.Parts, func(a, b Part) int {
			return cmp.Or(
				cmp.Compare(len(a.Articles), len(b.Articles)),
				cmp.Compare(isMain(a), isMain(b)),
				cmp.Compare(len(o.Stories[b.Story].Articles), len(o.Stories[a.Story].Articles)),
			)
		}).Story
	}
}

// Main returns the main cluster of a story, corpus.None if the story has no article.
func (o *Outcomes) Main(story int32) int32 {
	if parts := o.Stories[story].Parts; len(parts) > 0 {
		return parts[0].Cluster
	}
	return corpus.None
}

// Exact reports whether a story is one cluster with nothing else in it.
func (o *Outcomes) Exact(story int32) bool {
	parts := o.Stories[story].Parts
	return len(parts) == 1 && len(parts[0].Articles) == len(o.Clusters[parts[0].Cluster].Articles)
}

// Missing returns the articles outside of the main cluster, in the order of the corpus.
func (s Story) Missing() (list []int) {
	for _, p := range s.Parts[min(1, len(s.Parts)):] {
		list = append(list, p.Articles...)
	}
	slices.Sort(list)
	return list
}

// Foreign returns the articles of a cluster that do not belong to a story, in the order of the corpus;
// none if the cluster is corpus.None.
func (o *Outcomes) Foreign(cluster, story int32) (list []int) {
	if cluster < 0 {
		return nil
	}
	for _, i := range o.Clusters[cluster].Articles {
		if o.Case.Gold[i] != story {
			list = append(list, i)
		}
	}
	return list
}

// IsMissing reports whether an article is outside of the main cluster of its story.
func (o *Outcomes) IsMissing(article int) bool {
	s := o.Case.Gold[article]
	return s >= 0 && o.Case.Pred[article] != o.Main(s)
}

// IsForeign reports whether an article is in a cluster whose host is another story.
func (o *Outcomes) IsForeign(article int) bool {
	host := o.Clusters[o.Case.Pred[article]].Host
	return host >= 0 && host != o.Case.Gold[article]
}

// A CoClustered is another story in the main cluster of a story.
type CoClustered struct {
	Story    int32 // position; corpus.None means all articles without a story
	Articles int
}

// CoClustered returns a function for one goroutine. It returns the stories that share the main
// cluster of a story, those of most articles there first, at most that many, and the number of
// all. Ties are broken by the order of the corpus; articles without a story precede all. For all
// stories together it takes time linear in articles, but for sorting.
func (o *Outcomes) CoClustered() func(story int32, most int) (list []CoClustered, all int) {
	ranked := map[int32][]CoClustered{} // by cluster
	return func(story int32, most int) (list []CoClustered, all int) {
		main := o.Main(story)
		if main < 0 {
			return nil, 0
		}
		if ranked[main] == nil {
			ranked[main] = o.Clusters[main].ranked()
		}
		for _, one := range ranked[main][:min(most+1, len(ranked[main]))] {
			if one.Story != story && len(list) < most {
				list = append(list, one)
			}
		}
		return list, len(ranked[main]) - 1
	}
}

// ranked returns the stories in a cluster, those of most articles first.
func (c *Cluster) ranked() (list []CoClustered) {
	rest := len(c.Articles)
	for _, p := range c.Parts {
		list = append(list, CoClustered{p.Story, len(p.Articles)})
		rest -= len(p.Articles)
	}
	if rest > 0 {
		list = append(list, CoClustered{corpus.None, rest})
	}
	slices.SortFunc(list, func(a, b CoClustered) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Story, b.Story))
	})
	return list
}

// InMain reports whether the main cluster of a story holds articles of another one; other may be
// corpus.None.
func (o *Outcomes) InMain(story, other int32) bool {
	main := o.Main(story)
	if main < 0 {
		return false
	}
	if other >= 0 {
		_, found := slices.BinarySearchFunc(o.Case.Table().Row(int(other)), main, func(c eval.Cell, want int32) int {
			return cmp.Compare(c.Cluster, want)
		})
		return found
	}
	return o.Case.Table().Labelled[main] < len(o.Clusters[main].Articles)
}
