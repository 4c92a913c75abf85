package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/attribution"
	"github.com/seed-9405df2f/assay/eval/conflicts"
)

// Attributed is an Attributor: it credits each sentence to the articles that have its
// words, and finds the counts of people on which the articles disagree, in the language
// of the first article.
func Attributed(ctx context.Context, articles []corpus.Article, summary []corpus.Sentence) (Attribution, error) {
	lang := articles[0].Lang
	sentences := make([]string, len(summary))
	for i, s := range summary {
		sentences[i] = s.Text
	}
	credit, err := attribution.Attribute(ctx, sentences, articles, lang)
	if err != nil {
		return Attribution{}, err
	}
	found, err := conflicts.Find(ctx, articles, strings.Join(sentences, " "), lang)
	if err != nil {
		return Attribution{}, err
	}
	a := Attribution{Sources: make([][]Support, len(summary))}
	for i, s := range credit.Sentences {
		for _, c := range s.Credits {
			a.Sources[i] = append(a.Sources[i], Support{Article: c.Article, Share: c.Share})
		}
	}
	for _, c := range found {
		a.Conflicts = append(a.Conflicts, conflict(c, sentences, lang))
	}
	return a, nil
}

// conflict is a conflict with what each side wrote first, and the sentences of
// the summary that state the value that it chose.
func conflict(c conflicts.Conflict, sentences []string, lang string) Conflict {
	kind, who, _ := strings.Cut(c.Counted, ":")
	out := Conflict{About: strings.TrimSpace(who + " " + kind), Sentences: []int{}}
	for _, v := range c.Values {
		out.Values = append(out.Values, Value{Text: v.Mentions[0].Written, Articles: v.Articles})
	}
	if c.Chosen < 0 {
		return out
	}
	states := func(n text.Number) bool { return n.Low == c.Values[c.Chosen].Number }
	for i, s := range sentences {
		if slices.ContainsFunc(text.Numbers(s, lang), states) {
			out.Sentences = append(out.Sentences, i)
		}
	}
	return out
}
