package results

import "github.com/seed-9405df2f/assay/algorithms"

// A Role is whether a system competes.
type Role string

// The roles, in the order in which reports show them.
const (
	Contender Role = ""
	Oracle    Role = "oracle"  // it is told something of the gold
	Control   Role = "control" // it shows what nonsense scores
)

// Roles lists the roles in that order.
var Roles = []Role{Contender, Oracle, Control}

// Role returns the role of the system that was run.
func (r *Result) Role() Role {
	switch {
	case r.Family == algorithms.Control:
		return Control
	case r.Oracle:
		return Oracle
	}
	return Contender
}
