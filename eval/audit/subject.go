package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// A subject is a run with what the checks share.
type subject struct {
	*Run
	o       Options
	labels  corpus.Labels // canonical
	members [][]int       // of each cluster, ascending
	sizes   []int         // of each cluster
	noise   int

	articles []corpus.Article // without gold; nil if there are labels alone
	times    int              // articles that have one
	outlets  []string         // of each article; nil if none names one
	notes    []string

	copies corpus.Labels // groups of near-duplicates; nil if no check needs them
	// What is known if levels are not nil. alike says why they are.
	alike   string
	vectors *vectors
	near    *features.CSR // nearest neighbours
	levels  *Levels

	divisions [][]*division // by cluster: what the checks of parts found
}

// neighbours is how many of each article are looked at: enough for the first that is outside of a cluster of a common size, and
// for two clusters of one story to meet.
const neighbours = 10

// newSubject prepares a run for the checks that are chosen.
func newSubject(ctx context.Context, r *Run, o Options, chosen []Check) (*subject, error) {
	s := &subject{Run: r, o: o, labels: r.Labels.Canonical()}
	s.group()
	if r.Corpus == nil {
		return s, nil
	}
	s.articles = r.Corpus.Blind()
	for i := range s.articles {
		a := &s.articles[i]
		if !a.Published.IsZero() {
			s.times++
		}
		if name := text.Outlet(a.Source); name != "" {
			if s.outlets == nil {
				s.outlets = make([]string, len(s.articles))
			}
			s.outlets[i] = name
		}
	}
	compare := slices.ContainsFunc(chosen, func(c Check) bool { return c.needs.levels })
	if !r.Corpus.HasTexts() || !compare && !slices.ContainsFunc(chosen, func(c Check) bool { return c.Name == copies.Name }) {
		return s, nil
	}
	found, err := minhash.New().Find(ctx, s.articles, neardup.Config{Seed: o.Seed, Workers: o.Workers})
	if err != nil {
		return nil, err
	}
	s.copies = found.Groups
	if compare {
		err = s.compare(ctx)
	}
	return s, err
}

// group lists the members of the clusters.
func (s *subject) group() {
	s.members, s.noise = s.labels.Members(), len(s.labels)
	for _, rows := range s.members {
		s.sizes = append(s.sizes, len(rows))
		s.noise -= len(rows)
	}
}

// compare builds the space, and finds neighbours and levels.
func (s *subject) compare(ctx context.Context) error {
	space, err := features.Build(ctx, s.o.Space, &features.Input{Articles: s.articles, Seed: s.o.Seed, Workers: s.o.Workers})
	if err != nil {
		return err
	}
	if s.vectors, err = newVectors(space); err != nil {
		return err
	}
	if n := space.Empty(); n > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s without words, and compared with none", counted(n, "article is", "articles are")))
	}
	near, note, err := space.Nearest(ctx, neighbours, 0, s.o.Workers)
	if err != nil {
		return err
	}
	if s.near = near; note != "" {
		s.notes = append(s.notes, note)
	}
	s.notes = append(s.notes, space.Notes...)
	if s.levels = s.measure(); s.levels == nil {
		s.alike = "the nearest articles are no more alike than such as are drawn at random"
	}
	return nil
}

// ranked returns the neighbours of an article, the nearest first.
func (s *subject) ranked(i int) []neighbour {
	index, cosines := s.near.Row(i)
	list := make([]neighbour, len(index))
	for k, j := range index {
		list[k] = neighbour{int(j), float64(cosines[k])}
	}
	slices.SortStableFunc(list, func(a, b neighbour) int { return cmp.Compare(b.cosine, a.cosine) })
	return list
}

type neighbour struct {
	article int
	cosine  float64
}

// copied reports whether two articles are near-duplicates.
func (s *subject) copied(i, j int) bool { return s.copies[i] == s.copies[j] }

// lone reports whether an article shares its cluster with no other.
func (s *subject) lone(i int) bool { return s.labels[i] < 0 || s.sizes[s.labels[i]] == 1 }

