package format

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// The headings and labels of a story page. unknown is written for a day or an outlet
// that the corpus does not know.
const (
	headSummary   = "Summary"
	headKeyPoints = "Key Points"
	headArticles  = "Articles in this Cluster"

	labelDate    = "Date:"
	labelSources = "Sources:"
	labelImage   = "Image for cluster"
	labelURL     = "Image Source:"
	labelSource  = "Source:"
	labelContent = "Image content:"

	bullet    = "•"
	unknown   = "unknown"
	dayLayout = "02-01-2006"
)

// What a page has and a corpus has no field for is kept in Extra under these names,
// if the writer would not print the same without it.
const (
	extraDay      = "date"     // of a story: the day above its title; "" if absent
	extraSources  = "sources"  // of a story: what follows "Sources:"
	extraOutlets  = "outlets"  // of a story: hosts by names that the user added
	extraCluster  = "cluster"  // of a story: the number after "Image for cluster"
	extraHeadline = "headline" // of an article: the headline with the name of the site
)

// readStoryPage reads the stories of a page of a daily digest:
//
//	25-04-2025
//
//	Title of the story
//
//	Date: 25-04-2025
//	Sources: harbour.example: 2 | tidewatch.example: 1
//	Image for cluster 1
//	Image Source:
//
//	Source: harbour.example
//
//	Image content: what the picture shows
//
//	Summary
//
//	One paragraph.
//
//	Key Points
//
//	  • A point.
//
//	Articles in this Cluster
//
//	A headline | Harbour Times
//
//	One paragraph.
//
// The day above the title, the image and the key points may be absent. Blank lines
// count only between paragraphs. A file may hold any number of stories. A date or a
// host may be "unknown". The Sources line has the number of articles; the outlet of
// each is found from the end of its headline (see pageSources) by the names in
// outlets. Reading stops at the first error, a corpus.Fault with name as its file.
func readStoryPage(ctx context.Context, r io.Reader, name string, outlets text.Outlets) (*corpus.Corpus, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	p := pageReader{file: name, outlets: outlets, seen: map[string]int{}}
	if err := p.split(data); err != nil {
		return nil, err
	}
	if p.ended() {
		return nil, p.fault(0, "there is no story on the page")
	}
	c := &corpus.Corpus{}
	for !p.ended() {
		story, articles, err := p.story(ctx)
		if err != nil {
			return nil, err
		}
		c.Stories = append(c.Stories, story)
		c.Articles = append(c.Articles, articles...)
	}
	return c, nil
}

func (p *pageReader) story(ctx context.Context) (s corpus.Story, articles []corpus.Article, err error) {
	head, err := p.head()
	if err != nil {
		return s, nil, err
	}
	s = corpus.Story{ID: p.id(head.day), Title: head.title.text, Pos: p.pos(head.title.n)}
	p.stories++
	if head.top != dayText(head.day) {
		keep(&s.Extra, extraDay, head.top)
	}
	if head.sources.line != head.sources.counts.sorted().String() {
		keep(&s.Extra, extraSources, head.sources.line)
	}
	keepOutlets(&s.Extra, p.outlets, head.sources.counts)
	if err := p.image(&s); err != nil {
		return s, nil, err
	}
	if s.Summary, err = p.summary(); err != nil {
		return s, nil, err
	}
	if s.KeyPoints, err = p.keyPoints(); err != nil {
		return s, nil, err
	}
	if err := p.heading(headArticles); err != nil {
		return s, nil, err
	}
	pairs, err := p.pairs(ctx, head.sources.counts.total())
	if err != nil {
		return s, nil, err
	}
	articles, err = p.assign(head.sources, pairs)
	for i := range articles {
		a := &articles[i]
		a.ID, a.Story, a.Published = fmt.Sprintf("%s/%02d", s.ID, i+1), s.ID, head.day
	}
	return s, articles, err
}

// id numbers the stories of a day from 1.
func (p *pageReader) id(day corpus.Moment) string {
	name := day.String()
	if name == "" {
		name = "undated"
	}
	p.seen[name]++
	return fmt.Sprintf("%s/%d", name, p.seen[name])
}

