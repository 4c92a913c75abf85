package pages

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/counts"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/attribution"
	"github.com/seed-9405df2f/assay/eval/conflicts"
)

// Attributed is an Attributor: it credits each sentence to the articles that have its
// words, and finds the counts of people on which the articles disagree, and those that
// developed, in the language of the first article.
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
	mentions, err := counts.Of(ctx, articles, lang)
	if err != nil {
		return Attribution{}, err
	}
	found, err := conflicts.Among(ctx, mentions, articles, strings.Join(sentences, " "), lang)
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
	for _, d := range counts.Develop(mentions, func(i int) *corpus.Article { return &articles[i] }, lang) {
		a.Developments = append(a.Developments, development(d, articles))
	}
	return a, nil
}

// development is a development with its latest figure first.
func development(d counts.Development, articles []corpus.Article) Development {
	out := Development{About: about(d.Outcome, d.Who)}
	for _, f := range slices.Backward(d.Figures) {
		first := f.Mentions[0]
		v := Figure{Text: figure(first), Number: f.Number, Published: articles[first.Article].Published.String()}
		for _, m := range f.Mentions {
			if !slices.Contains(v.Articles, m.Article) {
				v.Articles = append(v.Articles, m.Article)
			}
		}
		out.Figures = append(out.Figures, v)
	}
	return out
}

// figure is a number as its first article has it: at least 1,200.
func figure(m counts.Mention) string {
	bound := ""
	switch {
	case m.Low > m.Number:
		bound = "over "
	case math.IsInf(m.High, 1):
		bound = "at least "
	case m.Low == 0:
		bound = "up to "
	case m.Low < m.Number:
		bound = "about "
	}
	digits := strconv.FormatFloat(m.Number, 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return bound + digits
}

// about names what is counted: soldiers injured.
func about(outcome, who string) string { return strings.TrimSpace(who + " " + outcome) }

// conflict is a conflict with what each side wrote first, and the sentences of
// the summary that state the value that it chose.
func conflict(c conflicts.Conflict, sentences []string, lang string) Conflict {
	kind, who, _ := strings.Cut(c.Counted, ":")
	out := Conflict{About: about(kind, who), Sentences: []int{}}
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
