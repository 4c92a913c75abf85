package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// mostLeaves is the most leaves that are drawn.
const mostLeaves = 50

// A Tree is how articles were joined, down to one cluster: one merge less than there
// are articles, by height.
type Tree struct {
	Articles int
	Merges   []Merge
}

// A Merge joins two clusters. Cluster i is article i if i < Articles, else it was made by
// merge i - Articles.
type Merge struct {
	A, B   int     // A < B
	Height float64 // the distance between them
	Size   int     // articles of both
}

// Dendrogram shows how articles were joined to clusters: the further right, the
// further apart what is joined. Of more than 50 articles only the last 49 joins
// are drawn, and what was joined before is one leaf. Leaves of one gold story have
// the same point; those of stories with one leaf, and of none, have no colour. cut
// is the height at which the tree was cut, NaN if it was not cut at one height.
func Dendrogram(c *corpus.Corpus, tree *Tree, algorithm string, cut float64) (Chart, error) {
	if tree.Articles != len(c.Articles) || len(tree.Merges) != tree.Articles-1 || tree.Articles < 2 {
		return Chart{}, fmt.Errorf("a dendrogram takes two articles or more, and a tree of all of them: %d articles, %d in the tree",
			len(c.Articles), tree.Articles)
	}
	d := treeDrawing{corpus: c, tree: tree, cut: cut, first: max(0, len(tree.Merges)-mostLeaves+1)}
	d.node(tree.Articles + len(tree.Merges) - 1)
	d.markLeaves()
	d.panel.X = d.axis()
	for _, m := range d.panel.Marks {
		for i, x := range m.X {
			m.X[i] = max(x, d.panel.X.Min) // leaves are drawn at the border
		}
	}
	d.panel.Height = 14.5 * float64(len(d.panel.Y.Categories))
	caption := "The joins of " + plural(tree.Articles) + ", nearest first: two clusters join at the distance where their lines meet."
	if d.first > 0 {
		caption += fmt.Sprintf(" The last %d joins; a leaf of several articles bears the title of the first, and their number.",
			len(tree.Merges)-d.first)
	}
	if slices.ContainsFunc(d.panel.Marks, func(m Mark) bool { return m.Type == Point }) {
		caption += " Equal points: leaves of one gold story, by their majority."
	}
	if finite(cut) {
		line := guide(cut, -0.5, cut, float64(len(d.panel.Y.Categories))-0.5, fmt.Sprintf("the cut, at %.3g", cut))
		line.Series, line.Weight = 2, 1.25
		d.panel.Marks = append(d.panel.Marks, line)
		caption += " The tree is cut at the dashed line: thick joins are made, thin ones are not."
	}
	return Chart{
		Name: Slug(c.Name() + " dendrogram"), Kind: "dendrogram", Title: fmt.Sprintf("%s: %s", c.Name(), algorithm), Caption: caption,
		Panels: []Panel{d.panel},
	}, nil
}

// A treeDrawing lays a tree from its leaves on.
type treeDrawing struct {
	corpus  *corpus.Corpus
	tree    *Tree
	cut     float64
	first   int // merge that is drawn
	panel   Panel
	stories []string // of the leaves: that of most of their articles
}

// axis begins at 0 if the whole tree is drawn, else below the lowest join that is.
func (d *treeDrawing) axis() Axis {
	a := Axis{Label: "distance at which clusters join"}
	lowest := math.Inf(1)
	for _, m := range d.tree.Merges[d.first:] {
		lowest, a.Max = min(lowest, m.Height), max(a.Max, m.Height)
	}
	if finite(d.cut) {
		lowest, a.Max = min(lowest, d.cut), max(a.Max, d.cut)
	}
	if d.first > 0 {
		a.Min = max(0, lowest-0.2*(a.Max-lowest))
	}
	a.Max += 0.02 * (a.Max - a.Min)
	return a
}

// The widths of lines: of joins that are made, or of all without a cut, and of those
// that the cut undoes.
const (
	thick = 1.75
	thin  = 0.9
)

// height is where a cluster was joined, 0 for an article.
func (d *treeDrawing) height(cluster int) float64 {
	if cluster < d.tree.Articles {
		return 0
	}
	return d.tree.Merges[cluster-d.tree.Articles].Height
}

