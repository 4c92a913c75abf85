package explain

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

// A Story is what became of one gold story.
type Story struct {
	ID        string  `json:"id"`
	Title     string  `json:"title,omitempty"` // if absent, its id and the title of its first article
	Articles  int     `json:"articles"`
	Parts     []Part  `json:"parts"`     // the clusters that hold it, as in package outcome
	Effective float64 `json:"effective"` // exp of the entropy of the parts: 1 is whole, n is n parts of one size
	Largest   float64 `json:"largest"`   // share of its articles in the first part
	Precision float64 `json:"b3.p"`      // of its articles alone, as are the next two
	Recall    float64 `json:"b3.r"`
	F1        float64 `json:"b3.f1"`
	SplitLoss float64 `json:"split_loss"` // its share of 1 − F1 of the run
	MergeLoss float64 `json:"merge_loss"`
	// Within is the id of the host of its main cluster, if that is another story.
	Within  string    `json:"within,omitempty"`
	Foreign int       `json:"foreign"`                    // number of articles of others in its main cluster
	Missing []Article `json:"missing_articles,omitempty"` // outside of its main cluster
	// ForeignArticles lists them; empty if the story is Within another, which lists them.
	ForeignArticles []Article `json:"foreign_articles,omitempty"`
}

// Loss is the story's share of 1 − F1.
func (s *Story) Loss() float64 { return s.SplitLoss + s.MergeLoss }

// Whole reports whether the story is one cluster with nothing else in it.
func (s *Story) Whole() bool { return len(s.Parts) == 1 && s.Foreign == 0 }

// A Part is what a story and a cluster have in common.
type Part struct {
	Cluster  string `json:"cluster,omitempty"` // if it is a part of a story
	Story    string `json:"story,omitempty"`   // if it is a part of a cluster; "" means articles without a story
	Title    string `json:"title,omitempty"`
	Articles int    `json:"articles"`
	Of       int    `json:"of"` // articles of the cluster, or of the story
}

// A Cluster is a found cluster that holds articles of others than its host.
type Cluster struct {
	Name            string    `json:"name"`
	Articles        int       `json:"articles"`
	Host            string    `json:"host"` // id of a story, as in package outcome
	Title           string    `json:"title,omitempty"`
	Parts           []Part    `json:"parts"`     // the stories in it, its host first, then by articles
	Effective       float64   `json:"effective"` // exp of the entropy of the stories; an article without a story counts as a story
	Loss            float64   `json:"merge_loss"`
	ForeignArticles []Article `json:"foreign_articles"`
}

// An Article is one that is missing from the main cluster of its story, or foreign in a cluster.
type Article struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"` // if absent, the beginning of its text
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	Story     string `json:"story,omitempty"` // its own
	Cluster   string `json:"cluster"`         // that holds it
	Alone     bool   `json:"alone,omitempty"` // the cluster holds nothing else
	// Causes lists in words what was measured that may be a cause; nil if the article was not
	// measured.
	Causes []string `json:"causes,omitempty"`
	Facts  *Facts   `json:"facts,omitempty"`

	at int
}

func (v *view) article(i int) Article {
	a := &v.articles[i]
	out := Article{
		ID: a.ID, Title: opening(a), Outlet: text.Outlet(a.Source), Published: a.Published.String(),
		Cluster: v.clusterName(v.pred[i]), Alone: v.t.Clusters[v.pred[i]] == 1, at: i,
	}
	if s := v.gold[i]; s >= 0 {
		out.Story = v.Case.Corpus.Stories[s].ID
	}
	return out
}

func (v *view) listed(articles []int) (list []Article) {
	for _, i := range articles {
		list = append(list, v.article(i))
	}
	return list
}

// headline returns the title of a story, or its id with the title of its first article.
func (v *view) headline(s int32) string {
	story := &v.Case.Corpus.Stories[s]
	if story.Title != "" || len(v.Stories[s].Articles) == 0 {
		return story.Title
	}
	if opening := opening(&v.articles[v.Stories[s].Articles[0]]); opening != "" {
		return story.ID + ": " + opening
	}
	return ""
}

