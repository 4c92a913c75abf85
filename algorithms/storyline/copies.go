package storyline

import (
	"context"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// copies groups rows with a cosine of at least least, directly or through others. It
// returns the group of each row and the first row of each group.
func copies(ctx context.Context, space *features.Space, least float64, workers int) (group corpus.Labels, first []int, err error) {
	const nearest = 10 // of a row that are looked at: enough to tie a group together
	near, err := space.Nearest(ctx, nearest, least, workers)
	if err != nil {
		return nil, nil, err
	}
	sets := unionfind.New(space.Rows())
	for i := range space.Rows() {
		others, _ := near.Row(i)
		for _, j := range others {
			sets.Union(i, int(j))
		}
	}
	group = sets.Labels()
	for i, g := range group {
		if int(g) == len(first) {
			first = append(first, i)
		}
	}
	return group, first, nil
}
