package gate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Constraints must hold in every run, whatever the tests say. The zero value of a field is no
// constraint. Groups of articles and stories may be in any corpus of the baseline.
type Constraints struct {
	NothingLost   bool   `json:"nothing_lost"`  // every article has a label; noise is one
	Deterministic string `json:"deterministic"` // Rerun or Order; for systems that are run
	// LargestCluster, SingleOutlet and Noise are the largest shares allowed: of the articles in the
	// largest cluster; of one outlet's among the clusters of at least two articles; of noise among
	// the articles.
	LargestCluster *float64           `json:"largest_cluster,omitempty"`
	SingleOutlet   *float64           `json:"single_outlet,omitempty"`
	Noise          *float64           `json:"noise,omitempty"`
	AtLeast        map[string]float64 `json:"at_least,omitempty"` // by metric
	AtMost         map[string]float64 `json:"at_most,omitempty"`
	MustLink       []Group            `json:"must_link,omitempty"`   // all in one cluster
	CannotLink     []Group            `json:"cannot_link,omitempty"` // no two in one cluster
	OneStory       []Group            `json:"one_story,omitempty"`   // one cluster, without articles of other stories and distractors
}

// A Group is a list of articles by their ids, or, for one_story, a story.
type Group struct {
	Story    string   `json:"story,omitempty"`
	Articles []string `json:"articles,omitempty"`
	Why      string   `json:"why,omitempty"` // for the reader
}

// A ConstraintResult reports whether one constraint holds on one corpus.
type ConstraintResult struct {
	Constraint string  `json:"constraint"`
	Verdict    Verdict `json:"verdict"` // Pass or Fail
	Detail     string  `json:"detail"`
	Why        string  `json:"why,omitempty"`
}

func held(name string, ok bool, detail string) ConstraintResult {
	v := Pass
	if !ok {
		v = Fail
	}
	return ConstraintResult{Constraint: name, Verdict: v, Detail: detail}
}

// Valid reports whether the constraints make sense: every metric that they name is known (nil means
// eval.Partition), and every article and story is in one of the corpora.
func (c Constraints) Valid(known []eval.Metric, corpora []*corpus.Corpus) error {
	at := func(_, format string, args ...any) error { return fmt.Errorf(format, args...) }
	if err := c.valid(known, at); err != nil {
		return err
	}
	found := make([]Clustering, len(corpora))
	for i := range corpora {
		found[i].Corpus = corpora[i]
	}
	return c.placed(found, at)
}

// valid checks what needs no corpus.
func (c Constraints) valid(known []eval.Metric, at func(word, format string, args ...any) error) error {
	if !slices.Contains([]string{"", Rerun, Order}, c.Deterministic) {
		return at("deterministic", "deterministic is %q: write %q (equal input, equal clusters), %q (and for the articles in any order) or \"\"",
			c.Deterministic, Rerun, Order)
	}
	for _, s := range c.ceilings() {
		if s.share != nil && !(*s.share >= 0 && *s.share <= 1) {
			return at(s.name, "%s is %g: it is a share, write a number from 0 to 1", s.name, *s.share)
		}
	}
	for _, side := range c.bounds() {
		for _, name := range slices.Sorted(maps.Keys(side.limits)) {
			if _, err := oneMeasure(known, name); err != nil {
				return at(name, "%s: %w", side.name, err)
			}
		}
	}
	for _, k := range c.kinds() {
		for _, g := range k.groups {
			switch {
			case g.Story != "" && (k.name != "one_story" || len(g.Articles) > 0):
				return at(g.Story, "%s takes a list of articles (one_story may name a story instead): write %s",
					k.name, `{"articles": ["id", "id"]}`)
			case g.Story == "" && len(g.Articles) < 2 && k.name != "one_story":
				return at(k.name, "%s has a group of %d articles: name at least two", k.name, len(g.Articles))
			case g.Story == "" && len(g.Articles) == 0:
				return at(k.name, "one_story has an empty group: name a story or articles")
			}
		}
	}
	return nil
}

// A ceiling is the largest share allowed, nil for none, with how a share is measured and told.
type ceiling struct {
	name    string
	share   *float64
	measure func(corpus.Labels, *corpus.Corpus) (float64, string)
}

func (c Constraints) ceilings() []ceiling {
	return []ceiling{
		{"largest_cluster", c.LargestCluster, largest}, {"single_outlet", c.SingleOutlet, singleOutlet}, {"noise", c.Noise, noiseShare},
	}
}

// A kind of groups has a fault: a sentence about how a group breaks the constraint, "" if it does not.
type kind struct {
	name   string
	groups []Group
	fault  func(labels corpus.Labels, c *corpus.Corpus, members []int) string
}

func (c Constraints) kinds() []kind {
	return []kind{{"must_link", c.MustLink, apart}, {"cannot_link", c.CannotLink, together}, {"one_story", c.OneStory, notOneStory}}
}

// A located corpus has the positions of its articles by their ids.
type located struct {
	*corpus.Corpus
	position map[string]int
}

func locate(c *corpus.Corpus) located {
	at := located{c, make(map[string]int, len(c.Articles))}
	for i := range c.Articles {
		at.position[c.Articles[i].ID] = i
	}
	return at
}