// apart reports whether two articles are not in one cluster.
func (s *subject) apart(i, j int) bool { return s.labels[i] < 0 || s.labels[i] != s.labels[j] }

// clusterOf is the name of an article's cluster, empty for none.
func (s *subject) clusterOf(i int) string {
	g := s.labels[i]
	switch {
	case g < 0:
		return ""
	case int(g) < len(s.Groups):
		return s.Groups[g]
	}
	return fmt.Sprint(g)
}

// languages splits articles by their language, in the order of its first one.
func (s *subject) languages(rows []int) (parts [][]int) {
	at := map[string]int{}
	for _, i := range rows {
		lang := s.Corpus.Language(i)
		k, ok := at[lang]
		if !ok {
			k = len(parts)
			at[lang], parts = k, append(parts, nil)
		}
		parts[k] = append(parts[k], i)
	}
	return parts
}

// eachCluster calls find for the clusters of at least two articles, at most as many goroutines at once as there are workers,
// and returns what it found in their order.
func (s *subject) eachCluster(ctx context.Context, find func(g int, rows []int) ([]Finding, error)) (list []Finding, err error) {
	found, failed := make([][]Finding, len(s.members)), make([]error, len(s.members))
	err = parallel.Blocks(ctx, len(s.members), 16, s.o.Workers, func(from, to int) {
		for g := from; g < to && ctx.Err() == nil; g++ {
			if len(s.members[g]) > 1 {
				found[g], failed[g] = find(g, s.members[g])
			}
		}
	})
	return slices.Concat(found...), cmp.Or(err, errorOf(failed))
}

func errorOf(list []error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// A group is one side of a finding on its way.
type group struct {
	rows []int
	says string
}

// finding makes a finding of its sides; the largest comes first, ties by the order of their first articles.
func (s *subject) finding(evidence string, groups ...group) Finding {
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(len(b.rows), len(a.rows)), cmp.Compare(a.rows[0], b.rows[0]))
	})
	f := Finding{Evidence: evidence, More: max(0, len(groups)-MostSides)}
	seen := map[int32]bool{}
	for k, g := range groups {
		if k > 0 {
			f.Articles += len(g.rows)
		}
		for _, i := range g.rows {
			if l := s.labels[i]; l < 0 {
				f.Of++
			} else if !seen[l] {
				seen[l] = true
				f.Of += s.sizes[l]
			}
		}
		f.sides = append(f.sides, g.rows)
		if k < MostSides {
			f.Sides = append(f.Sides, Side{s.clusterOf(g.rows[0]), len(g.rows), g.says, s.sample(g.rows)})
		}
	}
	return f
}

// sample returns the articles most like all of a side, at most three, copies once.
func (s *subject) sample(rows []int) (list []Article) {
	order := slices.Clone(rows)
	if s.levels != nil && len(rows) > 2 {
		order = s.vectors.central(rows)
	}
	seen := map[int32]bool{}
	for _, i := range order {
		if s.copies != nil && seen[s.copies[i]] {
			continue
		}
		if s.copies != nil {
			seen[s.copies[i]] = true
		}
		if list = append(list, s.article(i)); len(list) == 3 {
			break
		}
	}
	return list
}

// article shows an article.
func (s *subject) article(i int) Article {
	a := Article{ID: s.ids[i]}
	if s.articles == nil {
		return a
	}
	x := &s.articles[i]
	a.Title = strings.TrimSpace(x.Title)
	if a.Title == "" {
		a.Title = beginning(strings.TrimSpace(x.Text), 120)
	}
	if s.outlets != nil {
		a.Outlet = s.outlets[i]
	}
	if !x.Published.IsZero() {
		a.Published = x.Published.String()
	}
	return a
}

// beginning is how a text begins, in at most n characters.
func beginning(s string, n int) string {
	for at := range s {
		if n--; n < 0 {
			return s[:at] + "…"
		}
	}
	return s
}
