package storyline

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

func liveOf(t require.TestingT, text string) *Online {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	l := new(Online)
	require.NoError(t, spec.Bind(s, l))
	return l
}

// flow are articles of a newsflow, and their stories.
func flow(seed uint64, n, stories, words int) ([]corpus.Article, corpus.Labels) {
	f := newNewsflow(seed, stories, 10*time.Minute)
	list, gold := make([]corpus.Article, n), make(corpus.Labels, n)
	for i := range list {
		var story int
		list[i], story = f.next(words)
		gold[i] = int32(story)
	}
	return list, gold
}

// inBatches returns the positions from 0 to n in batches of the given size.
func inBatches(n, size int) [][]int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return slices.Collect(slices.Chunk(order, size))
}

// yielded are copies of what a stream yields.
func yielded(t require.TestingT, l *Online, p *algorithms.Problem, batches [][]int) []corpus.Labels {
	var list []corpus.Labels
	for labels, err := range l.Stream(context.Background(), p, batches) {
		require.NoError(t, err)
		list = append(list, slices.Clone(labels))
	}
	return list
}

// agree is the share of pairs of articles, of those together on either side, that
// are together on both.
func agree(a, b corpus.Labels) float64 {
	both, either := 0., 0.
	for i := range a {
		for j := range i {
			x, y := a[i] == a[j], b[i] == b[j]
			if x || y {
				either++
			}
			if x && y {
				both++
			}
		}
	}
	return both / either
}

func TestStreamFindsStories(t *testing.T) {
	list, gold := flow(3, 1500, 30, 80)
	for _, text := range []string{
		"storyline-online", "storyline-online(sample=500,every=600)", "storyline-online(sample=500,every=600,window=800)",
	} {
		labels := yielded(t, liveOf(t, text), &algorithms.Problem{Articles: list}, inBatches(len(list), 100))
		assert.Greater(t, agree(gold, labels[len(labels)-1]), 0.6, text)
	}
}

func TestStreamYieldsAfterEachBatch(t *testing.T) {
	list, _ := flow(3, 300, 10, 40)
	all := yielded(t, liveOf(t, "storyline-online"), &algorithms.Problem{Articles: list}, inBatches(len(list), 70))
	require.Len(t, all, 5)
	for k, labels := range all {
		require.Len(t, labels, 300)
		for i, g := range labels {
			assert.Equal(t, i >= 70*(k+1), g == corpus.None, "article %d after batch %d", i, k)
		}
	}
	assert.Empty(t, yielded(t, liveOf(t, "storyline-online"), &algorithms.Problem{Articles: list}, nil))
	stopped := 0
	for range liveOf(t, "storyline-online").Stream(context.Background(), &algorithms.Problem{Articles: list}, inBatches(len(list), 70)) {
		stopped++
		break
	}
	assert.Equal(t, 1, stopped)
}

// Labels change at calibrations alone, and never those of articles that have left
// the window.
func TestLabelsChangeAtRepairsOnly(t *testing.T) {
	const every, window = 128, 200
	list, _ := flow(5, 900, 15, 40)
	live := liveOf(t, fmt.Sprintf("storyline-online(sample=150,every=%d,window=%d)", every, window))
	all := yielded(t, live, &algorithms.Problem{Articles: list}, inBatches(len(list), 1))
	repairs := 0
	for n := 2; n <= len(list); n++ {
		before, after := all[n-2][:n-1], all[n-1][:n-1]
		changed := -1
		for i := range before {
			if before[i] != after[i] {
				changed = i
				break
			}
		}
		if changed < 0 {
			continue
		}
		repairs++
		assert.True(t, n&(n-1) == 0 || n%every == 0, "a label changed at article %d", n)
		assert.Greater(t, changed, n-1-window)
	}
	assert.Greater(t, repairs, 2)
}

