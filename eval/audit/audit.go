// Package audit finds what is likely wrong with a clustering without any gold: clusters that hold together by little,
// clusters that look like one story, articles left alone though they have near neighbours, copies that were separated,
// and more. What it finds are suspicions, each with its evidence, in the order of the articles that would move.
//
// How alike articles must be is never an absolute number: it is measured in the corpus itself (see [Levels]).
package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of an audit in JSON.
const Schema = "assay/audit/1"

// Options say what is looked for, and how.
type Options struct {
	Last   string    `spec:"last" default:"" doc:"labels of an earlier run, to compare sizes with"`
	Judged string    `spec:"judged" default:"" doc:"file of assay label, or judged pairs: tells how many pairs are wrong"`
	Only   []string  // names of the checks to make; empty = all
	Space  spec.Spec `spec:"space" default:"tfidf" doc:"vectors that say how alike articles are"`
	Seed   uint64    `spec:"seed" default:"1" doc:"seed of what is drawn: pairs at random, and articles of very large clusters"`

	Workers int `spec:"workers" default:"0" range:"0:" doc:"maximum goroutines, without effect on findings; 0 means one per processor"`
}

// An Audit is what was found.
type Audit struct {
	Schema   string    `json:"schema"`
	Corpus   string    `json:"corpus,omitempty"` // empty if there are labels alone
	Labels   string    `json:"labels"`
	Paths    []string  `json:"paths,omitempty"` // the files, as they were given
	Articles int       `json:"articles"`
	Clusters int       `json:"clusters"` // of two articles or more
	Alone    int       `json:"alone"`    // clusters of one article
	Noise    int       `json:"noise"`    // articles without a cluster
	Moved    int       `json:"moved"`    // that would move if all findings are right, each counted once
	Checks   []Outcome `json:"checks"`
	Findings []Finding `json:"findings"` // by Articles, the most first; then by check and by cluster
	Levels   *Levels   `json:"levels"`   // null if no texts were compared
	Sizes    Sizes     `json:"sizes"`
	Judged   *Judged   `json:"judged,omitempty"`
	Notes    []string  `json:"notes,omitempty"`
}

// An Outcome is what became of one check.
type Outcome struct {
	Check    string   `json:"check"`
	Findings int      `json:"findings"`
	Articles int      `json:"articles"`          // that would move if all of its findings are right, each counted once
	Skipped  string   `json:"skipped,omitempty"` // why it was not made
	Notes    []string `json:"notes,omitempty"`
}

// A Finding is one thing that is likely wrong.
type Finding struct {
	Check string `json:"check"`
	// Articles is how many articles would have to move if the finding is right: all but those of the largest side. Each
	// counts for its readers.
	Articles int      `json:"articles"`
	Of       int      `json:"of"`    // articles of the clusters that it is about
	Sides    []Side   `json:"sides"` // the largest first, at most MostSides
	More     int      `json:"more_sides,omitempty"`
	Evidence string   `json:"evidence"`
	Kinship  *float64 `json:"kinship,omitempty"` // of the sides, where they are compared: see Levels
	Bridges  []Bridge `json:"bridges,omitempty"` // the strongest links between the sides
	Judged   *Answers `json:"judged,omitempty"`  // what people said of pairs across the sides

	sides [][]int // positions of the articles of all sides
}

// MostSides is the largest number of sides of a finding that are listed.
const MostSides = 8

// A Side is one of the groups of articles that belong together, or do not.
type Side struct {
	Cluster  string    `json:"cluster"` // empty = articles without a cluster
	Articles int       `json:"articles"`
	Says     string    `json:"says,omitempty"` // what sets it apart: a date, a place, a language, a figure
	Sample   []Article `json:"sample"`         // those most like the whole side, at most three
}

// An Article is one that is shown.
type Article struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"` // or how the text begins
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
}

// A Bridge is a link between two sides.
type Bridge struct {
	A       Article `json:"a"`
	B       Article `json:"b"`
	Cosine  float64 `json:"cosine"`
	between [2]int
}

// Answers count what people said of pairs of articles.
type Answers struct {
	Same      int `json:"same"`
	Different int `json:"different"`
	Unsure    int `json:"unsure"`
}

// Files audits labels files as Read and Make do.
func Files(ctx context.Context, paths []string, ids corpus.IDPolicy, o Options) (*Audit, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	r, err := Read(ctx, paths, ids, o)
	if err != nil {
		return nil, err
	}
	return r.Make(ctx, o)
}

// fill completes and checks the options.
func (o *Options) fill() error {
	if err := spec.Fill(o); err != nil {
		return err
	}
	for _, name := range o.Only {
		if _, err := spec.Find("audit", Checks, func(c Check) string { return c.Name }, name); err != nil {
			return err
		}
	}
	return nil
}

// Make makes the checks of a run. Without texts the time is linear in the articles but for sorting; with texts it is that
// of the space, of the neighbours (features.Space.Nearest) and of the squares of the clusters' sizes, of which at most
// MostCompared articles each are compared.
func (r *Run) Make(ctx context.Context, o Options) (*Audit, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	if len(r.Labels) == 0 {
		return nil, errors.New("there are no articles to audit")
	}
	var chosen []Check
	for _, c := range Checks {
		if len(o.Only) == 0 || slices.Contains(o.Only, c.Name) {
			chosen = append(chosen, c)
		}
	}
	s, err := newSubject(ctx, r, o, chosen)
	if err != nil {
		return nil, err
	}
	a := &Audit{
		Schema: Schema, Labels: r.Name, Paths: r.paths, Articles: len(r.Labels), Noise: s.noise,
		Findings: []Finding{}, Levels: s.levels, Notes: s.notes,
	}
	if r.Corpus != nil {
		a.Corpus = r.Corpus.Name()
	}
	for _, size := range s.sizes {
		if size > 1 {
			a.Clusters++
		} else {
			a.Alone++
		}
	}
	moved := map[int]bool{}
	for _, c := range chosen {
		if err := s.check(ctx, c, a, moved); err != nil {
			return nil, err
		}
	}
	a.Moved = len(moved)
	s.judge(a)
	a.Sizes = s.distribution()
	a.sort()
	return a, ctx.Err()
}

// check makes one check, and adds the articles that would move to those of the others.
func (s *subject) check(ctx context.Context, c Check, a *Audit, moved map[int]bool) error {
	out := Outcome{Check: c.Name, Skipped: s.lacks(c.needs)}
	if out.Skipped == "" {
		found, notes, err := c.find(ctx, s)
		if err != nil {
			return fmt.Errorf("looking for %s: %w", c.Name, err)
		}
		out.Findings, out.Notes = len(found), notes
		mine := map[int]bool{}
		for i := range found {
			f := &found[i]
			f.Check = c.Name
			rest := f.sides[1:]
			if len(rest) == 0 { // some of the one side do not belong; which does not matter for their number
				rest = [][]int{f.sides[0][len(f.sides[0])-f.Articles:]}
			}
			for _, rows := range rest {
				for _, i := range rows {
					mine[i], moved[i] = true, true
				}
			}
		}
		out.Articles = len(mine)
		a.Findings = append(a.Findings, found...)
	}
	a.Checks = append(a.Checks, out)
	return nil
}

// sort puts the findings that concern most articles first.
func (a *Audit) sort() {
	place := map[string]int{}
	for i, c := range Checks {
		place[c.Name] = i
	}
	slices.SortStableFunc(a.Findings, func(f, g Finding) int {
		return cmp.Or(cmp.Compare(g.Articles, f.Articles), cmp.Compare(place[f.Check], place[g.Check]))
	})
}
