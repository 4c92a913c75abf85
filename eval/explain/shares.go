package explain

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// Shares are the mean errors of groups of articles of one kind, such as outlets. The error of an
// article is 1 less the smaller of its B-cubed precision and recall.
type Shares struct {
	By     string  `json:"by"`
	Groups []Share `json:"groups"` // the largest error first; pooled groups last
}

// A Share is one group of articles.
type Share struct {
	Name     string   `json:"name"`
	Pooled   int      `json:"pooled,omitempty"` // number of small groups that are pooled here
	Articles int      `json:"articles"`
	Stories  int      `json:"stories"` // of the articles
	Error    float64  `json:"error"`
	Low      *float64 `json:"low"` // of its interval, by bootstrap over stories
	High     *float64 `json:"high"`
	// Difference is the error less that of all other articles. P is two-sided by the jackknife over
	// stories, after Holm over all groups of all kinds. Either is null if undefined.
	Difference *float64 `json:"difference"`
	P          *float64 `json:"p"`
}

// The fewest articles of a group, and stories of them; smaller groups of a kind are pooled.
const (
	groupArticles = 10
	groupStories  = 5
)

// A grouping names a group of each article; "" is none.
type grouping struct {
	name   string
	groups []string // nil if fewer than half of the articles have one
}

// shares groups the articles by outlet, language, hour and size of their story, and by the other
// gold levels of the corpus.
func (v *view) shares(ctx context.Context, e *Explanation, o Options) error {
	var terms []eval.Terms
	var left []string
	for _, by := range slices.Concat(v.groupings(), v.levels()) {
		if by.groups == nil {
			left = append(left, by.name+" (fewer than half of the articles have it)")
			continue
		}
		shares, rows := v.shareOf(by)
		if len(shares.Groups) < 2 { // at most one is pooled
			left = append(left,
				fmt.Sprintf("%s (no two groups, or none of %d articles and %d stories)", by.name, groupArticles, groupStories))
			continue
		}
		e.Shares = append(e.Shares, shares)
		terms = append(terms, rows...)
	}
	if len(left) > 0 {
		e.Notes = append(e.Notes, "left out of the errors by group: "+strings.Join(left, ", "))
	}
	intervals, err := stats.Bootstrap{Replicates: o.Replicates, Level: 0.95, Seed: o.Seed, Workers: o.Workers}.Intervals(ctx, terms)
	if err != nil {
		return err
	}
	var groups []*Share
	for i := range e.Shares {
		for g := range e.Shares[i].Groups {
			groups = append(groups, &e.Shares[i].Groups[g])
		}
	}
	p := make([]float64, len(groups))
	for k, share := range groups {
		share.Low, share.High = stats.Defined(intervals[k].Low), stats.Defined(intervals[k].High)
		difference := eval.Terms{Columns: terms[k].Columns, Combine: apart}
		share.Difference = stats.Defined(apart(difference.Sum()))
		p[k] = twoSided(difference, share.Stories)
	}
	for k, adjusted := range stats.Holm(p) {
		groups[k].P = stats.Defined(adjusted)
	}
	for _, by := range e.Shares {
		slices.SortStableFunc(by.Groups, func(a, b Share) int {
			return cmp.Or(cmp.Compare(min(a.Pooled, 1), min(b.Pooled, 1)), cmp.Compare(b.Error, a.Error), cmp.Compare(a.Name, b.Name))
		})
	}
	return nil
}

func within(sum []float64) float64 { return sum[0] / sum[1] }

// apart returns the error in the group less that of all other articles.
func apart(sum []float64) float64 { return sum[0]/sum[1] - sum[2]/sum[3] }

// twoSided returns the p value of a difference by Student's t. The degrees of freedom are the
// stories of the group less one.
func twoSided(t eval.Terms, stories int) float64 {
	d, se := t.Combine(t.Sum()), stats.StandardError(t)
	if stories < 2 || math.IsNaN(d) || !(se > 0) {
		return math.NaN()
	}
	return 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(stories - 1)}.Survival(math.Abs(d/se))
}

