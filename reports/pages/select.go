package pages

import (
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
)

// A Selection says which groups have a page; the others are listed by their titles. The
// zero value gives each a page.
type Selection struct {
	Top         int  // pages at most, the largest groups first; 0 means no limit
	MinArticles int  // of a group with a page
	ByDay       bool // Top is for each day
}

// A Brief is a group of articles without a page.
type Brief struct {
	Title    string         `json:"title"`
	Day      string         `json:"day"`
	Sources  []Source       `json:"sources"`
	Articles []BriefArticle `json:"articles"`
}

// A BriefArticle is an article of a brief.
type BriefArticle struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Outlet string `json:"outlet"`
	URL    string `json:"url"`
}

// split returns the positions of the groups with a page, and of the others, in their order.
func (s Selection) split(articles []corpus.Article, groups [][]int) (kept, rest []int) {
	of := map[string]int{} // pages of a day
	for n, members := range groups {
		day := ""
		if s.ByDay {
			day = lastDay(pick(articles, members))
		}
		if len(members) < s.MinArticles || s.Top > 0 && of[day] >= s.Top {
			rest = append(rest, n)
			continue
		}
		of[day]++
		kept = append(kept, n)
	}
	return kept, rest
}

// brief lists a group by its title, of gold or of the most central headline.
func brief(title string, articles []corpus.Article, names map[string]string) Brief {
	b := Brief{Title: title, Day: lastDay(articles)}
	if title == "" {
		b.Title = summarize.Title(articles)
	}
	var list []Article
	for i := range articles {
		a := article(&articles[i], names)
		list = append(list, a)
		b.Articles = append(b.Articles, BriefArticle{a.ID, a.name(), a.Outlet, a.URL})
	}
	b.Sources = sources(list)
	if b.Title == "" {
		b.Title = b.Articles[0].Title
	}
	return b
}
