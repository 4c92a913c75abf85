package corpus

import (
	"fmt"
	"slices"
	"strings"
)

func (a *Article) hasText() bool {
	return strings.TrimSpace(a.Title) != "" || strings.TrimSpace(a.Text) != ""
}

// HasTexts reports whether any article has a title or a text.
func (c *Corpus) HasTexts() bool {
	return slices.ContainsFunc(c.Articles, func(a Article) bool { return a.hasText() })
}

// CheckTexts returns an error if there are articles and none of them has a title or a
// text: it says which fields were looked for, and which others are there. What reads
// texts should begin with it.
func (c *Corpus) CheckTexts() error {
	if len(c.Articles) == 0 || c.HasTexts() {
		return nil
	}
	others := map[string]bool{}
	for i := range min(len(c.Articles), 100) {
		for name := range c.Articles[i].Extra {
			others[name] = true
		}
	}
	have := ""
	if names := sortedKeys(others); len(names) > 0 {
		have = fmt.Sprintf(", and the articles have %s besides", some(names))
	}
	return fmt.Errorf(`no article of %s has a title or a text: the fields "title" and "text" were looked for%s`, c.Name(), have)
}
