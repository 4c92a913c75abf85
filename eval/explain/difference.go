package explain

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Difference is what changed between two runs on the same articles. Clusters of
// the two are paired one to one so that the articles in common are as many as can
// be, and an article moved where its two clusters are no pair: other names or
// numbers are no change, and the articles that moved are the fewest that turn one run
// into the other.
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
	// Stories are those whose b3.f1 changed, or whose articles moved, or that others
	// joined or left: the largest change first.
	Stories []StoryChange `json:"stories"`
	// Only counts articles that one of the runs leaves out by the policy; they are in
	// no comparison of articles.
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

// A Moved article was in other company before.
type Moved struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	Story string `json:"story,omitempty"`
	From  string `json:"from"` // names of clusters, of the first run and of the second
	To    string `json:"to"`
	// Before and After are its errors, as of Shares; null without a story.
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
	// Home says that it is in the main cluster of its story now, and was not before;
	// Strayed that it was, and is no more; Joined that its cluster is mostly another
	// story now, and was not before.
	Home    bool `json:"home,omitempty"`
	Strayed bool `json:"strayed,omitempty"`
	Joined  bool `json:"joined,omitempty"`
}

// Compare says what changed from one run to another.
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
	if err := d.test(ctx, from.Case, to.Case, o); err != nil {
		return nil, err
	}
	m, err := matchRuns(a, b)
	if err != nil {
		return nil, err
	}
	d.Only = m.only
	return d, d.changes(m)
}

func (d *Difference) test(ctx context.Context, a, b *eval.Case, o Options) error {
	m, err := eval.Named("b3.f1")
	if err != nil {
		return err
	}
	before, err := m.Score(a)
	if err != nil {
		return err
	}
	after, err := m.Score(b)
	if err != nil {
		return err
	}
	if len(before.Terms.Rows) != len(after.Terms.Rows) {
		return fmt.Errorf("comparing runs: one has %d stories, the other %d", len(before.Terms.Rows), len(after.Terms.Rows))
	}
	c, err := stats.Paired{Replicates: o.Replicates, Level: 0.95, Seed: o.Seed, Workers: o.Workers}.Compare(ctx, before.Terms, after.Terms)
	d.Low, d.High, d.P = defined(c.Low), defined(c.High), defined(c.P)
	return err
}

// matched are two runs with their clusters paired.
type matched struct {
	a, b *view
	both [][2]int // articles that both have: their places
	pair []int32  // the cluster of b that goes with one of a, -1 = none
	only int
}

func matchRuns(a, b *view) (*matched, error) {
	m := &matched{a: a, b: b}
	at := make(map[string]int, len(a.articles))
	for i := range a.articles {
		at[a.articles[i].ID] = i
	}
	var before, after corpus.Labels
	for k := range b.articles {
		i, ok := at[b.articles[k].ID]
		if !ok {
			continue
		}
		m.both = append(m.both, [2]int{i, k})
		before, after = append(before, a.pred[i]), append(after, b.pred[k])
	}
	m.only = len(a.articles) + len(b.articles) - 2*len(m.both)
	if len(m.both) == 0 {
		return nil, fmt.Errorf("comparing runs: they have no article in common")
	}
	// The clusters of the first run take the part of stories.
	m.pair = eval.NewTable(before, after).Match(func(_, common, _ float64) float64 { return common })
	return m, nil
}

// moved says whether an article changed company.
func (m *matched) moved(at [2]int) bool {
	c := m.a.pred[at[0]]
	return int(c) >= len(m.pair) || m.pair[c] != m.b.pred[at[1]]
}

func (m *matched) describe(at [2]int) Moved {
	i, k := at[0], at[1]
	out := Moved{ID: m.b.articles[k].ID, Title: opening(&m.b.articles[k]), From: m.a.clusterName(m.a.pred[i]), To: m.b.clusterName(m.b.pred[k])}
	if s := m.b.gold[k]; s >= 0 {
		out.Story = m.b.run.Case.Corpus.Stories[s].ID
		before, after := math.NaN(), m.b.errorOf(k)
		if m.a.gold[i] >= 0 {
			before = m.a.errorOf(i)
			out.Joined = !m.a.foreign(i) && m.b.foreign(k)
			out.Home, out.Strayed = m.a.lost(i) && !m.b.lost(k), !m.a.lost(i) && m.b.lost(k)
		}
		out.Before, out.After = defined(before), defined(after)
	}
	return out
}

func (d *Difference) changes(m *matched) error {
	n := len(m.b.t.Stories)
	if len(m.a.t.Stories) != n {
		return fmt.Errorf("comparing runs: one has %d stories, the other %d", len(m.a.t.Stories), n)
	}
	changes := make([]StoryChange, n)
	mainOf := func(v *view) []int32 { // the story hosted by each cluster, where that is its main one
		of := filledWith(len(v.t.Clusters), -1)
		for c, s := range v.host {
			if s >= 0 && v.main[s] == int32(c) {
				of[c] = s
			}
		}
		return of
	}
	before, after := mainOf(m.a), mainOf(m.b)
	for _, at := range m.both {
		if !m.moved(at) {
			continue
		}
		d.Moved++
		moved := m.describe(at)
		own := m.b.gold[at[1]]
		if own >= 0 {
			changes[own].Moves = append(changes[own].Moves, moved)
		}
		if s := before[m.a.pred[at[0]]]; s >= 0 && s != own {
			changes[s].Left = append(changes[s].Left, moved)
		}
		if s := after[m.b.pred[at[1]]]; s >= 0 && s != own {
			changes[s].Came = append(changes[s].Came, moved)
		}
	}
	for s := range changes {
		c := &changes[s]
		if m.a.t.Stories[s] == 0 || m.b.t.Stories[s] == 0 {
			continue
		}
		old, new := m.a.story(int32(s)), m.b.story(int32(s))
		c.ID, c.Title, c.Articles, c.Before, c.After = new.ID, new.Title, new.Articles, old.F1, new.F1
		switch delta := c.Delta(); {
		case delta > sameF1:
			d.Better++
		case delta < -sameF1:
			d.Worse++
		case len(c.Moves)+len(c.Came)+len(c.Left) == 0:
			continue
		}
		d.Stories = append(d.Stories, *c)
	}
	slices.SortStableFunc(d.Stories, func(x, y StoryChange) int {
		return cmp.Or(cmp.Compare(math.Abs(y.Delta()), math.Abs(x.Delta())), cmp.Compare(y.Articles, x.Articles))
	})
	return nil
}

// sameF1 is up to what a story's value has not changed: rounding.
const sameF1 = 1e-12

func filledWith(n int, v int32) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = v
	}
	return list
}
