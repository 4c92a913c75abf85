package reports

import (
	"github.com/seed-9405df2f/assay/eval"
)

// A Drilldown is the stories behind the scores on one corpus, and what each system made
// of them, for formats that lead from a score to them.
type Drilldown struct {
	Key     string // as in the DrilldownRef of the cells that lead to it
	Corpus  string
	Metric  string // of the values
	Better  eval.Direction
	Notes   []string // how the outcomes came about, where a reader must know
	Systems []System
	Stories []Story
	// Articles are those of the corpus; nil where it was not at hand.
	Articles []Article
}

// A System is one of the entries of the tables.
type System struct {
	Name    string
	Score   float64 // of all stories; NaN = none
	Control bool
	Oracle  bool
	Trial   string // key of the result that the outcomes are of; empty = none
}

// A Story is a gold story with one outcome a system.
type Story struct {
	Title    string // if absent, its id and the title of its first article; empty = not known
	Articles int    // 0 = not known
	Outcomes []Outcome
}

// An Article of the corpus.
type Article struct {
	Title string // if absent, how its text begins, or its id
	Story int    // position in Stories; -1 = none
}

// An Outcome is what a system made of a story.
type Outcome struct {
	Value float64 // of this story alone; NaN = none
	// Parts are the clusters that hold the story, in the order of package outcome: the home,
	// with most of its articles, first. nil = not known.
	Parts []Part
	// Home lists the articles of the whole home, foreign ones included, ascending. Stories of
	// one home share the list: a list of foreign articles for each would take the square of
	// their number.
	Home []int
}

// A Part is the articles of a story in one cluster.
type Part struct {
	Size     int   // articles of the cluster, foreign ones included
	Articles []int // positions in Drilldown.Articles, ascending
}

// A DrilldownRef names what a cell leads to: a system on a corpus.
type DrilldownRef struct{ Key, System string }

// Whole reports whether the story is one cluster and nothing else.
func (o *Outcome) Whole() bool { return len(o.Parts) == 1 && o.Foreign() == 0 }

// Foreign returns the number of articles in the home that belong elsewhere.
func (o *Outcome) Foreign() int {
	if len(o.Parts) == 0 {
		return 0
	}
	return len(o.Home) - len(o.Parts[0].Articles)
}

// ForeignArticles returns the positions of the first articles in the home that belong
// elsewhere, at most n.
func (o *Outcome) ForeignArticles(n int) (list []int) {
	var own []int
	if len(o.Parts) > 0 {
		own = o.Parts[0].Articles
	}
	for _, i := range o.Home {
		switch {
		case len(own) > 0 && own[0] == i:
			own = own[1:]
		case len(list) < n:
			list = append(list, i)
		default:
			return list
		}
	}
	return list
}
