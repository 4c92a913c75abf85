package kmeans

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// spaces are small spaces of whole numbers, with many ties and repeated rows, or
// of clouds that lie in each other; the wide ones are long enough for vector
// instructions.
func spaces() *rapid.Generator[*features.Space] {
	return rapid.Custom(func(t *rapid.T) *features.Space {
		n, cols := rapid.IntRange(1, 150).Draw(t, "rows"), rapid.OneOf(rapid.IntRange(1, 20), rapid.IntRange(32, 130)).Draw(t, "cols")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		s := clouds(rng, n, cols, rapid.IntRange(1, 12).Draw(t, "clouds"))
		if rapid.Bool().Draw(t, "whole") {
			for i, v := range s.Dense.Data {
				s.Dense.Data[i] = float32(int(v))
			}
		}
		if rapid.Bool().Draw(t, "sparse") {
			s = spacetest.Sparse(s)
		}
		return s
	})
}

func TestBoundsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		k := rapid.IntRange(1, min(s.Rows(), 30)).Draw(t, "k")
		l := limits{iterations: rapid.IntRange(1, 60).Draw(t, "iterations")}
		for _, spherical := range []bool{false, true} {
			x, err := newItems(s, spherical, 1)
			require.NoError(t, err)
			first := x.usable[:min(k, len(x.usable))]
			want := from(t, s, spherical, "lloyd", l, first...)
			for _, variant := range exact[1:] {
				assert.Equal(t, want, from(t, s, spherical, variant, l, first...), variant)
			}
		}
	})
}

func TestConverged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		x, err := newItems(s, rapid.Bool().Draw(t, "spherical"), 1)
		require.NoError(t, err)
		k := rapid.IntRange(0, min(len(x.usable), 30)).Draw(t, "k")
		centres, err := x.plusPlus(context.Background(), k, rand.New(rand.NewPCG(3, 4)))
		require.NoError(t, err)
		r, err := refine(context.Background(), x, centres, rapid.SampledFrom(exact).Draw(t, "variant"), limits{iterations: 300})
		require.NoError(t, err)
		require.Less(t, r.iterations, 300)
		var inertia float64
		for i, j := range r.labels {
			if len(centres) == 0 {
				break
			}
			own := x.squared(i, &centres[j])
			for c := range centres {
				if x.squared(i, &centres[c]) < own {
					assert.Fail(t, "not at rest", "row %d is nearer to centre %d", i, c)
				}
			}
			inertia += own
		}
		assert.Equal(t, inertia, r.inertia)
	})
}

func TestWorkersAndRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces().Draw(t, "space")
		k, seed := rapid.IntRange(1, 20).Draw(t, "k"), rapid.Uint64().Draw(t, "seed")
		for _, rest := range []string{
			"init=random", "distance=euclidean", "variant=elkan", "variant=yinyang", "variant=minibatch,batch=30,max_iter=9",
			"bisecting=true",
		} {
			m := bound(t, fmt.Sprintf("kmeans(k=%d,%s)", k, rest))
			p := problem(s)
			p.Seed = seed
			var want corpus.Labels
			for _, workers := range []int{1, 1, 3, 0} {
				p.Workers = workers
				got, err := m.Cluster(context.Background(), p)
				require.NoError(t, err)
				if want == nil {
					want = got
				}
				assert.Equal(t, want, got)
			}
		}
	})
}

// The inertias are those of scikit-learn 1.2.1: KMeans(k, n_init=50, tol=0,
// random_state=1), and the indexes its adjusted Rand indexes with labels0.
func TestClusteringBenchmarks(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "reference", "clustbench", "fcps")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the clustering benchmark suite is not at %s", folder)
	}
	for _, c := range []struct {
		name           string
		k              int
		inertia, index float64
	}{
		{"hepta", 7, 106.14764659310868, 1},
		{"tetra", 4, 229.0487999751335, 1},
		{"lsun", 3, 381.64560505233175, 0.4358084271876845},
		{"chainlink", 2, 719.2860098303277, 0.09272782327563998},
		{"engytime", 2, 11774.999232261518, 0.815060637690859},
		{"wingnut", 2, 966.6001048363164, 0.859497168372491},
	} {
		t.Run(c.name, func(t *testing.T) {
			var gold corpus.Labels
			for _, row := range numbers(t, filepath.Join(folder, c.name+".labels0.gz")) {
				gold = append(gold, int32(row[0]))
			}
			s := spacetest.Dense(numbers(t, filepath.Join(folder, c.name+".data.gz"))...)
			require.Len(t, gold, s.Rows())
			m := bound(t, fmt.Sprintf("kmeans(k=%d,distance=euclidean,n_init=50,tol=0)", c.k))
			x, err := newItems(s, false, 0)
			require.NoError(t, err)
			r, err := m.best(context.Background(), x, c.k, 1, 0)
			require.NoError(t, err)
			assert.InEpsilon(t, c.inertia, r.inertia, 1e-5)
			assert.InDelta(t, c.index, adjustedRand(gold, r.labels), 1e-9)
		})
	}
}

func numbers(t *testing.T, path string) [][]float32 {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err)
	var rows [][]float32
	for lines := bufio.NewScanner(unzipped); lines.Scan(); {
		var row []float32
		for _, field := range strings.Fields(lines.Text()) {
			var v float32
			_, err := fmt.Sscan(field, &v)
			require.NoError(t, err)
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	return rows
}

// adjustedRand counts all pairs one by one.
func adjustedRand(a, b corpus.Labels) float64 {
	var both, inA, inB, all float64
	for i := range a {
		for j := range i {
			all++
			if a[i] == a[j] {
				inA++
			}
			if b[i] == b[j] {
				inB++
				if a[i] == a[j] {
					both++
				}
			}
		}
	}
	expected := inA * inB / all
	return (both - expected) / ((inA+inB)/2 - expected)
}
