package audit

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

var bridges = Check{
	Name: "bridges", Title: "Clusters held together by bridges",
	Doc: "Clusters that fall into parts of two articles or more which few links hold together. The strongest links are shown: without " +
		"them the cluster would fall apart. Articles of different languages are not compared.",
	Rule: "Average linkage joins the articles of the cluster as long as the kinship of two groups is a third or more: 0 is as alike as " +
		"articles drawn at random, 1 as alike as those within the groups, at most as is usual in the corpus. A part is apart if also at " +
		"most half of its articles have a link to the rest: one at least a third of the way from the nearest of as many unrelated " +
		"articles to the usual. Both are levels of the corpus, so that headlines and long texts, words and embeddings are measured by " +
		"themselves.",
	Cite:  []string{"Sokal & Michener 1958 (average linkage)"},
	needs: needs{levels: true},
	find:  func(ctx context.Context, s *subject) ([]Finding, []string, error) { return s.divided(ctx, false) },
}

var strays = Check{
	Name: "strays", Title: "Articles like none in their cluster",
	Doc: "Articles that are no nearer to any other of their cluster than to articles drawn at random.",
	Rule: "The nearest in the cluster is not nearer than the nearest of as many unrelated articles usually is. In a cluster of two " +
		"that is the median of unrelated pairs: about half of all articles that do not belong are found, and hardly any that do.",
	needs: needs{levels: true},
	find:  func(ctx context.Context, s *subject) ([]Finding, []string, error) { return s.divided(ctx, true) },
}

// MostCompared is the largest number of articles of one cluster that are compared with each other: of a larger cluster as many
// are drawn, half of them at random, and with each the nearest in its cluster.
const MostCompared = 5_000

// A division is how the articles of one cluster and language fall into pieces.
type division struct {
	rows   []int         // those that were compared
	all    int           // those that there are
	piece  []int32       // of each
	links  *features.CSR // as near as the nearest of as many unrelated ones, or nearer
	level  float64       // of links that hold pieces together
	sure   bool          // whether there is such a level
	pieces [][]int       // by number, positions in rows
}

// divided looks at all clusters, once for both checks.
func (s *subject) divided(ctx context.Context, stray bool) (list []Finding, notes []string, err error) {
	if s.divisions == nil {
		s.divisions = make([][]*division, len(s.members))
		if _, err := s.eachCluster(ctx, func(g int, rows []int) ([]Finding, error) {
			for _, part := range s.languages(rows) {
				d, err := s.divide(ctx, part)
				if err != nil {
					return nil, err
				}
				if d != nil {
					s.divisions[g] = append(s.divisions[g], d)
				}
			}
			return nil, nil
		}); err != nil {
			return nil, nil, err
		}
	}
	unsure, sampled := 0, 0
	list, err = s.eachCluster(ctx, func(g int, _ []int) (found []Finding, _ error) {
		for _, d := range s.divisions[g] {
			look := s.bridgesOf
			if stray {
				look = s.straysOf
			}
			if f, ok := look(d); ok {
				found = append(found, f)
			}
		}
		return found, nil
	})
	for _, divisions := range s.divisions {
		for _, d := range divisions {
			if !d.sure && len(d.pieces) > 1 {
				unsure++
			}
			if d.all > len(d.rows) {
				sampled++
			}
		}
	}
	if unsure > 0 && !stray {
		notes = append(notes, fmt.Sprintf("not told of %s: the nearest of as many unrelated articles are as near as those of one story",
			counted(unsure, "cluster", "clusters")))
	}
	if sampled > 0 {
		notes = append(notes, fmt.Sprintf("of %s only %d articles each were compared, and their numbers are scaled",
			counted(sampled, "cluster", "clusters"), MostCompared))
	}
	return list, notes, err
}

