package results

import "github.com/seed-9405df2f/assay/algorithms"

// A Role is whether a system competes.
type Role string

// The roles, in the order in which reports show them.
const (
	Contender Role = ""
	Oracle    Role = "oracle"  // it is told something of the gold
	Judge     Role = "judge"   // it is a gold level, scored against others
	Control   Role = "control" // it shows what nonsense scores
)

// Title is the role as a heading; empty for contenders.
func (r Role) Title() string {
	switch r {
	case Oracle:
		return "oracles: told the gold's sizes"
	case Judge:
		return "judges, against each other: the human ceiling"
	case Control:
		return "controls: the floor"
	}
	return ""
}

// Told reports whether the system knows of the gold, so that it is not ranked.
func (r Role) Told() bool { return r == Oracle || r == Judge }

// Roles lists the roles in that order.
var Roles = []Role{Contender, Oracle, Judge, Control}

// Role returns the role of the system that was run.
func (r *Result) Role() Role {
	switch {
	case r.Family == algorithms.Control:
		return Control
	case r.Trial.Judge != "":
		return Judge
	case r.Oracle:
		return Oracle
	}
	return Contender
}
