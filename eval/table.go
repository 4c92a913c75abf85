package eval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Table is the sparse contingency table of two groupings: all metrics of partitions
// are functions of it. Unlabelled articles are foreign: they count in the sizes of the
// found clusters and in Total, and are in no cell. So are those that the gold does not have
// at all (corpus.Absent), which precision counts as errors of their own.
type Table struct {
	Stories  []int // articles of each gold story; 0 if it has none here
	Clusters []int // articles of each found cluster, foreign ones included
	Labelled []int // articles of each found cluster that have gold; Clusters itself if all have
	Unknown  []int // articles of each found cluster that the gold does not have; nil if it has all
	N        int   // articles with gold
	Missing  int   // of them, those that are in no cluster
	Total    int   // all articles

	mu     sync.Mutex
	shared map[string]Terms // by family of metrics, without Combine
	known  sharedColumns
	sums   bool // of the columns are kept, and not the terms of each story

	apart  bool      // the articles of both sides are counted apart, since one side alone may have some
	others int       // rows of columns behind those of the stories: see Terms.Others
	alone  []outside // clusters of which the gold has no article, by their rows

	documents func() []document // see Case.documents; nil = none

	start []int // cells of story i: cells[start[i]:start[i+1]], by ascending cluster
	cells []Cell
}

// An outside is a cluster with articles that the gold does not have, and none that has gold.
type outside struct {
	row     int // behind those of the stories
	cluster int32
}

// unknown and size are the numbers of its articles: those that the gold does not have, and all.
func (t *Table) sizes(o outside) (unknown, size float64) {
	return float64(t.Unknown[o.cluster]), float64(t.Clusters[o.cluster])
}

// A Cell counts the articles that a story and a cluster have in common: never 0.
type Cell struct {
	Cluster int32
	Count   int
}

// NewTable counts a table in O(n) time and in memory linear in articles and groups.
// pred must not contain None. Articles that only one side has are corpus.Absent on the other.
func NewTable(gold, pred corpus.Labels) *Table {
	t := &Table{}
	stories, clusters := groups(gold), groups(pred)
	t.Stories = make([]int, stories)
	t.Clusters = make([]int, clusters)
	found := 0
	for i, s := range gold {
		if pred[i] >= 0 {
			t.Clusters[pred[i]]++
			found++
		}
		if s >= 0 {
			t.Stories[s]++
			t.N++
			if pred[i] < 0 {
				t.Missing++
			}
		}
	}
	t.Total = found + t.Missing
	if t.Labelled = t.Clusters; t.N < t.Total {
		t.Labelled = make([]int, clusters)
		for i, s := range gold {
			if s >= 0 && pred[i] >= 0 {
				t.Labelled[pred[i]]++
			}
		}
	}
	t.countUnknown(gold, pred)
	t.apart = t.Missing > 0 || t.others > 0
	byStory := sortByGroup(gold, t.Stories, t.N)
	count := make([]int32, clusters)
	var touched []int32
	t.start = make([]int, 1, stories+1)
	t.cells = make([]Cell, 0, countCells(byStory, pred, t.Stories, clusters))
	for at, s := 0, 0; s < stories; s++ {
		touched = touched[:0]
		for _, i := range byStory[at : at+t.Stories[s]] {
			c := pred[i]
			if c < 0 {
				continue
			}
			if count[c] == 0 {
				touched = append(touched, c)
			}
			count[c]++
		}
		at += t.Stories[s]
		slices.Sort(touched)
		for _, c := range touched {
			t.cells = append(t.cells, Cell{c, int(count[c])})
			count[c] = 0
		}
		t.start = append(t.start, len(t.cells))
	}
	return t
}

// countUnknown counts the articles that the gold does not have.
func (t *Table) countUnknown(gold, pred corpus.Labels) {
	for i, s := range gold {
		if s != corpus.Absent {
			continue
		}
		if c := pred[i]; c >= 0 {
			if t.Unknown == nil {
				t.Unknown = make([]int, len(t.Clusters))
			}
			if t.Unknown[c]++; t.Unknown[c] == 1 && t.Labelled[c] == 0 {
				t.alone = append(t.alone, outside{len(t.Stories) + t.others, c})
			}
		}
		t.others++
	}
}

// unknown counts the articles that the gold does not have.
func (t *Table) unknown() (n int) {
	for _, u := range t.Unknown {
		n += u
	}
	return n
}

