package rouge

import "github.com/seed-9405df2f/assay/corpus/text"

// L is ROUGE-L at sentence level: it counts the words of the longest common subsequence
// of the two texts, each as one sequence. It takes time of the product of the lengths
// and linear memory.
func L(candidate, reference Text) Count {
	ids := text.IDs(candidate.flat(), reference.flat())
	return Count{lcs(ids[0], ids[1]), len(ids[0]), len(ids[1])}
}

// lcs returns the length of the longest common subsequence. row[j] is that of the part
// of a read so far and b[:j].
func lcs(a, b []int32) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// Lsum is ROUGE-L by sentence, as ROUGE-1.5.5 computes it: a word of a sentence of the
// reference is a hit if it is on the longest common subsequence with any sentence of
// the candidate, and both texts have that word left; a hit uses it up in both. It is
// not symmetric. It takes time of the product of the lengths, and memory of the
// product of the two longest sentences.
func Lsum(candidate, reference Text) Count {
	ids := text.IDs(append(append([][]string{}, candidate...), reference...)...)
	peer, model := ids[:len(candidate)], ids[len(candidate):]
	c := Count{0, size(peer), size(model)}
	// Each word of a sentence is in the reference, so only the candidate can run out of
	// words.
	left := map[int32]int{}
	for _, s := range peer {
		for _, w := range s {
			left[w]++
		}
	}
	var table lengths
	for _, s := range model {
		on := make([]bool, len(s))
		for _, p := range peer {
			table.mark(s, p, on)
		}
		for i, w := range s {
			if on[i] && left[w] > 0 {
				left[w]--
				c.Hits++
			}
		}
	}
	return c
}

func size(sentences [][]int32) int {
	n := 0
	for _, s := range sentences {
		n += len(s)
	}
	return n
}

// lengths is a reusable table of the lengths of the longest common subsequences of all
// prefixes of two sequences.
type lengths []int32

// mark sets on for the places in a of one longest common subsequence with b: the one
// found from the end by going back in a first.
func (table *lengths) mark(a, b []int32, on []bool) {
	width := len(b) + 1
	if n := (len(a) + 1) * width; n > cap(*table) {
		*table = make(lengths, n)
	}
	t := (*table)[:(len(a)+1)*width]
	clear(t[:width])
	for i, x := range a {
		above, row := t[i*width:(i+1)*width], t[(i+1)*width:(i+2)*width]
		row[0] = 0
		for j, y := range b {
			if x == y {
				row[j+1] = above[j] + 1
			} else {
				row[j+1] = max(above[j+1], row[j])
			}
		}
	}
	for i, j := len(a), len(b); i > 0 && j > 0; {
		switch {
		case a[i-1] == b[j-1]:
			on[i-1] = true
			i, j = i-1, j-1
		case t[(i-1)*width+j] >= t[i*width+j-1]:
			i--
		default:
			j--
		}
	}
}
