package diversity

import (
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// A measure of a group is NaN if the group is too small for it.
type measure func(*group) float64

// A comparison is what a metric makes of the measures of a story and its found cluster.
type comparison struct {
	apply       func(difference float64) float64 // of the found measure less that of the story; nil = the found one alone
	zeroIfEmpty bool                             // the measure of no articles is 0; else it does not exist
}

func (a comparison) value(of measure, gold, found *group) float64 {
	switch {
	case a.apply == nil && found == nil, a.apply != nil && gold == nil:
		return math.NaN()
	case a.apply == nil:
		return of(found)
	case found != nil:
		return a.apply(of(found) - of(gold))
	case a.zeroIfEmpty:
		return a.apply(-of(gold))
	}
	return math.NaN()
}

// score averages over the stories for which the value exists. attribute is what of takes
// from the table of outlets; "outlet" needs none.
func (a comparison) score(c *eval.Case, v speakers, attribute string, of measure) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus that names outlets"), nil
	}
	if attribute != "outlet" && len(c.Corpus.Outlets) == 0 {
		return eval.Undefined("the " + attribute + " of an outlet is read from a table of outlets: give one with --outlets FILE"), nil
	}
	s, err := v.count(c)
	if err != nil {
		return eval.Value{}, err
	}
	switch {
	case len(s.names) == 0 && v.By != "outlet":
		return eval.Undefined(fmt.Sprintf("the table of outlets gives no outlet of the corpus a %s", v.By)), nil
	case len(s.names) == 0:
		return eval.Undefined("the corpus names no outlets"), nil
	}
	reason := "no found cluster that a story is matched to has enough articles or outlets for this measure"
	if a.apply != nil {
		reason = "no story has an article that names its outlet, or enough articles for this measure"
	}
	return eval.MeanOverStories(len(s.gold), reason, func(story int) float64 {
		return a.value(of, s.gold[story], s.found[story])
	}), nil
}

// counted measures the counts of who speaks.
type counted struct {
	speakers
	comparison
	of func(counts []int) float64
}

func (m *counted) Score(c *eval.Case) (eval.Value, error) { return m.scoreCounts(c, m.speakers, m.of) }

func (a comparison) scoreCounts(c *eval.Case, v speakers, of func(counts []int) float64) (eval.Value, error) {
	return a.score(c, v, v.By, func(g *group) float64 { return of(g.counts) })
}

type hill struct {
	Q float64 `spec:"q,always" default:"2" range:"0:" doc:"order: 0 counts outlets, 1 weighs them by share, 2 by squared share"`
	speakers
	comparison
}

func (m *hill) Score(c *eval.Case) (eval.Value, error) {
	return m.scoreCounts(c, m.speakers, func(x []int) float64 { return Hill(x, m.Q) })
}

type chao1 struct {
	Corrected bool `spec:"corrected" default:"false" doc:"the bias-corrected form"`
	speakers
	comparison
}

func (m *chao1) Score(c *eval.Case) (eval.Value, error) {
	return m.scoreCounts(c, m.speakers, func(x []int) float64 { return Chao1(x, m.Corrected) })
}

type rarefied struct {
	M int `spec:"m,always" default:"5" range:"1:" doc:"articles drawn"`
	speakers
	comparison
}

func (m *rarefied) Score(c *eval.Case) (eval.Value, error) {
	return m.scoreCounts(c, m.speakers, func(x []int) float64 { return Rarefied(x, m.M) })
}

type standardised struct {
	Q        int     `spec:"q,always" default:"0" range:"0:2" doc:"order of the Hill number"`
	Coverage float64 `spec:"coverage,always" default:"0.5" range:"0.01:0.99" doc:"share of the story's coverage that the sample would hold"`
	speakers
	comparison
}

func (m *standardised) Score(c *eval.Case) (eval.Value, error) {
	return m.scoreCounts(c, m.speakers, func(x []int) float64 { return Standardised(x, float64(m.Q), m.Coverage) })
}

