package explain

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Difference is what changed between two runs on the same articles, as outcome.Diff finds it.
type Difference struct {
	From   string   `json:"from"`
	To     string   `json:"to"`
	Before Score    `json:"before"`
	After  Score    `json:"after"`
	Delta  float64  `json:"delta"` // of b3.f1
	Low    *float64 `json:"low"`   // of its interval, by bootstrap over stories
	High   *float64 `json:"high"`
	P      *float64 `json:"p"`      // two-sided, by sign flips of stories
	Better int      `json:"better"` // stories
	Worse  int      `json:"worse"`
	Moved  int      `json:"moved"` // articles
	// Stories lists the stories whose b3.f1 changed, whose articles moved, or whose main cluster
	// others joined or left; the largest change first.
	Stories []StoryChange `json:"stories"`
	// Only is the number of articles that the policy leaves out of one of the runs. They are not
	// compared.
	Only int `json:"only_in_one,omitempty"`
}

// A StoryChange is one story under two runs.
type StoryChange struct {
	ID       string  `json:"id"`
	Title    string  `json:"title,omitempty"`
	Articles int     `json:"articles"`
	Before   float64 `json:"before"` // b3.f1 of its articles alone
	After    float64 `json:"after"`
	Moves    []Moved `json:"moves,omitempty"` // its own articles that moved
	Came     []Moved `json:"came,omitempty"`  // foreign articles that came to its main cluster
	Left     []Moved `json:"left,omitempty"`  // foreign articles that left its main cluster
}

// Delta is the change of the story's b3.f1.
func (s *StoryChange) Delta() float64 { return s.After - s.Before }

// A Moved article is in another cluster than before.
type Moved struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	Story string `json:"story,omitempty"`
	From  string `json:"from"` // name of its cluster in the first run
	To    string `json:"to"`
	// Before and After are its errors as in Shares; null if it has no story.
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
	// Home: it is in the main cluster of its story, and was not. Strayed: it was, and is not.
	// Joined: the host of its cluster is another story, and was not.
	Home    bool `json:"home,omitempty"`
	Strayed bool `json:"strayed,omitempty"`
	Joined  bool `json:"joined,omitempty"`
}

// Compare returns what changed from one run to another.
func Compare(ctx context.Context, from, to Run, o Options) (*Difference, error) {
	o = o.full()
	a, err := newView(from)
	if err != nil {
		return nil, err
	}
	b, err := newView(to)
	if err != nil {
		return nil, err
	}
	d := &Difference{From: from.Name, To: to.Name, Before: a.score, After: b.score, Delta: b.score.F1 - a.score.F1}
	if err := d.test(ctx, a, b, o); err != nil {
		return nil, err
	}
	return d, d.changes(a, b)
}

func (d *Difference) test(ctx context.Context, a, b *view, o Options) error {
	before, after := a.f1.Terms, b.f1.Terms
	if before.Stories() != after.Stories() {
		return fmt.Errorf("comparing runs: one has %d stories, the other %d", before.Stories(), after.Stories())
	}
	c, err := stats.Paired{Replicates: o.Replicates, Level: 0.95, Seed: o.Seed, Workers: o.Workers}.Compare(ctx, before, after)
	d.Low, d.High, d.P = stats.Defined(c.Low), stats.Defined(c.High), stats.Defined(c.P)
	return err
}

// changes lists the stories that changed from a to b.
func (d *Difference) changes(a, b *view) error {
	diff, err := outcome.Diff(a.Outcomes, b.Outcomes)
	if err != nil {
		return err
	}
	d.Moved, d.Only = len(diff.Moves), diff.OnlyInOne
	moved := func(at []int) (list []Moved) {
		for _, m := range at {
			list = append(list, describe(a, b, diff.Moves[m]))
		}
		return list
	}
	for _, c := range diff.Stories {
		old, now := a.story(c.Story), b.story(c.Story)
		change := StoryChange{ID: now.ID, Title: now.Title, Articles: now.Articles, Before: old.F1, After: now.F1}
		switch delta := change.Delta(); {
		case delta > sameF1:
			d.Better++
		case delta < -sameF1:
			d.Worse++
		case len(c.Moves)+len(c.Came)+len(c.Left) == 0:
			continue
		}
		change.Moves, change.Came, change.Left = moved(c.Moves), moved(c.Came), moved(c.Left)
		d.Stories = append(d.Stories, change)
	}
	slices.SortStableFunc(d.Stories, func(x, y StoryChange) int {
		return cmp.Or(cmp.Compare(math.Abs(y.Delta()), math.Abs(x.Delta())), cmp.Compare(y.Articles, x.Articles))
	})
	return nil
}

func describe(a, b *view, m outcome.Move) Moved {
	out := Moved{
		ID: b.articles[m.After].ID, Title: opening(&b.articles[m.After]),
		From: a.clusterName(a.pred[m.Before]), To: b.clusterName(b.pred[m.After]),
		Home: m.Returned, Strayed: m.Strayed, Joined: m.Joined,
	}
	if s := b.gold[m.After]; s >= 0 {
		out.Story = b.Case.Corpus.Stories[s].ID
		out.After = stats.Defined(b.errorOf(m.After))
		if a.gold[m.Before] >= 0 {
			out.Before = stats.Defined(a.errorOf(m.Before))
		}
	}
	return out
}

// sameF1 is the largest difference of a story's values that is taken for rounding.
const sameF1 = 1e-12
