package reports

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// A Behind is what stands behind the scores on one corpus: its stories, and what
// each system made of them. It is for formats that lead from a score to them.
type Behind struct {
	Key     string // as in the Ref of the cells that it stands behind
	Corpus  string
	Metric  string // of the values
	Better  eval.Direction
	Notes   []string // how the outcomes came about, where a reader must know
	Systems []System
	Stories []Story
	// Articles are those of the corpus; nil where it was not at hand.
	Articles []Article

	ids []string // of the articles
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
	Title    string // where it has none, its id and the title of its first article; empty = not known
	Articles int    // 0 = not known
	Outcomes []Outcome
}

// An Article of the corpus.
type Article struct {
	Title string // where it has none, how its text begins, or its id
	Story int    // position in Stories; -1 = none
}

// An Outcome is what a system made of a story.
type Outcome struct {
	Value float64 // of this story alone; NaN = none
	// Parts are the clusters that hold the story, the home first: the one with most
	// of its articles, of equals the smallest. nil = not known.
	Parts   []Part
	Foreign []int // positions in Articles: those in the home that belong elsewhere
}

// A Part is the articles of a story in one cluster.
type Part struct {
	Size     int   // articles of the cluster, foreign ones included
	Articles []int // positions in Behind.Articles
}

// A Ref names what stands behind a cell: a system on a corpus.
type Ref struct{ Key, System string }

// whole says whether a story is one cluster and nothing else.
func (o *Outcome) whole() bool { return len(o.Parts) == 1 && len(o.Foreign) == 0 }

// NewBehind lists the stories of a corpus; systems are added by Add.
func NewBehind(key string, c *corpus.Corpus, m eval.Measure) *Behind {
	b := &Behind{Key: key, Corpus: c.Name(), Metric: m.Spec.String(), Better: m.Better}
	for _, s := range c.Stories {
		b.Stories = append(b.Stories, Story{Title: s.Title})
	}
	for i, s := range c.Gold() {
		a := &c.Articles[i]
		b.ids = append(b.ids, a.ID)
		b.Articles = append(b.Articles, Article{Title: cmp.Or(a.Title, clip(a.Text, longestName), a.ID), Story: int(s)})
		if s < 0 {
			continue
		}
		story := &b.Stories[s]
		story.Articles++
		if story.Title == "" {
			story.Title = c.Stories[s].ID + ": " + b.Articles[i].Title
		}
	}
	return b
}

// Add adds a system by the case that was scored, whose corpus is the one of
// NewBehind less what the policy left out, and its value with its terms by story.
// O(articles).
func (b *Behind) Add(s System, k *eval.Case, v eval.Value) {
	s.Score = v.Value
	b.Systems = append(b.Systems, s)
	table := k.Table()
	members := b.members(k)
	for i := range b.Stories {
		o := Outcome{Value: math.NaN()}
		if i < len(table.Stories) && table.Stories[i] > 0 {
			o = outcome(table, i, members)
			if i < len(v.Terms.Rows) {
				o.Value = v.Terms.Combine(v.Terms.Rows[i])
			}
		}
		b.Stories[i].Outcomes = append(b.Stories[i].Outcomes, o)
	}
}

// A member is an article in a cluster, with the story that the case gives it.
type member struct {
	article int // position in Behind.Articles
	story   int32
}

// members are the articles of each cluster. What the policy left out is in none.
func (b *Behind) members(k *eval.Case) [][]member {
	list := make([][]member, len(k.Table().Clusters))
	at := 0
	for i, cluster := range k.Pred {
		for at < len(b.ids)-1 && b.ids[at] != k.Corpus.Articles[i].ID {
			at++
		}
		list[cluster] = append(list[cluster], member{at, k.Gold[i]})
	}
	return list
}

func outcome(t *eval.Table, story int, members [][]member) Outcome {
	cells := slices.Clone(t.Row(story))
	slices.SortStableFunc(cells, func(a, b eval.Cell) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(t.Clusters[a.Cluster], t.Clusters[b.Cluster]))
	})
	var o Outcome
	for i, c := range cells {
		part := Part{Size: t.Clusters[c.Cluster]}
		for _, m := range members[c.Cluster] {
			switch {
			case int(m.story) == story:
				part.Articles = append(part.Articles, m.article)
			case i == 0:
				o.Foreign = append(o.Foreign, m.article)
			}
		}
		o.Parts = append(o.Parts, part)
	}
	return o
}

// fromTerms is what the results alone say of the stories: their values by the
// primary metric, without titles. nil where no result has terms.
func fromTerms(title string, stored []results.Result) *Behind {
	b := &Behind{
		Key: corpusKey(stored[0]), Corpus: title, Metric: results.Primary, Better: eval.Higher,
		Notes: []string{"Made without the corpus: stories are numbered in its order, and an error that two stories share counts for the one that strayed."},
	}
	for _, e := range entries(stored, nil) {
		if len(e.runs) == 0 || e.terms() == nil {
			continue
		}
		run := e.runs[0]
		s := System{Name: e.name, Score: math.NaN(), Control: e.role == Control, Oracle: e.role == Oracle, Trial: run.Key}
		if score := run.Score(results.Primary); score != nil && score.Value != nil {
			s.Score = *score.Value
		}
		b.Systems = append(b.Systems, s)
		for i, row := range run.Terms[results.Primary] {
			if i == len(b.Stories) {
				b.Stories = append(b.Stories, Story{Articles: int(math.Round(row[2]))})
			}
			b.Stories[i].Outcomes = append(b.Stories[i].Outcomes, Outcome{Value: storedValue(row)})
		}
	}
	if len(b.Systems) == 0 {
		return nil
	}
	return b
}

// storedValue is the B-cubed F1 of a story by its stored terms, kept within its
// range: errors that were laid on a story can be more than its articles bear.
func storedValue(row []float64) float64 {
	if row[2] == 0 {
		return math.NaN()
	}
	v := eval.CombineB3F1([]float64{max(0, row[0]), row[1], row[2]})
	return min(max(v, 0), 1)
}
