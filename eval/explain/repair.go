package explain

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Prices are those of the steps of a repair, 0 or more.
type Prices struct {
	Move  float64 // of one article to another cluster or a new one; +Inf = there are no moves
	Merge float64 // of two clusters
	Split float64 // of a cluster in two
}

// DefaultPrices ask the same for every step.
var DefaultPrices = Prices{1, 1, 1}

// ParsePrices parses prices such as move=1,merge=1,split=1. Without move there are no moves; the
// price of what else is absent is the default.
func ParsePrices(s string) (Prices, error) {
	p := Prices{Move: math.Inf(1), Merge: DefaultPrices.Merge, Split: DefaultPrices.Split}
	for part := range strings.SplitSeq(s, ",") {
		name, written, _ := strings.Cut(part, "=")
		v, err := strconv.ParseFloat(written, 64)
		if err != nil || math.IsInf(v, 0) || !(v >= 0) {
			return p, fmt.Errorf("%q: write move=1,merge=1,split=1 with numbers from 0", s)
		}
		switch strings.TrimSpace(name) {
		case "move":
			p.Move = v
		case "merge":
			p.Merge = v
		case "split":
			p.Split = v
		default:
			return p, fmt.Errorf("%q: there is no price %q, only move, merge and split", s, name)
		}
	}
	return p, nil
}

// Valid refuses prices below 0.
func (p Prices) Valid() error {
	for name, v := range map[string]float64{"move": p.Move, "merge": p.Merge, "split": p.Split} {
		if !(v >= 0) || math.IsInf(v, 1) && name != "move" {
			return fmt.Errorf("the price of a %s is %g: it must be a number from 0", name, v)
		}
	}
	return nil
}

// String is the prices as a user writes them.
func (p Prices) String() string {
	s := fmt.Sprintf("merge=%g,split=%g", p.Merge, p.Split)
	if !math.IsInf(p.Move, 1) {
		s = fmt.Sprintf("move=%g,", p.Move) + s
	}
	return s
}

// A scheme is which parts of stories stay together as they are; the articles of
// the others move one by one.
//
// It is the cheapest of the repairs that take clusters apart and then put stories
// together, and never put articles of two stories together on the way. A part
// that stays together costs a split, but for one a cluster, and a merge, but for
// one a story; or its articles cost a move each. So all parts whose articles
// cost as much as both stay. Of the others it is a matter of which to keep, at
// what they cost more than moving, so that clusters and stories that have no part
// yet save a split or a merge: the edges that cover the vertices of a graph of
// two sides at most gain, which a maximum matching gives (Schrijver 2003,
// Combinatorial Optimization, §19.3). Without moves it is the generalised merge
// distance of Menestrina et al. 2010.
type scheme struct {
	t    *eval.Table
	kept map[[2]int32]bool // by story and cluster
}

func plan(t *eval.Table, p Prices) scheme {
	both := p.Merge + p.Split
	extra := func(c eval.Cell) float64 { return both - float64(c.Count)*p.Move } // of keeping a part
	kept := map[[2]int32]bool{}
	storyCost, clusterCost := filled(len(t.Stories), p.Merge), filled(len(t.Clusters), p.Split)
	storyPick, clusterPick := make([]int32, len(t.Stories)), make([]int32, len(t.Clusters))
	for s := range t.Stories {
		storyPick[s] = -1
	}
	for c := range t.Clusters {
		clusterPick[c] = -1
	}
	for s := range t.Stories {
		for _, c := range t.Row(s) {
			if x := extra(c); x <= 0 {
				kept[[2]int32{int32(s), c.Cluster}] = true
				storyCost[s], clusterCost[c.Cluster], storyPick[s], clusterPick[c.Cluster] = 0, 0, -1, -1
			} else {
				if x < storyCost[s] {
					storyCost[s], storyPick[s] = x, c.Cluster
				}
				if x < clusterCost[c.Cluster] {
					clusterCost[c.Cluster], clusterPick[c.Cluster] = x, int32(s)
				}
			}
		}
	}
	match := t.MatchCells(func(s int, c eval.Cell) float64 {
		return max(0, storyCost[s]+clusterCost[c.Cluster]-max(0, extra(c)))
	})
	matched := make([]bool, len(t.Clusters))
	for s := range t.Stories {
		for _, c := range t.Row(s) {
			if match[s] == c.Cluster && storyCost[s]+clusterCost[c.Cluster] > extra(c) && extra(c) > 0 {
				kept[[2]int32{int32(s), c.Cluster}] = true
				matched[c.Cluster], storyPick[s] = true, -1
			}
		}
	}
	for s, c := range storyPick {
		if c >= 0 {
			kept[[2]int32{int32(s), c}] = true
		}
	}
	for c, s := range clusterPick {
		if s >= 0 && !matched[c] {
			kept[[2]int32{s, int32(c)}] = true
		}
	}
	return scheme{t, kept}
}

