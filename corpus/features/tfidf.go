package features

import (
	"context"
	"fmt"
	"iter"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

var tfidfEntry = Entry{
	Name:  "tfidf",
	Title: "TF-IDF",
	Doc: "Words and runs of words, or runs of characters within words, weighted by how often the article has them and how few " +
		"articles have them; in Chinese and Japanese pairs of characters, and single Han characters; " +
		"rows of unit length. With sublinear=false and stop=false it gives scikit-learn's TfidfVectorizer's numbers on the same words.",
	Cost:         "O(words) time; sparse",
	Cite:         []string{"Salton & Buckley 1988, Information Processing & Management 24"},
	Transductive: true,
	New:          func() Builder { return NewTFIDF() },
}

// TFIDF weighs terms by tf · (ln((1+n)/(1+df)) + 1), rows scaled to unit length:
// n articles, df of them with the term.
type TFIDF struct {
	Analyzer    string  `spec:"analyzer" default:"word" oneof:"word,char" doc:"terms are runs of words, or of characters within a word"`
	NGrams      int     `spec:"ngrams" default:"1" range:"1:5" off:"1" doc:"longest run of words or characters that is a term"`
	NGramsMin   int     `spec:"ngrams_min" default:"1" range:"1:5" doc:"shortest run that is a term"`
	MinDF       int     `spec:"min_df" default:"1" range:"1:" off:"1" doc:"terms in fewer articles are left out"`
	MaxDF       float64 `spec:"max_df" default:"1" range:"0:1" off:"1" doc:"terms in a larger share of the articles are left out"`
	Once        float64 `spec:"once" default:"1" range:"0:1" off:"1" doc:"factor of terms that only one article has, which make it less like all others; 0 = as min_df=2"`
	Sublinear   bool    `spec:"sublinear" default:"true" off:"false" doc:"tf is 1 + ln(count), not the count"`
	Stop        bool    `spec:"stop" default:"true" off:"false" doc:"leave out the stop words of the article's language, where known"`
	Stem        bool    `spec:"stem" default:"false" off:"false" doc:"words become stems, in languages that Snowball has"`
	TitleWeight float64 `spec:"title_weight" default:"1" range:"0:" off:"1" doc:"how often a word of the title counts"`
	Lead        int     `spec:"lead" default:"0" range:"0:" off:"0" doc:"number of words read from the beginning of the text; 0 = all"`
}

// NewTFIDF returns TF-IDF with every parameter at its default.
func NewTFIDF() *TFIDF { return spec.Defaults(new(TFIDF)) }

// ReadsTexts is true.
func (*TFIDF) ReadsTexts() bool { return true }

// Build weighs the words of title and text.
func (f *TFIDF) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("tfidf", f); err != nil {
		return nil, err
	}
	return f.weigh(ctx, in, cutTerms)
}

// A cutter finds the words in the title or the text of an article.
type cutter func(a *corpus.Article, s string) iter.Seq[string]

// weigh makes the space of the words that cut finds. Its columns are the
// terms in ascending order of their bytes.
func (f *TFIDF) weigh(ctx context.Context, in *Input, cut cutter) (*Space, error) {
	words, err := f.read(ctx, in, cut)
	if err != nil {
		return nil, err
	}
	terms, err := f.terms(ctx, words, in.Workers)
	if err != nil {
		return nil, err
	}
	if in.Batches != nil {
		m, err := f.weighInTime(ctx, words, terms, in)
		return &Space{Sparse: m}, err
	}
	m, df, first, err := f.count(ctx, words, terms, in.Workers)
	if err != nil {
		return nil, err
	}
	return &Space{Sparse: m, Words: first}, f.scale(ctx, m, df, m.Rows, in.Workers)
}

// scale turns counts into weights. df is the number of articles, of all, with the term of
// a column.
func (f *TFIDF) scale(ctx context.Context, m *CSR, df []int32, articles, workers int) error {
	idf := f.idf(articles)
	return parallel.Blocks(ctx, m.Rows, 64, workers, func(from, to int) {
		var row []float64
		for i := from; i < to; i++ {
			row = f.scaleRow(m, i, df, idf, row)
		}
	})
}

// idf lists the weights of terms by the number of articles that have them, of n.
func (f *TFIDF) idf(n int) []float64 {
	idf := make([]float64, n+1)
	for d := range idf {
		idf[d] = math.Log(float64(1+n)/float64(1+d)) + 1
	}
	if n > 0 {
		idf[1] *= f.Once
	}
	return idf
}

// scaleRow turns the counts of a row into weights; row is scratch.
func (f *TFIDF) scaleRow(m *CSR, i int, df []int32, idf, row []float64) []float64 {
	index, data := m.Row(i)
	row = row[:0]
	norm := 0.0
	for k, c := range index {
		tf := float64(data[k])
		if f.Sublinear && tf != 1 {
			tf = math.Log(tf) + 1
		}
		w := tf * idf[df[c]]
		row = append(row, w)
		norm += w * w
	}
	norm = math.Sqrt(norm)
	for k, w := range row {
		if norm > 0 {
			w /= norm
		}
		data[k] = float32(w)
	}
	return row
}

// Valid refuses what would weigh nothing.
func (f *TFIDF) Valid() error {
	if f.Sublinear && f.TitleWeight > 0 && f.TitleWeight < 1 {
		return fmt.Errorf("title_weight=%g: with sublinear=true it must be 0 or at least 1: ln of a smaller count is below 0", f.TitleWeight)
	}
	if f.NGramsMin > f.NGrams {
		return fmt.Errorf("ngrams_min=%d is more than ngrams=%d", f.NGramsMin, f.NGrams)
	}
	return nil
}
