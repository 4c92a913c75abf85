package explain

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

// A measurer has what the causes are measured with.
type measurer struct {
	v         *view
	o         Options
	masked    []corpus.Article
	words     *features.CSR // tfidf
	inverse   *features.CSR // its transpose
	names     table
	numbers   table
	length    []int     // words in title and text
	template  []float64 // share of the runs of words that occur in other stories, NaN if there are few
	outlet    []string
	available available
	baseline  [2]float64 // cosine, by kind
	notes     []string
}

// available says which features the corpus has.
type available struct{ time, days, outlet, lang, names, numbers, template bool }

// A table holds the terms of articles that may distinguish stories; articles that were not
// measured have no row.
type table struct {
	m   *features.CSR
	row map[int]int // nil = every article has its own
}

// wholeCorpus is the maximum number of articles in all of which names and numbers are found; in
// a larger corpus they are found in the articles that are compared.
const wholeCorpus = 8_000

// newMeasurer reads the words of the corpus. It returns nil if there are none.
func newMeasurer(ctx context.Context, v *view, o Options) (*measurer, error) {
	m := &measurer{v: v, o: o, masked: v.Case.Corpus.Blind()}
	m.length, m.outlet = make([]int, len(m.masked)), make([]string, len(m.masked))
	err := parallel.Blocks(ctx, len(m.masked), 64, o.Workers, func(from, to int) {
		for i := from; i < to; i++ {
			for range text.WordsSeq(m.masked[i].Title) {
				m.length[i]++
			}
			for range text.WordsSeq(m.masked[i].Text) {
				m.length[i]++
			}
			m.outlet[i] = text.Outlet(m.masked[i].Source)
		}
	})
	if err != nil || !slices.ContainsFunc(m.length, func(n int) bool { return n > 0 }) {
		return nil, err
	}
	if m.words, err = m.space(ctx, "tfidf", m.masked); err != nil {
		return nil, err
	}
	m.inverse = m.words.Transpose()
	m.given()
	return m, m.templates(ctx)
}

func (m *measurer) space(ctx context.Context, name string, articles []corpus.Article) (*features.CSR, error) {
	s, err := spec.Parse(name)
	if err != nil {
		return nil, err
	}
	space, err := features.Build(ctx, s, &features.Input{Articles: articles, Seed: features.Seed, Workers: m.o.Workers})
	if err != nil {
		return nil, fmt.Errorf("explaining: %w", err)
	}
	return space.Sparse, nil
}

// given finds which fields the articles have.
func (m *measurer) given() {
	n := len(m.masked)
	times, days, midnights, outlets := 0, 0, 0, 0
	langs, names := map[string]bool{}, map[string]bool{}
	for i := range m.masked {
		if p := m.masked[i].Published; !p.IsZero() {
			times++
			if p.Day {
				days++
			} else if h, m, s := p.Time.UTC().Clock(); h+m+s == 0 {
				midnights++
			}
		}
		if m.outlet[i] != "" {
			outlets++
			names[m.outlet[i]] = true
		}
		langs[m.masked[i].Lang] = true
	}
	m.available.time = 2*times > n
	m.available.days = 2*(days+midnights) > times
	m.available.outlet = 2*outlets > n && len(names) > 1
	m.available.lang = len(langs) > 1
	switch {
	case !m.available.time:
		m.note("gaps in time (%d of %d articles have no time)", n-times, n)
	case m.available.days:
		m.note("hours (most times are days or exactly midnight)")
	}
	if !m.available.outlet {
		m.note("outlets (%d of %d articles name one, %d in all)", outlets, n, len(names))
	}
	if !m.available.lang {
		m.note("languages (all articles are of one)")
	}
}

func (m *measurer) note(format string, args ...any) {
	m.notes = append(m.notes, fmt.Sprintf(format, args...))
}

// readTerms finds names and numbers, in all articles or those that are compared. Terms that more
// than a tenth of the articles have, and more than the largest story has, are left out: they
// distinguish nothing.
func (m *measurer) readTerms(ctx context.Context, compared []int) error {
	articles, row := m.masked, map[int]int(nil)
	if len(m.masked) > wholeCorpus {
		articles, row = nil, map[int]int{}
		for _, i := range compared {
			if _, ok := row[i]; !ok {
				row[i] = len(articles)
				articles = append(articles, m.masked[i])
			}
		}
	}
	for _, channel := range []struct {
		name, title string
		into        *table
		has         *bool
	}{{"entities", "names", &m.names, &m.available.names}, {"numbers", "numbers", &m.numbers, &m.available.numbers}} {
		terms, err := m.space(ctx, channel.name, articles)
		if err != nil {
			return err
		}
		*channel.into = table{rareTerms(terms, max(len(articles)/10, slices.Max(m.v.t.Stories))), row}
		with := 0
		for i := range terms.Rows {
			if columns, _ := terms.Row(i); len(columns) > 0 {
				with++
			}
		}
		if *channel.has = 2*with > len(articles); !*channel.has {
			m.note("%s (%d of %d articles have any)", channel.title, with, len(articles))
		}
	}
	return nil
}

// rareTerms returns a matrix without the columns that more than most rows have.
func rareTerms(m *features.CSR, most int) *features.CSR {
	count := make([]int, m.Cols)
	for _, c := range m.Index {
		count[c]++
	}
	out := &features.CSR{Rows: m.Rows, Cols: m.Cols, Start: make([]int, 1, m.Rows+1)}
	for i := range m.Rows {
		columns, _ := m.Row(i)
		for _, c := range columns {
			if count[c] <= most {
				out.Index = append(out.Index, c)
			}
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return out
}

// of returns the terms of an article.
func (t table) of(i int) []int32 {
	if t.row != nil {
		r, ok := t.row[i]
		if !ok {
			return nil
		}
		i = r
	}
	return t.m.Index[t.m.Start[i]:t.m.Start[i+1]]
}

// common counts the terms that two articles share.
func (t table) common(i, k int) int {
	a, b := t.of(i), t.of(k)
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			n++
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return n
}

// cosines fills scores with the cosines of article i to all.
func (m *measurer) cosines(i int, scores []float32) {
	clear(scores)
	columns, weights := m.words.Row(i)
	for k, c := range columns {
		rows, others := m.inverse.Row(int(c))
		w := weights[k]
		for j, r := range rows {
			scores[r] += w * others[j]
		}
	}
}

// gap returns the hours from article i to the nearest of ref in time, NaN if it is unknown.
func (m *measurer) gap(i int, ref []int) float64 {
	least := math.NaN()
	at := m.masked[i].Published
	if at.IsZero() {
		return least
	}
	for _, k := range ref {
		if p := m.masked[k].Published; !p.IsZero() {
			if h := math.Abs(at.Time.Sub(p.Time).Hours()); !(h >= least) {
				least = h
			}
		}
	}
	return least
}
