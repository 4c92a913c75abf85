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
	merge       bool // it finds articles that are wrongly together, else such as are wrongly apart
	find        func(ctx context.Context, s *subject) (found []Finding, notes []string, err error)
}

// needs are what a check cannot do without.
type needs struct{ texts, times, outlets bool }

// Checks is the one list of checks.
var Checks = []Check{giants, bridges, strays, twins, lone, copies, languages, dates, places, figures, outlets}

// lacks says why a check cannot be made; empty if it can.
func (s *subject) lacks(n needs) string {
	switch {
	case n.texts && s.vectors == nil:
		return s.without
	case n.times && s.times == 0:
		return "no article has a time"
	case n.outlets && s.outlets == nil:
		return "no article names an outlet"
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
