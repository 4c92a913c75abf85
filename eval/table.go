package eval

import (
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
)

// A Table is the contingency table of two groupings, sparse: all metrics of
// partitions are functions of it. Articles without gold are foreign: they count
// in the sizes of the found clusters and in Total, and stand in no cell.
type Table struct {
	Stories  []int // articles of each gold story; 0 where a story has none here
	Clusters []int // articles of each found cluster, foreign ones included
	Labelled []int // articles of each found cluster that have gold
	N        int   // articles with gold
	Total    int   // all articles

	mu     sync.Mutex
	shared map[string]sharedRows // by family of metrics

	start []int // cells of story i: cells[start[i]:start[i+1]], by ascending cluster
	cells []Cell
}

// A Cell counts the articles that a story and a cluster have in common: never 0.
type Cell struct {
	Cluster int32
	Count   int
}

// NewTable counts in O(n) time and in memory linear in articles and groups. pred
// must not hold None.
func NewTable(gold, pred corpus.Labels) *Table {
	t := &Table{Total: len(gold)}
	stories, clusters := groups(gold), groups(pred)
	t.Stories = make([]int, stories)
	t.Clusters = make([]int, clusters)
	t.Labelled = make([]int, clusters)
	for i, s := range gold {
		t.Clusters[pred[i]]++
		if s >= 0 {
			t.Stories[s]++
			t.Labelled[pred[i]]++
			t.N++
		}
	}
	byStory := sortByGroup(gold, t.Stories, t.N)
	count := make([]int, clusters)
	var touched []int32
	t.start = make([]int, 1, stories+1)
	for at, s := 0, 0; s < stories; s++ {
		touched = touched[:0]
		for _, i := range byStory[at : at+t.Stories[s]] {
			c := pred[i]
			if count[c] == 0 {
				touched = append(touched, c)
			}
			count[c]++
		}
		at += t.Stories[s]
		slices.Sort(touched)
		for _, c := range touched {
			t.cells = append(t.cells, Cell{c, count[c]})
			count[c] = 0
		}
		t.start = append(t.start, len(t.cells))
	}
	return t
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

// sharedRows are the terms that several metrics combine in their own ways.
type sharedRows struct{ rows, units [][]float64 }

// share returns the rows and units of a family of metrics, made once.
func (t *Table) share(family string, make func() (rows, units [][]float64)) sharedRows {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, ok := t.shared[family]
	if !ok {
		if t.shared == nil {
			t.shared = map[string]sharedRows{}
		}
		s.rows, s.units = make()
		t.shared[family] = s
	}
	return s
}

// terms are shared rows with the metric's own combination.
func (s sharedRows) terms(combine func(sum []float64) float64) Terms {
	return Terms{Rows: s.rows, Resampling: s.units, Combine: combine}
}

// rows makes the per-story terms of a metric: fill sets the row of a story, of
// the given width, from its size and cells.
func (t *Table) rows(width int, fill func(row []float64, story int, size float64, cells []Cell)) [][]float64 {
	flat := make([]float64, width*len(t.Stories))
	rows := make([][]float64, len(t.Stories))
	for s := range rows {
		rows[s] = flat[s*width : (s+1)*width]
		fill(rows[s], s, float64(t.Stories[s]), t.Row(s))
	}
	return rows
}

// hosts are the commonest story of each cluster, the first of equals, and its
// articles there; the story stands in Cluster.
func (t *Table) hosts() []Cell {
	hosts := make([]Cell, len(t.Clusters))
	for s := range t.Stories {
		for _, c := range t.Row(s) {
			if c.Count > hosts[c.Cluster].Count {
				hosts[c.Cluster] = Cell{int32(s), c.Count}
			}
		}
	}
	return hosts
}

// blame returns rows in which what a cluster's commonest story suffers in a column
// from other labelled stories stands with those, by their articles: they strayed.
// Clusters in which no story has half of the labelled articles are left alone.
// cost is what a story of the given size has in the column for n articles in a
// cluster. The sum of the column stays.
func (t *Table) blame(rows [][]float64, column int, cost func(n, size, cluster float64) float64) [][]float64 {
	hosts := t.hosts()
	return t.rows(len(rows[0]), func(row []float64, s int, _ float64, cells []Cell) {
		copy(row, rows[s])
		for _, c := range cells {
			host, cluster := float64(hosts[c.Cluster].Count), float64(t.Clusters[c.Cluster])
			others := float64(t.Labelled[c.Cluster]) - host
			if others == 0 || others > host {
				continue // nobody strayed, or there is no host to stray to
			}
			size := float64(t.Stories[hosts[c.Cluster].Cluster])
			extra := cost(host, size, cluster) - cost(host, size, cluster-others)
			if int(hosts[c.Cluster].Cluster) == s {
				row[column] -= extra
			} else {
				row[column] += extra * float64(c.Count) / others
			}
		}
	})
}
