package audit

import (
	"context"
	"fmt"
)

// A Check looks for one kind of fault.
type Check struct {
	Name, Title string
	Doc         string   // what it finds
	Rule        string   // the thresholds, and why they are what they are
	Cite        []string // sources
	needs       needs
	find        func(ctx context.Context, s *subject) (found []Finding, notes []string, err error)
}

// needs are what a check cannot do without. Levels need texts, and these articles.
type needs struct{ articles, texts, levels, outlets bool }

// Checks is the one list of checks.
var Checks = []Check{giants, bridges, strays, twins, lone, copies, languages, dates, places, figures, outlets}

// lacks says why a check cannot be made; empty if it can.
func (s *subject) lacks(n needs) string {
	switch {
	case s.articles == nil && n != (needs{}):
		return "there are labels alone"
	case n.outlets && s.outlets == nil:
		return "no article names an outlet"
	case (n.texts || n.levels) && !s.Corpus.HasTexts():
		return "the articles have no texts"
	case n.levels && s.levels == nil:
		return s.alike
	}
	return ""
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}