// members returns the articles of a group in a corpus; nil if the corpus does not have all of them.
func (g Group) members(c located) []int {
	var list []int
	if g.Story != "" {
		for i := range c.Articles {
			if c.Articles[i].Story == g.Story {
				list = append(list, i)
			}
		}
		return list
	}
	for _, id := range g.Articles {
		i, ok := c.position[id]
		if !ok {
			return nil
		}
		list = append(list, i)
	}
	return list
}

// placed returns an error unless each group is in one of the corpora.
func (c Constraints) placed(found []Clustering, at func(word, format string, args ...any) error) error {
	where := make([]located, len(found))
	for i, f := range found {
		where[i] = locate(f.Corpus)
	}
	for _, k := range c.kinds() {
		for _, g := range k.groups {
			if slices.ContainsFunc(where, func(c located) bool { return g.members(c) != nil }) {
				continue
			}
			if g.Story != "" {
				return at(g.Story, "%s names story %q, which no corpus here has: mend the id or remove the constraint", k.name, g.Story)
			}
			for _, id := range g.Articles {
				if !slices.ContainsFunc(where, func(c located) bool { _, ok := c.position[id]; return ok }) {
					return at(id, "%s names article %q, which no corpus here has: mend the id or remove the constraint", k.name, id)
				}
			}
			return at(g.Articles[0], "%s names articles of different corpora (%s): a group belongs to one",
				k.name, strings.Join(g.Articles, ", "))
		}
	}
	return nil
}

// check tests the constraints that need no metric on all runs.
func (c Constraints) check(f Clustering) []ConstraintResult {
	var list []ConstraintResult
	if c.NothingLost {
		detail := fmt.Sprintf("all %d articles have a label", len(f.Corpus.Articles))
		if n := len(f.Missing); n > 0 {
			detail = fmt.Sprintf("%d of %d articles have no label: %s", n, len(f.Corpus.Articles), some(f.Missing, 5))
		}
		list = append(list, held("nothing_lost", len(f.Missing) == 0, detail))
	}
	for _, s := range c.ceilings() {
		if s.share == nil {
			continue
		}
		worst, detail := -1.0, ""
		for _, labels := range f.Runs {
			if share, words := s.measure(labels, f.Corpus); share > worst {
				worst, detail = share, words
			}
		}
		list = append(list, held(s.name, worst <= *s.share, fmt.Sprintf("%s; at most %.3g allowed", detail, *s.share)))
	}
	at := locate(f.Corpus)
	for _, k := range c.kinds() {
		for _, g := range k.groups {
			members := g.members(at)
			if members == nil {
				continue // of another corpus
			}
			h := held(k.name+" "+Plain(cmp.Or(g.Story, some(g.Articles, 4)), 80), true, "holds")
			for r, labels := range f.Runs {
				if fault := k.fault(labels, f.Corpus, members); fault != "" {
					if len(f.Seeds) > 1 {
						fault += fmt.Sprintf(" (seed %d)", f.Seeds[r])
					}
					h.Verdict, h.Detail = Fail, fault
					break
				}
			}
			h.Why = Plain(g.Why, 200)
			list = append(list, h)
		}
	}
	return list
}

func apart(labels corpus.Labels, c *corpus.Corpus, members []int) string {
	for _, i := range members[1:] {
		if labels[i] < 0 || labels[i] != labels[members[0]] {
			return fmt.Sprintf("%s and %s are in different clusters", called(c, members[0]), called(c, i))
		}
	}
	return ""
}

func together(labels corpus.Labels, c *corpus.Corpus, members []int) string {
	for n, i := range members {
		for _, j := range members[:n] {
			if labels[i] >= 0 && labels[i] == labels[j] && i != j {
				return fmt.Sprintf("%s and %s are in one cluster", called(c, j), called(c, i))
			}
		}
	}
	return ""
}

func notOneStory(labels corpus.Labels, c *corpus.Corpus, members []int) string {
	parts := map[int32]int{}
	noise := 0
	for _, i := range members {
		if labels[i] < 0 {
			noise++
		} else {
			parts[labels[i]]++
		}
	}
	if len(parts)+noise > 1 {
		return fmt.Sprintf("its %d articles are in %d clusters", len(members), len(parts)+noise)
	}
	for i, g := range labels {
		own := slices.Contains(members, i)
		if g >= 0 && g == labels[members[0]] && !own && (c.Articles[i].Story != "" || c.Articles[i].Distractor) {
			return fmt.Sprintf("%s is in its cluster", called(c, i))
		}
	}
	return ""
}

// called returns the id of an article, with its title if it has one.
func called(c *corpus.Corpus, i int) string {
	a := &c.Articles[i]
	if a.Title == "" {
		return Plain(a.ID, 60)
	}
	return fmt.Sprintf("%s “%s”", Plain(a.ID, 60), Plain(a.Title, 60))
}

// some joins the first few of a list.
func some(ids []string, most int) string {
	var list []string
	for _, id := range ids[:min(most, len(ids))] {
		list = append(list, Plain(id, 60))
	}
	words := strings.Join(list, ", ")
	if n := len(ids) - most; n > 0 {
		words += fmt.Sprintf(" and %d more", n)
	}
	return words
}
