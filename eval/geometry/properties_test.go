package geometry

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// random draws rows with some exact copies and rows of zeros among them, and
// their labels.
func random(t *rapid.T) ([][]float32, corpus.Labels) {
	n := rapid.IntRange(1, 150).Draw(t, "n")
	cols := rapid.SampledFrom([]int{1, 3, 31, 32, 33, 100, 128}).Draw(t, "cols")
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	clusters := rapid.IntRange(1, n).Draw(t, "clusters")
	density := rapid.SampledFrom([]float64{0.1, 1}).Draw(t, "density")
	rows, labels := make([][]float32, n), make(corpus.Labels, n)
	for i := range rows {
		labels[i] = rng.Int32N(int32(clusters)+1) - 1
		rows[i] = make([]float32, cols)
		if i > 0 && rng.IntN(5) == 0 {
			copy(rows[i], rows[rng.IntN(i)])
			continue
		}
		for c := range rows[i] {
			if rng.Float64() < density {
				rows[i][c] = float32(rng.NormFloat64() + float64(labels[i]%3))
			}
		}
	}
	return rows, labels
}

func assertAgree(t assert.TestingT, want, got map[string]float64, within float64, why string) {
	for name, v := range want {
		if math.IsNaN(v) || math.IsNaN(got[name]) {
			assert.Equal(t, math.IsNaN(v), math.IsNaN(got[name]), "%s: %s", why, name)
			continue
		}
		assert.InDelta(t, v, got[name], within*(1+math.Abs(v)), "%s: %s", why, name)
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, labels := random(t)
		dense := denseOf(rows)
		want := all(t, dense, labels, 1)
		assertAgree(t, want, all(t, dense, labels, 3), 0, "goroutines")
		assertAgree(t, want, all(t, sparseOf(rows), labels, 2), 2e-6, "sparse")

		renamed := make(corpus.Labels, len(labels))
		for i, l := range labels {
			renamed[i] = l
			if l >= 0 {
				renamed[i] = 1000 - 3*l
			}
		}
		assertAgree(t, want, all(t, dense, renamed, 1), 0, "names of clusters")

		scaled := make([][]float32, len(rows))
		for i, row := range rows {
			for _, v := range row {
				scaled[i] = append(scaled[i], v*1024)
			}
		}
		assertAgree(t, want, all(t, denseOf(scaled), labels, 1), 1e-12, "scale")

		order := rapid.Permutation(indices(len(rows))).Draw(t, "order")
		mixed, mixedLabels := make([][]float32, len(rows)), make(corpus.Labels, len(rows))
		for to, from := range order {
			mixed[to], mixedLabels[to] = rows[from], labels[from]
		}
		assertAgree(t, want, all(t, denseOf(mixed), mixedLabels, 1), 2e-6, "order")
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// More rows than a goroutine takes at once, in clusters of uneven sizes.
func TestManyRows(t *testing.T) {
	dense, labels := groups(2500, 40, 300)
	for i := range labels {
		labels[i] = max(0, labels[i]-150) // half of the rows are one cluster
	}
	rows := make([][]float32, len(labels))
	for i := range rows {
		rows[i] = dense.Dense.Row(i)
	}
	want := all(t, dense, labels, 1)
	p, err := newPoints(dense, labels, Euclidean, 1)
	require.NoError(t, err)
	assert.InDelta(t, byDefinition(rows, p, Euclidean), want["euclidean"], 1e-6)
	assertAgree(t, want, all(t, dense, labels, 4), 0, "goroutines")
	assertAgree(t, want, all(t, sparseOf(rows), labels, 4), 2e-6, "sparse")
}

// The definitions, pair by pair.
func TestAgreesWithDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, labels := random(t)
		p, err := newPoints(denseOf(rows), labels, Euclidean, 1)
		require.NoError(t, err)
		got := all(t, denseOf(rows), labels, 1)
		want := map[string]float64{"dunn": math.NaN(), "loose": math.NaN()}
		for _, d := range []Distance{Cosine, Euclidean} {
			want[string(d)] = math.NaN()
			if p.comparable() {
				want[string(d)] = byDefinition(rows, p, d)
			}
		}
		near, wide := math.Inf(1), 0.0
		loose, mates := 0.0, 0.0
		for i := range rows {
			similar, others := 0, 0
			for j := range rows {
				d := pair(rows[i], rows[j], Euclidean)
				switch {
				case p.label[i] != p.label[j]:
					near = min(near, d)
				case i != j:
					wide = max(wide, d)
					others++
					if 1-pair(rows[i], rows[j], Cosine) >= 0.3 {
						similar++
					}
				}
			}
			if others > 0 {
				mates++
				if float64(similar) < 0.2*float64(others) {
					loose++
				}
			}
		}
		if p.comparable() && wide > 0 {
			want["dunn"] = near / wide
		}
		if mates > 0 {
			want["loose"] = loose / mates
		}
		for name, v := range want {
			assertAgree(t, map[string]float64{name: v}, got, 2e-6, "definition")
		}
	})
}

func byDefinition(rows [][]float32, p *points, d Distance) float64 {
	total := 0.0
	for i := range rows {
		sums := make([]float64, len(p.size))
		for j := range rows {
			if i != j {
				sums[p.label[j]] += pair(rows[i], rows[j], d)
			}
		}
		own, b := p.label[i], math.Inf(1)
		if p.size[own] == 1 {
			continue
		}
		for k, sum := range sums {
			if k != int(own) {
				b = min(b, sum/float64(p.size[k]))
			}
		}
		a := sums[own] / float64(p.size[own]-1)
		if most := max(a, b); most > 1e-12 {
			total += (b - a) / most
		}
	}
	return total / float64(len(rows))
}

func pair(x, y []float32, d Distance) float64 {
	var xy, xx, yy, apart float64
	for c := range x {
		a, b := float64(x[c]), float64(y[c])
		xy, xx, yy, apart = xy+a*b, xx+a*a, yy+b*b, apart+(a-b)*(a-b)
	}
	switch {
	case d == Euclidean:
		return math.Sqrt(apart)
	case xx == 0 || yy == 0:
		return 1
	}
	return 1 - xy/math.Sqrt(xx*yy)
}
