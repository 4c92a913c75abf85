package text

// IDs numbers the distinct tokens of the texts from 0 by first appearance.
func IDs(texts ...[]string) [][]int32 {
	of := map[string]int32{}
	out := make([][]int32, len(texts))
	for i, tokens := range texts {
		out[i] = make([]int32, len(tokens))
		for k, t := range tokens {
			id, ok := of[t]
			if !ok {
				id = int32(len(of))
				of[t] = id
			}
			out[i][k] = id
		}
	}
	return out
}
