package rouge

import (
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// N is ROUGE-N: it counts the runs of n ≥ 1 words, across sentences, each as often as
// both texts have it. It takes time n × words.
func N(n int, candidate, reference Text) Count {
	ids := text.IDs(candidate.flat(), reference.flat())
	a, b := ids[0], ids[1] // the runs of one word, then of two, and so on
	for size := 2; size <= n; size++ {
		of := pairs{}
		a, b = of.runs(a, ids[0], size), of.runs(b, ids[1], size)
	}
	return overlap(a, b)
}

// pairs numbers distinct pairs from 0.
type pairs map[[2]int32]int32

func (of pairs) number(first, second int32) int32 {
	p := [2]int32{first, second}
	id, ok := of[p]
	if !ok {
		id = int32(len(of))
		of[p] = id
	}
	return id
}

// runs numbers the runs of size words, each as a run of one word less and a word.
func (of pairs) runs(shorter, words []int32, size int) []int32 {
	list := make([]int32, max(len(words)-size+1, 0))
	for i := range list {
		list[i] = of.number(shorter[i], words[i+size-1])
	}
	return list
}

// overlap counts the numbers in both lists, each as often as in both. Numbers are at
// least 0.
func overlap(candidate, reference []int32) Count {
	c := Count{Candidate: len(candidate), Reference: len(reference)}
	if len(candidate) == 0 || len(reference) == 0 {
		return c
	}
	left := make([]int32, 1+max(slices.Max(candidate), slices.Max(reference)))
	for _, id := range reference {
		left[id]++
	}
	for _, id := range candidate {
		if left[id] > 0 {
			left[id]--
			c.Hits++
		}
	}
	return c
}

// S counts the pairs of words in their order with at most gap words between them,
// over the ends of sentences: ROUGE-S4 where gap is 4; any number of words where
// it is below 0. With unigrams the single words count too: ROUGE-SU4. As in
// ROUGE-1.5.5 the last word of a text is then left out, so that a text of one word
// has nothing to count. Cost: the words times the gap.
func S(gap int, unigrams bool, candidate, reference Text) Count {
	ids := text.IDs(candidate.flat(), reference.flat())
	of := pairs{}
	return overlap(of.skips(ids[0], gap, unigrams), of.skips(ids[1], gap, unigrams))
}

func (of pairs) skips(words []int32, gap int, unigrams bool) []int32 {
	if gap < 0 {
		gap = len(words)
	}
	var list []int32
	for i := range max(len(words)-1, 0) {
		if unigrams {
			list = append(list, of.number(words[i], -1))
		}
		for _, next := range words[i+1 : min(i+gap+2, len(words))] {
			list = append(list, of.number(words[i], next))
		}
	}
	return list
}
