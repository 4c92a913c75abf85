package density

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// spaces are small dense spaces, some of whole numbers: these have many equal
// distances, equal rows and rows of zeros, and are exact in float32. Some have
// enough columns for inner products.
func spaces(t *rapid.T, least, most int, whole bool) *features.Space {
	n, cols := rapid.IntRange(least, most).Draw(t, "rows"), rapid.SampledFrom([]int{1, 2, 3, 4, 40}).Draw(t, "cols")
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	d := &features.Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
	for i := range d.Data {
		d.Data[i] = float32(rng.NormFloat64())
		if whole {
			d.Data[i] = float32(int(2 * d.Data[i]))
		}
	}
	return &features.Space{Name: "random", Dense: d}
}

// distances by definition, from the rows.
func distances(s *features.Space, cosine bool) [][]float64 {
	out := make([][]float64, s.Rows())
	for i := range out {
		out[i] = make([]float64, s.Rows())
		for j := range out {
			var dot, ii, jj, squared float64
			for c, v := range s.Dense.Row(i) {
				a, b := float64(v), float64(s.Dense.Row(j)[c])
				dot, ii, jj, squared = dot+a*b, ii+a*a, jj+b*b, squared+(a-b)*(a-b)
			}
			switch {
			case !cosine:
				out[i][j] = math.Sqrt(squared)
			case i == j:
			case ii == 0 || jj == 0:
				out[i][j] = 1
			default:
				out[i][j] = max(0, 1-dot/math.Sqrt(ii*jj))
			}
		}
	}
	return out
}

func metric(cosine bool) string {
	if cosine {
		return "cosine"
	}
	return "euclidean"
}

// DBSCAN by its definition, one cluster after the other.
func slowDBSCAN(d [][]float64, eps float64, samples int) corpus.Labels {
	near := make([][]int, len(d))
	labels := make(corpus.Labels, len(d))
	for i, row := range d {
		labels[i] = corpus.None
		for j, v := range row {
			if v <= eps {
				near[i] = append(near[i], j)
			}
		}
	}
	count := int32(0)
	for i := range d {
		if labels[i] != corpus.None || len(near[i]) < samples {
			continue
		}
		labels[i] = count
		for open := []int{i}; len(open) > 0; open = open[1:] {
			for _, j := range near[open[0]] {
				if labels[j] == corpus.None {
					labels[j] = count
					if len(near[j]) >= samples {
						open = append(open, j)
					}
				}
			}
		}
		count++
	}
	return labels.Canonical()
}

func TestDBSCANIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cosine, whole := rapid.Bool().Draw(t, "cosine"), rapid.Bool().Draw(t, "whole")
		s := spaces(t, 0, 60, whole)
		eps, samples := rapid.Float64Range(0, 2).Draw(t, "eps"), rapid.IntRange(1, 8).Draw(t, "samples")
		if whole {
			eps = rapid.SampledFrom([]float64{0.25, 0.75, 1, 2}).Draw(t, "whole eps")
		}
		want := slowDBSCAN(distances(s, cosine), eps, samples)
		c := bound(t, "dbscan(eps=%g,min_samples=%d,metric=%s)", eps, samples, metric(cosine))
		assert.Equal(t, want, run(t, c, s))
		assert.Equal(t, want, run(t, c, spacetest.Sparse(s)))
	})
}

// fall is HDBSCAN* by its definition: members hang together below the height at
// which their cluster came loose, and lose the edges of one height at a time.
type fall struct {
	reach   [][]float64
	least   int
	cluster *slowCluster
}

type slowCluster struct {
	members   []int
	stability float64
	children  []*slowCluster
}

func (f fall) apart(members []int, birth float64) {
	for {
		height := 0. // the largest distance up to which they hang together
		sets := unionfind.New(len(f.reach))
		var levels []float64
		for _, i := range members {
			for _, j := range members {
				if i != j {
					levels = append(levels, f.reach[i][j])
				}
			}
		}
		slices.Sort(levels)
		for _, h := range levels {
			for _, i := range members {
				for _, j := range members {
					if i != j && f.reach[i][j] <= h {
						sets.Union(i, j)
					}
				}
			}
			if sets.Size(members[0]) == len(members) {
				height = h
				break
			}
		}
		sets = unionfind.New(len(f.reach))
		for _, i := range members {
			for _, j := range members {
				if i != j && f.reach[i][j] < height {
					sets.Union(i, j)
				}
			}
		}
		parts := map[int][]int{}
		for _, i := range members {
			parts[sets.Find(i)] = append(parts[sets.Find(i)], i)
		}
		var large [][]int
		for _, part := range parts {
			if len(part) >= f.least {
				large = append(large, part)
			} else {
				f.cluster.stability += float64(len(part)) * (1/height - 1/birth)
			}
		}
		if len(large) == 1 {
			members = large[0]
			continue
		}
		for _, part := range large {
			f.cluster.stability += float64(len(part)) * (1/height - 1/birth)
			child := &slowCluster{members: part}
			f.cluster.children = append(f.cluster.children, child)
			fall{f.reach, f.least, child}.apart(part, height)
		}
		return
	}
}

