package pages

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/reports"
)

var htmlFormat = Format{
	Name: "html", Ext: "html",
	Doc:      "for readers: one file without scripts; obeys --images, and loads pictures with link, else nothing",
	Pictures: true,
	page:     func(w io.Writer, p *Digest) error { return templates.ExecuteTemplate(w, "page", p) },
	index:    func(w io.Writer, x *Index) error { return templates.ExecuteTemplate(w, "index", x) },
}

//go:embed page.gohtml
var pageTemplate string

//go:embed style.css
var style string

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"style":  func() template.CSS { return template.CSS(style) },
	"title":  func(x interface{ title() string }) string { return x.title() },
	"counts": func(x interface{ counts() string }) string { return x.counts() },
	"name":   func(a *Article) string { return a.name() },
	"day":    dayName, "moment": momentName, "clock": clockName, "percent": percent, "count": reports.Counted, "link": link, "lang": language,
	"plain": reports.AttributeText, "stories": numbered, "storyLang": storyLang, "bar": bar, "runs": runs, "cite": cite,
	"disputes": disputes, "who": who, "pointSources": func(s *Page, i int) []Support { return s.pointSources(i) },
	"outlets": func(s *Page) string { return outletList(s.Sources) }, "latest": latest,
	"facts": func(b Brief) string { return b.facts() },
	"first": func(s *Page, f Figure) Support {
		return Support{Article: f.Articles[0], Outlet: s.Articles[f.Articles[0]].Outlet}
	},
	"before": Development.before,
	"next":   func(i int) int { return i + 1 },
	"imgSrc": func(x interface{ imgSrc() string }) string { return x.imgSrc() },
}).Parse(pageTemplate))

// A numberedPage has the id that its place on the page gives it.
type numberedPage struct {
	ID string
	*Page
	pictures *Pictures
}

// Picture is the attributes of an <img> that shows the image; empty if it is not shown.
func (n numberedPage) Picture() template.HTMLAttr { return n.pictures.attributes(n.Image) }

func numbered(p *Digest) []numberedPage {
	list := make([]numberedPage, len(p.Stories))
	for i := range p.Stories {
		list[i] = numberedPage{fmt.Sprintf("s%d", i+1), &p.Stories[i], p.Pictures}
	}
	return list
}

// colours is the number of outlets that a bar tells apart; the others share one colour.
const colours = 7

// A segment is an outlet in the bar of a story, in hundredths of its width.
type segment struct {
	Outlet   string
	Articles int
	X, Width float64
	Colour   int // from 1; 0 = the others'
}

// A barChart is the shares of a story's outlets.
type barChart struct {
	Label        string
	Named, Other []segment
}

func bar(s *Page) barChart {
	var c barChart
	var words []string
	at := 0.0
	for i, o := range s.Sources {
		g := segment{Outlet: o.Outlet, Articles: o.Articles, X: at, Width: 100 * o.Share}
		at += g.Width
		words = append(words, fmt.Sprintf("%s %d", o.Outlet, o.Articles))
		if i < colours {
			g.Colour = i + 1
			c.Named = append(c.Named, g)
		} else {
			c.Other = append(c.Other, g)
		}
	}
	c.Label = reports.AttributeText(fmt.Sprintf("Articles by outlet: %s", shorten(strings.Join(words, ", "), 1000)))
	return c
}

// shownArticles of a story are open on a page; the others unfold.
const shownArticles = 10

// A run is consecutive articles.
type run struct {
	Folded bool
	Items  []numberedArticle
}

// A numberedArticle counts from 1.
type numberedArticle struct {
	Number int
	*Article
}

func runs(s *Page) []run {
	all := make([]numberedArticle, len(s.Articles))
	for i := range s.Articles {
		all[i] = numberedArticle{i + 1, &s.Articles[i]}
	}
	if len(all) <= shownArticles+1 {
		return []run{{Items: all}}
	}
	return []run{{Items: all[:shownArticles]}, {Folded: true, Items: all[shownArticles:]}}
}

// cite is what the mark behind a sentence shows: the numbers of its articles.
func cite(sources []Support) string {
	var list []string
	for _, s := range sources {
		if len(list) == 3 {
			list = append(list, fmt.Sprintf("+%d", len(sources)-3))
			break
		}
		list = append(list, fmt.Sprint(s.Article+1))
	}
	return strings.Join(list, " · ")
}

// disputes are the conflicts that a sentence takes a side in.
func disputes(s *Page, sentence int) (list []int) {
	for i, c := range s.Conflicts {
		for _, at := range c.Sentences {
			if at == sentence {
				list = append(list, i)
			}
		}
	}
	return list
}

// who are the articles that give a value.
func who(s *Page, v Value) (list []Support) {
	for _, i := range v.Articles {
		list = append(list, Support{Article: i, Outlet: s.Articles[i].Outlet})
	}
	return list
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// language is a tag for the attribute lang; empty if it is none.
func language(tag string) string {
	if languageTag.MatchString(tag) {
		return tag
	}
	return ""
}

// storyLang is the language of a story's articles, if they have one in common.
func storyLang(s *Page) string {
	for i := range s.Articles {
		if s.Articles[i].Lang != s.Articles[0].Lang {
			return ""
		}
	}
	return language(s.Articles[0].Lang)
}
