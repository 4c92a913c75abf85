package format

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A hostCount is one entry of a Sources line.
type hostCount struct {
	host  string
	count int
}

type hostCounts []hostCount

func (list hostCounts) String() string {
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = fmt.Sprintf("%s: %d", c.host, c.count)
	}
	return strings.Join(parts, " | ")
}

func (list hostCounts) total() (n int) {
	for _, c := range list {
		n += c.count
	}
	return n
}

// sorted returns the most frequent host first; ties are broken by name. It is the
// order of the writer.
func (list hostCounts) sorted() hostCounts {
	return slices.SortedFunc(slices.Values(list), func(a, b hostCount) int {
		return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.host, b.host))
	})
}

// parseSources reads "host: 2 | host: 1".
func parseSources(line string) (hostCounts, error) {
	var list hostCounts
	seen := map[string]bool{}
	for entry := range strings.SplitSeq(line, "|") {
		entry = strings.TrimSpace(entry)
		colon := strings.LastIndexByte(entry, ':')
		if colon < 0 {
			return nil, fmt.Errorf(`%q is no entry of the Sources line: write "host: 2 | host: 1"`, entry)
		}
		host, number := strings.TrimSpace(entry[:colon]), strings.TrimSpace(entry[colon+1:])
		n, err := strconv.ParseUint(number, 10, 31)
		switch {
		case host == "":
			return nil, fmt.Errorf(`%q names no host: write "host: 2 | host: 1"`, entry)
		case endsInCount(host):
			return nil, fmt.Errorf(`%q has two counts: write "host: 2 | host: 1"`, entry)
		case err != nil || n == 0:
			return nil, fmt.Errorf("%s: %q is no number of articles: write 1 or more", host, number)
		case seen[host]:
			return nil, fmt.Errorf("%s is given twice in the Sources line: add the two numbers up", host)
		}
		seen[host] = true
		list = append(list, hostCount{host, int(n)})
	}
	return list, nil
}

// endsInCount reports whether a host looks like an entry of a Sources line.
func endsInCount(host string) bool {
	return isNumber(strings.TrimSpace(host[strings.LastIndexByte(host, ':')+1:])) && strings.Contains(host, ":")
}

// pageSources are the outlets of a story. The end of a headline names one by its host
// in the Sources line ("… | harbour.example"), by a name that text.Outlets knows, or
// by the name in its domain ("… - Harbour Times" for harbourtimes.example). Headlines
// without any of these belong to the one host whose count is not met.
type pageSources struct {
	n      int    // the number of the line
	line   string // after the label
	counts hostCounts
	hosts  map[string]bool
	labels map[string][]string // the hosts by their registered names
}

func newPageSources(n int, line string, counts hostCounts) pageSources {
	s := pageSources{n: n, line: line, counts: counts, hosts: map[string]bool{}, labels: map[string][]string{}}
	for _, c := range counts {
		label := domainLabel(c.host)
		s.hosts[c.host] = true
		s.labels[label] = append(s.labels[label], c.host)
	}
	return s
}

// outlets returns the known outlets and those named by the domains.
func (s pageSources) outlets(known text.Outlets) text.Outlets {
	return known.WithAll(func(yield func(name, host string) bool) {
		for _, c := range s.counts {
			label := domainLabel(c.host)
			if len(s.labels[label]) == 1 && len(label) > 2 && c.host != unknown && !yield(label, c.host) {
				return
			}
		}
	})
}

// domainLabel returns the registered name: bbc for bbc.co.uk and for bbc.com.
func domainLabel(host string) string {
	label, _, _ := strings.Cut(text.Outlet(host), ".")
	return label
}