// countCells counts the pairs of a story and a cluster that have articles in common.
func countCells(byStory []int32, pred corpus.Labels, stories []int, clusters int) (n int) {
	last := make([]int32, clusters) // the story that was met last, from 1
	at := 0
	for s, size := range stories {
		for _, i := range byStory[at : at+size] {
			if c := pred[i]; c >= 0 && last[c] != int32(s+1) {
				last[c] = int32(s + 1)
				n++
			}
		}
		at += size
	}
	return n
}

// TableFromCells returns the table of counts: cell k has count[k] articles of story gold[k]
// in cluster found[k]. Stories and clusters are numbered from 0, and their numbers may have
// gaps; gold[k] is corpus.None for articles without a story. corpus.Absent on either side are
// articles that the other side alone has. Cells may come in any order and
// more than once: their counts are added up, so that the cells of tables of parts of a corpus,
// one after the other, are those of the whole. The table does not depend on the order.
func TableFromCells(gold, found corpus.Labels, count []int) (*Table, error) {
	if len(gold) != len(found) || len(gold) != len(count) {
		return nil, fmt.Errorf("cells of %d stories, %d clusters and %d counts", len(gold), len(found), len(count))
	}
	t := &Table{
		Stories: make([]int, groups(gold)), Clusters: make([]int, groups(found)), Labelled: make([]int, groups(found)),
		start: make([]int, groups(gold)+1),
	}
	order := make([]int, 0, len(count))
	for k, n := range count {
		switch missing := found[k] == corpus.Absent; {
		case found[k] < 0 && !missing:
			return nil, fmt.Errorf("cell %d has no cluster: number noise by the policy first", k)
		case n < 0:
			return nil, fmt.Errorf("cell %d has %d articles", k, n)
		case n > most-t.Total:
			return nil, fmt.Errorf("cell %d: more than %d articles cannot be counted exactly", k, most)
		case missing && gold[k] < 0: // neither side has them
			t.apart = t.apart || gold[k] == corpus.Absent && n > 0
			continue
		case missing:
			t.Missing += n
		default:
			t.Clusters[found[k]] += n
		}
		t.Total += n
		if gold[k] == corpus.Absent && n > 0 {
			if t.Unknown == nil {
				t.Unknown = make([]int, len(t.Clusters))
			}
			t.Unknown[found[k]] += n
		}
		if gold[k] >= 0 && n > 0 {
			t.N += n
			t.Stories[gold[k]] += n
			if found[k] >= 0 {
				t.Labelled[found[k]] += n
				order = append(order, k)
			}
		}
	}
	for c, n := range t.Unknown {
		if n > 0 && t.Labelled[c] == 0 {
			t.alone = append(t.alone, outside{len(t.Stories) + t.others, int32(c)})
			t.others++
		}
	}
	t.apart = t.apart || t.Missing > 0 || t.Unknown != nil
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(gold[a], gold[b]), cmp.Compare(found[a], found[b])) })
	for i, k := range order {
		if i > 0 && gold[order[i-1]] == gold[k] && found[order[i-1]] == found[k] {
			t.cells[len(t.cells)-1].Count += count[k]
			continue
		}
		t.cells = append(t.cells, Cell{found[k], count[k]})
		t.start[gold[k]+1] = len(t.cells)
	}
	for s := range t.Stories {
		t.start[s+1] = max(t.start[s+1], t.start[s])
	}
	return t, nil
}

// most is the largest number that float64 counts to.
const most = 1 << 53

// ScoreAll scores the table by metrics of [Partition], as the function of that name does.
func (t *Table) ScoreAll(metrics ...string) ([]Value, error) {
	if t.N == 0 {
		return nil, fmt.Errorf("%w: there is nothing to score against", ErrNoGold)
	}
	return t.Case(context.Background(), Policy{}).scoreAll(metrics)
}

func groups(l corpus.Labels) int {
	most := int32(-1)
	for _, g := range l {
		most = max(most, g)
	}
	return int(most) + 1
}

// sortByGroup lists the positions of the labelled articles, group by group.
func sortByGroup(l corpus.Labels, sizes []int, labelled int) []int32 {
	next := make([]int, len(sizes))
	for g := 1; g < len(sizes); g++ {
		next[g] = next[g-1] + sizes[g-1]
	}
	order := make([]int32, labelled)
	for i, g := range l {
		if g >= 0 {
			order[next[g]] = int32(i)
			next[g]++
		}
	}
	return order
}

