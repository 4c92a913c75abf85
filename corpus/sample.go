package corpus

import (
	"math/rand/v2"
	"slices"
)

// SampleStories returns a corpus of at most n gold stories, chosen at random by the
// seed, with all their articles and the same share of the articles without a story,
// in the order of c.
func (c *Corpus) SampleStories(n int, seed uint64) *Corpus {
	random := rand.New(rand.NewPCG(seed, 0x73616d706c65))
	gold := c.Gold()
	groups := gold.Members()
	n = min(n, len(groups))
	keep := map[int32]bool{}
	for _, g := range random.Perm(len(groups))[:n] {
		keep[gold[groups[g][0]]] = true
	}
	var loose []int
	for i, g := range gold {
		if g == None {
			loose = append(loose, i)
		}
	}
	random.Shuffle(len(loose), func(i, j int) { loose[i], loose[j] = loose[j], loose[i] })
	if len(groups) > 0 {
		loose = loose[:len(loose)*n/len(groups)]
	}
	out := *c
	out.Articles, out.Stories = nil, nil
	for i := range c.Articles {
		if keep[gold[i]] && gold[i] != None || slices.Contains(loose, i) {
			out.Articles = append(out.Articles, c.Articles[i])
		}
	}
	for i := range c.Stories {
		if keep[int32(i)] {
			out.Stories = append(out.Stories, c.Stories[i])
		}
	}
	return &out
}