func TestStreamIsTheSameForAnyNumberOfWorkersAndBatches(t *testing.T) {
	list, _ := flow(7, 700, 20, 40)
	var want corpus.Labels
	for _, workers := range []int{1, 2, 5} {
		p := &algorithms.Problem{Articles: list, Workers: workers}
		all := yielded(t, liveOf(t, "storyline-online(sample=100,every=150)"), p, inBatches(len(list), 64))
		if got := all[len(all)-1]; want == nil {
			want = got
		} else {
			assert.Equal(t, want, got, "%d workers", workers)
		}
	}
	all := yielded(t, liveOf(t, "storyline-online(sample=100,every=150)"), &algorithms.Problem{Articles: list}, inBatches(len(list), 350))
	assert.Equal(t, want, all[1], "batches only say when labels are asked for, once there are some articles")
}

// Of one time, articles come in the order of the corpus; a permutation of articles
// of different times changes only the names.
func TestOrderOfTime(t *testing.T) {
	list, _ := flow(11, 400, 12, 40)
	want, err := liveOf(t, "storyline-online").Cluster(t.Context(), &algorithms.Problem{Articles: list})
	require.NoError(t, err)
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(list))
	mixed, expected := make([]corpus.Article, len(list)), make(corpus.Labels, len(list))
	for to, from := range order {
		mixed[to], expected[to] = list[from], want[from]
	}
	got, err := liveOf(t, "storyline-online").Cluster(t.Context(), &algorithms.Problem{Articles: mixed})
	require.NoError(t, err)
	assert.Equal(t, expected.Canonical(), got)

	at := func(s int64) corpus.Article { return corpus.Article{Published: corpus.Moment{Time: time.Unix(s, 0)}} }
	tied := []corpus.Article{{}, at(9), {}, at(9), at(8)}
	assert.Equal(t, []int{4, 1, 3, 0, 2}, algorithms.InTime(tied))
}

// knowing is a run with a model that joins from a mean cosine of a half on.
func knowing(window int, age time.Duration, articles []corpus.Article) *run {
	return &run{
		problem: &algorithms.Problem{Articles: articles}, index: newWindowIndex(newFrequencies(), window, age),
		labels: make(corpus.Labels, len(articles)),
		model:  linkModel{-0.5, 1}, since: 1 << 40, sample: 1,
	}
}

func placed(r *run) corpus.Labels {
	for i := range r.problem.Articles {
		r.place(read(&r.problem.Articles[i]), i)
	}
	return r.labels
}

func TestExpiry(t *testing.T) {
	day := func(d int, title string) corpus.Article {
		return corpus.Article{Title: title, Published: corpus.Moment{Time: time.Date(2031, 3, d, 0, 0, 0, 0, time.UTC)}}
	}
	a, b := "flood rivers rise", "vote parliament budget"
	list := []corpus.Article{day(1, a), day(2, b), day(3, a), day(6, b), day(6, a), day(9, a)}
	assert.Equal(t, corpus.Labels{0, 1, 0, 1, 0, 0}, placed(knowing(100, 0, list)))
	assert.Equal(t, corpus.Labels{0, 1, 0, 2, 0, 0}, placed(knowing(100, 3*24*time.Hour, list)), "an article keeps its story open")
	assert.Equal(t, corpus.Labels{0, 1, 2, 3, 4, 5}, placed(knowing(1, 0, list)), "the article itself is in the window")
	assert.Equal(t, corpus.Labels{0, 1, 2, 3, 4, 4}, placed(knowing(2, 0, list)))
	assert.Equal(t, corpus.Labels{0, 1, 0, 1, 0, 0}, placed(knowing(3, 0, list)))

	r := knowing(2, 0, list)
	placed(r)
	assert.Len(t, r.index.held, 2)
	assert.Equal(t, 2, r.index.frequencies.n)
	assert.Len(t, r.index.stories, 1)
	assert.Len(t, r.index.lists, 3, "articles are found by words, not by pairs of words")
}

func TestNothingIsKeptForEver(t *testing.T) {
	list, _ := flow(13, 1200, 10, 30)
	r := knowing(50, 0, list)
	placed(r)
	terms, found := map[uint32]bool{}, map[uint32]bool{}
	for _, e := range r.index.held {
		for _, h := range e.terms {
			terms[h] = true
		}
		for _, l := range e.found {
			found[l.term] = true
		}
	}
	assert.Len(t, r.index.held, 50)
	assert.Equal(t, len(terms), r.index.frequencies.df.used)
	assert.Len(t, r.index.lists, len(found))
}