// divide compares articles of one cluster and language; nil if there is nothing to compare.
func (s *subject) divide(ctx context.Context, rows []int) (*division, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(i int) bool { return s.vectors.scale[i] == 0 })
	if len(rows) < 2 {
		return nil, nil
	}
	d := &division{all: len(rows)}
	d.rows = s.some(rows)
	part := s.vectors.part(d.rows)
	average := agglomerative.New()
	average.Distance = 2 // the tree is whole in any case
	tree, err := average.Dendrogram(ctx, &algorithms.Problem{Articles: make([]corpus.Article, len(d.rows)), Space: part, Workers: 1})
	if err != nil {
		return nil, err
	}
	d.piece = s.levels.whole(tree)
	for k, p := range d.piece {
		for int(p) >= len(d.pieces) {
			d.pieces = append(d.pieces, nil)
		}
		d.pieces[p] = append(d.pieces[p], k)
	}
	if len(d.pieces) == 1 {
		return d, nil
	}
	d.level, d.sure = s.levels.link(len(rows) - 1)
	d.links, _, err = part.Nearest(ctx, 0, s.levels.best(len(rows)-1), 1)
	return d, err
}

// some draws articles of a cluster that is too large, each with its nearest in it.
func (s *subject) some(rows []int) []int {
	if len(rows) <= MostCompared {
		return rows
	}
	r := rand.New(rand.NewPCG(s.o.Seed, uint64(rows[0])))
	chosen := map[int]bool{}
	for _, k := range r.Perm(len(rows)) {
		if len(chosen) >= MostCompared-1 {
			break
		}
		chosen[rows[k]] = true
		for _, n := range s.ranked(rows[k]) {
			if !s.apart(rows[k], n.article) && s.Corpus.Language(n.article) == s.Corpus.Language(rows[k]) {
				chosen[n.article] = true
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(i int) bool { return !chosen[i] })
}

// whole cuts a tree into the largest groups of which no join is one of groups that are apart, and returns the group of each
// article.
func (l *Levels) whole(tree *agglomerative.Dendrogram) []int32 {
	type node struct {
		articles int
		sum      float64 // of the cosines of its pairs
		whole    bool
		first    int
	}
	nodes := make([]node, tree.Articles, 2*tree.Articles)
	for i := range nodes {
		nodes[i] = node{1, 0, true, i}
	}
	within := func(n node) float64 {
		if n.articles == 1 {
			return math.NaN()
		}
		return n.sum / float64(n.articles*(n.articles-1)/2)
	}
	sets := unionfind.New(tree.Articles)
	for _, m := range tree.Merges {
		a, b := nodes[m.A], nodes[m.B]
		across := 1 - m.Height
		x := node{a.articles + b.articles, a.sum + b.sum + across*float64(a.articles)*float64(b.articles), a.whole && b.whole, a.first}
		if x.whole = x.whole && l.kinship(across, within(a), within(b), min(l.Usual, l.Own)) >= apart; x.whole {
			sets.Union(a.first, b.first)
		}
		nodes = append(nodes, x)
	}
	return sets.Labels()
}

// outside returns the links of an article of a division to other pieces.
func (d *division) outside(k int) (list []neighbour) {
	index, cosines := d.links.Row(k)
	for n, j := range index {
		if d.piece[j] != d.piece[k] {
			list = append(list, neighbour{int(j), float64(cosines[n])})
		}
	}
	return list
}

// bridgesOf reports the pieces of a division that are apart from the rest.
func (s *subject) bridgesOf(d *division) (f Finding, ok bool) {
	if !d.sure || len(d.pieces) < 2 {
		return f, false
	}
	largest := 0
	for p := range d.pieces {
		if len(d.pieces[p]) > len(d.pieces[largest]) {
			largest = p
		}
	}
	var rest []int
	var groups []group
	var held []Bridge
	links := 0
	for p, positions := range d.pieces {
		linked, strongest, count := d.hold(positions)
		if p == largest || len(positions) < 2 || 2*linked > len(positions) {
			rest = append(rest, corpus.Pick(d.rows, positions)...)
			continue
		}
		groups, links = append(groups, group{rows: corpus.Pick(d.rows, positions)}), links+count
		if strongest.between[0] >= 0 {
			held = append(held, strongest)
		}
	}
	if len(groups) == 0 {
		return f, false
	}
	slices.Sort(rest)
	kin, all := math.Inf(-1), s.sumOf(rest)
	for _, g := range groups {
		kin = max(kin, s.levels.kinship(s.sumOf(g.rows).across(all), s.sumOf(g.rows).within(), math.NaN(), s.usual()))
	}
	f = s.finding(bridgeWords(len(groups)+1, kin, links), append(groups, group{rows: rest})...)
	f.Kinship = &kin
	s.scale(&f, d)
	slices.SortStableFunc(held, func(a, b Bridge) int { return cmp.Compare(b.Cosine, a.Cosine) })
	for _, b := range held[:min(len(held), MostSides)] {
		b.A, b.B = s.article(d.rows[b.between[0]]), s.article(d.rows[b.between[1]])
		f.Bridges = append(f.Bridges, b)
	}
	return f, true
}

func bridgeWords(parts int, kin float64, links int) string {
	held := "no link"
	if links > 0 {
		held = counted(links, "link", "links")
	}
	return fmt.Sprintf("%d parts with %s between them, kinship at most %.2f", parts, held, kin)
}

// hold counts the articles of a piece that have a link to another piece, and these links, and returns the strongest, which
// may be weaker than a link.
func (d *division) hold(positions []int) (linked int, strongest Bridge, links int) {
	strongest.between = [2]int{-1, -1}
	for _, k := range positions {
		has := false
		for _, n := range d.outside(k) {
			if n.cosine >= d.level {
				has = true
				links++
			}
			if n.cosine > strongest.Cosine {
				strongest.Cosine, strongest.between = n.cosine, [2]int{k, n.article}
			}
		}
		if has {
			linked++
		}
	}
	return linked, strongest, links
}

// A total is the sum of the articles of a group that have words.
type total struct {
	vector
	articles float64
}

func (s *subject) sumOf(rows []int) total { return total{s.vectors.sum(rows), s.vectors.worded(rows)} }

// across is the mean cosine of the articles of two groups.
func (t total) across(o total) float64 { return t.dot(o.vector) / (t.articles * o.articles) }

// within is the mean cosine of the pairs of a group, NaN if there are none.
func (t total) within() float64 {
	if t.articles < 2 {
		return math.NaN()
	}
	return (t.dot(t.vector) - t.articles) / (t.articles * (t.articles - 1))
}

// kinship of two groups of articles; those without words do not count.
func (s *subject) kinship(a, b []int) float64 {
	x, y := s.sumOf(a), s.sumOf(b)
	return s.levels.kinship(x.across(y), x.within(), y.within(), s.usual())
}

// straysOf reports the pieces of one article without any link.
func (s *subject) straysOf(d *division) (f Finding, ok bool) {
	if len(d.pieces) < 2 {
		return f, false
	}
	var groups []group
	var rest []int
	for _, positions := range d.pieces {
		index, _ := d.links.Row(positions[0])
		// Of two articles that are apart from each other the second moves.
		if len(positions) == 1 && len(index) == 0 && (len(d.rows) > 2 || len(rest) > 0) {
			groups = append(groups, group{rows: corpus.Pick(d.rows, positions)})
			continue
		}
		rest = append(rest, corpus.Pick(d.rows, positions)...)
	}
	if len(groups) == 0 || len(rest) == 0 {
		return f, false
	}
	slices.Sort(rest)
	words := counted(len(groups), "article is", "articles are") + " no nearer to the others than articles drawn at random"
	f = s.finding(words, append([]group{{rows: rest}}, groups...)...)
	s.scale(&f, d)
	return f, true
}

// scale makes the number of articles that of the whole cluster, where some were compared.
func (s *subject) scale(f *Finding, d *division) {
	if d.all > len(d.rows) {
		f.Articles = int(math.Round(float64(f.Articles) * float64(d.all) / float64(len(d.rows))))
	}
}