// distance is how far two outlets are apart.
type distance struct {
	Distance string `spec:"distance,always" default:"lean" oneof:"outlet,owner,country,lean,all" doc:"lean: half the difference; all: mean"`
}

// score measures groups by the outlets whose distances are known.
func (d distance) score(c *eval.Case, s syndication, a comparison,
	of func(counts []int, distance func(i, j int) float64) float64) (eval.Value, error) {
	return a.score(c, speakers{"outlet", s}, d.Distance, func(g *group) float64 {
		table := g.sources.outlets
		if g = g.only(func(name string) bool { return d.known(table, name) }); g == nil {
			return math.NaN()
		}
		return of(g.counts, func(i, j int) float64 {
			return d.between(table, g.sources.names[g.who[i]], g.sources.names[g.who[j]])
		})
	})
}

// known reports whether an outlet has a distance from others.
func (d distance) known(table map[string]corpus.Outlet, name string) bool {
	o, ok := table[name]
	switch d.Distance {
	case "country":
		return o.Country != ""
	case "lean":
		return o.Lean != nil
	case "all":
		return ok
	}
	return true
}

func (d distance) between(table map[string]corpus.Outlet, a, b string) float64 {
	if a == b {
		return 0
	}
	one, other := table[a], table[b]
	var parts []float64 // the mean of parts is the distance (Gower 1971)
	if d.Distance == "outlet" {
		parts = append(parts, 1)
	}
	all := d.Distance == "all"
	if all || d.Distance == "owner" {
		parts = append(parts, differs(layer(a, table, "owner"), layer(b, table, "owner")))
	}
	if d.Distance == "country" || all && one.Country != "" && other.Country != "" {
		parts = append(parts, differs(one.Country, other.Country))
	}
	if d.Distance == "lean" || all && one.Lean != nil && other.Lean != nil {
		parts = append(parts, math.Abs(*one.Lean-*other.Lean)/2)
	}
	sum := 0.0
	for _, part := range parts {
		sum += part
	}
	return sum / float64(len(parts))
}

func differs(a, b string) float64 {
	if a == b {
		return 0
	}
	return 1
}

type rao struct {
	distance
	syndication
	comparison
}

func (m *rao) Score(c *eval.Case) (eval.Value, error) {
	return m.distance.score(c, m.syndication, m.comparison, Rao)
}

type leinsterCobbold struct {
	Q float64 `spec:"q,always" default:"2" range:"0:" doc:"order"`
	distance
	syndication
	comparison
}

func (m *leinsterCobbold) Score(c *eval.Case) (eval.Value, error) {
	return m.distance.score(c, m.syndication, m.comparison, func(x []int, distance func(i, j int) float64) float64 {
		return LeinsterCobbold(x, func(i, j int) float64 { return 1 - distance(i, j) }, m.Q)
	})
}

type divergence struct {
	speakers
	comparison
}

func (m *divergence) Score(c *eval.Case) (eval.Value, error) {
	return m.score(c, m.speakers, m.By, func(g *group) float64 { return Divergence(g.list, g.sources.pool) })
}

type blindspot struct {
	By    string  `spec:"by,always" default:"lean" oneof:"owner,country,lean" doc:"groups of outlets that a story can miss"`
	Alpha float64 `spec:"alpha,always" default:"0.05" range:"0:1" doc:"share of stories that may be counted by chance"`
	syndication
	comparison
}

func (m *blindspot) Score(c *eval.Case) (eval.Value, error) {
	var classes *classes
	return m.score(c, speakers{"outlet", m.syndication}, m.By, func(g *group) float64 {
		if classes == nil {
			classes = g.sources.classes(m.By)
		}
		p, class := Blindspot(classes.outlets(g), classes.baseline)
		switch {
		case class < 0:
			return math.NaN()
		case p < m.Alpha:
			return 1
		}
		return 0
	})
}
