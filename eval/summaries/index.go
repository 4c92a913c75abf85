package summaries

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// left is the cluster of articles that the policy leaves out.
const left = -1

// An index finds the found clusters of a case by names and by ids of articles.
type index struct {
	names    Clusters
	byName   map[string]int32
	articles map[string]int32
}

func newIndex(c *eval.Case, names Clusters) *index {
	x := &index{names: names, byName: map[string]int32{}, articles: map[string]int32{}}
	for _, name := range names {
		x.byName[name] = left
	}
	for i := range c.Corpus.Articles {
		id := c.Corpus.Articles[i].ID
		x.articles[id] = c.Pred[i]
		x.byName[names[id]] = c.Pred[i]
	}
	delete(x.byName, "") // noise
	return x
}

// cluster is the found cluster of a page, or left.
func (x *index) cluster(r *record) (int32, error) {
	found := map[int32]bool{}
	if r.Cluster != "" {
		k, ok := x.byName[string(r.Cluster)]
		if !ok {
			hint := ""
			if near := spec.Nearest(string(r.Cluster), slices.Sorted(maps.Keys(x.byName))); near != "" {
				hint = fmt.Sprintf(" (did you mean %s?)", near)
			}
			return 0, fmt.Errorf("the labels have no cluster %q%s", r.Cluster, hint)
		}
		found[k] = true
	}
	for _, id := range r.Articles {
		k, ok := x.articles[id]
		if _, known := x.names[id]; !ok && !known {
			return 0, fmt.Errorf("the labels have no article %q", id)
		}
		if ok {
			found[k] = true
		}
	}
	delete(found, left)
	if len(found) > 1 {
		return 0, fmt.Errorf("its articles are in %d different clusters", len(found))
	}
	for k := range found {
		return k, nil
	}
	return left, nil
}

// byStory returns the page of each gold story that is matched to a cluster.
func (x *index) byStory(c *eval.Case, byCluster map[int32]*record) ([]*corpus.Page, error) {
	matches, members := c.Matches(), c.Pred.Members()
	pages := make([]*corpus.Page, len(matches))
	missing, first := 0, ""
	for story, cluster := range matches {
		if cluster < 0 {
			continue
		}
		if r := byCluster[cluster]; r != nil {
			pages[story] = r.page(c.Corpus.Articles[members[cluster][0]].Lang)
			continue
		}
		if missing++; missing == 1 {
			id := c.Corpus.Articles[members[cluster][0]].ID
			first = fmt.Sprintf("that of article %q (cluster %q), for one, which is matched to story %q", id, x.names[id],
				c.Corpus.Stories[story].ID)
		}
	}
	if missing > 0 {
		return nil, fmt.Errorf("%d clusters have no page: %s", missing, first)
	}
	return pages, nil
}
