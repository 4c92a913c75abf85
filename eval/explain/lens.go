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

// A lens sees what articles are like: what the causes are measured with.
type lens struct {
	v        *view
	o        Options
	blind    []corpus.Article
	words    *features.CSR // tfidf
	inverse  *features.CSR // its transpose
	names    table
	numbers  table
	length   []int     // words in title and text
	template []float64 // share of the runs of words that articles of other stories have, NaN where there are few
	outlet   []string
	has      has
	usual    [2]float64 // cosine, by kind
	notes    []string
}

// has says which features the corpus gives at all.
type has struct{ time, days, outlet, lang, names, numbers, template bool }

// A table holds the terms that may tell stories apart, by article; articles that
// were not looked at have no row.
type table struct {
	m   *features.CSR
	row map[int]int // nil = every article has its own
}

// wholeCorpus is up to how many articles names and numbers are found in all of
// them; else in those that are compared.
const wholeCorpus = 8_000

// newLens reads the words of the corpus. It is nil where there are none.
func newLens(ctx context.Context, v *view, o Options) (*lens, error) {
	l := &lens{v: v, o: o, blind: v.run.Case.Corpus.Blind()}
	l.length, l.outlet = make([]int, len(l.blind)), make([]string, len(l.blind))
	err := parallel.Blocks(ctx, len(l.blind), 64, o.Workers, func(from, to int) {
		for i := from; i < to; i++ {
			for range text.WordsSeq(l.blind[i].Title) {
				l.length[i]++
			}
			for range text.WordsSeq(l.blind[i].Text) {
				l.length[i]++
			}
			l.outlet[i] = text.Outlet(l.blind[i].Source)
		}
	})
	if err != nil || !slices.ContainsFunc(l.length, func(n int) bool { return n > 0 }) {
		return nil, err
	}
	if l.words, err = l.space(ctx, "tfidf", l.blind); err != nil {
		return nil, err
	}
	l.inverse = l.words.Transpose()
	l.given()
	return l, l.templates(ctx)
}

func (l *lens) space(ctx context.Context, name string, articles []corpus.Article) (*features.CSR, error) {
	s, err := spec.Parse(name)
	if err != nil {
		return nil, err
	}
	space, err := features.Build(ctx, s, &features.Input{Articles: articles, Seed: features.Seed, Workers: l.o.Workers})
	if err != nil {
		return nil, fmt.Errorf("explaining: %w", err)
	}
	return space.Sparse, nil
}

// given finds which fields the articles have.
func (l *lens) given() {
	n := len(l.blind)
	times, days, midnights, outlets := 0, 0, 0, 0
	langs, names := map[string]bool{}, map[string]bool{}
	for i := range l.blind {
		if p := l.blind[i].Published; !p.IsZero() {
			times++
			if p.Day {
				days++
			} else if h, m, s := p.Time.UTC().Clock(); h+m+s == 0 {
				midnights++
			}
		}
		if l.outlet[i] != "" {
			outlets++
			names[l.outlet[i]] = true
		}
		langs[l.blind[i].Lang] = true
	}
	l.has.time = 2*times > n
	l.has.days = 2*(days+midnights) > times
	l.has.outlet = 2*outlets > n && len(names) > 1
	l.has.lang = len(langs) > 1
	switch {
	case !l.has.time:
		l.note("gaps in time (%d of %d articles have no time)", n-times, n)
	case l.has.days:
		l.note("hours (most times are days or exactly midnight)")
	}
	if !l.has.outlet {
		l.note("outlets (%d of %d articles name one, %d in all)", outlets, n, len(names))
	}
	if !l.has.lang {
		l.note("languages (all articles are of one)")
	}
}

func (l *lens) note(format string, args ...any) {
	l.notes = append(l.notes, fmt.Sprintf(format, args...))
}

// readTerms finds the names and numbers of the articles that are compared, or of
// all where they are not too many. Terms that over a tenth of the articles have,
// and more than the largest story has, tell nothing and are left out.
func (l *lens) readTerms(ctx context.Context, compared []int) error {
	articles, row := l.blind, map[int]int(nil)
	if len(l.blind) > wholeCorpus {
		articles, row = nil, map[int]int{}
		for _, i := range compared {
			if _, ok := row[i]; !ok {
				row[i] = len(articles)
				articles = append(articles, l.blind[i])
			}
		}
	}
	for _, channel := range []struct {
		name, title string
		into        *table
		has         *bool
	}{{"entities", "names", &l.names, &l.has.names}, {"numbers", "numbers", &l.numbers, &l.has.numbers}} {
		m, err := l.space(ctx, channel.name, articles)
		if err != nil {
			return err
		}
		*channel.into = table{telling(m, max(len(articles)/10, slices.Max(l.v.t.Stories))), row}
		with := 0
		for i := range m.Rows {
			if columns, _ := m.Row(i); len(columns) > 0 {
				with++
			}
		}
		if *channel.has = 2*with > len(articles); !*channel.has {
			l.note("%s (%d of %d articles have any)", channel.title, with, len(articles))
		}
	}
	return nil
}

// telling leaves out the columns that more rows have than most.
func telling(m *features.CSR, most int) *features.CSR {
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

// of is the terms of an article.
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
func (l *lens) cosines(i int, scores []float32) {
	clear(scores)
	columns, weights := l.words.Row(i)
	for k, c := range columns {
		rows, others := l.inverse.Row(int(c))
		w := weights[k]
		for j, r := range rows {
			scores[r] += w * others[j]
		}
	}
}

// gap is the hours from article i to the nearest of ref in time, NaN where it is
// unknown.
func (l *lens) gap(i int, ref []int) float64 {
	least := math.NaN()
	at := l.blind[i].Published
	if at.IsZero() {
		return least
	}
	for _, k := range ref {
		if p := l.blind[k].Published; !p.IsZero() {
			if h := math.Abs(at.Time.Sub(p.Time).Hours()); !(h >= least) {
				least = h
			}
		}
	}
	return least
}
