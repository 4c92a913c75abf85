package unionfind

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestSets(t *testing.T) {
	s := New(6)
	assert.True(t, s.Union(4, 2))
	assert.True(t, s.Union(5, 1))
	assert.True(t, s.Union(2, 5))
	assert.False(t, s.Union(1, 4))
	assert.Equal(t, []int32{0, 1, 1, 2, 1, 1}, s.Labels())
	assert.Equal(t, 4, s.Size(2))
	assert.Equal(t, 1, s.Size(0))
	assert.Empty(t, New(0).Labels())
}

// naive relabels every element on each union; its label is the smallest member.
type naive []int

func (n naive) union(i, j int) bool {
	low, high := min(n[i], n[j]), max(n[i], n[j])
	for k := range n {
		if n[k] == high {
			n[k] = low
		}
	}
	return low != high
}

func TestAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		s, slow := New(n), make(naive, n)
		for i := range slow {
			slow[i] = i
		}
		element := rapid.IntRange(0, n-1)
		for range rapid.IntRange(0, 60).Draw(t, "unions") {
			i, j := element.Draw(t, "i"), element.Draw(t, "j")
			assert.Equal(t, slow.union(i, j), s.Union(i, j))
		}
		want, sizes := make([]int32, n), make(map[int]int)
		for i, low := range slow {
			want[i] = int32(low)
			sizes[low]++
		}
		labels := s.Labels()
		next := int32(0)
		for i := range n {
			assert.Equal(t, sizes[slow[i]], s.Size(i))
			assert.LessOrEqual(t, labels[i], next, "numbered by smallest elements")
			next = max(next, labels[i]+1)
			for j := range n {
				assert.Equal(t, want[i] == want[j], labels[i] == labels[j])
				assert.Equal(t, slow[i] == slow[j], s.Find(i) == s.Find(j))
			}
		}
	})
}

func BenchmarkUnion(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				s, random := New(n), rand.New(rand.NewPCG(1, 2))
				for range n {
					s.Union(random.IntN(n), random.IntN(n))
				}
			}
		})
	}
}
