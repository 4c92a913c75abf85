package features

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

var tfidfEntry = Entry{
	Name:  "tfidf",
	Title: "TF-IDF",
	Doc: "Words and runs of words, or runs of characters within words, weighted by how often they stand in the article and how few articles have them; " +
		"rows of unit length. With sublinear=false and stop=false it gives scikit-learn's TfidfVectorizer's numbers on the same words.",
	Cost:         "O(words) time; sparse",
	Cite:         []string{"Salton & Buckley 1988, Information Processing & Management 24"},
	Transductive: true,
	New:          func() Builder { return new(TFIDF) },
}

// TFIDF weighs terms by tf · (ln((1+n)/(1+df)) + 1), rows scaled to unit length:
// n articles, df of them with the term.
type TFIDF struct {
	Analyzer    string  `spec:"analyzer" default:"word" oneof:"word,char" doc:"terms are runs of words; or of characters within a word, with a space at its ends (char_wb in scikit-learn)"`
	NGrams      int     `spec:"ngrams" default:"1" range:"1:5" doc:"longest run of words or characters that is a term"`
	NGramsMin   int     `spec:"ngrams_min" default:"1" range:"1:5" doc:"shortest run that is a term"`
	MinDF       int     `spec:"min_df" default:"1" range:"1:" doc:"terms in fewer articles are left out"`
	MaxDF       float64 `spec:"max_df" default:"1" range:"0:1" doc:"terms in a larger share of the articles are left out"`
	Sublinear   bool    `spec:"sublinear" default:"true" doc:"tf is 1 + ln(count), not the count"`
	Stop        bool    `spec:"stop" default:"true" doc:"leave out the stop words of the article's language, where known"`
	Stem        bool    `spec:"stem" default:"false" doc:"words become their stems, by the article's language, where Snowball has it"`
	TitleWeight float64 `spec:"title_weight" default:"1" range:"0:" doc:"how often a word of the title counts"`
}

// Build weighs the words of title and text.
func (f *TFIDF) Build(ctx context.Context, in *Input) (*Space, error) {
	fields := make([][2][]string, len(in.Articles))
	err := parallel.Each(ctx, len(in.Articles), in.Workers, func(i int) {
		a := &in.Articles[i]
		fields[i] = [2][]string{f.words(a, a.Title), f.words(a, a.Text)}
	})
	if err != nil {
		return nil, err
	}
	m, _, err := f.weigh(ctx, fields)
	if err != nil {
		return nil, err
	}
	return &Space{Sparse: m}, nil
}

func (f *TFIDF) words(a *corpus.Article, s string) []string {
	words := text.Words(s)
	if f.Stop {
		words = slices.DeleteFunc(words, func(w string) bool { return text.StopWord(w, a.Lang) })
	}
	for i := range words {
		if f.Stem {
			words[i] = text.Stem(words[i], a.Lang)
		}
	}
	return words
}

// weigh makes the matrix from the words of title and text, and returns the terms
// of its columns, which ascend.
func (f *TFIDF) weigh(ctx context.Context, fields [][2][]string) (*CSR, []string, error) {
	v := vocabulary{number: map[string]int32{}}
	counts := &CSR{Rows: len(fields), Start: []int{0}}
	weights := [2]float64{f.TitleWeight, 1}
	for i, field := range fields {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		v.row++
		from := len(counts.Index)
		for k, words := range field {
			if weights[k] > 0 {
				f.count(&v, counts, words, float32(weights[k]), from)
			}
		}
		counts.Start = append(counts.Start, len(counts.Index))
	}
	column, terms := v.columns(f.MinDF, f.MaxDF*float64(len(fields)))
	m := counts.selectColumns(column, len(terms))
	f.scale(m)
	return m, terms, nil
}

// count adds the terms of one field to the row that begins at from.
func (f *TFIDF) count(v *vocabulary, m *CSR, words []string, weight float32, from int) {
	add := func(term int32) {
		if v.seen[term] != v.row {
			v.seen[term], v.at[term] = v.row, int32(len(m.Index)-from)
			v.df[term]++
			m.Index = append(m.Index, term)
			m.Data = append(m.Data, 0)
		}
		m.Data[from+int(v.at[term])] += weight
	}
	if f.Analyzer == "char" {
		for _, w := range words {
			f.characters(w, func(gram string) { add(v.term(gram)) })
		}
		return
	}
	for n := f.NGramsMin; n <= f.NGrams; n++ {
		for i := 0; i+n <= len(words); i++ {
			add(v.term(words[i : i+n]...))
		}
	}
}