// begin is where the line of a cluster begins: that of a leaf at the border.
func (d *treeDrawing) begin(cluster int) float64 {
	if cluster-d.tree.Articles < d.first {
		return 0
	}
	return d.height(cluster)
}

// node draws a cluster with all below it, the part that was joined lower first,
// and returns its row. It goes no deeper than there are leaves.
func (d *treeDrawing) node(cluster int) float64 {
	if cluster-d.tree.Articles < d.first {
		return d.leaf(cluster)
	}
	m := d.tree.Merges[cluster-d.tree.Articles]
	a, b := m.A, m.B
	if d.height(b) < d.height(a) {
		a, b = b, a
	}
	ya, yb := d.node(a), d.node(b)
	mark := Mark{
		Type: Line, X: []float64{d.begin(a), m.Height, m.Height, d.begin(b)}, Y: []float64{ya, ya, yb, yb}, Weight: thick,
		Hover: fmt.Sprintf("%d articles at %.3f", m.Size, m.Height),
	}
	if m.Height > d.cut {
		mark.Weight = thin
	}
	d.panel.Marks = append(d.panel.Marks, mark)
	return (ya + yb) / 2
}

func (d *treeDrawing) leaf(cluster int) float64 {
	articles := d.articles(cluster)
	row := float64(len(d.panel.Y.Categories))
	a := d.corpus.Articles[articles[0]]
	title := cmp.Or(clean(a.Title), clean(a.ID))
	label, hover := labelFace.clip(title, mostLabel), title
	if len(articles) > 1 {
		count := fmt.Sprintf(" (%d)", len(articles))
		label = labelFace.clip(title, mostLabel-labelFace.width(count)) + count
		hover = fmt.Sprintf("%s and %d more", title, len(articles)-1)
	}
	story, n := majority(d.corpus, articles)
	if story != "" {
		hover += fmt.Sprintf("; %d of %d of the story %s", n, len(articles), clean(story))
	}
	d.stories = append(d.stories, story)
	d.panel.Y.Categories = append(d.panel.Y.Categories, Category{Label: label, Key: a.ID, Hover: hover})
	return row
}

// articles are those of a cluster, in the order of the corpus.
func (d *treeDrawing) articles(cluster int) []int {
	var list []int
	for stack := []int{cluster}; len(stack) > 0; {
		last := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if last < d.tree.Articles {
			list = append(list, last)
			continue
		}
		m := d.tree.Merges[last-d.tree.Articles]
		stack = append(stack, m.A, m.B)
	}
	slices.Sort(list)
	return list
}

// majority returns the gold story of most of some articles, empty if none is labelled.
// Ties are broken by the first article.
func majority(c *corpus.Corpus, articles []int) (story string, n int) {
	count := map[string]int{}
	for _, i := range articles {
		if s := c.Articles[i].Story; s != "" {
			count[s]++
		}
	}
	for _, i := range articles {
		if s := c.Articles[i].Story; count[s] > n {
			story, n = s, count[s]
		}
	}
	return story, n
}

// markLeaves puts the points of stories before the leaves.
func (d *treeDrawing) markLeaves() {
	leaves := map[string]int{}
	for _, s := range d.stories {
		leaves[s]++
	}
	series := map[string]int{}
	for row, s := range d.stories {
		if s == "" || leaves[s] < 2 {
			continue
		}
		if series[s] == 0 {
			series[s] = len(series) + 1
		}
		d.panel.Marks = append(d.panel.Marks, pointAt(0, float64(row), series[s], "story "+clean(s)))
	}
}

// CutHeight is a height at which a tree falls into k clusters, halfway between the
// joins about it; NaN if there is none.
func CutHeight(tree *Tree, k int) float64 {
	last := tree.Articles - k // joins that are made
	switch n := len(tree.Merges); {
	case k < 1 || last < 0 || n == 0:
		return math.NaN()
	case last == 0:
		return tree.Merges[0].Height / 2
	case last >= n:
		return tree.Merges[n-1].Height
	}
	return (tree.Merges[last-1].Height + tree.Merges[last].Height) / 2
}