// shareOf returns the groups of one kind in the order of their names, and the terms of each: errors
// and articles in the group, then those of all other articles, by story.
func (v *view) shareOf(by grouping) (Shares, []eval.Terms) {
	articles, stories := map[string]int{}, map[string]map[int32]bool{}
	for i, g := range by.groups {
		if v.gold[i] >= 0 && g != "" {
			if articles[g]++; stories[g] == nil {
				stories[g] = map[int32]bool{}
			}
			stories[g][v.gold[i]] = true
		}
	}
	out := Shares{By: by.name}
	at := map[string]int{}
	for _, g := range slices.Sorted(maps.Keys(articles)) {
		if articles[g] >= groupArticles && len(stories[g]) >= groupStories {
			at[g] = len(out.Groups)
			out.Groups = append(out.Groups, Share{Name: g})
		}
	}
	others := len(out.Groups)
	if pooled := len(articles) - others; pooled > 0 {
		out.Groups = append(out.Groups, Share{Name: "others", Pooled: pooled})
	}
	terms := make([]eval.Terms, len(out.Groups))
	for k := range terms {
		terms[k] = eval.Terms{Columns: make([][]float64, 4), Combine: within}
		for i := range terms[k].Columns {
			terms[k].Columns[i] = make([]float64, len(v.t.Stories))
		}
	}
	for s := range v.t.Stories {
		count, sums := make([]int, len(terms)), make([][2]float64, len(terms))
		all := [2]float64{}
		for _, i := range v.Stories[s].Articles {
			if by.groups[i] == "" {
				continue
			}
			k, ok := at[by.groups[i]]
			if !ok {
				k = others
			}
			err := v.weight[s] * v.errorOf(i)
			count[k]++
			sums[k][0] += err
			sums[k][1] += v.weight[s]
			all[0] += err
			all[1] += v.weight[s]
		}
		for k := range terms {
			out.Groups[k].Articles += count[k]
			out.Groups[k].Stories += min(count[k], 1)
			for i := range all {
				terms[k].Columns[i][s], terms[k].Columns[2+i][s] = sums[k][i], all[i]-sums[k][i]
			}
		}
	}
	for k := range out.Groups {
		out.Groups[k].Error = within(terms[k].Sum())
	}
	return out, terms
}

// errorOf returns the error of an article that has a story.
func (v *view) errorOf(i int) float64 {
	s := v.gold[i]
	row := v.t.Row(int(s))
	k, _ := slices.BinarySearchFunc(row, v.pred[i], func(c eval.Cell, want int32) int { return cmp.Compare(c.Cluster, want) })
	return v.error(int(s), row[k])
}

// groupings returns those that every corpus may have.
func (v *view) groupings() []grouping {
	c := v.Case.Corpus
	clock := 0
	for i := range v.articles {
		if p := v.articles[i].Published; !p.IsZero() && !p.Day {
			if h, m, s := p.Time.UTC().Clock(); h+m+s > 0 {
				clock++
			}
		}
	}
	hour := func(i int) string {
		if p := v.articles[i].Published; 2*clock > len(v.articles) && !p.IsZero() {
			h := p.Time.UTC().Hour() / 6 * 6
			return fmt.Sprintf("%02d–%02d", h, h+6)
		}
		return ""
	}
	return []grouping{
		{"outlet", v.group(func(i int) string { return text.Outlet(v.articles[i].Source) })},
		{"language", v.group(func(i int) string { return c.Language(i) })},
		{"hour (UTC)", v.group(hour)},
		{"size of the story", v.group(func(i int) string {
			if v.gold[i] < 0 {
				return ""
			}
			return sizeBand(v.t.Stories[v.gold[i]])
		})},
	}
}

// levels returns the gold levels of the corpus that the case is not of.
func (v *view) levels() (list []grouping) {
	c := v.Case.Corpus
	for _, name := range slices.Sorted(maps.Keys(c.Card.Levels)) {
		at, err := c.AtLevel(name)
		if err != nil || name == c.Level || name == c.Card.Level {
			continue
		}
		groups := make([]string, len(at.Articles))
		for i := range at.Articles {
			groups[i] = at.Articles[i].Story
		}
		list = append(list, grouping{"gold " + name, groups})
	}
	return list
}

func (v *view) group(name func(i int) string) []string {
	list := make([]string, len(v.articles))
	named := 0
	for i := range list {
		if list[i] = name(i); list[i] != "" && v.gold[i] >= 0 {
			named++
		}
	}
	if 2*named < v.t.N {
		return nil
	}
	return list
}

func sizeBand(n int) string {
	switch {
	case n == 1:
		return "1 article"
	case n <= 3:
		return "2–3 articles"
	case n <= 9:
		return "4–9 articles"
	case n <= 29:
		return "10–29 articles"
	}
	return "30 articles or more"
}
