package explain

import (
	"encoding/json"
	"fmt"
	"io"
)

// RepairSchema names the form of a script in JSON.
const RepairSchema = "assay/repair/2"

// repairSchema1 is the form in which the fingerprint is called a digest. It is still read.
const repairSchema1 = "assay/repair/1"

// A Script is a list of steps that turn the found clusters into the gold stories. Articles without
// a story leave the clusters that hold a story, each for a cluster of its own; clusters without a
// story are left as they are.
type Script struct {
	Schema      string     `json:"schema"`
	Corpus      string     `json:"corpus,omitempty"`
	Fingerprint string     `json:"fingerprint,omitempty"`
	Run         string     `json:"run,omitempty"`
	Prices      PricesJSON `json:"prices"`
	Cost        float64    `json:"cost"`
	Splits      int        `json:"splits"`
	Moves       int        `json:"moves"`
	Merges      int        `json:"merges"`
	Steps       []Step     `json:"steps"`
}

// PricesJSON is the JSON form of Prices: if move is absent there are no moves.
type PricesJSON struct {
	Move  *float64 `json:"move,omitempty"`
	Merge float64  `json:"merge"`
	Split float64  `json:"split"`
}

// The steps of a script.
const (
	Split = "split" // takes articles out of a cluster into a new one
	Move  = "move"  // takes one article into another cluster, or a new one
	Merge = "merge" // puts all articles of a cluster into another
)

// A Step is one thing to do. Clusters are named as the run names them.
type Step struct {
	Op       string   `json:"op"`
	Cluster  string   `json:"cluster"` // it takes from
	Into     string   `json:"into"`
	Articles []string `json:"articles,omitempty"` // ids; none for a merge, which takes all
	Story    string   `json:"story,omitempty"`    // that it repairs
}

// count sets the numbers of the steps and their cost.
func (s *Script) count() {
	of := map[string]int{}
	for _, step := range s.Steps {
		of[step.Op]++
	}
	s.Splits, s.Moves, s.Merges = of[Split], of[Move], of[Merge]
	s.Cost = float64(s.Splits)*s.Prices.Split + float64(s.Merges)*s.Prices.Merge
	if s.Moves > 0 {
		s.Cost += float64(s.Moves) * *s.Prices.Move
	}
}

// ReadScript reads a script from JSON.
func ReadScript(r io.Reader) (Script, error) {
	var s struct {
		Script
		Digest string `json:"digest"`
	}
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return s.Script, fmt.Errorf("reading a repair script: %w", err)
	}
	switch s.Schema {
	case repairSchema1:
		s.Schema, s.Fingerprint = RepairSchema, s.Digest
	case RepairSchema:
	default:
		return s.Script, fmt.Errorf("reading a repair script: the schema is %q, not %s", s.Schema, RepairSchema)
	}
	return s.Script, nil
}

// Apply runs the script on a clustering, given as the name of the cluster of each article by its
// id, and returns the new clustering. A step that the clustering does not allow is an error.
func (s Script) Apply(clusters map[string]string) (map[string]string, error) {
	a := applier{group: make(map[string]*group, len(clusters)), named: map[string]*group{}}
	for id, c := range clusters {
		a.put(id, c)
	}
	for i, step := range s.Steps {
		if err := a.do(step); err != nil {
			return nil, fmt.Errorf("step %d of the repair, %s from %q into %q: %w", i+1, step.Op, step.Cluster, step.Into, err)
		}
	}
	repaired := make(map[string]string, len(clusters))
	for id, g := range a.group {
		repaired[id] = g.name
	}
	return repaired, nil
}

// A group is a cluster under repair.
type group struct {
	name     string
	articles map[string]bool
}

type applier struct {
	group map[string]*group // of each article
	named map[string]*group
}

// cluster returns the cluster of that name, a new one if absent.
func (a *applier) cluster(name string) *group {
	if a.named[name] == nil {
		a.named[name] = &group{name, map[string]bool{}}
	}
	return a.named[name]
}

func (a *applier) put(id, cluster string) {
	if was := a.group[id]; was != nil {
		delete(was.articles, id)
	}
	a.group[id] = a.cluster(cluster)
	a.group[id].articles[id] = true
}

// merge puts all articles of a cluster into another. Those of the smaller one move, so that
// no sequence of merges takes more than n log n moves.
func (a *applier) merge(from, into string) {
	small, large := a.cluster(from), a.cluster(into)
	if len(small.articles) > len(large.articles) {
		small, large = large, small
		large.name = into
		a.named[into] = large
	}
	for id := range small.articles {
		a.group[id] = large
		large.articles[id] = true
	}
	delete(a.named, from)
}

func (a *applier) do(step Step) error {
	from, into := len(a.cluster(step.Cluster).articles), len(a.cluster(step.Into).articles)
	articles := step.Articles
	switch {
	case from == 0:
		return fmt.Errorf("there is no such cluster to take from")
	case step.Cluster == step.Into:
		return fmt.Errorf("both are the same")
	case step.Op == Split && (into > 0 || len(articles) == 0 || len(articles) >= from):
		return fmt.Errorf("a split takes some of the articles, not all, into a new cluster")
	case step.Op == Move && len(articles) != 1:
		return fmt.Errorf("a move takes one article")
	case step.Op == Merge && into == 0:
		return fmt.Errorf("there is no such cluster to merge into")
	case step.Op == Merge:
		a.merge(step.Cluster, step.Into)
		return nil
	case step.Op != Split && step.Op != Move:
		return fmt.Errorf("no such step")
	}
	for _, id := range articles {
		if was := a.group[id]; was == nil || was.name != step.Cluster {
			return fmt.Errorf("article %q is not there", id)
		}
		a.put(id, step.Into)
	}
	return nil
}
