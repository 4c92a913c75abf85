package explain

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
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
	a := applier{of: make(map[string]string, len(clusters)), members: map[string]map[string]bool{}}
	for id, c := range clusters {
		a.put(id, c)
	}
	for i, step := range s.Steps {
		if err := a.do(step); err != nil {
			return nil, fmt.Errorf("step %d of the repair, %s from %q into %q: %w", i+1, step.Op, step.Cluster, step.Into, err)
		}
	}
	return a.of, nil
}

type applier struct {
	of      map[string]string
	members map[string]map[string]bool
}

func (a *applier) put(id, cluster string) {
	if was, ok := a.of[id]; ok {
		delete(a.members[was], id)
	}
	a.of[id] = cluster
	if a.members[cluster] == nil {
		a.members[cluster] = map[string]bool{}
	}
	a.members[cluster][id] = true
}

func (a *applier) do(step Step) error {
	from, into := len(a.members[step.Cluster]), len(a.members[step.Into])
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
		articles = slices.Collect(maps.Keys(a.members[step.Cluster]))
	case step.Op != Split && step.Op != Move:
		return fmt.Errorf("no such step")
	}
	for _, id := range articles {
		if was, ok := a.of[id]; !ok || was != step.Cluster {
			return fmt.Errorf("article %q is not there", id)
		}
		a.put(id, step.Into)
	}
	return nil
}
