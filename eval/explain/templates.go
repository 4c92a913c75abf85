package explain

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

const (
	templateRun     = 5  // words
	templateStories = 3  // a run that occurs in at least this many other stories is boilerplate
	templateLeast   = 10 // an article with fewer runs is too short to measure
	// templateMost is the maximum number of runs of the whole corpus that are kept; from more, those
	// whose hashes are multiples of a power of two are sampled (Broder 1997).
	templateMost = 4_000_000
)

// templates measures the share of each article's runs of five words that occur in three other
// stories or more: disclaimers, forms, the frames of serial reports. An article without a story
// counts as a story.
func (m *measurer) templates(ctx context.Context) error {
	all := 0
	for _, n := range m.length {
		all += n
	}
	mask := uint64(0)
	for ; all > templateMost; all /= 2 {
		mask = mask<<1 | 1
	}
	sets := make([][]uint64, len(m.masked))
	err := parallel.Blocks(ctx, len(m.masked), 64, m.o.Workers, func(from, to int) {
		var s text.Shingler
		for i := from; i < to; i++ {
			for _, h := range s.Shingles(text.WordsSeq(m.masked[i].Title+"\n"+m.masked[i].Text), templateRun) {
				if h&mask == 0 {
					sets[i] = append(sets[i], h)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	shared, err := m.spread(ctx, sets)
	if err != nil {
		return err
	}
	m.template = make([]float64, len(sets))
	any := 0
	for i, set := range sets {
		m.template[i] = math.NaN()
		if len(set) < templateLeast {
			continue
		}
		n := 0
		for _, h := range set {
			if _, ok := slices.BinarySearch(shared, h); ok {
				n++
			}
		}
		any++
		m.template[i] = float64(n) / float64(len(set))
	}
	m.available.template = 2*any > len(sets)
	if !m.available.template {
		m.note("boilerplate (most articles are too short)")
	}
	return nil
}

// spread returns the runs that more than templateStories stories have, in order.
func (m *measurer) spread(ctx context.Context, sets [][]uint64) ([]uint64, error) {
	type use struct {
		run   uint64
		story int
	}
	var uses []use
	for i, set := range sets {
		for _, h := range set {
			uses = append(uses, use{h, m.v.storyOf(i)})
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	slices.SortFunc(uses, func(a, b use) int { return cmp.Or(cmp.Compare(a.run, b.run), cmp.Compare(a.story, b.story)) })
	uses = slices.Compact(uses)
	var list []uint64
	for i := templateStories; i < len(uses); i++ {
		if uses[i].run == uses[i-templateStories].run {
			list = append(list, uses[i].run)
		}
	}
	return slices.Compact(list), nil
}
