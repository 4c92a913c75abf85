package topic

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
)

func allocate(t require.TestingT, text string, p *algorithms.Problem) corpus.Labels {
	labels, err := bound(t, LDAEntry, text).Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

// drawn are articles whose words are four in five of their topic's own and else
// anyone's; topics come in turn.
func drawn(rng *rand.Rand, articles, length, topics, vocabulary int) []corpus.Article {
	list := make([]corpus.Article, articles)
	for i := range list {
		var b strings.Builder
		for range length {
			w := rng.IntN(vocabulary)
			if rng.Float64() < 0.8 {
				w = w/topics*topics + i%topics
			}
			fmt.Fprintf(&b, "x%d ", w)
		}
		list[i].Title, list[i].Text = "", b.String()
	}
	return list
}

func TestPlantedTopics(t *testing.T) {
	p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(1, 1)), 200, 60, 4, 200), Seed: 1}
	want := make(corpus.Labels, 200)
	for i := range want {
		want[i] = int32(i % 4)
	}
	assert.Equal(t, want, allocate(t, "lda(k=4)", p).Canonical())
}

// Stop words and case say nothing, and a title counts as text does.
func TestWordsOfTitleAndText(t *testing.T) {
	p := &algorithms.Problem{Articles: []corpus.Article{
		{Title: "The ferry of the", Text: "a Ferry", Lang: "en"}, {Title: "the quake of", Lang: "en"},
	}}
	words, vocabulary, err := read(context.Background(), "lda", p)
	require.NoError(t, err)
	assert.Equal(t, [][]int32{{0, 0}, {1}}, words)
	assert.Equal(t, 2, vocabulary)
}

func TestLikelihoodRises(t *testing.T) {
	ctx := context.Background()
	p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(3, 1)), 150, 40, 6, 300)}
	words, vocabulary, err := read(ctx, "lda", p)
	require.NoError(t, err)
	c := newChain(words, vocabulary, 6, 0, 0.01, 1, rand.New(rand.NewPCG(4, 4)))
	c.restart()
	at := []float64{c.likelihood(ctx)}
	for range 61 {
		require.NoError(t, c.sweep(ctx, 1))
		at = append(at, c.likelihood(ctx))
	}
	t.Logf("log-likelihood: %.0f first, %.0f after 10, %.0f after 60", at[0], at[10], at[60])
	assert.Greater(t, at[10], at[0])
	assert.Greater(t, at[60], at[0]+0.01*math.Abs(at[0]))
}

// likelihood agrees with the gamma functions of the formula.
func TestLikelihood(t *testing.T) {
	words := [][]int32{{0, 1, 1, 2}, {}, {2, 2, 0}}
	c := newChain(words, 3, 2, 0.3, 0.2, 1, nil)
	for i, topic := range []int32{0, 1, 1, 0, 0, 0, 1} {
		c.tokens[i].topic = topic
	}
	counts := map[float64][]float64{
		0.3: {2, 2, 2, 1},       // of topics in articles
		0.2: {1, 1, 2, 3},       // of topics in words
		-1:  {4 + 0.6, 3 + 0.6}, // of topics
	}
	want := 0.0
	for prior, list := range counts {
		for _, n := range list {
			if prior < 0 {
				want -= lgamma(n)
			} else {
				want += lgamma(n+prior) - lgamma(prior)
			}
		}
	}
	assert.InDelta(t, want, c.likelihood(context.Background()), 1e-9)
}

func lgamma(v float64) float64 {
	r, _ := math.Lgamma(v)
	return r
}

// Each token is in one group of each kind, with those of its word or its article, whatever was drawn.
func TestGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vocabulary, k := rapid.IntRange(1, 12).Draw(t, "vocabulary"), rapid.IntRange(1, 9).Draw(t, "k")
		words := rapid.SliceOfN(rapid.SliceOfN(rapid.Int32Range(0, int32(vocabulary-1)), 0, 20), 1, 12).Draw(t, "words")
		c := newChain(words, vocabulary, k, 0, 0.01, 2, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
		_, err := c.run(context.Background(), rapid.IntRange(1, 3).Draw(t, "starts"), rapid.IntRange(1, 24).Draw(t, "sweeps"))
		require.NoError(t, err)
		all := slices.Concat(words...)
		for w := range vocabulary {
			for _, at := range c.byWord.order[c.byWord.start[w]:c.byWord.start[w+1]] {
				assert.EqualValues(t, w, all[at])
			}
		}
		assert.Len(t, c.tokens, len(all))
		for _, g := range []groups{c.byWord, c.byArticle} {
			for i, at := range slices.Sorted(slices.Values(g.order)) {
				assert.EqualValues(t, i, at)
			}
			assert.Equal(t, len(all), g.start[len(g.start)-1])
		}
		for _, e := range c.tokens {
			assert.True(t, e.topic >= 0 && int(e.topic) < k && e.proposed >= 0 && int(e.proposed) < k, "%v", e)
		}
	})
}

