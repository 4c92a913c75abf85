package main

import (
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/language"
	"github.com/seed-9405df2f/assay/corpus/outlet"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
)

// A function reads or writes a text. What prepare does before it returns the call is not
// counted.
type function struct {
	name    string
	prepare func(s string) (call func())
}

// A family is functions that are tried on the same inputs.
type family struct {
	functions []function
	inputs    []input
}

// families is the list of what is measured, by the counts and by the benchmarks alike.
var families = []family{
	{ofTexts, texts}, {readers, files}, {summarizers, corpora}, {writers, corpora}, {reportWriters, tables},
	{textMetrics, corpora}, {explanations, corpora}, {records, recordInputs}, {charts, tables},
}

// A tried is a function with the inputs that it is tried on.
type tried struct {
	function
	inputs []input
}

// everything is all functions with their inputs.
func everything() (list []tried) {
	for _, f := range families {
		for _, one := range f.functions {
			list = append(list, tried{one, f.inputs})
		}
	}
	return list
}

// of makes a function of one that takes a text.
func of[T any](name string, f func(s string) T) function {
	return function{name, func(s string) func() { return func() { f(s) } }}
}

// in makes a function of one that takes a text and its language.
func in[T any](name, lang string, f func(s, lang string) T) function {
	return of(name+"("+lang+")", func(s string) T { return f(s, lang) })
}

var ofTexts = []function{
	of("text.Normal", text.Normal), of("text.Fold", text.Fold), of("text.Isolate", text.Isolate), of("text.Words", text.Words),
	of("text.TermsSeq", func(s string) (n int) {
		for range text.TermsSeq(s) {
			n++
		}
		return n
	}),
	of("text.Line", func(s string) string { return text.Line(s, text.Invisible) }),
	of("text.Shingles", func(s string) []uint64 { return text.Shingles(text.Words(s), 4) }),
	in("text.Sentences", "", text.Sentences), in("text.Sentences", "de", text.Sentences),
	in("text.Numbers", "en", text.Numbers), in("text.Numbers", "de", text.Numbers), in("text.Numbers", "vi", text.Numbers),
	in("text.Dates", "en", text.Dates), in("text.Entities", "en", text.Entities), in("text.Entities", "vi", text.Entities),
	in("text.Stem", "en", text.Stem), in("text.Stem", "fi", text.Stem), in("text.Stem", "fr", text.Stem),
	of("text.Quotes", text.Quotes), of("text.Agency", func(s string) bool { _, ok := text.Agency(s); return ok }),
	of("text.Wire", func(s string) bool { _, ok := text.Wire(s); return ok }),
	of("outlet.Of", outlet.Of), of("outlet.Name", outlet.Name),
	of("Outlets.Headline", func(s string) bool { _, _, ok := text.Outlets{}.Headline(s); return ok }),
	of("language.Of", language.Of), of("language.Code", language.Code),
	of("rouge.Tokens", rouge.Tokens), of("rouge.Standard", rouge.Standard), of("rouge.Stem", rouge.Stem),
	of("corpus.ParseMoment", func(s string) error { _, err := corpus.ParseMoment(s); return err }),
}
