package diversity

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

// speakers chooses who speaks in an article.
type speakers struct {
	By string `spec:"by" default:"outlet" oneof:"outlet,owner,country,lean" doc:"who counts as one; all but outlet need a table of outlets"`
	syndication
}

type syndication struct {
	Syndicated string `spec:"syndicated" default:"each" oneof:"each,once" doc:"copies of one text count each, or once, for their source"`
}

// A group is the articles of a story or of a cluster by who speaks in them, those
// left out for whom this is not known.
type group struct {
	list    []int32 // the speaker of each article, in the corpus's order
	who     []int32 // each speaker once, in the order of list
	counts  []int   // articles of each of who
	sources *sources
}

// sources holds the groups of a case. Lists are in the order of the articles, so
// that sums come out the same each time.
type sources struct {
	names       []string // of the speakers, by number
	gold, found []*group // of each story, and of the cluster it is matched to; nil if none of its articles has a speaker
	pool        []int    // articles of all the corpus, by speaker
	outlets     map[string]corpus.Outlet
}

// count reads the speakers of a case, once for all metrics that ask the same.
func (v speakers) count(c *eval.Case) (*sources, error) {
	var origin []origin
	if v.Syndicated == "once" {
		var err error
		if origin, err = origins(c); err != nil {
			return nil, err
		}
	}
	matches, clusters := c.Matches(), len(c.Table().Clusters)
	return eval.Memo(c, fmt.Sprintf("sources by %s, %s", v.By, v.Syndicated), func() (*sources, error) {
		s := &sources{outlets: c.Corpus.Outlets}
		speaker := s.number(c.Corpus, origin, v.By)
		s.pool = make([]int, len(s.names))
		if whole := s.tally(make([]int32, len(speaker)), speaker, origin, 1)[0]; whole != nil {
			for i, w := range whole.who {
				s.pool[w] = whole.counts[i]
			}
		}
		s.gold = s.tally(c.Gold, speaker, origin, len(matches))
		byCluster := s.tally(c.Pred, speaker, origin, clusters)
		s.found = make([]*group, len(matches))
		for story, cluster := range matches {
			if cluster >= 0 {
				s.found[story] = byCluster[cluster]
			}
		}
		return s, c.Context().Err()
	})
}

// number gives each article the number of its speaker, -1 if it is not known.
func (s *sources) number(c *corpus.Corpus, origins []origin, by string) []int32 {
	outlet := map[string]string{} // by source, since parsing hosts takes long
	number := map[string]int32{}
	speaker := make([]int32, len(c.Articles))
	for i := range speaker {
		source := c.Articles[i].Source
		if _, ok := outlet[source]; !ok {
			outlet[source] = text.Outlet(source)
		}
		name := outlet[source]
		if origins != nil {
			name = origins[i].outlet
		}
		if name = layer(name, c.Outlets, by); name == "" {
			speaker[i] = -1
			continue
		}
		n, ok := number[name]
		if !ok {
			n = int32(len(s.names))
			number[name] = n
			s.names = append(s.names, name)
		}
		speaker[i] = n
	}
	return speaker
}

// layer is what an outlet counts as. One whose owner is not known owns itself.
func layer(outlet string, table map[string]corpus.Outlet, by string) string {
	known := table[outlet]
	switch {
	case by == "country":
		return known.Country
	case by == "lean":
		return side(known.Lean)
	case by == "owner" && known.Owner != "":
		return known.Owner
	}
	return outlet
}

// side is the third of the scale that a lean is in.
func side(lean *float64) string {
	switch {
	case lean == nil:
		return ""
	case *lean < -1.0/3:
		return "left"
	case *lean > 1.0/3:
		return "right"
	}
	return "centre"
}

// tally gathers the articles of each group; of one text only the first where
// origins are given.
func (s *sources) tally(labels []int32, speaker []int32, origins []origin, groups int) []*group {
	type key struct{ group, other int32 }
	at, copied := map[key]int{}, map[key]bool{}
	list := make([]*group, groups)
	for i, g := range labels {
		if g < 0 || speaker[i] < 0 {
			continue
		}
		if origins != nil {
			k := key{g, origins[i].text}
			if copied[k] {
				continue
			}
			copied[k] = true
		}
		if list[g] == nil {
			list[g] = &group{sources: s}
		}
		of := list[g]
		of.list = append(of.list, speaker[i])
		k, ok := at[key{g, speaker[i]}]
		if !ok {
			k = len(of.who)
			at[key{g, speaker[i]}] = k
			of.who, of.counts = append(of.who, speaker[i]), append(of.counts, 0)
		}
		of.counts[k]++
	}
	return list
}

// only is the group without the speakers for whom keep is false; nil if nobody
// is left.
func (g *group) only(keep func(name string) bool) *group {
	kept := &group{sources: g.sources}
	for i, w := range g.who {
		if keep(g.sources.names[w]) {
			kept.who, kept.counts = append(kept.who, w), append(kept.counts, g.counts[i])
		}
	}
	if len(kept.who) == 0 {
		return nil
	}
	kept.list = slices.DeleteFunc(slices.Clone(g.list), func(w int32) bool { return !keep(g.sources.names[w]) })
	return kept
}

// classes are groups of outlets.
type classes struct {
	of       []int // the class of each speaker, -1 if it has none
	baseline []int // articles of the whole corpus in each class
}

// classes groups the outlets by what they count as.
func (s *sources) classes(by string) *classes {
	number := map[string]int{}
	c := &classes{of: make([]int, len(s.names))}
	for i, name := range s.names {
		class := layer(name, s.outlets, by)
		if c.of[i] = -1; class == "" {
			continue
		}
		n, ok := number[class]
		if !ok {
			n = len(number)
			number[class] = n
			c.baseline = append(c.baseline, 0)
		}
		c.of[i] = n
		c.baseline[n] += s.pool[i]
	}
	return c
}

// outlets counts those of a group in each class.
func (c *classes) outlets(g *group) []int {
	list := make([]int, len(c.baseline))
	for _, w := range g.who {
		if class := c.of[w]; class >= 0 {
			list[class]++
		}
	}
	return list
}
