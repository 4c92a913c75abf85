package explain

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// Prices are the costs of the steps of a repair, 0 or more.
type Prices struct {
	Move  float64 // of one article to another cluster or a new one; +Inf means no moves
	Merge float64 // of two clusters
	Split float64 // of a cluster in two
}

// DefaultPrices are 1 for every step.
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

// Valid returns an error if a price is below 0.
func (p Prices) Valid() error {
	for name, v := range map[string]float64{"move": p.Move, "merge": p.Merge, "split": p.Split} {
		if !(v >= 0) || math.IsInf(v, 1) && name != "move" {
			return fmt.Errorf("the price of a %s is %g: it must be a number from 0", name, v)
		}
	}
	return nil
}

// String returns the prices in the form that ParsePrices reads.
func (p Prices) String() string {
	s := fmt.Sprintf("merge=%g,split=%g", p.Merge, p.Split)
	if !math.IsInf(p.Move, 1) {
		s = fmt.Sprintf("move=%g,", p.Move) + s
	}
	return s
}

// A scheme says which parts of stories are kept together; the articles of the others move one by
// one.
//
// It is the cheapest repair that first splits clusters and then merges parts into stories, and
// never puts articles of two stories together in between. A part that is kept costs a split, except
// for one part a cluster, and a merge, except for one part a story; a part that is not kept costs a
// move an article. So every part whose moves would cost at least a split and a merge is kept. Of
// the others, some are kept at an extra cost, so that clusters and stories that have no kept part
// yet save a split or a merge. Choosing them is an edge cover of maximum gain in a bipartite graph,
// which a maximum matching gives (Schrijver 2003, Combinatorial Optimization, §19.3). Without moves
// the cost is the generalised merge distance of Menestrina et al. 2010.
type scheme map[[2]int32]bool // by story and cluster

func plan(t *eval.Table, p Prices) scheme {
	both := p.Merge + p.Split
	extra := func(c eval.Cell) float64 { return both - float64(c.Count)*p.Move } // of keeping a part
	kept := scheme{}
	storyCost, storyPick := slices.Repeat([]float64{p.Merge}, len(t.Stories)), slices.Repeat([]int32{-1}, len(t.Stories))
	clusterCost, clusterPick := slices.Repeat([]float64{p.Split}, len(t.Clusters)), slices.Repeat([]int32{-1}, len(t.Clusters))
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
	return kept
}

// repair lists the steps of the scheme: splits by cluster, moves by story, then merges.
func (v *view) repair(p Prices) (Script, error) {
	if err := p.Valid(); err != nil {
		return Script{}, err
	}
	k := &eval.Case{Gold: v.goldOfSingles(), Pred: v.pred}
	w := &scripter{Outcomes: outcome.Of(k), v: v, kept: plan(k.Table(), p), used: map[string]bool{}}
	for c := range v.t.Clusters {
		w.used[v.clusterName(int32(c))] = true
	}
	w.pieces, w.loose = make([][]piece, len(w.Stories)), make([][]int, len(w.Stories))
	for c := range v.t.Clusters {
		w.split(int32(c))
	}
	for s := range w.pieces {
		w.merge(int32(s))
	}
	script := Script{
		Schema: RepairSchema, Prices: PricesJSON{stats.Defined(p.Move), p.Merge, p.Split}, Steps: slices.Concat(w.splits, w.moves, w.merges),
	}
	script.count()
	return script, nil
}

// goldOfSingles returns the gold in which each article without a story, if its cluster holds a
// story, has a story of its own: the repair takes it out, and the gold does not say where to.
func (v *view) goldOfSingles() corpus.Labels {
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

// A scripter writes the steps for the outcomes of the gold of singles.
type scripter struct {
	*outcome.Outcomes
	v      *view
	kept   scheme
	used   map[string]bool
	fresh  int
	pieces [][]piece // of each story, before merges
	loose  [][]int   // articles to be moved, by story

	splits, moves, merges []Step
}

// name returns a new name, which no cluster has.
func (w *scripter) name() string {
	for {
		w.fresh++
		if name := fmt.Sprintf("new-%d", w.fresh); !w.used[name] {
			w.used[name] = true
			return name
		}
	}
}

// split splits all kept parts but the largest from a cluster. One without a story is left as it is.
func (w *scripter) split(c int32) {
	var kept []outcome.Part
	stays := -1
	for _, p := range w.Clusters[c].Parts {
		if !w.kept[[2]int32{p.Story, c}] {
			w.loose[p.Story] = append(w.loose[p.Story], p.Articles...)
			continue
		}
		kept = append(kept, p)
		if stays < 0 || len(p.Articles) > len(kept[stays].Articles) {
			stays = len(kept) - 1
		}
	}
	for k, p := range kept {
		into := w.v.clusterName(c)
		if k != stays {
			from := into
			into = w.name()
			w.splits = append(w.splits, Step{Op: Split, Cluster: from, Into: into, Articles: w.ids(p.Articles), Story: w.storyID(p.Story)})
		}
		w.pieces[p.Story] = append(w.pieces[p.Story], piece{into, len(p.Articles)})
	}
}

// merge moves and merges what belongs to a story into its largest piece.
func (w *scripter) merge(s int32) {
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
		w.moves = append(w.moves, Step{
			Op: Move, Cluster: w.v.clusterName(w.v.pred[i]), Into: target.cluster, Articles: w.ids([]int{i}), Story: w.storyID(s),
		})
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