// Cosines of the index are those of the definition.
func TestProductsAreCosines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "7"}), 1, 12)
		x := read(&corpus.Article{Text: fmt.Sprint(words.Draw(t, "x"))})
		y := read(&corpus.Article{Text: fmt.Sprint(words.Draw(t, "y"))})
		f := newFrequencies()
		f.add(&x)
		f.add(&y)
		var tab termWeights
		f.weigh(&y, nil)
		square := f.weigh(&x, nil)
		tab.fill(&x, square)
		want := 0.
		for i, s := range x.terms {
			for j, u := range y.terms {
				if s == u {
					channel := 0
					if i >= x.lead {
						channel = 1
					}
					want += float64(x.counts[i] * y.counts[j] * square[i] * x.scale[channel] * y.scale[channel])
				}
			}
		}
		assert.InDelta(t, want, tab.product(&y), 1e-5)
		assert.InDelta(t, 1, tab.product(&x), 1e-5)
	})
}

func TestReconcileByHand(t *testing.T) {
	for _, c := range []struct {
		what          string
		now           []int32
		clusters      corpus.Labels
		next          int32
		want, renamed []int32
	}{
		{"nothing changes", []int32{5, 5, 7}, corpus.Labels{0, 0, 1}, 9, []int32{5, 7}, nil},
		{"a story splits: the larger part keeps its number", []int32{5, 5, 5}, corpus.Labels{0, 1, 1}, 9, []int32{9, 5}, nil},
		{"equal parts: the first keeps it", []int32{5, 5}, corpus.Labels{0, 1}, 9, []int32{5, 9}, nil},
		{"two merge: the number of the larger share", []int32{5, 7, 7}, corpus.Labels{0, 0, 0}, 9, []int32{7}, nil},
		{"equal shares: the older story", []int32{7, 5}, corpus.Labels{0, 0}, 9, []int32{5}, nil},
		{"a cluster whose story has gone elsewhere takes the next", []int32{5, 5, 5, 5, 7}, corpus.Labels{0, 0, 0, 1, 1}, 9, []int32{5, 7}, nil},
	} {
		got, free := reconcile(c.now, c.clusters, c.next)
		assert.Equal(t, c.want, got, c.what)
		fresh := int32(0)
		for _, name := range got {
			if name >= c.next {
				fresh++
			}
		}
		assert.Equal(t, c.next+fresh, free, c.what)
	}
}

// The older articles of a story follow where most of its latest ones went.
func TestRepairByHand(t *testing.T) {
	d := newWindowIndex(newFrequencies(), 100, 0)
	for i, id := range []int32{0, 1, 1, 1, 1, 0} {
		d.add(entry{story: id, of: int32(i)})
	}
	moved, next := d.repair(corpus.Labels{0, 0, 0, 0}, 2) // all of the latest four are one: 1 has more of them
	assert.Equal(t, []int32{0, 5}, moved)
	assert.Equal(t, int32(2), next)
	assert.Equal(t, []int32{0, 1, 2, 3, 4, 5}, d.stories[1])
	assert.NotContains(t, d.stories, int32(0))
}

// Of a story that divides evenly no story has more than half: the older article stays
// where it is, in the story that ends.
func TestRepairAtHalf(t *testing.T) {
	x := newWindowIndex(newFrequencies(), 100, 0)
	for i, id := range []int32{0, 0, 0, 1, 1, 2, 2} { // article 0 is older than the latest six
		x.add(entry{story: id, of: int32(i)})
	}
	moved, _ := x.repair(corpus.Labels{0, 1, 0, 0, 1, 1}, 3)
	assert.Equal(t, []int32{1, 2}, moved)
	assert.Equal(t, []int32{0}, x.stories[0])
}