// characters calls add with the runs of characters of a word between two spaces.
// A word shorter than a run is a run itself, once: as scikit-learn's char_wb has
// it.
func (f *TFIDF) characters(word string, add func(gram string)) {
	word = " " + word + " "
	var at []int // where each character begins, and the end
	for i := range word {
		at = append(at, i)
	}
	at = append(at, len(word))
	for n := f.NGramsMin; n <= f.NGrams; n++ {
		if n >= len(at)-1 {
			add(word)
			return
		}
		for i := n; i < len(at); i++ {
			add(word[at[i-n]:at[i]])
		}
	}
}

// vocabulary numbers terms by first appearance.
type vocabulary struct {
	number map[string]int32
	terms  []string
	df     []int
	row    int32   // the row being counted, from 1
	seen   []int32 // the last row that had the term
	at     []int32 // where in that row
	buf    []byte
}

// term numbers the term of some words.
func (v *vocabulary) term(words ...string) int32 {
	v.buf = v.buf[:0]
	for i, w := range words {
		if i > 0 {
			v.buf = append(v.buf, ' ')
		}
		v.buf = append(v.buf, w...)
	}
	n, ok := v.number[string(v.buf)]
	if !ok {
		n = int32(len(v.terms))
		term := string(v.buf)
		v.number[term] = n
		v.terms = append(v.terms, term)
		v.df, v.seen, v.at = append(v.df, 0), append(v.seen, 0), append(v.at, 0)
	}
	return n
}

// columns gives each term its column, -1 for those left out, and lists the terms
// that stay, ascending.
func (v *vocabulary) columns(minDF int, maxDF float64) (column []int32, terms []string) {
	column = make([]int32, len(v.terms))
	var kept []int32
	for t := range v.terms {
		column[t] = -1
		if v.df[t] >= minDF && float64(v.df[t]) <= maxDF {
			kept = append(kept, int32(t))
		}
	}
	slices.SortFunc(kept, func(a, b int32) int { return strings.Compare(v.terms[a], v.terms[b]) })
	for c, t := range kept {
		column[t] = int32(c)
		terms = append(terms, v.terms[t])
	}
	return column, terms
}

// selectColumns renames the columns, drops those that have become -1, and sorts
// each row.
func (m *CSR) selectColumns(column []int32, cols int) *CSR {
	out := &CSR{Rows: m.Rows, Cols: cols, Start: make([]int, 1, m.Rows+1)}
	type entry struct {
		col int32
		val float32
	}
	var row []entry
	for i := range m.Rows {
		row = row[:0]
		index, data := m.Row(i)
		for k, c := range index {
			if c := column[c]; c >= 0 {
				row = append(row, entry{c, data[k]})
			}
		}
		slices.SortFunc(row, func(a, b entry) int { return int(a.col - b.col) })
		for _, e := range row {
			out.Index = append(out.Index, e.col)
			out.Data = append(out.Data, e.val)
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return out
}

// scale turns counts into weights.
func (f *TFIDF) scale(m *CSR) {
	df := make([]int, m.Cols)
	for _, c := range m.Index {
		df[c]++
	}
	idf := make([]float64, m.Cols)
	for c, d := range df {
		idf[c] = math.Log(float64(1+m.Rows)/float64(1+d)) + 1
	}
	var row []float64
	for i := range m.Rows {
		index, data := m.Row(i)
		row = row[:0]
		norm := 0.0
		for k, c := range index {
			tf := float64(data[k])
			if f.Sublinear {
				tf = math.Log(tf) + 1
			}
			w := tf * idf[c]
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
	}
}

// Valid refuses what would weigh nothing.
func (f *TFIDF) Valid() error {
	if f.Sublinear && f.TitleWeight > 0 && f.TitleWeight < 1 {
		return fmt.Errorf("title_weight=%g: with sublinear=true it must be 0 or at least 1, since ln of a smaller count is below 0", f.TitleWeight)
	}
	if f.NGramsMin > f.NGrams {
		return fmt.Errorf("ngrams_min=%d is more than ngrams=%d", f.NGramsMin, f.NGrams)
	}
	return nil
}