// image reads the image block, if there is one.
func (p *pageReader) image(s *corpus.Story) error {
	n := p.line().n
	number, ok := p.label(labelImage)
	if !ok {
		return nil
	}
	if !isNumber(number) {
		return p.fault(n, `"%s %s": a number is wanted, as in "%[1]s 1"`, labelImage, number)
	}
	if number != fmt.Sprint(p.stories) {
		keep(&s.Extra, extraCluster, number)
	}
	s.Image = &corpus.Image{}
	if s.Image.URL, ok = p.label(labelURL); !ok {
		return p.missing(`the line "Image Source:" under "Image for cluster"`)
	}
	if s.Image.Source, ok = p.label(labelSource); !ok {
		return p.missing(`the line "Source: host" of the image`)
	}
	start := p.at
	content, ok := p.label(labelContent)
	if !ok {
		return p.missing(`the line "Image content: …" of the image`)
	}
	for !p.ended() && !isHeading(p.line().text) {
		p.at++
	}
	s.Image.Content = fold(content + " " + p.join(start+1, p.at))
	return nil
}

func (p *pageReader) summary() (string, error) {
	if err := p.heading(headSummary); err != nil {
		return "", err
	}
	start := p.at
	for !p.ended() && !endsSummary(p.line().text) {
		p.at++
	}
	summary := p.join(start, p.at)
	if endsSummary(summary) {
		return "", p.fault(p.lines[start].n, "the summary cannot be told from the heading %q", summary)
	}
	return summary, nil
}

// keyPoints reads the key points, if there is a heading for them.
func (p *pageReader) keyPoints() (points []string, err error) {
	if p.line().text != headKeyPoints {
		return nil, nil
	}
	heading := p.line().n
	for p.at++; !p.ended() && p.line().text != headArticles; p.at++ {
		l := p.line()
		point, ok := strings.CutPrefix(l.text, bullet+" ")
		switch {
		case ok:
			points = append(points, point)
		case strings.HasPrefix(l.text, bullet), len(points) == 0:
			return nil, p.fault(l.n, `a key point is wanted here, as in "• Text": a bullet, a space, the text`)
		default:
			points[len(points)-1] += " " + l.text
		}
	}
	if len(points) == 0 {
		return nil, p.fault(heading, "there are no key points: write some or take the heading out")
	}
	return points, nil
}

// A pagePair is an article as printed on the page.
type pagePair struct {
	n              int
	headline, text string
}

// pairs reads headlines and texts up to the next story. After as many articles as the
// Sources line counts the next story begins whatever its blank lines; any other
// number is an error of assign.
func (p *pageReader) pairs(ctx context.Context, want int) (pairs []pagePair, err error) {
	for !p.ended() && !p.atHead(len(pairs) != want) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, headline := p.line().n, p.paragraph()
		if p.ended() || p.atHead(true) {
			return nil, p.fault(n, "the headline %q has no paragraph under it", shorten(headline))
		}
		pairs = append(pairs, pagePair{n, headline, p.paragraph()})
	}
	return pairs, nil
}

func keep(extra *map[string]json.RawMessage, name, value string) {
	if *extra == nil {
		*extra = map[string]json.RawMessage{}
	}
	(*extra)[name] = quoted([]byte(value), textValue)
}

// keepOutlets adds the user's names of the page's outlets to the extras, so that the
// page can be written as it was.
func keepOutlets(extra *map[string]json.RawMessage, outlets text.Outlets, counts hostCounts) {
	names := map[string]string{}
	for _, c := range counts {
		for _, name := range outlets.Names(c.host) {
			names[name] = c.host
		}
	}
	if len(names) == 0 {
		return
	}
	raw, _ := json.Marshal(names) // strings always marshal
	if *extra == nil {
		*extra = map[string]json.RawMessage{}
	}
	(*extra)[extraOutlets] = raw
}

// keptOutlets returns the outlets that keepOutlets added.
func keptOutlets(extra map[string]json.RawMessage) (outlets text.Outlets) {
	var names map[string]string
	if json.Unmarshal(extra[extraOutlets], &names) != nil {
		return outlets
	}
	return outlets.WithAll(func(yield func(name, host string) bool) {
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if !yield(name, names[name]) {
				return
			}
		}
	})
}

// kept returns the string that keep added.
func kept(extra map[string]json.RawMessage, name string) (value string, ok bool) {
	raw, ok := extra[name]
	if !ok || json.Unmarshal(raw, &value) != nil {
		return "", false
	}
	return fold(value), true
}