// best are the clusters of the largest sum of stabilities, no one in another.
func (c *slowCluster) best(self bool) ([]*slowCluster, float64) {
	var inside []*slowCluster
	var sum float64
	for _, child := range c.children {
		chosen, s := child.best(true)
		inside, sum = append(inside, chosen...), sum+s
	}
	if self && c.stability >= sum*(1-1e-9) {
		return []*slowCluster{c}, c.stability
	}
	return inside, sum
}

func (c *slowCluster) leaves() []*slowCluster {
	if len(c.children) == 0 {
		return []*slowCluster{c}
	}
	var list []*slowCluster
	for _, child := range c.children {
		list = append(list, child.leaves()...)
	}
	return list
}

func TestHDBSCANIsItsDefinition(t *testing.T) {
	split := 0
	rapid.Check(t, func(t *rapid.T) {
		// Whole numbers, so that equal distances are equal in any arithmetic.
		s := spaces(t, 2, 24, true)
		least, samples := rapid.IntRange(2, 4).Draw(t, "least"), rapid.IntRange(1, 5).Draw(t, "samples")
		selection := rapid.SampledFrom([]string{"eom", "leaf"}).Draw(t, "selection")
		d := distances(s, false)
		core := make([]float64, len(d))
		for i, row := range d {
			core[i] = slices.Sorted(slices.Values(row))[min(samples, len(d))-1]
		}
		all := make([]int, len(d))
		for i := range d {
			all[i] = i
			for j := range d {
				d[i][j] = max(d[i][j], core[i], core[j])
			}
		}
		want := make(corpus.Labels, len(d))
		for i := range want {
			want[i] = corpus.None
		}
		root := &slowCluster{}
		if len(d) >= least {
			fall{d, least, root}.apart(all, math.Inf(1))
		}
		chosen, _ := root.best(false)
		if selection == "leaf" {
			if chosen = root.leaves(); chosen[0] == root {
				chosen = nil
			}
		}
		if len(chosen) > 0 {
			split++
		}
		for label, c := range chosen {
			for _, i := range c.members {
				want[i] = int32(label)
			}
		}
		h := bound(t, "hdbscan(min_cluster_size=%d,min_samples=%d,selection=%s,metric=euclidean)", least, samples, selection)
		assert.Equal(t, want.Canonical(), run(t, h, s))
	})
	assert.NotZero(t, split, "some had clusters")
}

// Cut at any distance, the tree has for clusters the cores of DBSCAN.
func TestHDBSCANHoldsDBSCANAtEveryEps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cosine := rapid.Bool().Draw(t, "cosine")
		s := spaces(t, 2, 60, false)
		if rapid.Bool().Draw(t, "sparse") {
			s = spacetest.Sparse(s)
		}
		x, err := newPoints(s, cosine, 0)
		require.NoError(t, err)
		samples := rapid.IntRange(2, 6).Draw(t, "samples")
		joins, err := (&HDBSCAN{MinClusterSize: 2, MinSamples: samples}).joins(context.Background(), x)
		require.NoError(t, err)
		core := cores(t, x, min(samples, x.n))
		require.NoError(t, err)
		eps := rapid.Float64Range(0.01, 1.5).Draw(t, "eps")
		sets, article := unionfind.New(x.n), make([]int, 0, 2*x.n)
		for i := range x.n {
			article = append(article, i)
		}
		for i, j := range joins {
			assert.True(t, i == 0 || j.height >= joins[i-1].height)
			article = append(article, article[j.a])
			if j.height <= eps {
				sets.Union(article[j.a], article[j.b])
			}
		}
		assert.Equal(t, x.n, joins[x.n-2].size)
		cut := sets.Labels()
		cores := run(t, bound(t, "dbscan(eps=%g,min_samples=%d,metric=%s)", eps, min(samples, x.n), metric(cosine)), s)
		for i := range cut {
			if x.distance(core[i]) > eps {
				assert.Equal(t, 1, sets.Size(i), "no core is alone")
				cut[i], cores[i] = corpus.None, corpus.None
			}
		}
		assert.Equal(t, corpus.Labels(cut).Canonical(), cores.Canonical())
	})
}

func TestCoreDistances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cosine := rapid.Bool().Draw(t, "cosine")
		s := spaces(t, 1, 300, rapid.Bool().Draw(t, "whole"))
		k := rapid.IntRange(1, 12).Draw(t, "k")
		d := distances(s, cosine)
		for _, given := range []*features.Space{s, spacetest.Sparse(s)} {
			x, err := newPoints(given, cosine, 0)
			require.NoError(t, err)
			core := cores(t, x, k)
			require.NoError(t, err)
			for i, row := range d {
				want := math.Inf(1)
				if k <= len(row) {
					want = slices.Sorted(slices.Values(row))[k-1]
				}
				if allowed := 1e-5; cosine || want > 0.1 {
					if !math.IsInf(want, 1) || !math.IsInf(x.distance(core[i]), 1) {
						assert.InDelta(t, want, x.distance(core[i]), allowed)
					}
				}
			}
		}
	})
}

