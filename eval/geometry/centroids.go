package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// centroids holds the sum of each cluster's rows. A mean of inner products with
// the rows of a cluster is the inner product with their sum, over their number:
// that makes measures of all pairs linear in the rows.
type centroids struct {
	*points
	dense  []float64  // cluster after cluster
	terms  []postings // or, by column, the clusters that have it
	square []float64  // squared length of each sum
}

// postings are the values of one column in the sums that have it, in no order but
// a fixed one.
type postings struct {
	cluster []int32
	value   []float64
}

// newCentroids sums up in O(values) time.
func newCentroids(p *points) *centroids {
	c := &centroids{points: p, square: make([]float64, len(p.size))}
	if p.space.Sparse != nil {
		c.sumSparse(p.space.Sparse.Transpose())
		return c
	}
	cols := p.space.Cols()
	c.dense = make([]float64, len(p.size)*cols)
	for i, k := range p.label {
		sum := c.dense[int(k)*cols:][:cols]
		for j, v := range p.space.Dense.Row(i) {
			sum[j] += p.scale[i] * float64(v)
		}
	}
	for k := range c.square {
		for _, v := range c.dense[k*cols:][:cols] {
			c.square[k] += v * v
		}
	}
	return c
}

// sumSparse sums up column by column.
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

// products adds the inner products of row i with every cluster's sum to out.
func (c *centroids) products(i int, out []float64) {
	index, row := c.row(i)
	if c.dense == nil {
		for n, t := range index {
			v, p := c.scale[i]*float64(row[n]), c.terms[t]
			for m, k := range p.cluster {
				out[k] += v * p.value[m]
			}
		}
		return
	}
	for k := range out {
		out[k] += c.scale[i] * dot(row, c.dense[k*len(row):])
	}
}

// dot is the inner product of a row with as many values.
func dot(row []float32, values []float64) float64 {
	var s0, s1, s2, s3 float64
	values = values[:len(row)]
	for len(row) >= 4 {
		x, y := (*[4]float32)(row), (*[4]float64)(values)
		s0 += float64(x[0]) * y[0]
		s1 += float64(x[1]) * y[1]
		s2 += float64(x[2]) * y[2]
		s3 += float64(x[3]) * y[3]
		row, values = row[4:], values[4:]
	}
	for i, v := range row {
		s0 += float64(v) * values[i]
	}
	return (s0 + s1) + (s2 + s3)
}

// each calls visit for every row with its inner products with the clusters' sums,
// in several goroutines: visit may only write what belongs to its row.
func (c *centroids) each(ctx context.Context, visit func(i int, products []float64)) error {
	return parallel.Blocks(ctx, len(c.label), 16, c.workers, func(from, to int) {
		products := make([]float64, len(c.size))
		for i := from; i < to && ctx.Err() == nil; i++ {
			clear(products)
			c.products(i, products)
			visit(i, products)
		}
	})
}

// cosine is the cosine of a unit row with the centroid of cluster k, given their
// inner product.
func (c *centroids) cosine(k int, product float64) float64 {
	return cosine(product, c.square[k], c.size[k])
}

// cosine is the cosine of a unit row with the sum of n others, given their inner
// product and the squared length of the sum; 0 where the sum vanishes.
func cosine(product, square float64, n int) float64 {
	if square <= negligible*float64(n)*float64(n) {
		return 0
	}
	return min(max(-1, product/math.Sqrt(square)), 1)
}

// apart is the cosine distance for a cosine; 0 where float32 rows could not tell.
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

// negligible is less than float32 rows can tell, and more than sums in float64
// lose: of a squared distance, relative to the squared lengths.
const negligible = 1e-13

// between is the Euclidean distance of two points with these squared lengths and
// this inner product; 0 where float32 rows could not tell them apart.
func between(a, b, product float64) float64 {
	square := a + b - 2*product
	if square <= negligible*(a+b) {
		return 0
	}
	return math.Sqrt(square)
}
