package format

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// citation is a mark in a text of Kite: [domain#n], the n-th article of a domain, or
// [common], for common knowledge.
var citation = regexp.MustCompile(`\s*\[((?:[^#\]\[]+#\d+)|common)\]`)

// A citer resolves the citations of one story.
type citer struct {
	byDomain map[string][]int // places of the articles of a domain, in order
	domains  []string
}

func newCiter(articles []kiteArticle) *citer {
	c := &citer{byDomain: map[string][]int{}}
	for i, a := range articles {
		d := strings.ToLower(strings.TrimSpace(string(a.Domain)))
		if c.byDomain[d] == nil {
			c.domains = append(c.domains, d)
		}
		c.byDomain[d] = append(c.byDomain[d], i)
	}
	return c
}

// find returns the place of the article that a mark names.
func (c *citer) find(mark string) (int, bool) {
	at := strings.LastIndexByte(mark, '#')
	if at < 0 {
		return 0, false
	}
	n, err := strconv.Atoi(mark[at+1:])
	name := strings.ToLower(strings.TrimSpace(mark[:at]))
	list := c.byDomain[name]
	if list == nil {
		list = c.byDomain[c.like(name)]
	}
	if err != nil || n < 1 || n > len(list) {
		return 0, false
	}
	return list[n-1], true
}

// like finds the one domain that a shortened name means; of a name without a dot
// the one whose first label it is, else the one of which one name contains the other.
func (c *citer) like(name string) string {
	var labels, parts []string
	for _, d := range c.domains {
		if first, _, _ := strings.Cut(d, "."); first == name && !strings.Contains(name, ".") {
			labels = append(labels, d)
		}
		if d != "" && (strings.Contains(d, name) || strings.Contains(name, d)) {
			parts = append(parts, d)
		}
	}
	if labels == nil {
		labels = parts
	}
	if len(labels) != 1 {
		return "\x00"
	}
	return labels[0]
}

// A cited is a citation at a byte of a text without citations.
type cited struct{ at, article int }

// uncite takes the citations out of a text and counts them.
func (k *kiteReading) uncite(c *citer, s string) (plain string, list []cited) {
	var b strings.Builder
	last := 0
	for _, m := range citation.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(s[last:m[0]])
		last = m[1]
		mark := s[m[2]:m[3]]
		if mark == "common" {
			k.common++
		} else if article, ok := c.find(mark); ok {
			k.resolved++
			list = append(list, cited{b.Len(), article})
		} else {
			k.dropped++
		}
	}
	b.WriteString(s[last:])
	return strings.TrimSpace(b.String()), list
}

// sentences splits a summary; a sentence is of the first article that it cites.
func (k *kiteReading) sentences(c *citer, s string) (list []corpus.Sentence) {
	plain, cites := k.uncite(c, strings.TrimSpace(s))
	at := 0
	for _, sentence := range text.Sentences(plain, "") {
		start := at
		if i := strings.Index(plain[at:], sentence); i >= 0 {
			at += i + len(sentence)
		}
		one := corpus.Sentence{Text: sentence, Article: -1}
		for _, c := range cites {
			if c.at > start && c.at <= at && one.Article < 0 {
				one.Article = c.article
			}
		}
		list = append(list, one)
	}
	return list
}

// count counts the citations in the other texts of a story.
func (k *kiteReading) count(c *citer, raw json.RawMessage) {
	var v any
	if json.Unmarshal(raw, &v) == nil {
		k.countIn(c, v)
	}
}

func (k *kiteReading) countIn(c *citer, v any) {
	switch v := v.(type) {
	case string:
		k.uncite(c, v)
	case []any:
		for _, e := range v {
			k.countIn(c, e)
		}
	case map[string]any:
		for _, e := range v {
			k.countIn(c, e)
		}
	}
}