// Every place in the plot is the nearest to those before it.
func TestPlotIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(t, 1, 40, true)
		o := bound(t, "optics(metric=euclidean)").(*OPTICS)
		o.MinSamples = rapid.IntRange(2, 6).Draw(t, "samples")
		o.MaxEps = rapid.SampledFrom([]float64{0, 1, 2, 3}).Draw(t, "max_eps")
		x, err := newPoints(s, false, 0)
		require.NoError(t, err)
		p, err := o.plot(context.Background(), x)
		require.NoError(t, err)
		limit := o.MaxEps
		if limit == 0 {
			limit = math.Inf(1)
		}
		d := distances(s, false)
		reach := make([]float64, x.n)
		for i := range reach {
			reach[i] = math.Inf(1)
		}
		seen := make([]bool, x.n)
		for at, i := range p.order {
			for j := range seen {
				if !seen[j] {
					assert.True(t, reach[i] < reach[j] || reach[i] == reach[j] && int(i) <= j)
				}
			}
			assert.InDelta(t, 0, difference(reach[i], p.reach[at]), 1e-6)
			seen[i] = true
			if o.MinSamples > x.n {
				continue
			}
			core := slices.Sorted(slices.Values(d[i]))[o.MinSamples-1]
			for j, v := range d[i] {
				if v <= limit && core <= limit && !seen[j] {
					reach[j] = min(reach[j], max(v, core))
				}
			}
		}
	})
}

// However few visits may wait, and in one block or many, the walk is the same.
func TestWaitingDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cosine := rapid.Bool().Draw(t, "cosine")
		x, err := newPoints(spaces(t, 1, 150, rapid.Bool().Draw(t, "whole")), cosine, 0)
		require.NoError(t, err)
		b, err := newPivotIndex(context.Background(), x)
		require.NoError(t, err)
		r := reach{core: cores(t, x, min(3, x.n)), limit: float32(math.Inf(1)), mutual: rapid.Bool().Draw(t, "mutual")}
		want, err := x.primOrder(context.Background(), b, r)
		require.NoError(t, err)
		for _, most := range []int{0, 20} {
			w := newPrim(x, b, r)
			w.most = most
			for len(w.order) < x.n {
				require.NoError(t, w.compare(context.Background()))
				waiting := 0
				for _, z := range w.blocks {
					waiting += len(z.pending)
				}
				require.Equal(t, waiting, w.pending)
				require.LessOrEqual(t, waiting, most)
				w.visit(w.next())
			}
			assert.Equal(t, want, &w.primOrder)
		}
		far := *b // every row may be anywhere
		far.list = slices.Clone(b.list)
		for i := range far.list {
			far.list[i].radius = 1e9
		}
		got, err := x.primOrder(context.Background(), &far, r)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

// difference is 0 for two infinities.
func difference(a, b float64) float64 {
	if a == b {
		return 0
	}
	return a - b
}

func TestWorkersDoNotShow(t *testing.T) {
	for name := range entries {
		for _, s := range []*features.Space{blobs(1200, 3), spacetest.Sparse(blobs(400, 3)), blobs(300, 40)} {
			for _, m := range []string{"cosine", "euclidean"} {
				c := bound(t, "%s(metric=%s)", name, m)
				if d, ok := c.(*DBSCAN); ok {
					d.Eps = 0.02
				}
				p := problem(s)
				p.Workers = 1
				want, err := c.Cluster(context.Background(), p)
				require.NoError(t, err)
				for _, workers := range []int{2, 5} {
					p.Workers = workers
					got, err := c.Cluster(context.Background(), p)
					require.NoError(t, err)
					assert.Equal(t, want, got, "%s by %d", name, workers)
				}
			}
		}
	}
}

// Any row may be shown twice the size: the cosine does not mind.
func TestCosineIgnoresLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(t, 1, 40, false)
		longer := spacetest.Dense()
		longer.Dense.Rows, longer.Dense.Cols = s.Rows(), s.Cols()
		for i := range s.Rows() {
			for _, v := range s.Dense.Row(i) {
				longer.Dense.Data = append(longer.Dense.Data, v*float32(int(1)<<(i%4)))
			}
		}
		for name := range entries {
			assert.Equal(t, run(t, bound(t, "%s", name), s), run(t, bound(t, "%s", name), longer))
		}
	})
}

// Every cluster is as large as asked for.
func TestSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(t, 1, 80, rapid.Bool().Draw(t, "whole"))
		least := rapid.IntRange(2, 9).Draw(t, "least")
		for _, c := range []string{"hdbscan", "optics"} {
			labels := run(t, bound(t, "%s(min_cluster_size=%d,min_samples=3,metric=%s)", c, least, metric(rapid.Bool().Draw(t, "cosine"))), s)
			for _, members := range labels.Members() {
				assert.GreaterOrEqual(t, len(members), least)
			}
		}
	})
}
