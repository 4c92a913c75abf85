package stories

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
)

// most articles that are clustered as a whole: the products of all pairs are too
// many for more.
const most = 20_000

// large clusters a corpus with too many articles for a tree: it takes the rows in
// the order of time, as [Live] does but with a window of all articles, and then
// refines what it has: every article goes where it fits best now, twice.
func (s *Stories) large(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	p.Note("%d articles are too many for a tree: stories took them in the order of time, and then put each article again where it fitted best", len(p.Articles))
	r := &run{
		problem: p, space: p.Space.Sparse, whole: s, sample: 1000, every: 4000,
		desk: newDesk(nil, len(p.Articles)+1, 0), labels: make(corpus.Labels, len(p.Articles)),
	}
	if err := r.take(ctx, algorithms.InTime(p.Articles)); err != nil {
		return nil, err
	}
	if err := r.calibrate(ctx); err != nil {
		return nil, err
	}
	for range 2 {
		if err := r.refine(ctx); err != nil {
			return nil, err
		}
	}
	return r.labels.Canonical(), nil
}

// refine asks the judge again where each article belongs, now that all of its story
// is there. A story most of whose articles belong to one other goes there as a
// whole, if that has an older number, so that no two change places; otherwise the
// articles go alone.
func (r *run) refine(ctx context.Context) error {
	d := r.desk
	wish := make([]int32, len(d.held))
	votes := map[[2]int32]int{}
	for k := range d.held {
		if k%8 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e := &d.held[k]
		wish[k] = e.story
		if id, joins := r.judge.best(d.again(int32(d.first + k))); joins {
			wish[k] = id
		}
		votes[[2]int32{e.story, wish[k]}]++
	}
	whole := map[int32]int32{}
	for pair, n := range votes {
		if pair[1] < pair[0] && 2*n > len(d.stories[pair[0]].members) {
			whole[pair[0]] = pair[1]
		}
	}
	var numbers, to []int32
	for k := range d.held {
		from, target := d.held[k].story, wish[k]
		if id, ok := whole[from]; ok {
			target = id
		}
		if target != from {
			numbers, to = append(numbers, int32(d.first+k)), append(to, target)
		}
	}
	d.move(numbers, to)
	for _, number := range numbers {
		e := d.entry(number)
		r.labels[e.of] = e.story
	}
	return nil
}
