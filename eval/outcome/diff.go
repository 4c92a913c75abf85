package outcome

import (
	"errors"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// A Difference is what changed from one clustering of a corpus to another. Clusters of the two
// are paired one to one so that the pairs have as many articles in common as possible; an article
// moved if its two clusters are no pair. So other numbers of the same clusters are no change, and
// the moved articles are the fewest that turn one clustering into the other.
type Difference struct {
	Before, After *Outcomes
	Moves         []Move   // in the order of the corpus
	Stories       []Change // those whose outcome changed, in the order of the corpus
	OnlyInOne     int      // articles that the policy left out of one of the cases; none of them moved
}

// A Move is one article that moved.
type Move struct {
	Before, After int // its positions in the two cases
	// Returned: it is in the main cluster of its story, and was not. Strayed: it was, and is not.
	// Joined: the host of its cluster is another story, and was not.
	Returned, Strayed, Joined bool
}

// A Change is a story whose parts changed, or to whose main cluster articles came or from whose
// main cluster they left. Its lists are positions in Difference.Moves.
type Change struct {
	Story int32
	Moves []int // articles of the story
	Came  []int // articles of others in its main cluster now
	Left  []int // articles of others that were in its main cluster
}

// Diff returns what changed from before to after, which must be cases of the same corpus. Articles
// are matched by their ids. The time is that of the optimal pairing of clusters.
func Diff(before, after *Outcomes) (*Difference, error) {
	if before.Case.Corpus == nil || after.Case.Corpus == nil {
		return nil, errors.New("comparing runs: there is no corpus")
	}
	if a, b := len(before.Stories), len(after.Stories); a != b {
		return nil, fmt.Errorf("comparing runs: one has %d stories, the other %d", a, b)
	}
	d := &Difference{Before: before, After: after}
	both := d.match()
	if len(both) == 0 {
		return nil, errors.New("comparing runs: they have no article in common")
	}
	changes := d.changes(both)
	for s := range changes {
		c := &changes[s]
		if len(before.Stories[s].Articles) == 0 || len(after.Stories[s].Articles) == 0 {
			continue
		}
		if len(c.Moves)+len(c.Came)+len(c.Left) > 0 || !slices.Equal(before.sizes(s), after.sizes(s)) {
			d.Stories = append(d.Stories, *c)
		}
	}
	return d, nil
}

// match returns the positions of the articles that both cases have, in the order of the later one.
func (d *Difference) match() (both [][2]int) {
	a, b := d.Before.Case.Corpus.Articles, d.After.Case.Corpus.Articles
	at := make(map[string]int, len(a))
	for i := range a {
		at[a[i].ID] = i
	}
	for k := range b {
		if i, ok := at[b[k].ID]; ok {
			both = append(both, [2]int{i, k})
		}
	}
	d.OnlyInOne = len(a) + len(b) - 2*len(both)
	return both
}

// changes finds the moves, and returns for each story those that concern it.
func (d *Difference) changes(both [][2]int) []Change {
	var old, found corpus.Labels
	for _, at := range both {
		old, found = append(old, d.Before.Case.Pred[at[0]]), append(found, d.After.Case.Pred[at[1]])
	}
	// The clusters of the first case take the part of stories.
	pair := eval.NewTable(old, found).Match(func(_, common, _ float64) float64 { return common })
	changes := make([]Change, len(d.After.Stories))
	for s := range changes {
		changes[s].Story = int32(s)
	}
	for n, at := range both {
		if int(old[n]) < len(pair) && pair[old[n]] == found[n] {
			continue
		}
		move := len(d.Moves)
		d.Moves = append(d.Moves, d.move(at[0], at[1]))
		own := d.After.Case.Gold[at[1]]
		if own >= 0 {
			changes[own].Moves = append(changes[own].Moves, move)
		}
		if s := d.Before.mainOf(old[n]); s >= 0 && s != own {
			changes[s].Left = append(changes[s].Left, move)
		}
		if s := d.After.mainOf(found[n]); s >= 0 && s != own {
			changes[s].Came = append(changes[s].Came, move)
		}
	}
	return changes
}

func (d *Difference) move(i, k int) Move {
	m := Move{Before: i, After: k}
	if d.Before.Case.Gold[i] >= 0 && d.After.Case.Gold[k] >= 0 {
		was, is := d.Before.IsMissing(i), d.After.IsMissing(k)
		m.Returned, m.Strayed = was && !is, !was && is
		m.Joined = !d.Before.IsForeign(i) && d.After.IsForeign(k)
	}
	return m
}

// mainOf returns the host of a cluster if it is the host's main cluster.
func (o *Outcomes) mainOf(cluster int32) int32 {
	if s := o.Clusters[cluster].Host; s >= 0 && o.Main(s) == cluster {
		return s
	}
	return corpus.None
}

// sizes are the sizes of a story's parts, each with that of its cluster.
func (o *Outcomes) sizes(story int) (list [][2]int) {
	for _, p := range o.Stories[story].Parts {
		list = append(list, [2]int{len(p.Articles), len(o.Clusters[p.Cluster].Articles)})
	}
	return list
}
