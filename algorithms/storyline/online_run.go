package storyline

import (
	"cmp"
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

// A run is one stream.
type run struct {
	whole   *Storyline
	sample  int
	every   int
	trained linkModel // before it has seen these articles

	index *windowIndex
	model linkModel
	next  int32 // number of the next new story
	seen  int   // articles taken
	since int   // articles taken at the latest calibration

	problem *algorithms.Problem // the articles that are taken
	labels  corpus.Labels       // of these
	moved   map[int32]change    // by number, of articles taken before
}

// before is the position of an article that an earlier problem held.
const before = -1

// take streams a batch of articles.
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
	return ctx.Err()
}

// place puts an article into the story that the model chooses, or a new one.
func (r *run) place(v vector, i int) {
	a := &r.problem.Articles[i]
	id, joins := r.model.best(r.index.candidates(&v, a.Published.Time))
	if !joins {
		id = r.next
		r.next++
	}
	e := entry{vector: v, at: a.Published.Time, story: id, of: int32(i), id: a.ID, article: a}
	if r.problem.Space != nil {
		e.dense = r.problem.Space.Vector(i)
	}
	r.index.add(e)
	if old := len(r.index.held) - 1 - r.sample; old >= 0 {
		r.index.held[old].article, r.index.held[old].dense = nil, nil
	}
	r.labels[i] = id
	r.seen++
}

// due reports whether it is time for a calibration. That depends on the number of
// articles alone, not on batches.
func (r *run) due() bool {
	since := r.seen - r.since
	return since >= r.every || since >= max(2, r.since)
}

// calibrate clusters the latest articles as a whole, corrects their stories by that,
// and lets the model learn from them.
func (r *run) calibrate(ctx context.Context) error {
	x := r.index
	latest := x.held[len(x.held)-min(r.sample, len(x.held)):]
	if len(latest) < 2 || r.since == r.seen {
		return ctx.Err()
	}
	r.since = r.seen
	clusters, err := r.cluster(ctx, latest)
	if err != nil {
		return err
	}
	list, err := linkExamples(ctx, latest, clusters, x.frequencies)
	if err != nil {
		return err
	}
	r.model = r.trained
	r.model.learn(list)
	moved, next := x.repair(clusters, r.next)
	r.next = next
	for _, number := range moved {
		if e := x.entry(number); e.of != before {
			r.labels[e.of] = e.story
		} else if r.moved != nil {
			r.moved[number] = change{e.id, e.story}
		}
	}
	return nil
}

// cluster clusters some articles as a whole.
func (r *run) cluster(ctx context.Context, latest []entry) (corpus.Labels, error) {
	c := corpus.Corpus{Articles: make([]corpus.Article, len(latest))}
	for k, e := range latest {
		c.Articles[k] = *e.article
	}
	// The languages of articles that declare none are told from the latest ones.
	p := &algorithms.Problem{Seed: r.problem.Seed, Workers: r.problem.Workers, Articles: c.Blind()}
	var err error
	if p.Space, err = build(ctx, r.whole.Space, p.Articles, p.Workers); err != nil {
		return nil, err
	}
	var vectors *features.Dense
	if r.whole.Dense.Name != "" {
		vectors = &features.Dense{Rows: len(latest), Cols: len(latest[0].dense)}
		for _, e := range latest {
			if len(e.dense) != vectors.Cols {
				return nil, fmt.Errorf("%s gives vectors of %d and %d dimensions", r.whole.Dense, vectors.Cols, len(e.dense))
			}
			vectors.Data = append(vectors.Data, e.dense...)
		}
	}
	return r.whole.cluster(ctx, p, vectors)
}

// build builds a space that is needed once; features.Build would keep it on disk.
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

// linkExamples streams articles with known clusters past an index of their own. The
// examples are the pairs of each article with its own story, and with the most
// similar other one.
func linkExamples(ctx context.Context, latest []entry, clusters corpus.Labels, f *frequencies) ([]example, error) {
	x := newWindowIndex(f.frozen(), len(latest)+1, time.Duration(0))
	var list []example
	for i := range latest {
		if i%8 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e := &latest[i]
		found := x.candidates(&e.vector, e.at)
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
			list = append(list, example{found[own], true, 1})
		}
		if other >= 0 {
			list = append(list, example{found[other], false, 1})
		}
		x.add(entry{vector: e.vector, at: e.at, story: clusters[i]})
	}
	return list, nil
}

// reconcile gives the clusters of the latest articles the numbers of stories. A
// cluster takes the number of the story with which it shares most articles, and a
// story gives its number to one cluster: largest overlaps first, ties broken by the
// older story, then by the cluster that begins first. The other clusters are new
// stories, numbered from next. now are the present stories of the articles, and
// clusters their clusters, numbered from 0.
func reconcile(now []int32, clusters corpus.Labels, next int32) (name []int32, free int32) {
	type share struct {
		story, cluster int32
		n              int
	}
	count := map[[2]int32]int{}
	groups := int32(0)
	for i, c := range clusters {
		count[[2]int32{now[i], c}]++
		groups = max(groups, c+1)
	}
	shares := make([]share, 0, len(count))
	for pair, n := range count {
		shares = append(shares, share{pair[0], pair[1], n})
	}
	slices.SortFunc(shares, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.story, b.story), cmp.Compare(a.cluster, b.cluster))
	})
	name = slices.Repeat([]int32{corpus.None}, int(groups))
	taken := map[int32]bool{}
	for _, s := range shares {
		if name[s.cluster] == corpus.None && !taken[s.story] {
			name[s.cluster], taken[s.story] = s.story, true
		}
	}
	for c := range name {
		if name[c] == corpus.None {
			name[c] = next
			next++
		}
	}
	return name, next
}

// repair gives the latest articles the stories of their clusters. If more than half
// of a story's latest articles move to one story and none keeps its number, its
// older articles in the window follow. It returns the articles that moved and the
// number of the next new story.
func (x *windowIndex) repair(clusters corpus.Labels, next int32) (moved []int32, free int32) {
	from := int32(x.first + len(x.held) - len(clusters))
	now := make([]int32, len(clusters))
	for i := range now {
		now[i] = x.entry(from + int32(i)).story
	}
	name, next := reconcile(now, clusters, next)
	latest := map[int32]int{}
	went := map[[2]int32]int{}
	for i, c := range clusters {
		latest[now[i]]++
		went[[2]int32{now[i], name[c]}]++
	}
	var to []int32
	for number := int32(x.first); number < from; number++ {
		old := x.entry(number).story
		if latest[old] == 0 || went[[2]int32{old, old}] > 0 {
			continue
		}
		for _, id := range name {
			if 2*went[[2]int32{old, id}] > latest[old] {
				moved, to = append(moved, number), append(to, id)
				break
			}
		}
	}
	for i, c := range clusters {
		if name[c] != now[i] {
			moved, to = append(moved, from+int32(i)), append(to, name[c])
		}
	}
	x.move(moved, to)
	return moved, next
}
