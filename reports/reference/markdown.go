package reference

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes a page about the kind: a table of its entries, and a section for
// each with its docs, its parameters and its sources.
func WriteMarkdown(w io.Writer, k Kind) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s%s\n\n", strings.ToUpper(k.Name[:1]), k.Name[1:])
	fmt.Fprintf(out, "What `assay list %s -v` prints.\n\n| name | what it is |\n|:--|:--|\n", k.Name)
	for _, e := range k.Entries {
		fmt.Fprintf(out, "| [`%s`](#%s) | %s |\n", e.Name, anchor(e.Name), cell(e.Title))
	}
	for _, e := range k.Entries {
		e.writeMarkdown(out)
	}
	return out.Flush()
}

func (e Entry) writeMarkdown(w io.Writer) {
	fmt.Fprintf(w, "\n## %s\n\n%s. %s\n", e.Name, e.Title, strings.Join(strings.Fields(e.Doc), " "))
	var facts []string
	if e.Family != "" {
		facts = append(facts, "Family: "+e.Family)
	}
	if e.Better != "" {
		facts = append(facts, "Better: "+e.Better, "Range: "+e.Range)
	}
	if len(e.Traits) > 0 {
		facts = append(facts, "Traits: "+strings.Join(e.Traits, "; "))
	}
	if e.Blind != "" {
		facts = append(facts, "Blind to: "+e.Blind)
	}
	if e.Cost != "" {
		facts = append(facts, "Cost: "+e.Cost)
	}
	for _, c := range e.Cite {
		facts = append(facts, "Source: "+c)
	}
	for i, fact := range facts {
		if i == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "- %s\n", strings.Join(strings.Fields(fact), " "))
	}
	if len(e.Params) == 0 {
		return
	}
	fmt.Fprint(w, "\n| parameter | default | values | what it is |\n|:--|:--|:--|:--|\n")
	for _, p := range e.Params {
		values := p.Range
		if p.OneOf != "" {
			values = strings.ReplaceAll(p.OneOf, ",", ", ")
		}
		fmt.Fprintf(w, "| `%s` | %s | %s | %s |\n", p.Name, code(p.Default), cell(values), cell(p.Doc))
	}
}

// anchor is the name that links reach a heading by.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(".()", r) {
			return -1
		}
		return r
	}, strings.ToLower(heading))
}

// cell is a text in a cell of a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + cell(text) + "`"
}
