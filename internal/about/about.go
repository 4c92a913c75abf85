// Package about reads what is said of things with a name from Markdown.
package about

import "strings"

// A Text is what lists say of one thing.
type Text struct {
	Title, Doc, Cost string
	Cite             []string
}

// Of returns the text under the heading "# name: title": a paragraph of doc, one that
// begins with "Cost: ", and a list of sources. It panics if there is no such heading.
func Of(markdown, name string) (t Text) {
	_, rest, ok := strings.Cut("\n"+markdown, "\n# "+name+": ")
	if !ok {
		panic("about: nothing is said of " + name)
	}
	rest, _, _ = strings.Cut(rest, "\n# ")
	t.Title, rest, _ = strings.Cut(rest, "\n")
	for part := range strings.SplitSeq(strings.TrimSpace(rest), "\n\n") {
		if sources, ok := strings.CutPrefix(part, "- "); ok {
			t.Cite = strings.Split(strings.TrimSpace(sources), "\n- ")
			continue
		}
		line := strings.ReplaceAll(part, "\n", " ")
		if cost, ok := strings.CutPrefix(line, "Cost: "); ok {
			t.Cost = cost
		} else {
			t.Doc = line
		}
	}
	return t
}
