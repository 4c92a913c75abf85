package judge

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// MostArticles is the size of the largest corpus of which all pairs are gone through.
const MostArticles = 10_000

// drawnPairs is how many pairs of a stratum are drawn, in random order.
const drawnPairs = 4000

// A Frame is the pairs of a corpus by strata, and the order in which those of each are judged.
type Frame struct {
	Survey
	systems []corpus.Labels
	space   *features.Space
	bins    []int8 // the band of each bin of similarity, the last bin that of the most alike
	drawn   [][][2]int32
}

// similarityBins is how finely similarities are told apart.
const similarityBins = 2048

// NewFrame divides the pairs of the articles of a space by which of one or two systems have them
// together, and by how alike they are: the n most alike pairs of n articles, the next 2n and 7n,
// and the rest. It goes through all pairs twice. The same seed gives the same order.
func NewFrame(ctx context.Context, space *features.Space, systems []corpus.Labels, seed uint64) (*Frame, error) {
	n := space.Rows()
	switch {
	case n > MostArticles:
		return nil, fmt.Errorf("%d articles have too many pairs to go through: judge a day, or a part of at most %d", n, MostArticles)
	case n < 2:
		return nil, fmt.Errorf("%d articles make no pairs", n)
	case len(systems) < 1 || len(systems) > 2:
		return nil, fmt.Errorf("%d clusterings: pairs are drawn for one, or for two that are compared", len(systems))
	}
	f := &Frame{space: space}
	for _, labels := range systems {
		f.systems = append(f.systems, labels.Alone())
	}
	var count [1 << 2][similarityBins]int64
	if err := f.each(ctx, func(_, _ int32, together uint8, bin int) { count[together][bin]++ }); err != nil {
		return nil, err
	}
	f.setBands(&count, n)
	at := map[[2]int]int{}
	for together := range uint8(1 << len(systems)) {
		for band := range f.Bands {
			s := Stratum{Together: together, Band: band}
			for bin, b := range f.bins {
				if int(b) == band {
					s.Pairs += count[together][bin]
				}
			}
			if s.Pairs > 0 {
				at[[2]int{int(together), band}] = len(f.Strata)
				f.Strata = append(f.Strata, s)
			}
		}
	}
	random := rand.New(rand.NewPCG(seed, 20))
	f.drawn = make([][][2]int32, len(f.Strata))
	seen := make([]int64, len(f.Strata))
	err := f.each(ctx, func(a, b int32, together uint8, bin int) {
		h := at[[2]int{int(together), int(f.bins[bin])}]
		if seen[h]++; len(f.drawn[h]) < drawnPairs {
			f.drawn[h] = append(f.drawn[h], [2]int32{a, b})
		} else if k := random.Int64N(seen[h]); k < drawnPairs { // a reservoir (Vitter 1985)
			f.drawn[h][k] = [2]int32{a, b}
		}
	})
	for _, list := range f.drawn {
		random.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	}
	return f, err
}

// setBands divides the bins of similarity.
func (f *Frame) setBands(count *[4][similarityBins]int64, n int) {
	ends := []int64{int64(n), 3 * int64(n), 10 * int64(n)}
	f.bins = make([]int8, similarityBins)
	band, pairs := 0, int64(0)
	for bin := range slices.Backward(f.bins) {
		here := int64(0)
		for together := range count {
			here += count[together][bin]
		}
		if here > 0 {
			for band < len(ends) && pairs >= ends[band] {
				band++
			}
			f.Bands = max(f.Bands, band+1)
		}
		f.bins[bin] = int8(band)
		pairs += here
	}
}

// each calls visit for each pair of articles, the smaller position first.
func (f *Frame) each(ctx context.Context, visit func(a, b int32, together uint8, bin int)) error {
	n := f.space.Rows()
	postings := newPostings(f.space)
	cosine := make([]float32, n)
	for a := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		postings.cosines(a, cosine)
		for b := a + 1; b < n; b++ {
			together := uint8(0)
			for k, labels := range f.systems {
				if labels[a] == labels[b] {
					together |= 1 << k
				}
			}
			visit(int32(a), int32(b), together, min(max(0, int(cosine[b]*similarityBins)), similarityBins-1))
		}
	}
	return nil
}

// postings are the columns of a sparse space, for cosines of one row with all others.
type postings struct {
	space   *features.Space
	columns *features.CSR
}

func newPostings(space *features.Space) postings {
	p := postings{space: space}
	if space.Sparse != nil {
		p.columns = space.Sparse.Transpose()
	}
	return p
}

// cosines sets those of a row with each later one.
func (p postings) cosines(a int, into []float32) { p.from(a, a+1, into) }

// all returns those of a row with each.
func (p postings) all(a, rows int) []float32 {
	into := make([]float32, rows)
	p.from(a, 0, into)
	return into
}

func (p postings) from(a, first int, into []float32) {
	columns, values := p.space.Row(a)
	if p.columns == nil {
		for b := first; b < len(into); b++ {
			_, other := p.space.Row(b)
			into[b] = 0
			for k, v := range values {
				into[b] += v * other[k]
			}
		}
		return
	}
	clear(into)
	for k, column := range columns {
		rows, weights := p.columns.Row(int(column))
		from, _ := slices.BinarySearch(rows, int32(first))
		for i := from; i < len(rows); i++ {
			into[rows[i]] += values[k] * weights[i]
		}
	}
}

// Ahead returns the pair of a stratum that is judged after the first k, and whether there is one.
func (f *Frame) Ahead(h, k int) (pair [2]int32, ok bool) {
	if h < 0 || k >= len(f.drawn[h]) {
		return pair, false
	}
	return f.drawn[h][k], true
}
