package reports

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
)

// An htmlStories is the section of a page on the stories of a corpus: data for
// the script, and for readers without one each system's worst.
type htmlStories struct {
	*Drilldown
	ID      string
	Table   string // id of the first table that leads here; empty = none
	Worst   []htmlWorst
	Data    template.JS
	LeftOut []string // what the page has no room for, in sentences
}

type htmlWorst struct {
	ID, System, Score string
	Stories           []htmlWorstStory
}

type htmlWorstStory struct{ Title, Outcome string }

const worstShown = 3

func storiesOf(b *Drilldown, id string) htmlStories {
	h := htmlStories{Drilldown: b, ID: id}
	for k, s := range b.Systems {
		w := htmlWorst{ID: fmt.Sprintf("%s-%d", id, k+1), System: Clip(s.Name, LongestName), Score: "–"}
		if !math.IsNaN(s.Score) {
			w.Score = Plain.Format(s.Score)
		}
		for _, i := range b.Worst(k)[:min(worstShown, len(b.Worst(k)))] {
			w.Stories = append(w.Stories, htmlWorstStory{b.title(i), b.Stories[i].Describe(k)})
		}
		h.Worst = append(h.Worst, w)
	}
	return h
}

// title is the title of a story as it is shown.
func (b *Drilldown) title(story int) string {
	if t := Clip(b.Stories[story].Title, LongestName); t != "" {
		return t
	}
	return fmt.Sprintf("story %d", story+1)
}

// Describe returns in words what a system made of the story.
func (s *Story) Describe(system int) string {
	o := s.Outcomes[system]
	line := Plain.Format(o.Value)
	if s.Articles > 0 {
		line += ", " + Counted(s.Articles, "article")
	}
	if o.Parts != nil {
		line += fmt.Sprintf(" in %s, %d in the largest part, with %d foreign", Counted(len(o.Parts), "cluster"),
			len(o.Parts[0].Articles), o.Foreign())
	}
	return line
}

// Worst lists the stories that have a value under a system and are not perfect,
// the worst first; ties are broken by size, the larger first.
func (b *Drilldown) Worst(system int) []int {
	var list []int
	for i, s := range b.Stories {
		if o := s.Outcomes[system]; !math.IsNaN(o.Value) && !o.Whole() && !(o.Parts == nil && o.Value == 1) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(x, y int) int {
		return cmp.Or(cmp.Compare(b.goodness(x, system), b.goodness(y, system)), cmp.Compare(b.Stories[y].Articles, b.Stories[x].Articles))
	})
	return list
}

func (b *Drilldown) goodness(story, system int) float64 {
	return b.Better.Order(b.Stories[story].Outcomes[system].Value)
}

// Start is the system that a reader is shown first: the best contender.
func (b *Drilldown) Start() int {
	best, at := math.Inf(-1), 0
	for k, s := range b.Systems {
		good, ok := b.Better.Goodness(s.Score)
		if ok && !s.Control && !s.Oracle && good > best {
			best, at = good, k
		}
	}
	return at
}