// opening returns the title of an article, or the beginning of its text.
func opening(a *corpus.Article) string {
	const most = 100
	if a.Title != "" || len(a.Text) <= most {
		return cmp.Or(a.Title, a.Text)
	}
	cut := most
	for !utf8.RuneStart(a.Text[cut]) && cut > 0 {
		cut--
	}
	return a.Text[:cut] + "…"
}

func (v *view) stories(e *Explanation) {
	for s := range v.t.Stories {
		if v.t.Stories[s] == 0 {
			continue
		}
		e.Stories = append(e.Stories, v.story(int32(s)))
		e.Exact += pick(v.Exact(int32(s)), 1, 0)
	}
	slices.SortStableFunc(e.Stories, func(a, b Story) int { return cmp.Compare(b.Loss(), a.Loss()) })
}

func (v *view) story(s int32) Story {
	n := v.t.Stories[s]
	out := Story{ID: v.Case.Corpus.Stories[s].ID, Title: v.headline(s), Articles: n}
	var sizes []float64 // of the parts, as shares
	found := 0.0        // articles that have a label
	for _, c := range v.t.Row(int(s)) {
		size := v.t.Clusters[c.Cluster]
		split, merge := v.perArticle(int(s), c)
		share := float64(c.Count)
		out.SplitLoss += share * split
		out.MergeLoss += share * merge
		if !v.absent(c.Cluster) {
			out.Precision += share * share / float64(size)
			out.Recall += share * share / float64(n) / float64(n)
			found += share
		}
		sizes = append(sizes, share/float64(n))
	}
	if found > 0 {
		out.Precision /= found
		out.F1 = 2 * out.Precision * out.Recall / (out.Precision + out.Recall)
	}
	out.Effective = math.Exp(stat.Entropy(sizes))
	for _, p := range v.Stories[s].Parts {
		out.Parts = append(out.Parts, Part{Cluster: v.clusterName(p.Cluster), Articles: len(p.Articles), Of: v.t.Clusters[p.Cluster]})
	}
	out.Largest = float64(out.Parts[0].Articles) / float64(n)
	out.Foreign = v.t.Clusters[v.Main(s)] - out.Parts[0].Articles
	out.Missing = v.listed(v.Stories[s].Missing())
	if host := v.Clusters[v.Main(s)].Host; host != s {
		out.Within = v.Case.Corpus.Stories[host].ID
	} else {
		out.ForeignArticles = v.listed(v.Foreign(v.Main(s), s))
	}
	return out
}

func (v *view) clusters(e *Explanation) {
	for c, found := range v.Clusters {
		if found.Host >= 0 && (len(found.Parts) > 1 || v.t.Labelled[c] < v.t.Clusters[c]) {
			e.Clusters = append(e.Clusters, v.cluster(int32(c)))
		}
	}
	slices.SortStableFunc(e.Clusters, func(a, b Cluster) int { return cmp.Compare(b.Loss, a.Loss) })
}

func (v *view) cluster(c int32) Cluster {
	host, n := v.Clusters[c].Host, v.t.Clusters[c]
	out := Cluster{Name: v.clusterName(c), Articles: n, Host: v.Case.Corpus.Stories[host].ID, Title: v.headline(host)}
	var sizes []float64 // of the parts, as shares
	for _, p := range v.Clusters[c].Parts {
		count := len(p.Articles)
		_, merge := v.perArticle(int(p.Story), eval.Cell{Cluster: c, Count: count})
		out.Loss += merge * float64(count)
		sizes = append(sizes, float64(count)/float64(n))
		out.Parts = append(out.Parts, Part{
			Story: v.Case.Corpus.Stories[p.Story].ID, Title: v.headline(p.Story), Articles: count, Of: v.t.Stories[p.Story],
		})
	}
	if none := n - v.t.Labelled[c]; none > 0 {
		sizes = append(sizes, slices.Repeat([]float64{1 / float64(n)}, none)...)
		out.Parts = append(out.Parts, Part{Articles: none})
	}
	slices.SortStableFunc(out.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(pick(a.Story == out.Host, 0, 1), pick(b.Story == out.Host, 0, 1)), cmp.Compare(b.Articles, a.Articles))
	})
	out.Effective = math.Exp(stat.Entropy(sizes))
	out.ForeignArticles = v.listed(v.Foreign(c, host))
	return out
}
