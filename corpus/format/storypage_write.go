package format

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// writeStoryPage writes the stories with articles, in their order, as readStoryPage
// reads them. Articles without a story are left out. White space is folded, so that a
// text is one paragraph. What the corpus lacks is derived: the day is that of the
// latest article, a story without a title gets that of its first article, an article
// without a text its title, and a headline gets " | host". What was kept of the page
// that the corpus was read from is printed if it still agrees. After an error nothing
// is written.
func writeStoryPage(w io.Writer, c *corpus.Corpus) error {
	all := corpus.Corpus{Articles: c.Articles, Stories: slices.Clone(c.Stories)}
	all.AddMissingStories()
	var page bytes.Buffer
	n := 0
	for i, members := range storyArticles(&all) {
		if len(members) == 0 {
			continue
		}
		if n++; n > 1 {
			page.WriteString("\n\n")
		}
		if err := writeStory(&page, n, all.Stories[i], members); err != nil {
			return fmt.Errorf("story %s: %w", all.Stories[i].ID, err)
		}
	}
	if n == 0 {
		return fmt.Errorf("there is no story to write: no article belongs to one")
	}
	_, err := w.Write(page.Bytes())
	return err
}

func storyArticles(c *corpus.Corpus) [][]*corpus.Article {
	list := make([][]*corpus.Article, len(c.Stories))
	for i, s := range c.Gold() {
		if s != corpus.None {
			list[s] = append(list[s], &c.Articles[i])
		}
	}
	return list
}

func writeStory(w *bytes.Buffer, number int, s corpus.Story, articles []*corpus.Article) error {
	sources, err := sourcesOf(s, articles)
	if err != nil {
		return err
	}
	summary := fold(s.Summary)
	if endsSummary(summary) {
		return fmt.Errorf("a page cannot hold the summary %q: it is one of the page's headings", summary)
	}
	day := dayText(lastDay(articles))
	title := cmp.Or(fold(s.Title), fold(articles[0].Title), fold(s.ID))
	if top := dayAbove(s, title, day); top != "" {
		fmt.Fprintf(w, "%s\n\n", top)
	}
	fmt.Fprintf(w, "%s\n\n%s %s\n%s %s\n", title, labelDate, day, labelSources, sources.line)
	writeImage(w, number, s)
	fmt.Fprintf(w, "\n%s\n\n", headSummary)
	if summary != "" {
		fmt.Fprintf(w, "%s\n\n", summary)
	}
	writeKeyPoints(w, s.KeyPoints)
	fmt.Fprintf(w, "%s\n", headArticles)
	for i, headline := range headlines(sources, keptOutlets(s.Extra), articles) {
		body := cmp.Or(fold(articles[i].Text), fold(articles[i].Title))
		if body == "" {
			return fmt.Errorf("article %s has neither a title nor a text: a page cannot show it", articles[i].ID)
		}
		fmt.Fprintf(w, "\n%s\n\n%s\n", headline, body)
	}
	return nil
}

func writeImage(w *bytes.Buffer, number int, s corpus.Story) {
	if s.Image == nil {
		return
	}
	cluster, ok := kept(s.Extra, extraCluster)
	if !ok || !isNumber(cluster) {
		cluster = fmt.Sprint(number)
	}
	line := func(label, value string) { fmt.Fprintln(w, strings.TrimSpace(label+" "+fold(value))) }
	line(labelImage, cluster)
	line(labelURL, s.Image.URL)
	fmt.Fprintln(w)
	line(labelSource, s.Image.Source)
	fmt.Fprintln(w)
	line(labelContent, s.Image.Content)
}

func writeKeyPoints(w *bytes.Buffer, points []string) {
	heading := headKeyPoints + "\n\n"
	for _, point := range points {
		if point = fold(point); point != "" {
			fmt.Fprintf(w, "%s  %s %s\n", heading, bullet, point)
			heading = ""
		}
	}
	if heading == "" {
		fmt.Fprintln(w)
	}
}

// dayAbove returns the day above the title; "" only if the page had none and the title
// does not look like one.
func dayAbove(s corpus.Story, title, day string) string {
	top, ok := kept(s.Extra, extraDay)
	_, valid := parseDay(top)
	if ok && (valid || top == "" && !dayLike(title)) {
		return top
	}
	return day
}

func lastDay(articles []*corpus.Article) (last corpus.Moment) {
	for _, a := range articles {
		if t := a.Published.Time.UTC(); t.After(last.Time) {
			last = corpus.Moment{Time: t, Day: true}
		}
	}
	return last
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// sourcesOf counts the outlets of a story. It keeps the line that was read if that
// still agrees.
func sourcesOf(s corpus.Story, articles []*corpus.Article) (pageSources, error) {
	var list hostCounts
	places := map[string]int{}
	for _, a := range articles {
		host := hostOf(a)
		if endsInCount(host) || strings.Contains(host, "|") {
			return pageSources{}, fmt.Errorf("a page cannot hold the outlet %q of article %s: it looks like a Sources line", a.Source, a.ID)
		}
		i, ok := places[host]
		if !ok {
			i = len(list)
			places[host], list = i, append(list, hostCount{host: host})
		}
		list[i].count++
	}
	list = list.sorted()
	if line, ok := kept(s.Extra, extraSources); ok {
		if read, err := parseSources(line); err == nil && slices.Equal(read.sorted(), list) {
			return newPageSources(0, line, read), nil
		}
	}
	return newPageSources(0, list.String(), list), nil
}

func hostOf(a *corpus.Article) string { return cmp.Or(fold(a.Source), unknown) }

// headlines returns the headlines of the page that the articles were read from, if
// the reader still finds the title and the outlet in them.
func headlines(sources pageSources, known text.Outlets, articles []*corpus.Article) []string {
	outlets := sources.outlets(known)
	list := make([]string, len(articles))
	var rest []int // articles whose outlet the reader finds by elimination
	for i, a := range articles {
		list[i] = headlineOf(sources, outlets, a)
		if _, host := sources.resolve(outlets, list[i]); host == "" {
			rest = append(rest, i)
		}
	}
	if len(rest) > 0 && slices.ContainsFunc(rest, func(i int) bool { return hostOf(articles[i]) != hostOf(articles[rest[0]]) }) {
		for _, i := range rest {
			list[i] = strings.TrimSpace(fold(articles[i].Title) + " | " + hostOf(articles[i]))
		}
	}
	return list
}

func headlineOf(sources pageSources, outlets text.Outlets, a *corpus.Article) string {
	title, host := fold(a.Title), hostOf(a)
	if raw, ok := kept(a.Extra, extraHeadline); ok && raw != "" {
		if t, h := sources.resolve(outlets, raw); t == title && (h == host || h == "") {
			return raw
		}
	}
	return sources.headline(outlets, title, host)
}