func filled(n int, v float64) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = v
	}
	return list
}

// repair writes the scheme out as steps: splits by cluster, moves by story, then
// merges.
func (v *view) repair(p Prices) (Script, error) {
	if err := p.Valid(); err != nil {
		return Script{}, err
	}
	gold := v.aloneness()
	w := &scripter{v: v, gold: gold, scheme: plan(eval.NewTable(gold, v.pred), p)}
	w.script.Schema = RepairSchema
	w.script.Prices.set(p)
	w.used = map[string]bool{}
	for c := range v.t.Clusters {
		w.used[v.clusterName(int32(c))] = true
	}
	w.pieces, w.loose = make([][]piece, len(w.scheme.t.Stories)), make([][]int, len(w.scheme.t.Stories))
	for c := range v.t.Clusters {
		w.takeApart(int32(c))
	}
	for s := range w.pieces {
		w.putTogether(int32(s))
	}
	w.script.Steps = slices.Concat(w.splits, w.moves, w.merges)
	w.script.Splits, w.script.Moves, w.script.Merges = len(w.splits), len(w.moves), len(w.merges)
	w.script.Cost = float64(len(w.splits))*p.Split + float64(len(w.merges))*p.Merge
	if len(w.moves) > 0 {
		w.script.Cost += float64(len(w.moves)) * p.Move
	}
	return w.script, nil
}

// aloneness is the gold, in which each article without a story that stands in the
// cluster of one has a story of its own: it is to be taken out, and where it
// belongs nobody says.
func (v *view) aloneness() corpus.Labels {
	gold := slices.Clone(v.gold)
	next := int32(len(v.t.Stories))
	for i, s := range gold {
		if s < 0 && v.Clusters[v.pred[i]].Host >= 0 {
			gold[i] = next
			next++
		}
	}
	return gold
}

type piece struct {
	cluster string
	size    int
}

type scripter struct {
	v      *view
	gold   corpus.Labels
	scheme scheme
	script Script
	used   map[string]bool
	fresh  int
	pieces [][]piece // of each story, where it will stand before merges
	loose  [][]int   // articles to be moved, by story

	splits, moves, merges []Step
}

// name is one that no cluster has.
func (w *scripter) name() string {
	for {
		w.fresh++
		if name := fmt.Sprintf("new-%d", w.fresh); !w.used[name] {
			w.used[name] = true
			return name
		}
	}
}

// takeApart splits the parts that stay together off from a cluster, but for the
// largest of them.
func (w *scripter) takeApart(c int32) {
	parts := map[int32][]int{}
	var stories []int32
	for _, i := range w.v.Clusters[c].Articles {
		s := w.gold[i]
		if s < 0 {
			return // nobody knows what belongs here
		}
		if parts[s] == nil {
			stories = append(stories, s)
		}
		parts[s] = append(parts[s], i)
	}
	slices.Sort(stories)
	stays := int32(-1)
	for _, s := range stories {
		if !w.scheme.kept[[2]int32{s, c}] {
			w.loose[s] = append(w.loose[s], parts[s]...)
		} else if stays < 0 || len(parts[s]) > len(parts[stays]) {
			stays = s
		}
	}
	for _, s := range stories {
		if !w.scheme.kept[[2]int32{s, c}] {
			continue
		}
		into := w.v.clusterName(c)
		if s != stays {
			from := into
			into = w.name()
			w.splits = append(w.splits, Step{Op: Split, Cluster: from, Into: into, Articles: w.ids(parts[s]), Story: w.storyID(s)})
		}
		w.pieces[s] = append(w.pieces[s], piece{into, len(parts[s])})
	}
}

// putTogether moves and merges what belongs to a story into its largest piece.
func (w *scripter) putTogether(s int32) {
	var target piece
	for _, p := range w.pieces[s] {
		if p.size > target.size {
			target = p
		}
	}
	for _, i := range w.loose[s] {
		if target.size == 0 {
			target = piece{w.name(), 1}
		}
		w.moves = append(w.moves, Step{Op: Move, Cluster: w.v.clusterName(w.v.pred[i]), Into: target.cluster, Articles: w.ids([]int{i}), Story: w.storyID(s)})
	}
	for _, p := range w.pieces[s] {
		if p.cluster != target.cluster {
			w.merges = append(w.merges, Step{Op: Merge, Cluster: p.cluster, Into: target.cluster, Story: w.storyID(s)})
		}
	}
}

func (w *scripter) ids(articles []int) []string {
	ids := make([]string, len(articles))
	for k, i := range articles {
		ids[k] = w.v.articles[i].ID
	}
	return ids
}

func (w *scripter) storyID(s int32) string {
	if int(s) >= len(w.v.t.Stories) {
		return ""
	}
	return w.v.Case.Corpus.Stories[s].ID
}
