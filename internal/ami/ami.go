// Package ami knows what two groupings of the same things tell about each other.
package ami

import (
	"math"
	"slices"
)

// Cell is E[k log(nk/(ab))] where k is hypergeometric: the overlap of random sets of
// a and b among n. Weights go outward from the mode by recurrence and are divided
// by their sum, which keeps full precision at any n.
func Cell(a, b, n int) float64 {
	low, high := max(0, a+b-n), min(a, b)
	mode := int(float64(a+1) * float64(b+1) / float64(n+2))
	mode = min(max(mode, low), high)
	logScale := math.Log(float64(n)) - math.Log(float64(a)) - math.Log(float64(b))
	logOf := func(k int) float64 { return logScale + math.Log(float64(k)) }
	if small, large := float64(min(a, b)), float64(max(a, b)); 2*large > float64(n) {
		// Nearly all overlaps are about k = small·large/n, whose logarithm is near 0.
		share := LogRatio(large, float64(n))
		logOf = func(k int) float64 { return LogRatio(float64(k), small) - share }
	}
	weight, sum := 0.0, 0.0
	add := func(k int, w float64) {
		weight += w
		if k > 0 {
			sum += w * float64(k) * logOf(k)
		}
	}
	add(mode, 1)
	w := 1.0
	for k := mode; k < high && w > 1e-19; k++ {
		w *= float64(a-k) / float64(k+1) * (float64(b-k) / float64(n-a-b+k+1))
		add(k+1, w)
	}
	w = 1.0
	for k := mode; k > low && w > 1e-19; k-- {
		w *= float64(k) / float64(a-k+1) * (float64(n-a-b+k) / float64(b-k+1))
		add(k-1, w)
	}
	return sum / weight
}

// LogRatio is log(x/y) for whole numbers x ≤ y, with all its digits where they are nearly equal.
func LogRatio(x, y float64) float64 {
	if 2*x > y {
		return math.Log1p((x - y) / y)
	}
	return math.Log(x / y)
}

// Adjusted is the mutual information of two groupings of the same things less that
// of random groupings of the same sizes, as a share of the most it can be, the mean
// of the two entropies (Vinh, Epps & Bailey 2010): 0 by chance, 1 where they are
// equal. The labels are from 0 on.
func Adjusted(x, y []int32) float64 {
	n := len(x)
	ofX, ofY := count(x), count(y)
	shared := 0.0
	for _, size := range overlaps(x, y, ofX, len(ofY)) {
		shared += logSize(size)
	}
	sumX, sumY := sum(ofX), sum(ofY)
	logN := math.Log(float64(n))
	information := (shared-sumX-sumY)/float64(n) + logN
	entropy := logN - (sumX+sumY)/float64(2*n)
	chance := 0.0
	sizesX, sizesY := times(ofX), times(ofY)
	for _, a := range sizesX {
		for _, b := range sizesY {
			chance += float64(a.times) * float64(b.times) * Cell(a.size, b.size, n)
		}
	}
	chance /= float64(n)
	if most := entropy - chance; most > 1e-12 {
		return (information - chance) / most
	}
	return 1
}

// overlaps are how many things two groups share, at the first of those things, and
// 0 at the others. ofX are the sizes of the groups of x.
func overlaps(x, y []int32, ofX []int, groupsY int) []int {
	start := make([]int, len(ofX)+1)
	for g, size := range ofX {
		start[g+1] = start[g] + size
	}
	order, next := make([]int32, len(x)), slices.Clone(start)
	for i, g := range x {
		order[next[g]] = int32(i)
		next[g]++
	}
	list := make([]int, len(x))
	first := slices.Repeat([]int32{-1}, groupsY) // of each group of y that shares one with x
	for g := range ofX {
		members := order[start[g]:start[g+1]]
		for _, i := range members {
			at := &first[y[i]]
			if *at < 0 {
				*at = i
			}
			list[*at]++
		}
		for _, i := range members {
			first[y[i]] = -1
		}
	}
	return list
}

func count(labels []int32) []int {
	var sizes []int
	for _, l := range labels {
		for int(l) >= len(sizes) {
			sizes = append(sizes, 0)
		}
		sizes[l]++
	}
	return sizes
}

type sizes struct{ size, times int }

// times is how often each size occurs, by size ascending.
func times(groups []int) []sizes {
	var list []sizes
	for _, size := range slices.Sorted(slices.Values(groups)) {
		switch last := len(list) - 1; {
		case size == 0:
		case last >= 0 && list[last].size == size:
			list[last].times++
		default:
			list = append(list, sizes{size, 1})
		}
	}
	return list
}

func sum(sizes []int) float64 {
	total := 0.0
	for _, s := range sizes {
		total += logSize(s)
	}
	return total
}

// logSize is n ln n.
func logSize(n int) float64 {
	if n < 2 {
		return 0
	}
	return float64(n) * math.Log(float64(n))
}
