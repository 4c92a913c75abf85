package chart

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/results"
)

// The most rows and columns of a heat map.
const (
	mostStories = 30
	mostSystems = 12
)

// Heat shows what each algorithm makes of each story, by the metric of the story
// alone: stories from the easiest to the hardest, algorithms from the best to the
// worst. Of more than 30 stories it takes those on which the algorithms differ
// most, of more than 12 algorithms the best. Oracles and controls are left out.
func Heat(ctx context.Context, s *Source) (Chart, error) {
	m := s.Measure
	metric := m.Spec.String()
	if !m.ByStory {
		return Chart{}, fmt.Errorf("%s has no value of one story", metric)
	}
	systems, err := s.best(mostSystems)
	if err != nil || len(systems) < 2 {
		return Chart{}, errors.New("it takes the corpus and two contenders with labels")
	}
	columns, err := s.columns(ctx, systems)
	if err != nil {
		return Chart{}, err
	}
	rows := hardships(columns)
	if len(rows) == 0 {
		return Chart{}, fmt.Errorf("no story has a value of %s under all of them", metric)
	}
	caption := fmt.Sprintf("%s (%s) of each story alone, under each algorithm: stories from the easiest to the hardest, "+
		"algorithms from the best mean to the worst.", m.Title, metric)
	if all := len(rows); all > mostStories {
		slices.SortStableFunc(rows, func(a, b hardship) int { return cmp.Compare(b.spread, a.spread) })
		rows = rows[:mostStories]
		caption += fmt.Sprintf(" Of %d stories the %d on which the algorithms differ most.", all, mostStories)
	}
	slices.SortStableFunc(rows, func(a, b hardship) int {
		return cmp.Or(cmp.Compare(m.Better.Order(b.mean), m.Better.Order(a.mean)), cmp.Compare(a.story, b.story))
	})
	slices.SortStableFunc(columns, func(a, b column) int { return cmp.Compare(m.Better.Order(b.mean), m.Better.Order(a.mean)) })
	ramp := &Ramp{Label: metric + " of the story", Min: m.Range[0], Max: m.Range[1]}
	if !allFinite(m.Range[:]) {
		var values []float64
		for _, c := range columns {
			values = append(values, c.values...)
		}
		ramp.Min, ramp.Max = span(values, math.Inf(-1), math.Inf(1))
	}
	c := s.chart("heat", metric, metric+" by story and algorithm", caption, heatPanel(s.Opened, columns, rows))
	c.Ramp = ramp
	return c, nil
}

func heatPanel(news *corpus.Corpus, columns []column, rows []hardship) Panel {
	articles := map[int32]int{}
	for _, story := range news.Gold() {
		articles[story]++
	}
	panel := Panel{Height: 15 * float64(len(rows))}
	for _, c := range columns {
		hover := fmt.Sprintf("%s: mean over all stories %.3f", c.name, c.mean)
		panel.X.Categories = append(panel.X.Categories, Category{Label: c.short, Hover: hover})
	}
	for r, row := range rows {
		title, id := storyTitle(news, row.story)
		hover := fmt.Sprintf("%s: %s, mean %.3f", title, plural(articles[int32(row.story)]), row.mean)
		panel.Y.Categories = append(panel.Y.Categories, Category{Label: title, Key: id, Hover: hover})
		for k, c := range columns {
			v := c.values[row.story]
			x, y := float64(k), float64(r)
			panel.Marks = append(panel.Marks, Mark{
				Type: Cell, X: []float64{x - 0.5, x + 0.5}, Y: []float64{y - 0.5, y + 0.5}, Value: &v, Text: decimals(v),
				Hover: fmt.Sprintf("%.3f %s: %s", v, c.short, captionFace.clip(title, 180)),
			})
		}
	}
	return panel
}

// A column is what a system makes of the stories: NaN of one that has no value.
type column struct {
	name, short string
	values      []float64
	mean        float64
}

func (s *Source) columns(ctx context.Context, systems []results.System) ([]column, error) {
	short := s.short()
	list := make([]column, len(systems))
	for i, y := range systems {
		k, err := s.scored(ctx, s.Found[y.Name()])
		if err != nil {
			return nil, err
		}
		v, err := s.Measure.Score(k)
		if err != nil {
			return nil, err
		}
		if v.Terms.Columns == nil {
			return nil, fmt.Errorf("%s has no value of one story", s.Measure.Spec)
		}
		list[i] = column{name: y.Name(), short: short[y.Name()], values: outcome.Values(v.Terms)}
		n := 0.0
		for _, own := range list[i].values {
			if finite(own) {
				n++
				list[i].mean += (own - list[i].mean) / n
			}
		}
	}
	return list, nil
}

// A hardship is how hard one story is.
type hardship struct {
	story  int
	mean   float64 // over the systems
	spread float64 // variance between them
}

// hardships are those of the stories that have a value under all systems.
func hardships(columns []column) []hardship {
	var list []hardship
	for story := range columns[0].values {
		h := hardship{story: story}
		for _, c := range columns {
			h.mean += c.values[story] / float64(len(columns))
		}
		for _, c := range columns {
			h.spread += (c.values[story] - h.mean) * (c.values[story] - h.mean) / float64(len(columns))
		}
		if finite(h.mean) && finite(h.spread) {
			list = append(list, h)
		}
	}
	return list
}

// storyTitle is the title of a story, or of its first article, and its id.
func storyTitle(c *corpus.Corpus, i int) (title, id string) {
	if i >= len(c.Stories) {
		return fmt.Sprintf("story %d", i+1), ""
	}
	s := c.Stories[i]
	title = clean(s.Title)
	for k := 0; title == "" && k < len(c.Articles); k++ {
		if c.Articles[k].Story == s.ID {
			title = clean(c.Articles[k].Title)
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