func TestMostFrequent(t *testing.T) {
	assert.EqualValues(t, 0, mostFrequent(nil))
	assert.EqualValues(t, 3, mostFrequent([]int32{3}))
	assert.EqualValues(t, 2, mostFrequent([]int32{5, 2, 5, 1, 2}), "ties are broken by order")
	assert.EqualValues(t, 5, mostFrequent([]int32{5, 2, 2, 5, 1, 5}))
}

// Topics are proposed as often as the other tokens of the group and the prior say.
func TestProposals(t *testing.T) {
	const draws, k = 200_000, 5
	for _, topics := range [][]int32{{3}, {1, 1}, {0, 4, 4, 2, 4}} {
		list := make([]token, len(topics))
		for i, topic := range topics {
			list[i].topic = topic
		}
		got, rng := make([][k]float64, len(list)), rand.NewPCG(1, 2)
		for range draws {
			propose(list, k, 0.4, rng)
			for i, e := range list {
				got[i][e.proposed] += 1. / draws
			}
		}
		for i := range list {
			for topic := range k {
				n := 0.0
				for j, other := range topics {
					if j != i && int(other) == topic {
						n++
					}
				}
				want := (n + 0.4) / (float64(len(list)-1) + k*0.4)
				assert.InDelta(t, want, got[i][topic], 0.005, "token %d of %v", i, topics) // over four standard deviations
			}
		}
	}
}

// A proposal is accepted as often as Metropolis and Hastings say.
func TestAcceptance(t *testing.T) {
	const draws = 200_000
	rng := rand.NewPCG(3, 4)
	for _, test := range []struct {
		others   []int32 // of the group; topic 0 is left for topic 1
		inverse  []float64
		prior    float64
		accepted float64
	}{
		{nil, []float64{0.1, 0.1}, 0.5, 1},
		{[]int32{0, 0, 1}, []float64{0.1, 0.1}, 0.5, 1.5 / 2.5},
		{[]int32{0, 0, 1}, []float64{0.1, 0.05}, 0.5, 0.75 / 2.5},
		{[]int32{0, 0, 1}, []float64{0.1, 0.4}, 0.5, 1},
		{[]int32{0, 0, 0, 0}, []float64{0.2, 0.1}, 0.01, 0.001 / 0.802},
	} {
		c, here, moved := chain{inverse: test.inverse}, make([]float64, 2), 0.0
		for range draws {
			list := []token{{0, 1}}
			for _, topic := range test.others {
				list = append(list, token{topic, topic})
			}
			c.accept(list, here, test.prior, rng)
			moved += float64(list[0].topic) / draws
		}
		assert.InDelta(t, test.accepted, moved, 0.005, "%+v", test)
		assert.Equal(t, []float64{0, 0}, here)
	}
}

func TestLDARepeats(t *testing.T) {
	p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(5, 1)), 60, 20, 5, 100), Seed: 3, Workers: 1}
	want := allocate(t, "lda(k=9,iterations=10)", p)
	for _, p.Workers = range []int{0, 3} {
		assert.Equal(t, want, allocate(t, "lda(k=9,iterations=10)", p))
	}
	p.Seed++
	assert.NotEqual(t, want, allocate(t, "lda(k=9,iterations=10)", p))
}

func TestLDAEdges(t *testing.T) {
	run := func(titles ...string) corpus.Labels {
		p := &algorithms.Problem{Articles: make([]corpus.Article, len(titles)), Seed: 1}
		for i, title := range titles {
			p.Articles[i].Title, p.Articles[i].Lang = title, "en"
		}
		return allocate(t, "lda(k=7)", p)
	}
	assert.Empty(t, run())
	assert.Equal(t, corpus.Labels{0}, run("one article"))
	assert.Equal(t, corpus.Labels{0, 0, 0}, run("", "the of", ""))
	assert.Zero(t, run("ferry sinks", "", "quake strikes")[1])
	for _, label := range run("same words here", "same words here", "same words here") {
		assert.Less(t, label, int32(3), "k is not above the number of articles")
	}
	p := &algorithms.Problem{Articles: make([]corpus.Article, 1)}
	_, err := (&LDA{K: algorithms.K{N: 2}, Iterations: 1, NInit: 1}).Cluster(context.Background(), p)
	assert.ErrorContains(t, err, "beta")
}

func TestLDAStops(t *testing.T) {
	p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(6, 1)), 2000, 100, 50, 5000)}
	for _, after := range []time.Duration{0, 20 * time.Millisecond, 400 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		_, err := bound(t, LDAEntry, "lda(k=500,iterations=1000000)").Cluster(ctx, p)
		assert.Equal(t, context.DeadlineExceeded, err)
		cancel()
	}
}

func BenchmarkLDA(b *testing.B) {
	for _, size := range []struct{ articles, k int }{{1000, 20}, {5000, 20}, {5000, 200}} {
		b.Run(fmt.Sprintf("articles=%d/words=100/k=%d", size.articles, size.k), func(b *testing.B) {
			p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(7, 1)), size.articles, 100, size.k, 20000), Seed: 1}
			for b.Loop() {
				allocate(b, fmt.Sprintf("lda(k=%d)", size.k), p)
			}
		})
	}
}