// resolve removes the name of the outlet from a headline. Without one it returns the
// headline and an empty host. The host need not be in the Sources line.
func (s pageSources) resolve(outlets text.Outlets, headline string) (title, host string) {
	if bar := strings.LastIndex(headline, "| "); bar >= 0 { // no host has a bar
		before, host := headline[:bar], headline[bar+len("| "):]
		if s.hosts[host] && (before == "" || strings.HasSuffix(before, " ")) {
			return strings.TrimSpace(before), host
		}
	}
	title, named, ok := outlets.Headline(headline)
	if !ok {
		return headline, ""
	}
	return title, s.same(named)
}

// same returns the host of the Sources line for a host: itself, or the only one with
// the same registered name. If there is none it returns the host.
func (s pageSources) same(host string) string {
	if alike := s.labels[domainLabel(host)]; !s.hosts[host] && len(alike) == 1 {
		return alike[0]
	}
	return host
}

// headline returns what the writer prints for an article from no page: the title and
// the host. An unknown host is left out if the title is not ambiguous.
func (s pageSources) headline(outlets text.Outlets, title, host string) string {
	if host == unknown && title != "" && !strings.HasPrefix(title, labelDate) && !strings.HasPrefix(title, labelSources) {
		if _, found := s.resolve(outlets, title); found == "" {
			return title
		}
	}
	return strings.TrimSpace(title + " | " + host)
}

// assign gives each article its outlet, and checks the counts of the Sources line.
func (p *pageReader) assign(s pageSources, pairs []pagePair) ([]corpus.Article, error) {
	outlets := s.outlets(p.outlets)
	articles := make([]corpus.Article, len(pairs))
	tally := map[string]int{}
	var rest []int // without an outlet yet
	for i, pair := range pairs {
		title, host := s.resolve(outlets, pair.headline)
		articles[i] = corpus.Article{Title: title, Text: pair.text, Source: host, Pos: p.pos(pair.n)}
		tally[host]++
		switch {
		case host == "":
			rest = append(rest, i)
		case !s.hosts[host]:
			return nil, p.fault(pair.n, `the headline %q is of %s, which the Sources line (line %d) lacks: `+
				`add it there, or end the headline with " | " and its host`, shorten(pair.headline), host, s.n)
		}
	}
	last, err := p.remaining(s, tally, articles, rest)
	if err != nil {
		return nil, err
	}
	for _, i := range rest {
		articles[i].Source = last
	}
	for i, pair := range pairs {
		a := &articles[i]
		if pair.headline != s.headline(outlets, a.Title, a.Source) {
			keep(&a.Extra, extraHeadline, pair.headline)
		}
		if a.Source == unknown {
			a.Source = ""
		}
	}
	return articles, nil
}

// remaining returns the host of the articles that name none.
func (p *pageReader) remaining(s pageSources, tally map[string]int, articles []corpus.Article, rest []int) (string, error) {
	var open hostCounts // whose count is not met
	for _, c := range s.counts {
		found := tally[c.host]
		if found > c.count {
			return "", p.fault(s.n, "%s: the Sources line counts %d, but %d headlines are its: correct the line", c.host, c.count, found)
		}
		if found < c.count {
			open = append(open, hostCount{c.host, c.count - found})
		}
	}
	switch {
	case len(rest) == 0 && len(open) == 0:
		return "", nil
	case len(open) == 0:
		first := articles[rest[0]]
		return "", p.fault(first.Pos.Line, "the headline %q is of no host of the Sources line, "+
			"whose %d articles all have their own: add its host to line %d", shorten(first.Title), s.counts.total(), s.n)
	case len(articles) != s.counts.total():
		return "", p.fault(s.n, "%s: the Sources line counts %d, but %d of its headlines are found "+
			"(%d articles in all, not %d): correct the line",
			open[0].host, tally[open[0].host]+open[0].count, tally[open[0].host], len(articles), s.counts.total())
	case len(open) > 1:
		first := articles[rest[0]]
		return "", p.fault(first.Pos.Line, `the headline %q may be of %s or of %s: end it with " | %[2]s" or " | %[3]s"`,
			shorten(first.Title), open[0].host, open[1].host)
	}
	return open[0].host, nil
}