// Row returns the cells of a story, by ascending cluster.
func (t *Table) Row(story int) []Cell { return t.cells[t.start[story]:t.start[story+1]] }

// share returns the terms of a family of metrics, made once, as those of one that combines their
// sums.
func (t *Table) share(family string, combine func(sum []float64) float64, terms func(*Table) Terms) Terms {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, ok := t.shared[family]
	if !ok {
		if t.shared == nil {
			t.shared = map[string]Terms{}
		}
		s = terms(t)
		t.shared[family] = s
	}
	s.Combine = combine
	return s
}

// reach is how many articles of the prediction a cell stands for: its own, and its share of those of its cluster that the gold
// does not have. Over all cells it adds up to the articles of clusters that hold a story, but for unlabelled ones.
func (t *Table) reach(c Cell) float64 {
	n := float64(c.Count)
	if t.Unknown == nil {
		return n
	}
	return n + n*float64(t.Unknown[c.Cluster])/float64(t.Labelled[c.Cluster])
}

// columns returns the per-story terms of a metric: fill sets those of a story, of the given
// number, from its size and cells. others, if any, sets those of a cluster of which the gold has no
// article, in a row of its own. If the table keeps sums only, they are one row.
func (t *Table) columns(width int, fill func(row []float64, story int, size float64, cells []Cell),
	others ...func(row []float64, o outside)) [][]float64 {
	columns, row := make([][]float64, width), make([]float64, width)
	each := func(take func(s int, row []float64)) {
		for s, size := range t.Stories {
			clear(row)
			fill(row, s, float64(size), t.Row(s))
			take(s, row)
		}
		for _, o := range t.alone {
			clear(row)
			for _, fill := range others {
				fill(row, o)
			}
			take(o.row, row)
		}
	}
	if t.sums {
		sums := make([]sum, width)
		each(func(_ int, row []float64) {
			for k, x := range row {
				sums[k].add(x)
			}
		})
		for k := range columns {
			columns[k] = []float64{sums[k].value()}
		}
		return columns
	}
	for k := range columns {
		columns[k] = make([]float64, len(t.Stories)+t.others)
	}
	each(func(s int, row []float64) {
		for k, x := range row {
			columns[k][s] = x
		}
	})
	for k := range columns {
		columns[k] = t.known.keep(columns[k])
	}
	return columns
}

// A majority is the most frequent story of a cluster and its number of articles there.
// Ties are broken by the smaller number; 0 articles if the cluster has no labelled one.
type majority struct{ story, articles int }

// majorityStories returns the majority of each cluster.
func (t *Table) majorityStories() []majority {
	list := make([]majority, len(t.Clusters))
	for s := range t.Stories {
		for _, c := range t.Row(s) {
			if c.Count > list[c.Cluster].articles {
				list[c.Cluster] = majority{s, c.Count}
			}
		}
	}
	return list
}

// attributeErrors returns the columns with one in which the loss that other labelled stories
// cause to the majority story of a cluster is moved to those stories, by their articles: they
// strayed. Clusters in which no story has at least half of the labelled articles stay as they
// are. cost is what a story of the given size has in the column for n articles in a cluster.
// The sum of the column stays the same.
func (t *Table) attributeErrors(columns [][]float64, column int, cost func(n, size, cluster float64) float64) [][]float64 {
	if t.sums {
		return nil // sums are no different
	}
	majorities := t.majorityStories()
	strayed := false
	for c, m := range majorities {
		strayed = strayed || m.articles < t.Labelled[c] && t.Labelled[c] <= 2*m.articles
	}
	if !strayed {
		return columns
	}
	moved := t.columns(1, func(row []float64, s int, _ float64, cells []Cell) {
		row[0] = columns[column][s]
		for _, c := range cells {
			m, cluster := majorities[c.Cluster], float64(t.Clusters[c.Cluster])
			host := float64(m.articles)
			others := float64(t.Labelled[c.Cluster]) - host
			if others == 0 || others > host {
				continue // nothing strayed, or there is no majority to stray to
			}
			size := float64(t.Stories[m.story])
			extra := cost(host, size, cluster) - cost(host, size, cluster-others)
			if m.story == s {
				row[0] -= extra
			} else {
				row[0] += extra * float64(c.Count) / others
			}
		}
	}, func(row []float64, o outside) { row[0] = columns[column][o.row] })
	columns = slices.Clone(columns)
	columns[column] = moved[0]
	return columns
}
