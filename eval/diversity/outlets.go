package diversity

import (
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

// counts holds the articles of each outlet, for every gold story and for the
// found cluster that it is matched to. Articles that name no outlet are left out.
// Lists are in the order of the articles, so that sums come out the same each
// time.
type counts struct {
	gold  [][]int // nil for a story without articles that name an outlet
	found [][]int // nil where no cluster is matched, or none of its articles names an outlet
	named bool    // some article names an outlet
}

// count reads the outlets of a case once for all metrics.
func count(c *eval.Case) (*counts, error) {
	matches := c.Matches()
	return eval.Memo(c, "outlets", func() (*counts, error) {
		outlets := make([]string, len(c.Corpus.Articles))
		known := map[string]string{}
		k := &counts{}
		for i := range outlets {
			source := c.Corpus.Articles[i].Source
			if _, ok := known[source]; !ok {
				known[source] = text.Outlet(source)
			}
			outlets[i] = known[source]
			k.named = k.named || outlets[i] != ""
		}
		k.gold = tally(c.Gold, outlets, len(matches))
		clusters := tally(c.Pred, outlets, len(c.Table().Clusters))
		k.found = make([][]int, len(matches))
		for story, cluster := range matches {
			if cluster >= 0 {
				k.found[story] = clusters[cluster]
			}
		}
		return k, c.Context().Err()
	})
}

// tally counts the articles of each outlet in each of the groups.
func tally(labels []int32, outlets []string, groups int) [][]int {
	type key struct {
		group  int32
		outlet string
	}
	at := map[key]int{}
	list := make([][]int, groups)
	for i, g := range labels {
		if g < 0 || outlets[i] == "" {
			continue
		}
		k, ok := at[key{g, outlets[i]}]
		if !ok {
			k = len(list[g])
			at[key{g, outlets[i]}] = k
			list[g] = append(list[g], 0)
		}
		list[g][k]++
	}
	return list
}
