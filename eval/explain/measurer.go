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

// A table holds the terms of articles, of which those that few articles have may distinguish
// stories.
type table struct {
	m     *features.CSR
	row   map[int]int // of the articles that were measured
	count []int       // of the articles, by term
	most  int         // such articles of a term that distinguishes
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
	if len(m.masked) <= wholeCorpus {
		compared = nil
		for i := range m.masked {
			compared = append(compared, i)
		}
	}
	var articles []corpus.Article
	row := map[int]int{}
	for _, i := range compared {
		if _, ok := row[i]; !ok {
			row[i] = len(articles)
			articles = append(articles, m.masked[i])
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
		*channel.into = table{terms, row, make([]int, terms.Cols), max(len(articles)/10, slices.Max(m.v.t.Stories))}
		for _, c := range terms.Index {
			channel.into.count[c]++
		}
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

// of returns the terms of an article that may distinguish stories.
func (t table) of(i int) []int32 {
	columns, _ := t.m.Row(t.row[i])
	return slices.DeleteFunc(slices.Clone(columns), func(c int32) bool { return t.count[c] > t.most })
}

// common counts the terms that two articles share.
func (t table) common(i, k int) (n int) {
	others := t.of(k)
	for _, c := range t.of(i) {
		if _, ok := slices.BinarySearch(others, c); ok {
			n++
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
	for _, k := range ref {
		if p := m.masked[k].Published; !at.IsZero() && !p.IsZero() {
			if h := math.Abs(at.Time.Sub(p.Time).Hours()); !(h >= least) {
				least = h
			}
		}
	}
	return least
}