func TestLinkModelLearns(t *testing.T) {
	var list []example
	for k := range 20 {
		list = append(list,
			example{pair{story: 1, mean: 0.5 + float64(k)/100, nearest: 0.7, size: 2}, true, 1},
			example{pair{story: 2, mean: 0.1 + float64(k)/100, nearest: 0.2, size: 2}, false, 1})
	}
	var m linkModel
	_, joins := m.best([]pair{{story: 1, mean: 1, nearest: 1, size: 1}})
	assert.False(t, joins, "it knows nothing yet")
	m.learn(list)
	story, joins := m.best([]pair{{story: 2, mean: 0.15, nearest: 0.2, size: 2}, {story: 1, mean: 0.6, nearest: 0.7, size: 2}})
	assert.True(t, joins)
	assert.Equal(t, int32(1), story)
	_, joins = m.best([]pair{{story: 2, mean: 0.15, nearest: 0.2, size: 2}})
	assert.False(t, joins)
	before := m
	m.learn(nil)
	assert.Equal(t, before, m)
}

// One example that joins changes the constant alone: w = 1/(1+exp(w)), with the ridge
// of 1. With more, the gradient of the penalised likelihood is 0.
func TestLinkModelHasARidge(t *testing.T) {
	one := linkModel{}
	one.learn([]example{{pair{mean: 0.5, nearest: 0.7, size: 2}, true, 1}})
	assert.InDelta(t, 0.4010581, one[0], 1e-6)
	assert.Equal(t, [4]float64{}, [4]float64(one[1:]))

	list := []example{
		{pair{mean: 0.6, nearest: 0.7, size: 2}, true, 1}, {pair{mean: 0.5, nearest: 0.9, size: 1, gap: 2}, true, 3},
		{pair{mean: 0.1, nearest: 0.2, size: 5, gap: 1}, false, 2}, {pair{mean: 0.4, nearest: 0.5, size: 3}, false, 1},
	}
	before := linkModel{-1, 2, 0.5, 0, 1}
	after := before
	after.learn(list)
	rows, mean, deviation := standardised(list)
	w := [numFeatures]float64{after[0] - before[0]}
	for k := 1; k < numFeatures; k++ {
		w[k] = (after[k] - before[k]) * deviation[k]
		w[0] += w[k] * mean[k] / deviation[k]
	}
	for k := range numFeatures {
		gradient := -w[k]
		for i, l := range list {
			p := 1 / (1 + math.Exp(-after.score(l.pair)))
			if l.joins {
				p--
			}
			gradient -= l.weight * p * rows[i][k]
		}
		assert.InDelta(t, 0, gradient, 1e-6, "feature %d", k)
	}
}

func TestStreamIsCancelled(t *testing.T) {
	list, _ := flow(19, 300, 10, 30)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range liveOf(t, "storyline-online").Stream(ctx, &algorithms.Problem{Articles: list}, inBatches(len(list), 50)) {
		if n++; n == 3 {
			require.ErrorIs(t, err, context.Canceled)
			break
		}
		require.NoError(t, err)
		if n == 2 {
			cancel()
		}
	}
	assert.Equal(t, 3, n)
	for _, err := range (&Online{}).Stream(t.Context(), &algorithms.Problem{}, nil) {
		assert.Error(t, err)
	}
}

// A table of counts is a map of them.
func TestCountsAreThoseOfAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, want := counts{}, map[uint32]int32{}
		c.resize(8)
		hashes := rapid.SampledFrom([]uint32{0, 1, 2, 3, 5, 1 << 30, 1 << 31, 1<<32 - 1, 77, 78, 79})
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			h := hashes.Draw(t, "hash")
			if want[h] > 0 && rapid.Bool().Draw(t, "remove") {
				c.remove(h)
				if want[h]--; want[h] == 0 {
					delete(want, h)
				}
			} else {
				c.add(h)
				want[h]++
			}
			assert.Equal(t, len(want), c.used)
			for _, h := range []uint32{0, 1, 2, 3, 5, 1 << 30, 1 << 31, 1<<32 - 1, 77, 78, 79} {
				assert.Equal(t, want[h], c.of(h), "count of %d", h)
			}
		}
	})
}
