package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// centroids holds the sum of each cluster's rows. A mean of inner products with
// the rows of a cluster is the inner product with their sum, over their number:
// that makes measures of all pairs linear in the rows.
type centroids struct {
	*points
	dense  []float64  // cluster after cluster
	terms  []postings // or, by column, the clusters that have it
	square []float64  // squared length of each sum
	length []float64  // length of each sum of unit rows, 0 if it is 0
}

// postings are the values of one column in the sums that have it, in a fixed order.
type postings struct {
	cluster []int32
	value   []float64
}

// newCentroids adds up the rows in O(values) time.
func newCentroids(p *points) *centroids {
	c := &centroids{points: p, square: make([]float64, len(p.size)), length: make([]float64, len(p.size))}
	if p.space.Sparse != nil {
		c.sumSparse(p.space.Sparse.Transpose())
	} else {
		c.sumDense(p.space.Dense)
	}
	for k, n := range p.size {
		c.length[k] = length(c.square[k], n)
	}
	return c
}

func (c *centroids) sumDense(m *features.Dense) {
	c.dense = make([]float64, len(c.size)*m.Cols)
	for i, k := range c.label {
		sum := c.dense[int(k)*m.Cols:][:m.Cols]
		for j, v := range m.Row(i) {
			sum[j] += c.scale[i] * float64(v)
		}
	}
	for k := range c.square {
		for _, v := range c.dense[k*m.Cols:][:m.Cols] {
			c.square[k] += v * v
		}
	}
}

// sumSparse adds up column by column.
func (c *centroids) sumSparse(columns *features.CSR) {
	c.terms = make([]postings, columns.Rows)
	clusters, values := make([]int32, 0, len(columns.Data)), make([]float64, 0, len(columns.Data))
	sum, seen := make([]float64, len(c.size)), make([]bool, len(c.size))
	for t := range c.terms {
		from := len(clusters)
		rows, data := columns.Row(t)
		for n, i := range rows {
			k := c.label[i]
			if !seen[k] {
				seen[k] = true
				clusters = append(clusters, k)
			}
			sum[k] += c.scale[i] * float64(data[n])
		}
		for _, k := range clusters[from:] {
			values = append(values, sum[k])
			c.square[k] += sum[k] * sum[k]
			sum[k], seen[k] = 0, false
		}
		c.terms[t] = postings{clusters[from:], values[from:]}
	}
}

// each calls visit for every row with its inner products with the sums of the clusters,
// in several goroutines: visit may write the data of its row alone.
func (c *centroids) each(ctx context.Context, visit func(i int, products []float64)) error {
	const block = 16
	clusters := len(c.size)
	return parallel.Blocks(ctx, len(c.label), block, c.workers, func(from, to int) {
		products := make([]float64, (to-from)*clusters)
		if c.dense != nil {
			c.denseProducts(ctx, from, to, products)
		}
		for i := from; i < to && ctx.Err() == nil; i++ {
			own := products[(i-from)*clusters:][:clusters]
			if c.dense == nil {
				c.addProducts(i, own)
			}
			visit(i, own)
		}
	})
}

// denseProducts fills in the products of the rows from … to−1, some clusters at a
// time: few enough for the cache.
func (c *centroids) denseProducts(ctx context.Context, from, to int, products []float64) {
	const tile = 32
	clusters, cols := len(c.size), c.space.Cols()
	rows := make([]float64, (to-from)*cols)
	for n, v := range c.space.Dense.Data[from*cols : to*cols] {
		rows[n] = c.scale[from+n/cols] * float64(v)
	}
	for first := 0; first < clusters && ctx.Err() == nil; first += tile {
		last := min(first+tile, clusters)
		for i := range to - from {
			vec.Dots64(products[i*clusters:][first:last], c.dense[first*cols:last*cols], rows[i*cols:][:cols])
		}
	}
}

// addProducts adds the inner products of a sparse row with every sum to out.
func (c *centroids) addProducts(i int, out []float64) {
	index, row := c.space.Row(i)
	for n, t := range index {
		v, p := c.scale[i]*float64(row[n]), c.terms[t]
		for m, k := range p.cluster {
			out[k] += v * p.value[m]
		}
	}
}

// ofSum writes the inner products of one cluster's sum with every sum to out,
// given the cluster's rows.
func (c *centroids) ofSum(ctx context.Context, k int, members []int32, out []float64) {
	if c.dense != nil {
		cols := c.space.Cols()
		vec.Dots64(out, c.dense, c.dense[k*cols:][:cols])
		return
	}
	clear(out)
	for _, i := range members {
		if ctx.Err() != nil {
			return
		}
		c.addProducts(int(i), out)
	}
}

// cosine is the cosine of a unit row with the centroid of cluster k, given their
// inner product.
func (c *centroids) cosine(k int, product float64) float64 {
	return cosine(product, c.length[k])
}

// cosine is the cosine of a unit row with a sum of this length, given their inner
// product; 0 if the sum is 0.
func cosine(product, length float64) float64 {
	if length == 0 {
		return 0
	}
	return min(max(-1, product/length), 1)
}

// length is that of a sum of n unit rows; 0 if it may be rounding alone.
func length(square float64, n int) float64 {
	if square <= negligible*float64(n)*float64(n) {
		return 0
	}
	return math.Sqrt(square)
}

// apart is the cosine distance for a cosine; 0 below the precision of float32 rows.
func apart(cosine float64) float64 {
	if cosine > 1-negligible {
		return 0
	}
	return 1 - cosine
}

// distance is the Euclidean distance of row i from the centroid of cluster k.
func (c *centroids) distance(i, k int, product float64) float64 {
	n := float64(c.size[k])
	return between(c.points.square[i], c.centroidSquare(k), product/n)
}

func (c *centroids) centroidSquare(k int) float64 {
	n := float64(c.size[k])
	return c.square[k] / (n * n)
}

// negligible is below the precision of float32 rows and above the error of float64 sums:
// of a squared distance, relative to the squared lengths.
const negligible = 1e-13

// between is the Euclidean distance of two points with these squared lengths and
// this inner product; 0 below the precision of float32 rows.
func between(a, b, product float64) float64 {
	square := a + b - 2*product
	if square <= negligible*(a+b) {
		return 0
	}
	return math.Sqrt(square)
}
