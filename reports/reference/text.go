package reference

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteText writes a paragraph for each entry. whole adds traits, cost and sources.
func WriteText(w io.Writer, entries []Entry, whole bool) error {
	out := bufio.NewWriter(w)
	for i, e := range entries {
		if i > 0 {
			fmt.Fprintln(out)
		}
		e.writeText(out, whole)
	}
	return out.Flush()
}

func (e Entry) writeText(w io.Writer, whole bool) {
	name := e.Name
	if e.Family != "" {
		name += " (" + e.Family + ")"
	}
	fmt.Fprintf(w, "%s: %s\n%s", name, e.Title, Indent(e.Doc, 2))
	if e.Better != "" {
		fmt.Fprintf(w, "  better: %s; range: %s\n", e.Better, e.Range)
	}
	if whole && len(e.Traits) > 0 {
		fmt.Fprintf(w, "  %s\n", strings.Join(e.Traits, "; "))
	}
	if e.Blind != "" {
		fmt.Fprint(w, Indent("blind to: "+e.Blind, 2))
	}
	if whole && e.Cost != "" {
		fmt.Fprint(w, Indent("cost: "+e.Cost, 2))
	}
	if whole {
		for _, c := range e.Cite {
			fmt.Fprint(w, Indent("source: "+c, 2))
		}
	}
	for _, p := range e.Params {
		fmt.Fprint(w, Indent(p.String(), 4))
	}
}

// String is the parameter with its default, its choices and its docs.
func (p Param) String() string {
	s := p.Name
	if p.Default != "" {
		s += "=" + p.Default
	}
	if p.OneOf != "" {
		s += " (" + strings.ReplaceAll(p.OneOf, ",", ", ") + ")"
	}
	if p.Doc != "" {
		s += ": " + p.Doc
	}
	return s
}

// Indent breaks a text into lines of at most 88 bytes, each of which starts with the
// given number of spaces.
func Indent(text string, by int) string {
	var b strings.Builder
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && by+len(line)+1+len(word) > 88 {
			fmt.Fprintf(&b, "%*s%s\n", by, "", line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		fmt.Fprintf(&b, "%*s%s\n", by, "", line)
	}
	return b.String()
}
