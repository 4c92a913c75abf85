package summarize

import "encoding/binary"

const maxSentences = 2000 // of a pool: at most 4 million links

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

// termsOf lists the terms of each sentence.
func termsOf(pool []sentence) [][]int32 {
	texts := make([][]int32, len(pool))
	for i, s := range pool {
		texts[i] = s.terms
	}
	return texts
}
