package summarize

import (
	"context"
	"encoding/binary"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
)

var lexrankEntry = Entry{
	Name: "lexrank", Title: "LexRank",
	Doc: "The sentences that most others resemble, after PageRank on the graph of their TF-IDF cosines; one that shares more than half of its " +
		"word pairs with a sentence already taken is passed over. Key points are the four best. No sentence is linked to itself. " +
		"It reads the first 20 sentences of 5 to 60 words of an article, in larger clusters fewer, so that there are at most 2,000, and at most 2,000 articles, evenly spaced.",
	Cost: "quadratic in the sentences, which are at most 2,000; else linear in the texts",
	Cite: []string{"Erkan & Radev 2004, LexRank: graph-based lexical centrality as salience in text summarization, JAIR 22"},
	New:  func() Summarizer { return &LexRank{} },
}

// LexRank ranks the sentences of a cluster by their place in the graph of their
// similarities.
type LexRank struct {
	Threshold float64 `spec:"threshold" default:"0.1" range:"0:1" doc:"sentences are linked above this cosine, all links alike; 0 = every link, weighted by its cosine"`
	Damping   float64 `spec:"damping" default:"0.85" range:"0:0.99" doc:"chance to follow a link rather than to jump anywhere"`
	Sentences int     `spec:"sentences" default:"3" range:"1:" doc:"sentences at most"`
	Words     int     `spec:"words" default:"0" range:"0:" doc:"words at most, in whole sentences; 0 = no limit"`
}

const maxSentences = 2000 // nodes of the graph: at most 4 million links

// Summarize ranks the distinct sentences of the cluster.
func (l *LexRank) Summarize(ctx context.Context, articles []corpus.Article) (Digest, error) {
	c, err := read(ctx, articles)
	if err != nil {
		return Digest{}, err
	}
	pool := c.pool()
	texts := make([][]int32, len(pool))
	for i, s := range pool {
		texts[i] = s.terms
	}
	g, err := link(ctx, tfidf(texts, c.words), c.words, l.Threshold)
	if err != nil {
		return Digest{}, err
	}
	scores, err := g.rank(ctx, l.Damping)
	if err != nil {
		return Digest{}, err
	}
	ranked := make([]sentence, len(pool))
	for place, i := range descending(scores) {
		ranked[place] = pool[i]
	}
	return c.digest(pick(ranked, l.Sentences, l.Words), pick(ranked, maxKeyPoints, 0)), nil
}

// pool lists the first sentences of every article, each wording once.
func (c *cluster) pool() []sentence {
	each := maxSentences / max(len(c.articles), 1) // at least 1, since maxArticles is no larger
	seen := map[string]bool{}
	var pool []sentence
	for _, a := range c.articles {
		for _, s := range a.sentences[:min(each, len(a.sentences))] {
			if key := wording(s.words); !seen[key] {
				seen[key] = true
				pool = append(pool, s)
			}
		}
	}
	return pool
}

func wording(words []int32) string {
	var key []byte
	for _, w := range words {
		key = binary.LittleEndian.AppendUint32(key, uint32(w))
	}
	return string(key)
}

// A graph is a symmetric matrix of weights by compressed rows: node i is linked
// to to[start[i]:start[i+1]]. Other than in the paper no node is linked to itself:
// with that link a sentence that resembles no other would score as much as the
// average, and an article that strayed into the cluster would enter the summary.
type graph struct {
	start  []int
	to     []int32
	weight []float64
	degree []float64 // sum of the weights of a row
}

// link joins the rows whose cosine is above the threshold. Cost: the products of
// the entries that rows have in common.
func link(ctx context.Context, rows []row, terms int, threshold float64) (*graph, error) {
	type entry struct {
		row   int32
		value float64
	}
	having := make([][]entry, terms) // the rows that have a term
	for i, r := range rows {
		for k, t := range r.index {
			having[t] = append(having[t], entry{int32(i), r.value[k]})
		}
	}
	g := &graph{start: []int{0}, degree: make([]float64, len(rows))}
	cosine := make([]float64, len(rows))
	for i, r := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clear(cosine)
		for k, t := range r.index {
			for _, e := range having[t] {
				cosine[e.row] += r.value[k] * e.value
			}
		}
		for j, w := range cosine {
			if j == i || w <= threshold {
				continue
			}
			if threshold > 0 {
				w = 1
			}
			g.to = append(g.to, int32(j))
			g.weight = append(g.weight, w)
			g.degree[i] += w
		}
		g.start = append(g.start, len(g.to))
	}
	return g, nil
}

// rank is the stationary distribution of a walk that follows a link with the
// given chance, in proportion to the weights, and else, or from a node without
// links, jumps to any node: power iteration until the change adds up to less than
// 1e-9.
func (g *graph) rank(ctx context.Context, damping float64) ([]float64, error) {
	n := len(g.degree)
	now, next, share := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range now {
		now[i] = 1 / float64(n)
	}
	for change := 1.0; change > 1e-9; now, next = next, now {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		change = 0
		jump := 1 - damping
		for i, p := range now {
			if g.degree[i] > 0 {
				share[i] = damping * p / g.degree[i]
			} else {
				jump += damping * p
			}
		}
		for i := range next {
			sum := 0.0
			for k := g.start[i]; k < g.start[i+1]; k++ {
				sum += g.weight[k] * share[g.to[k]]
			}
			next[i] = jump/float64(n) + sum
			change += math.Abs(next[i] - now[i])
		}
	}
	return now, nil
}
