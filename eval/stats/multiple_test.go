package stats

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// Worked by hand: .01·4, .02·3, then max(.06, .03·2), max(.06, .04·1).
func TestHolmByHand(t *testing.T) {
	assert.InDeltaSlice(t, []float64{0.06, 0.04, 0.06, 0.06}, Holm([]float64{0.04, 0.01, 0.02, 0.03}), 1e-12)
	assert.Equal(t, []float64{1, 1}, Holm([]float64{0.6, 0.9}))
	got := Holm([]float64{math.NaN(), 0.02, 0.01})
	assert.True(t, math.IsNaN(got[0]))
	assert.InDeltaSlice(t, []float64{0.02, 0.02}, got[1:], 1e-12)
	assert.Empty(t, Holm(nil))
}

func TestHolmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "p")
		got := Holm(p)
		for i := range p {
			assert.GreaterOrEqual(t, got[i], p[i])
			assert.LessOrEqual(t, got[i], 1.0)
			for j := range p {
				if p[i] < p[j] {
					assert.LessOrEqual(t, got[i], got[j])
				}
			}
		}
		// Rejecting step by step gives the same findings.
		alpha := rapid.Float64Range(0.001, 0.2).Draw(t, "alpha")
		order := ascendingOrder(p)
		rejected := 0
		for rejected < len(p) && p[order[rejected]]*float64(len(p)-rejected) <= alpha {
			rejected++
		}
		found := 0
		for _, v := range got {
			if v <= alpha {
				found++
			}
		}
		assert.Equal(t, rejected, found)
	})
}

func TestLettersByHand(t *testing.T) {
	differ := func(pairs ...[2]int) func(i, j int) bool {
		return func(i, j int) bool {
			return slices.Contains(pairs, [2]int{i, j}) || slices.Contains(pairs, [2]int{j, i})
		}
	}
	assert.Equal(t, []string{"a", "a", "a"}, Letters([]int{2, 0, 1}, differ()))
	assert.Equal(t, []string{"b", "c", "a"}, Letters([]int{2, 0, 1}, differ([2]int{0, 1}, [2]int{0, 2}, [2]int{1, 2})))
	// The best and the worst differ, the one between differs from neither.
	assert.Equal(t, []string{"a", "ab", "b"}, Letters([]int{0, 1, 2}, differ([2]int{0, 2})))
	// Two groups that overlap in the third.
	assert.Equal(t, []string{"a", "a", "ab", "b"}, Letters([]int{0, 1, 2, 3}, differ([2]int{0, 3}, [2]int{1, 3})))
	assert.Empty(t, Letters(nil, differ()))
	assert.Equal(t, "a2", letter(26))
}

// Two items share a letter if and only if they do not differ, and no letter can
// be left out.
func TestLettersTellExactlyWhatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		table := rapid.SliceOfN(rapid.Bool(), n*n, n*n).Draw(t, "differ")
		differ := func(i, j int) bool { return table[min(i, j)*n+max(i, j)] }
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		letters := Letters(order, differ)
		assert.Equal(t, byte('a'), letters[order[0]][0])
		groups := map[rune][]int{}
		for i := range n {
			for j := range i {
				assert.Equal(t, !differ(i, j), share(letters[i], letters[j]), "%d and %d: %v", i, j, letters)
			}
			for _, l := range letters[i] {
				groups[l] = append(groups[l], i)
			}
		}
		for l, g := range groups {
			for k, h := range groups {
				assert.False(t, l != k && within(g, h), "%c within %c: %v", l, k, letters)
			}
		}
	})
}

func share(a, b string) bool {
	return slices.ContainsFunc([]rune(a), func(l rune) bool { return slices.Contains([]rune(b), l) })
}
