package pages

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/reports"
)

// dayName is a day in words, such as 6 May 2031.
func dayName(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "day unknown"
	}
	return t.Format("2 January 2006")
}

// momentName is when an article was published, in words and in UTC; empty where
// that is unknown.
func momentName(published string) string {
	m, err := corpus.ParseMoment(published)
	switch {
	case err != nil || m.IsZero():
		return ""
	case m.Day:
		return m.Time.Format("2 January 2006")
	}
	return m.Time.UTC().Format("2 January 2006, 15:04 UTC")
}

// clockName is when a figure was told first, in UTC: 6 May, 15:28.
func clockName(published string) string {
	m, err := corpus.ParseMoment(published)
	switch {
	case err != nil || m.IsZero():
		return ""
	case m.Day:
		return m.Time.Format("2 January")
	}
	return m.Time.UTC().Format("2 January, 15:04")
}

// before is how figure i of a development comes after the later one: rose from, or a comma if
// that was said of the one before.
func (d Development) before(i int) string {
	change := func(i int) string {
		if d.Figures[i-1].Number > d.Figures[i].Number {
			return "rose from"
		}
		return "fell from"
	}
	switch {
	case i == 0:
		return ""
	case i == 1:
		return ", " + change(i)
	case change(i) == change(i-1):
		return ","
	}
	return "; before, " + change(i)
}

// percent is a share as a whole number; one that is above 0 is at least 1.
func percent(share float64) string {
	if share > 0 && share < 0.005 {
		return "< 1 %"
	}
	return fmt.Sprintf("%.0f %%", math.Round(100*share))
}

// title is what a page is headed by.
func (p *Digest) title() string {
	switch {
	case p.Day != "":
		return "The news of " + dayName(p.Day)
	case p.Links != nil:
		return "News without a day"
	}
	return "The stories of " + p.Corpus.Name
}

// counts are the numbers of stories and articles of a digest.
func (p *Digest) counts() string {
	return reports.Counted(len(p.Stories), "story") + ", " + reports.Counted(p.articles(), "article")
}

// counts are the numbers of articles and outlets of a page.
func (s *Page) counts() string {
	return reports.Counted(len(s.Articles), "article") + " of " + reports.Counted(len(s.Sources), "outlet")
}

func (p *Digest) imgSrc() string { return p.Pictures.policy() }

func (x *Index) imgSrc() string { return (*Pictures)(nil).policy() }

func (x *Index) title() string { return "News by day: " + x.Corpus.Name }

func (d *Day) counts() string {
	return reports.Counted(d.Stories, "story") + ", " + reports.Counted(d.Articles, "article")
}

// facts are the outlets of a group without a page, and how many articles it has if they are more.
func (b *Brief) facts() string {
	facts := outletList(b.Sources)
	if len(b.Articles) > 1 {
		facts += " · " + reports.Counted(len(b.Articles), "article")
	}
	return facts
}

const namedOutlets = 4

// outletList names the first outlets, and counts the others.
func outletList(sources []Source) string {
	var names []string
	for _, o := range sources[:min(len(sources), namedOutlets)] {
		names = append(names, o.Outlet)
	}
	if more := len(sources) - len(names); more > 0 {
		names = append(names, reports.Counted(more, "more outlet"))
	}
	return strings.Join(names, ", ")
}

// latest is when the last article of a page was published, in words.
func latest(s *Page) string {
	last := corpus.Moment{}
	for i := range s.Articles {
		if m, err := corpus.ParseMoment(s.Articles[i].Published); err == nil && !m.IsZero() && m.Time.After(last.Time) {
			last = m
		}
	}
	return momentName(last.String())
}
