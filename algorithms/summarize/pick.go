package summarize

// pick takes sentences in the order given, at most limit of them and, where
// budget is not 0, at most budget words in all. Sentences stay whole: one that
// would go over the budget is passed over, and so is one that shares more than
// half of its distinct word pairs (bigrams) with one already taken.
func pick(ranked []sentence, limit, budget int) []sentence {
	var taken []sentence
	var pairs []map[uint64]bool
	length := 0
	for _, s := range ranked {
		if len(taken) == limit {
			break
		}
		if budget > 0 && length+len(s.words) > budget {
			continue
		}
		own := bigrams(s.words)
		if redundant(own, pairs) {
			continue
		}
		taken = append(taken, s)
		pairs = append(pairs, own)
		length += len(s.words)
	}
	return taken
}

func redundant(own map[uint64]bool, taken []map[uint64]bool) bool {
	for _, other := range taken {
		shared := 0
		for p := range own {
			if other[p] {
				shared++
			}
		}
		if 2*shared > len(own) {
			return true
		}
	}
	return false
}

func bigrams(words []int32) map[uint64]bool {
	set := make(map[uint64]bool, len(words))
	for i := 1; i < len(words); i++ {
		set[uint64(words[i-1])<<32|uint64(words[i])] = true
	}
	return set
}
