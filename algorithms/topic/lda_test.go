package topic

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
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
	words, vocabulary, err := read(context.Background(), p)
	require.NoError(t, err)
	assert.Equal(t, [][]int32{{0, 0}, {1}}, words)
	assert.Equal(t, 2, vocabulary)
}

// likelihood is the logarithm of the chance of words and topics together but
// for a constant: equations 2 and 3 of Griffiths & Steyvers.
func likelihood(c *chain) float64 {
	lgamma := func(v float64) float64 { r, _ := math.Lgamma(v); return r }
	sum := 0.0
	for _, list := range c.ofWord {
		for _, e := range list {
			sum += lgamma(float64(e.n)+c.beta) - lgamma(c.beta)
		}
	}
	v := float64(len(c.ofWord))
	for _, n := range c.total {
		sum -= lgamma(float64(n)+v*c.beta) - lgamma(v*c.beta)
	}
	for i := range c.words {
		c.count(i)
		for _, n := range c.here {
			sum += lgamma(float64(n)+c.alpha) - lgamma(c.alpha)
		}
	}
	return sum
}

func TestLikelihoodRises(t *testing.T) {
	p := &algorithms.Problem{Articles: drawn(rand.New(rand.NewPCG(3, 1)), 150, 40, 6, 300)}
	words, vocabulary, err := read(context.Background(), p)
	require.NoError(t, err)
	c := newChain(words, vocabulary, 6, 0, 0.01, rand.New(rand.NewPCG(4, 4)))
	var at []float64
	for range 61 {
		require.NoError(t, c.sweep(context.Background()))
		at = append(at, likelihood(c))
	}
	t.Logf("log-likelihood: %.0f first, %.0f after 10, %.0f after 60", at[0], at[10], at[60])
	assert.Greater(t, at[10], at[0])
	assert.Greater(t, at[60], at[0]+0.01*math.Abs(at[0]))
}

// The chain's counts are those of its topics, whatever it drew.
func TestCountsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vocabulary, k := rapid.IntRange(1, 12).Draw(t, "vocabulary"), rapid.IntRange(1, 9).Draw(t, "k")
		words := rapid.SliceOfN(rapid.SliceOfN(rapid.Int32Range(0, int32(vocabulary-1)), 0, 20), 1, 12).Draw(t, "words")
		c := newChain(words, vocabulary, k, 0, 0.01, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
		for range 4 {
			require.NoError(t, c.sweep(context.Background()))
			total, pairs := make([]int32, k), map[[2]int32]int32{}
			for i, list := range words {
				for j, w := range list {
					total[c.topics[i][j]]++
					pairs[[2]int32{w, c.topics[i][j]}]++
				}
			}
			assert.Equal(t, total, c.total)
			kept := map[[2]int32]int32{}
			for w, list := range c.ofWord {
				for _, e := range list {
					kept[[2]int32{int32(w), e.topic}] = e.n
				}
			}
			assert.Equal(t, pairs, kept)
		}
	})
}

// Topics are drawn as often as the full conditional says.
func TestDrawFollowsTheConditional(t *testing.T) {
	words := [][]int32{{0, 1, 1, 2}, {2, 2, 3, 0}, {1, 3, 3, 3, 0, 0}}
	c := newChain(words, 4, 5, 0.3, 0.2, rand.New(rand.NewPCG(9, 9)))
	require.NoError(t, c.sweep(context.Background()))
	c.enter(0)
	old := c.topics[0][1] // of one of the two words 1, which is taken out
	c.add(old, -1)
	want, sum := make([]float64, 5), 0.0
	for topic := range want {
		ofWord := 0.0
		for _, e := range c.ofWord[1] {
			if int(e.topic) == topic {
				ofWord = float64(e.n)
			}
		}
		if topic == int(old) {
			ofWord--
		}
		want[topic] = (0.3 + float64(c.here[topic])) * (0.2 + ofWord) / (float64(c.total[topic]) + 4*0.2)
		sum += want[topic]
	}
	const draws = 200_000
	got := make([]float64, 5)
	for range draws {
		got[c.draw(1, old)] += 1. / draws
	}
	for topic := range want {
		assert.InDelta(t, want[topic]/sum, got[topic], 0.005) // over four standard deviations
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
	_, err := (&LDA{K: algorithms.K{N: 2}, Iterations: 1}).Cluster(context.Background(), p)
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
