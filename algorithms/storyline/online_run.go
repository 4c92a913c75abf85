package storyline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

// A run is one stream on its way.
type run struct {
	problem *algorithms.Problem
	whole   *Storyline
	sample  int
	every   int

	desk    *desk
	judge   judge
	trained judge // what it knows before it has seen these articles
	labels  corpus.Labels
	next    int32 // number of a story that is free
	seen    int   // articles taken
	since   int   // of which at the latest calibration
}

// take streams a batch.
func (r *run) take(ctx context.Context, batch []int) error {
	const chunk = 256 // articles whose words are read at once, by all workers
	vectors := make([]vector, chunk)
	for part := range slices.Chunk(batch, chunk) {
		err := parallel.Each(ctx, len(part), r.problem.Workers, func(k int) { vectors[k] = read(&r.problem.Articles[part[k]]) })
		if err != nil {
			return err
		}
		for k, i := range part {
			if k%8 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			r.place(vectors[k], i)
			if r.due() {
				if err := r.calibrate(ctx); err != nil {
					return err
				}
			}
		}
	}
	if r.since == 0 {
		return r.calibrate(ctx) // the first batch was short
	}
	return ctx.Err()
}

// place puts an article into the story that the judge chooses, or opens one.
func (r *run) place(v vector, i int) {
	at := r.problem.Articles[i].Published.Time
	id, joins := r.judge.best(r.desk.meet(&v, at))
	if !joins {
		id = r.next
		r.next++
	}
	r.desk.put(v, at, id, i)
	r.labels[i] = id
	r.seen++
}

// due says whether it is time for a calibration.
func (r *run) due() bool {
	const first = 32 // articles before which there is little to see
	since := r.seen - r.since
	return since >= r.every || since >= max(first, r.since)
}

// calibrate clusters the latest articles as a whole, corrects their stories by
// that, and teaches the judge.
func (r *run) calibrate(ctx context.Context) error {
	d := r.desk
	latest := d.held[len(d.held)-min(r.sample, len(d.held)):]
	if len(latest) < 2 || r.since == r.seen {
		return ctx.Err()
	}
	r.since = r.seen
	clusters, err := r.cluster(ctx, latest)
	if err != nil {
		return err
	}
	list, err := lessons(ctx, latest, clusters, d.frequencies)
	if err != nil {
		return err
	}
	r.judge = r.trained
	r.judge.learn(list)
	moved, next := d.repair(clusters, r.next)
	r.next = next
	for _, number := range moved {
		e := d.entry(number)
		r.labels[e.of] = e.story
	}
	return nil
}

// cluster finds the stories of some articles as a whole.
func (r *run) cluster(ctx context.Context, latest []entry) (corpus.Labels, error) {
	p := &algorithms.Problem{Seed: r.problem.Seed, Workers: r.problem.Workers, Articles: make([]corpus.Article, len(latest))}
	for k, e := range latest {
		p.Articles[k] = r.problem.Articles[e.of]
	}
	var err error
	if p.Space, err = build(ctx, r.whole.Space, p.Articles, p.Workers); err != nil {
		return nil, err
	}
	return r.whole.Cluster(ctx, p)
}

// build builds a space that is needed once: features.Build would keep it on disk.
func build(ctx context.Context, s spec.Spec, articles []corpus.Article, workers int) (*features.Space, error) {
	builder, name, err := features.Parse(s)
	if err != nil {
		return nil, err
	}
	space, err := builder.Build(ctx, &features.Input{Articles: articles, Seed: features.Seed, Workers: workers})
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("building %s: %w", name, err)
	}
	return space, err
}

// lessons streams articles whose stories are known past a desk of their own: what
// does one see of an article's story, and of the wrong one that is most like it?
func lessons(ctx context.Context, latest []entry, clusters corpus.Labels, f *frequencies) ([]lesson, error) {
	d := newDesk(f.frozen(), len(latest)+1, time.Duration(0))
	var list []lesson
	for i := range latest {
		if i%8 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e := &latest[i]
		found := d.meet(&e.vector, e.at)
		own, other := -1, -1
		for k, seen := range found {
			switch {
			case seen.story == clusters[i]:
				own = k
			case other < 0 || seen.mean > found[other].mean:
				other = k
			}
		}
		if own >= 0 {
			list = append(list, lesson{found[own], true, 1})
		}
		if other >= 0 {
			list = append(list, lesson{found[other], false, 1})
		}
		d.put(e.vector, e.at, clusters[i], int(e.of))
	}
	return list, nil
}
