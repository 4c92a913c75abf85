// Package attribution traces each sentence of a summary to the articles and outlets
// that it rests on.
package attribution

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval/coverage"
)

// alike is the Jaccard similarity of runs of three words from which two articles
// are near-duplicates that share their credit: the threshold that copies and light
// rewrites pass and reports of one's own do not, minhash's default.
const alike = 0.5

// phrase is the length in words of a run that shows where a summary comes from:
// shorter ones any two texts of one story have in common.
const phrase = 3

// An Attribution is what a summary owes to the articles of its cluster.
type Attribution struct {
	Sentences []Sentence
	Articles  []float64 // the credit of each article: their sum is that of all sentences' support
	Outlets   []Outlet  // by credit, the greatest first, then by name
	// Copied is the share of the summary's words that are in runs of three words
	// or more that an article also has: 0 to 1.
	Copied float64
}

// A Sentence of a summary and the articles that it rests on.
type Sentence struct {
	Text    string
	Support float64  // share of its content words that some article has: 0 to 1
	Credits []Credit // the greatest first, then by article; their sum is Support
	Longest int      // words of the longest run that it shares with an article
	From    int      // the first article with that run; -1 = none
}

// A Credit is an article's part in a sentence.
type Credit struct {
	Article int
	Share   float64
}

// An Outlet is the part of one outlet in a summary.
type Outlet struct {
	Name     string // as text.Outlet gives it; articles that name none count as one outlet, without a name
	Articles int
	Credit   float64 // share of the whole credit: 0 to 1, the sum is 1, or 0 without credit
	Drop     float64 // share of the copied words that no other outlet has in such a run: 0 to 1
}

// Attribute credits the sentences of a summary to the articles of its cluster. Each
// content word (no stop word) of a sentence has the same weight. It is credited to the
// article that has the longest run of words around it in common with the sentence,
// in equal parts if several have one as long; near-duplicates count as one article and
// share its part equally. A word that no article has is credited to nobody.
// Cost: the words of the summary that an article has, times their places there, for
// each article.
func Attribute(ctx context.Context, sentences []string, articles []corpus.Article, lang string) (*Attribution, error) {
	groups, err := nearDuplicates(ctx, articles)
	if err != nil {
		return nil, fmt.Errorf("seeking near-duplicates among the articles: %w", err)
	}
	r := reader{groups: groups, sizes: make([]float64, len(articles)), lang: lang, articles: make([][]int32, len(articles))}
	for _, g := range groups {
		r.sizes[g]++
	}
	words, numbers, numbered := make([][]string, len(sentences)), coverage.Numbers{}, make([][]int32, len(sentences))
	for i, s := range sentences {
		words[i] = rouge.Tokens(s)
		numbered[i] = numbers.Add(words[i])
	}
	for i := range articles {
		r.articles[i] = numbers.Known(rouge.Tokens(articles[i].Text))
	}
	result := &Attribution{Articles: make([]float64, len(articles))}
	outlets := newOutlets(articles)
	for i, s := range sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sentence := r.sentence(words[i], numbered[i])
		sentence.Text = s
		for _, c := range sentence.Credits {
			result.Articles[c.Article] += c.Share
		}
		outlets.note(r.runs)
		result.Sentences = append(result.Sentences, sentence)
	}
	result.Outlets, result.Copied = outlets.list(result.Articles)
	return result, nil
}

// nearDuplicates are the groups of articles that share their credit.
func nearDuplicates(ctx context.Context, articles []corpus.Article) (corpus.Labels, error) {
	if len(articles) < 2 {
		return make(corpus.Labels, len(articles)), nil
	}
	shingles := make([][]uint64, len(articles))
	var s text.Shingler
	for i := range articles {
		shingles[i] = slices.Clone(s.Shingles(text.WordsSeq(articles[i].Text), 3))
	}
	near, err := neardup.Find(ctx, shingles, neardup.Config{Perm: 128, Threshold: alike})
	if err != nil {
		return nil, err
	}
	return near.Groups, nil
}

// A reader reads sentences against articles.
type reader struct {
	articles [][]int32     // tokens, as they are numbered in the sentences
	groups   corpus.Labels // of near-duplicates
	sizes    []float64     // of the groups
	lang     string
	runs     [][]int // of the last sentence, by article
}

// sentence reads the words of a sentence, which also are given as numbers.
func (r *reader) sentence(words []string, numbered []int32) Sentence {
	r.runs = make([][]int, len(r.articles))
	result := Sentence{From: -1}
	for i, a := range r.articles {
		r.runs[i] = coverage.Runs(numbered, a)
		for _, n := range r.runs[i] {
			if n > result.Longest {
				result.Longest, result.From = n, i
			}
		}
	}
	credit := make([]float64, len(r.articles))
	content, known := 0.0, 0.0
	for k, w := range words {
		if text.StopWord(w, r.lang) {
			continue
		}
		content++
		if r.share(k, credit) {
			known++
		}
	}
	result.Support = known / max(content, 1)
	for i, c := range credit {
		if c > 0 {
			result.Credits = append(result.Credits, Credit{i, c / content})
		}
	}
	slices.SortStableFunc(result.Credits, func(a, b Credit) int { return cmp.Compare(b.Share, a.Share) })
	return result
}

// share gives the credit for word k, 1, to the groups of articles with the longest run
// around it, and reports whether there is one.
func (r *reader) share(k int, credit []float64) bool {
	longest := 0
	winners := map[int32]bool{}
	for i := range r.runs {
		if n := r.runs[i][k]; n > longest {
			longest = n
			clear(winners)
		}
		if longest > 0 && r.runs[i][k] == longest {
			winners[r.groups[i]] = true
		}
	}
	for i, g := range r.groups {
		if winners[g] {
			credit[i] += 1 / float64(len(winners)) / r.sizes[g]
		}
	}
	return longest > 0
}
