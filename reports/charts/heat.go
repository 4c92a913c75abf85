package charts

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
)

// How many rows and columns a heat map has at most.
const (
	mostStories = 40
	mostSystems = 12
)

// A hardship is what the systems make of one story.
type hardship struct {
	story  int
	values []float64 // by system
	mean   float64
	spread float64 // variance between systems
}

// Heat shows what each algorithm makes of each story, by B-cubed F1 of the story
// alone: stories from the easiest to the hardest, algorithms from the best to the
// worst. Of more than 40 stories it takes those on which the algorithms differ
// most, of more than 12 algorithms the best. Oracles and controls are left out.
func Heat(f Field) (Chart, error) {
	var systems []System
	for _, s := range f.Systems {
		if s.Role == Contender && len(s.Terms) > 0 && (len(systems) == 0 || len(s.Terms) == len(systems[0].Terms)) {
			systems = append(systems, s)
		}
	}
	if len(systems) < 2 {
		return Chart{}, fmt.Errorf("fewer than two contenders have values of %s by story", bench.Primary)
	}
	slices.SortStableFunc(systems, func(a, b System) int { return cmp.Compare(meanOfStories(b.Terms), meanOfStories(a.Terms)) })
	if fewer := withoutSweeps(systems); len(fewer) > 1 {
		systems = fewer
	}
	systems = systems[:min(len(systems), mostSystems)]
	rows := hardships(systems)
	if len(rows) == 0 {
		return Chart{}, fmt.Errorf("no story has articles")
	}
	all := len(rows)
	caption := "B-cubed F1 of each story alone, under each algorithm: stories from the easiest to the hardest, algorithms from the best mean to the worst."
	if all > mostStories {
		slices.SortStableFunc(rows, func(a, b hardship) int { return cmp.Compare(b.spread, a.spread) })
		rows = rows[:mostStories]
		caption += fmt.Sprintf(" Of %d stories the %d on which the algorithms differ most.", all, mostStories)
	}
	slices.SortStableFunc(rows, func(a, b hardship) int {
		return cmp.Or(cmp.Compare(b.mean, a.mean), cmp.Compare(a.story, b.story))
	})
	names := shortOf(systems)
	panel := Panel{Height: 15 * float64(len(rows))}
	for k, s := range systems {
		panel.X.Categories = append(panel.X.Categories, Category{Label: names[k], Hover: fmt.Sprintf("%s: mean over all stories %.3f", s.Name, meanOfStories(s.Terms))})
	}
	for r, row := range rows {
		title, id := f.story(row.story)
		panel.Y.Categories = append(panel.Y.Categories, Category{Label: title, Key: id, Hover: fmt.Sprintf("%s: %s, mean %.3f", title, plural(storySize(systems[0].Terms[row.story])), row.mean)})
		for k, v := range row.values {
			x, y := float64(k), float64(r)
			panel.Marks = append(panel.Marks, Mark{Type: Cell, X: []float64{x - 0.5, x + 0.5}, Y: []float64{y - 0.5, y + 0.5}, Value: &v, Text: decimals(v),
				Hover: fmt.Sprintf("%.3f %s: %s", v, names[k], captionFace.clip(title, 180))})
		}
	}
	return Chart{
		Name: Slug(f.Facts.Name + " heat"), Kind: "heat", Title: f.Facts.Name + ": stories and algorithms",
		Caption: caption, Panels: []Panel{panel}, Ramp: &Ramp{Label: "B-cubed F1 of the story", Min: 0, Max: 1},
	}, nil
}

// hardships are those of the stories that have articles.
func hardships(systems []System) []hardship {
	var list []hardship
	for story := range systems[0].Terms {
		h := hardship{story: story}
		for _, s := range systems {
			v := storyValue(s.Terms[story])
			if !finite(v) {
				break
			}
			h.values = append(h.values, v)
			h.mean += v / float64(len(systems))
		}
		if len(h.values) < len(systems) {
			continue
		}
		for _, v := range h.values {
			h.spread += (v - h.mean) * (v - h.mean) / float64(len(systems))
		}
		list = append(list, h)
	}
	return list
}

// storyValue is the metric of one story alone; NaN where it has no article.
func storyValue(terms []float64) float64 {
	if len(terms) != 3 || !(terms[2] > 0) {
		return math.NaN()
	}
	return eval.CombineB3F1(terms)
}

func storySize(terms []float64) int { return int(math.Round(terms[2])) }

func meanOfStories(terms [][]float64) float64 {
	sum, n := 0.0, 0.0
	for _, row := range terms {
		if v := storyValue(row); finite(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / max(n, 1)
}

// story is the title and the id of a story.
func (f *Field) story(i int) (title, id string) {
	if f.Corpus == nil || i >= len(f.Corpus.Stories) {
		return fmt.Sprintf("story %d", i+1), ""
	}
	s := f.Corpus.Stories[i]
	title = clean(s.Title)
	for k := 0; title == "" && k < len(f.Corpus.Articles); k++ {
		if f.Corpus.Articles[k].Story == s.ID {
			title = clean(f.Corpus.Articles[k].Title)
		}
	}
	return cmp.Or(title, clean(s.ID)), s.ID
}

// decimals is a share to two places, without the zero before the point.
func decimals(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	if len(s) > 1 && s[0] == '0' {
		return s[1:]
	}
	return s
}

func plural(articles int) string {
	if articles == 1 {
		return "1 article"
	}
	return fmt.Sprintf("%d articles", articles)
}
