package granularity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// least is the goodness of what is undefined.
var least = math.Inf(-1)

// A Hierarchy is the clusterings to choose from: layers, or a tree, every cut of which is one.
type Hierarchy struct {
	Name string
	tree *agglomerative.Dendrogram
	list []Layer
}

// OfLayers returns a hierarchy of clusterings of the same articles, by their names.
func OfLayers(name string, layers map[string]corpus.Labels) Hierarchy {
	h := Hierarchy{Name: name}
	for _, n := range slices.Sorted(maps.Keys(layers)) {
		h.add(n, layers[n])
	}
	return h
}

// OfTree returns the hierarchy of the cuts of a tree.
func OfTree(name string, tree *agglomerative.Dendrogram) Hierarchy {
	return Hierarchy{Name: name, tree: tree}
}

func (h *Hierarchy) add(name string, labels corpus.Labels) {
	h.list = append(h.list, Layer{Name: name, Clusters: labels.Alone().Groups(), First: true, labels: labels})
}

// Open returns the hierarchy that the words of a command name: a spec of the agglomerative
// algorithm, whose tree is cut; or layers, which are labels files, as [format.OpenLabels]
// opens them, and specs of algorithms, also of several at once, as in
// leiden(resolution=0.5..2/4).
func Open(ctx context.Context, c *corpus.Corpus, words []string, seed uint64, workers int) (Hierarchy, error) {
	h := Hierarchy{Name: strings.Join(words, " ")}
	for _, w := range words {
		specs, err := algorithmsIn(w)
		switch {
		case err != nil:
			return h, err
		case len(specs) == 0:
			err = h.addFile(ctx, c, w)
		case len(specs) == 1 && specs[0].Name == agglomerative.Entry.Name:
			if len(words) > 1 {
				return h, fmt.Errorf("%s is a tree, all of whose cuts are layers: give it alone", w)
			}
			h.tree, _, err = all.Tree(ctx, c, withCut(specs[0]).String(), workers)
		default:
			err = h.run(ctx, c, specs, seed, workers)
		}
		if err != nil {
			return h, err
		}
	}
	if h.tree == nil && len(h.list) < 2 {
		return h, errors.New("one clustering is no hierarchy: give at least two, or a tree such as agglomerative(linkage=average)")
	}
	return h, nil
}

// algorithmsIn returns the algorithms that a word names; none if it is a file.
func algorithmsIn(word string) ([]spec.Spec, error) {
	if _, err := os.Stat(word); err == nil {
		return nil, nil
	}
	s, err := spec.Parse(word)
	known := func(e algorithms.Entry) bool { return e.Name == s.Name || slices.Contains(e.Was, s.Name) }
	if err != nil || !slices.ContainsFunc(all.Entries, known) {
		return nil, nil // the reader of labels says what is wrong with it
	}
	return spec.Sweep(s)
}

// withCut gives an agglomerative spec a cut, which it needs and a tree does not.
func withCut(s spec.Spec) spec.Spec {
	if !slices.ContainsFunc(s.Args, func(a spec.Arg) bool { return slices.Contains([]string{"k", "distance", "inconsistency"}, a.Name) }) {
		s.Args = append(slices.Clone(s.Args), spec.Arg{Name: "k", Value: spec.Spec{Name: "1"}})
	}
	return s
}

func (h *Hierarchy) addFile(ctx context.Context, c *corpus.Corpus, path string) error {
	labels, _, err := format.LabelsOf(ctx, c.IDs(), path, corpus.IDPolicy{})
	if err == nil {
		h.add(path, labels)
	}
	return err
}

func (h *Hierarchy) run(ctx context.Context, c *corpus.Corpus, specs []spec.Spec, seed uint64, workers int) error {
	for _, s := range specs {
		labels, _, err := all.Run(ctx, c, s.String(), seed, workers)
		if err != nil {
			return err
		}
		h.add(s.String(), labels)
	}
	return nil
}

// mostCuts is the number of cuts of a tree that are scored before the search around the best.
const mostCuts = 1000

// layers scores those of the hierarchy. Of a tree of up to mostCuts articles these are all
// cuts, of a larger one that many, whose numbers of clusters grow by equal ratios, and then
// those around the best of each level until its neighbours are one merge away: a best that
// is isolated from its surroundings may be missed.
func (s *search) layers(h Hierarchy, cuts int) error {
	if h.tree == nil {
		s.Layers = slices.Clone(h.list)
		for i := range s.Layers {
			if err := s.score(&s.Layers[i]); err != nil {
				return err
			}
		}
		return nil
	}
	n := h.tree.Articles
	grid, counts := ratios(n, cuts), ratios(n, mostCuts)
	if n <= mostCuts {
		counts = counts[:0]
		for k := range n {
			counts = append(counts, k+1)
		}
	}
	for counts = s.missing(counts); len(counts) > 0; counts = s.missing(s.around(n)) {
		for _, k := range counts {
			l := Layer{Name: fmt.Sprintf("k=%d", k), Clusters: k, First: slices.Contains(grid, k), labels: h.tree.CutAt(k)}
			if err := s.score(&l); err != nil {
				return err
			}
			s.Layers = append(s.Layers, l)
		}
		slices.SortFunc(s.Layers, func(a, b Layer) int { return a.Clusters - b.Clusters })
	}
	return nil
}

// ratios returns numbers of clusters from 1 to n that grow by equal ratios.
func ratios(n, cuts int) (list []int) {
	for i := range cuts {
		list = append(list, int(math.Round(math.Pow(float64(n), float64(i)/float64(cuts-1)))))
	}
	return list
}

// missing leaves out the numbers of clusters that are scored.
func (s *search) missing(counts []int) []int {
	slices.Sort(counts)
	return slices.DeleteFunc(slices.Compact(counts), func(k int) bool {
		return slices.ContainsFunc(s.Layers, func(l Layer) bool { return l.Clusters == k })
	})
}

// around returns nine numbers of clusters on each side of the best of each level, up to
// the next that is scored.
func (s *search) around(n int) (counts []int) {
	const between = 9
	for level := range s.Levels {
		best := s.best(level)
		k := s.Layers[best].Clusters
		for _, to := range []int{s.Layers[max(best-1, 0)].Clusters, s.Layers[min(best+1, len(s.Layers)-1)].Clusters} {
			for i := 1; i <= between; i++ {
				counts = append(counts, min(max(k+int(math.Round(float64((to-k)*i)/(between+1))), 1), n))
			}
		}
	}
	return counts
}

// score scores a layer against every level.
func (s *search) score(l *Layer) error {
	for i := range s.Levels {
		gold := s.Levels[i].gold
		k, err := s.policy.Case(s.ctx, gold.Gold(), l.labels, gold)
		if err != nil {
			return fmt.Errorf("%s: %w", gold.Name(), err)
		}
		k.ValuesOnly()
		var values []*float64
		for _, m := range append([]eval.Measure{s.measure}, s.parts...) {
			v, err := m.Score(k)
			if err != nil {
				return fmt.Errorf("scoring %s: %w", m.Spec, err)
			}
			values = append(values, stats.Defined(v.Value))
		}
		score := Score{Value: values[0]}
		if len(s.parts) > 0 {
			score.Precision, score.Recall = values[1], values[2]
		}
		l.Scores = append(l.Scores, score)
	}
	return nil
}
