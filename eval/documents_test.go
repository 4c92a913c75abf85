package eval

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// mentionsOf makes a corpus of mentions, each of one of the documents, which stand in any order.
func mentionsOf(gold corpus.Labels, document []int) *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "mentions", Documents: true}}
	for i, g := range gold {
		a := corpus.Article{ID: fmt.Sprintf("news/%d:%d-%d", document[i], i, i)}
		if g >= 0 {
			a.Story = fmt.Sprint(g)
		}
		c.Articles = append(c.Articles, a)
	}
	return c
}

// blancOfPairs is BLANC by its definition: P, R and F1 over the pairs of articles of one document.
func blancOfPairs(gold, found corpus.Labels, document []int) [3]float64 {
	var pairs [2][3]float64 // together, apart: in both, gold, found
	for i := range gold {
		for j := range i {
			if document[i] != document[j] {
				continue
			}
			inGold, inFound := gold[i] != corpus.Absent && gold[j] != corpus.Absent, found[i] >= 0 && found[j] >= 0
			sameGold, sameFound := gold[i] >= 0 && gold[i] == gold[j], inFound && found[i] == found[j]
			for k, is := range [2][2]bool{{sameGold, sameFound}, {inGold && !sameGold, inFound && !sameFound}} {
				for n, in := range []bool{is[0] && is[1], is[0], is[1]} {
					pairs[k][n] += one(in)
				}
			}
		}
	}
	var out [3]float64
	kinds := 0.0
	for _, n := range pairs {
		if n[1] > 0 {
			p, r := ratioOr(n[0], n[2], 0), n[0]/n[1]
			out[0], out[1], out[2] = out[0]+p, out[1]+r, out[2]+harmonic(p, r)
			kinds++
		}
	}
	for i := range out {
		out[i] /= kinds
	}
	return out
}

// BLANC takes pairs of one document alone; other metrics take no notice of documents.
func TestDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := oneSided.Draw(t, "groupings")
		gold, found := g[0], g[1]
		document := make([]int, len(gold))
		for i := range document {
			document[i] = rapid.IntRange(0, 3).Draw(t, "document")
		}
		want := blancOfPairs(gold, found, document)
		for _, drop := range []bool{false, true} {
			c, err := Policy{}.Case(ctx, gold, found, mentionsOf(gold, document))
			require.NoError(t, err)
			if drop {
				c.ValuesOnly()
			}
			other, err := NewCase(ctx, gold, found, nil)
			require.NoError(t, err)
			for i, name := range []string{"blanc.p", "blanc.r", "blanc.f1", "b3.f1", "conll.f1"} {
				m, err := Named(name)
				require.NoError(t, err)
				v, err := m.Score(c)
				require.NoError(t, err)
				if i > 2 {
					w, err := m.Score(other)
					require.NoError(t, err)
					assert.Equal(t, w.Value, v.Value, name)
					continue
				}
				if want[2] == want[2] { // there are pairs in gold
					assert.InDelta(t, want[i], v.Value, 1e-12, name)
				}
				if !drop {
					assert.InDelta(t, v.Value, v.Terms.Combine(v.Terms.Sum()), 1e-12, name)
					assert.Equal(t, len(c.Table().Stories)+v.Terms.Others, v.Terms.Stories(), name)
				}
			}
		}
	})
}

// One document is no different from none.
func TestOneDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := oneSided.Draw(t, "groupings")
		c, err := NewCase(ctx, g[0], g[1], mentionsOf(g[0], make([]int, len(g[0]))))
		require.NoError(t, err)
		for _, name := range []string{"blanc.p", "blanc.r", "blanc.f1"} {
			m, err := Named(name)
			require.NoError(t, err)
			v, err := m.Score(c)
			require.NoError(t, err)
			w := valueOf(t, name, g[0], g[1])
			assert.Equal(t, w.Value, v.Value)
			assert.Equal(t, w.Terms.Columns, v.Terms.Columns)
		}
	})
}
