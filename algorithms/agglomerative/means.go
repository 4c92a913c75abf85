package agglomerative

import (
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// means are clusters as points, from which the distance between two is known
// without their articles: for average linkage the mean of the rows brought to
// unit length, whose inner products are average cosines, by which flexible linkage
// joins here, too; for weighted linkage
// halfway between the points of the two parts; for ward and centroid the mean of
// the rows as they are, and for median halfway again.
type means struct {
	linkage Linkage
	cols    int
	index   [][]int32   // by cluster: the columns of its values, if sparse
	value   [][]float32 // by cluster
	square  []float64   // by cluster: squared length
	from    []float64   // the point that others are compared with, all columns
	set     []int32     // those that are not 0, if sparse
}

func newMeans(s *features.Space, linkage Linkage) *means {
	n := s.Rows()
	m := &means{linkage: linkage, cols: s.Cols(), value: make([][]float32, n), square: make([]float64, n)}
	m.from = make([]float64, m.cols)
	if s.Sparse != nil {
		m.index = make([][]int32, n)
	}
	for i := range n {
		var row []float32
		if s.Sparse != nil {
			m.index[i], row = s.Sparse.Row(i)
		} else {
			row = s.Dense.Row(i)
		}
		scale := 1.
		if square := vec.SquaredNorm(row); m.ofCosines() && square > 0 {
			scale = 1 / math.Sqrt(square)
		}
		m.value[i] = make([]float32, len(row))
		for c, v := range row {
			m.value[i][c] = float32(scale * float64(v))
		}
		m.square[i] = vec.SquaredNorm(m.value[i])
	}
	return m
}

func (m *means) ofCosines() bool {
	return m.linkage == "average" || m.linkage == "weighted" || m.linkage == "flexible"
}

// show makes a the cluster that others are compared with.
func (m *means) show(a int) {
	if m.index == nil {
		for c, v := range m.value[a] {
			m.from[c] = float64(v)
		}
		return
	}
	for _, c := range m.set {
		m.from[c] = 0
	}
	m.set = m.index[a]
	for t, c := range m.set {
		m.from[c] = float64(m.value[a][t])
	}
}

// distance is that of a cluster of nb articles from the one shown, a, of na:
// squared where the linkage is Euclidean, and then as ward has it.
func (m *means) distance(a, b, na, nb int) float64 {
	var dot float64
	switch {
	case m.index != nil:
		dot = vec.WideDotSparse(m.index[b], m.value[b], m.from)
	case m.ofCosines():
		dot = vec.WideDot(m.value[b], m.from)
	}
	if m.ofCosines() {
		return max(0, 1-dot)
	}
	squared := max(0, m.square[a]+m.square[b]-2*dot)
	if m.index == nil {
		squared = vec.WideSquaredDistance(m.value[b], m.from)
	}
	if m.linkage == "ward" {
		squared *= wardFactor(na, nb)
	}
	return squared
}

// wardFactor is what the squared distance of the means of a and b articles is
// multiplied with, 1 for two articles alone.
func wardFactor(a, b int) float64 { return 2 * float64(a) * float64(b) / float64(a+b) }

// join makes the point of a that of both clusters, and drops that of b.
func (m *means) join(a, b, na, nb int) {
	share := float64(na) / float64(na+nb)
	if m.linkage == "weighted" || m.linkage == "median" {
		share = 0.5
	}
	ofA, ofB := float32(share), float32(1-share)
	if m.index == nil {
		for c, v := range m.value[b] {
			m.value[a][c] = ofA*m.value[a][c] + ofB*v
		}
	} else {
		m.joinSparse(a, b, ofA, ofB)
	}
	m.square[a] = vec.SquaredNorm(m.value[a])
	m.value[b] = nil
}

func (m *means) joinSparse(a, b int, ofA, ofB float32) {
	x, y := m.index[a], m.index[b]
	index, value := make([]int32, 0, len(x)+len(y)), make([]float32, 0, len(x)+len(y))
	for p, q := 0, 0; p < len(x) || q < len(y); {
		switch {
		case q == len(y) || p < len(x) && x[p] < y[q]:
			index, value = append(index, x[p]), append(value, ofA*m.value[a][p])
			p++
		case p == len(x) || y[q] < x[p]:
			index, value = append(index, y[q]), append(value, ofB*m.value[b][q])
			q++
		default:
			index, value = append(index, x[p]), append(value, ofA*m.value[a][p]+ofB*m.value[b][q])
			p, q = p+1, q+1
		}
	}
	m.index[a], m.value[a], m.index[b] = index, value, nil
}

// space holds the points of some clusters.
func (m *means) space(clusters []int) *features.Space {
	if m.index == nil {
		d := &features.Dense{Rows: len(clusters), Cols: m.cols, Data: make([]float32, 0, len(clusters)*m.cols)}
		for _, c := range clusters {
			d.Data = append(d.Data, m.value[c]...)
		}
		return &features.Space{Dense: d}
	}
	s := &features.CSR{Rows: len(clusters), Cols: m.cols, Start: make([]int, 1, len(clusters)+1)}
	for _, c := range clusters {
		s.Index, s.Data = append(s.Index, m.index[c]...), append(s.Data, m.value[c]...)
		s.Start = append(s.Start, len(s.Index))
	}
	return &features.Space{Sparse: s}
}
