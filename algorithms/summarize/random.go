package summarize

import (
	"context"
	"math/rand/v2"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var randomEntry = Entry{
	Name: "random", Title: "Random sentences",
	Doc: "Sentences drawn at random, from all articles or the first ones of one article: the floor that a summarizer has to beat. " +
		"Title and image are chosen as by the others. The same articles and the same seed give the same page.",
	Cost: "linear in the texts",
	Cite: []string{"Gholipour Ghalandari et al. 2020, A large-scale multi-document summarization dataset " +
		"from the Wikipedia current events portal, ACL"},
	New: func() Summarizer { return NewRandom() },
}

// Random draws sentences.
type Random struct {
	Of   string `spec:"of" default:"sentences" oneof:"sentences,lead" doc:"what is drawn: sentences of all articles, or an article that leads"`
	Seed int    `spec:"seed" default:"1" doc:"seed of the draw, which also depends on the sentences read"`
	Limits
}

// NewRandom returns it with every parameter at its default.
func NewRandom() *Random { return spec.Defaults(new(Random)) }

// Summarize draws without replacement.
func (r *Random) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "random", r, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	rng := rand.New(rand.NewPCG(uint64(r.Seed), fingerprint(pool)))
	drawn := make([]sentence, len(pool))
	for place, i := range rng.Perm(len(pool)) {
		drawn[place] = pool[i]
	}
	if r.Of == "lead" && len(drawn) > 0 {
		drawn = c.articles[c.drawArticle(rng)].sentences
	}
	return c.page(c.inOrder(pick(drawn, r.Limits))), nil
}

// drawArticle draws one of the articles with sentences, of which there has to be one.
func (c *cluster) drawArticle(rng *rand.Rand) int {
	var list []int
	for i, a := range c.articles {
		if len(a.sentences) > 0 {
			list = append(list, i)
		}
	}
	return list[rng.IntN(len(list))]
}

// fingerprint tells pools of other sentences apart, so that clusters do not all
// draw the same positions.
func fingerprint(pool []sentence) uint64 {
	h := xxh3.New()
	for _, s := range pool {
		h.WriteString(s.text)
		h.WriteString("\n")
	}
	return h.Sum64()
}
