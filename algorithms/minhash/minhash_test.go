package minhash

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/spec"
)

func bound(t testing.TB, text string) algorithms.Clusterer {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	c := Entry.New()
	require.NoError(t, spec.Bind(s, c))
	return c
}

func cluster(t testing.TB, text string, p *algorithms.Problem) corpus.Labels {
	labels, err := bound(t, text).Cluster(context.Background(), p)
	require.NoError(t, err)
	return labels
}

func TestCluster(t *testing.T) {
	story := "The council of Bramley voted on Monday to close the old bridge over the Sill for repairs that will last until spring."
	list := []corpus.Article{
		{Title: "Bridge to close", Text: story},
		{Title: "Mill reopens", Text: "The mill at Oster opened its doors again after eleven years, with forty workers and a new wheel."},
		{},
		{Title: "BRIDGE to close!", Text: strings.ReplaceAll(story, "Monday", "Tuesday")},
		{Title: "—", Text: "…"},
		{Title: "Mill reopens"},
		{Text: "Bridge to close: " + story},
	}
	assert.Equal(t, corpus.Labels{0, 1, 2, 0, 3, 4, 0}, cluster(t, "minhash", &algorithms.Problem{Articles: list}))
	assert.Equal(t, corpus.Labels{0, 1, 2, 3, 4, 5, 0}, cluster(t, "minhash(threshold=1)", &algorithms.Problem{Articles: list}))
	assert.Equal(t, corpus.Labels{0, 1, 2, 3, 4, 5, 0}, cluster(t, "minhash(shingle=1000)", &algorithms.Problem{Articles: list}),
		"a text of fewer words is one shingle")
}

func TestSpec(t *testing.T) {
	assert.Equal(t, "minhash(bands=16,rows=8)", spec.Of(Entry.Name, bound(t, "minhash(rows=8,bands=16)")).String())
	for text, want := range map[string]string{"minhash(threshold=1.5)": "at most 1", "minhash(perm=0)": "at least 1",
		"minhash(shingle=0)": "at least 1"} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		assert.ErrorContains(t, spec.Bind(s, Entry.New()), want)
	}
	_, err := bound(t, "minhash(bands=20,rows=7)").Cluster(context.Background(), &algorithms.Problem{})
	assert.ErrorContains(t, err, "bands=20 times rows=7 is more than perm=128")
	_, err = new(MinHash).Cluster(context.Background(), &algorithms.Problem{})
	assert.ErrorContains(t, err, "(minhash.New() returns it")
	assert.Equal(t, bound(t, "minhash"), New())
}

// planted reads the corpus of planted pairs beside the module.
func planted(t *testing.T) []corpus.Article {
	const path = "../../../shared/corpora/near-duplicates/articles.jsonl.gz"
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the corpus near-duplicates is not there: " + path)
	}
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	var list []corpus.Article
	for d := json.NewDecoder(bufio.NewReader(z)); ; {
		var row struct{ ID, Title, Text, Story string }
		err := d.Decode(&row)
		if err == io.EOF {
			return list
		}
		require.NoError(t, err)
		list = append(list, corpus.Article{ID: row.ID, Title: row.Title, Text: row.Text, Story: row.Story})
	}
}

func TestPlantedPairs(t *testing.T) {
	list := planted(t)
	gold := map[string]int32{}
	want := make(corpus.Labels, len(list))
	for i := range list {
		if _, ok := gold[list[i].Story]; !ok {
			gold[list[i].Story] = int32(len(gold))
		}
		want[i] = gold[list[i].Story]
		list[i].Story = ""
	}
	require.Len(t, list, 1000)
	require.Equal(t, 990, want.Groups())
	for seed := range uint64(5) {
		assert.Equal(t, want, cluster(t, "minhash", &algorithms.Problem{Articles: list, Seed: seed}), "seed %d", seed)
	}
}

// synthetic makes articles of about 150 words from a vocabulary of 20,000; every
// fifth rewrites a tenth of the words of the one before it.
func synthetic(n int) []corpus.Article {
	random := rand.New(rand.NewPCG(7, 0))
	word := func() string { return fmt.Sprintf("w%d", int(20_000*random.Float64()*random.Float64())) }
	list := make([]corpus.Article, n)
	var words []string
	for i := range list {
		if i%5 != 4 {
			words = make([]string, 120+random.IntN(60))
		}
		for k := range words {
			if words[k] == "" || random.IntN(10) == 0 {
				words[k] = word()
			}
		}
		list[i] = corpus.Article{Title: strings.Join(words[:8], " "), Text: strings.Join(words[8:], " ")}
	}
	return list
}

// Cluster makes shingles when they are needed, neardup.Find is given them.
func TestClusterIsNearDuplicates(t *testing.T) {
	list := slices.Concat(synthetic(200), synthetic(3), make([]corpus.Article, 2))
	sets := make([][]uint64, len(list))
	for i, a := range list {
		sets[i] = text.Shingles(append(text.Words(a.Title), text.Words(a.Text)...), 3)
	}
	found, err := neardup.Find(t.Context(), sets, neardup.Config{Perm: 128, Threshold: 0.5})
	require.NoError(t, err)
	assert.Less(t, found.Groups.Groups(), 185)
	assert.Equal(t, found.Groups, cluster(t, "minhash", &algorithms.Problem{Articles: list}))
}

func TestSameForAnyWorkers(t *testing.T) {
	list := synthetic(400)
	want := cluster(t, "minhash", &algorithms.Problem{Articles: list, Seed: 3, Workers: 1})
	assert.Less(t, want.Groups(), 370, "rewrites are found")
	for _, workers := range []int{0, 2, 7} {
		assert.Equal(t, want, cluster(t, "minhash", &algorithms.Problem{Articles: list, Seed: 3, Workers: workers}))
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := bound(t, "minhash").Cluster(ctx, &algorithms.Problem{Articles: synthetic(10)})
	assert.ErrorIs(t, err, context.Canceled)
}

func BenchmarkCluster(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("articles=%d/words=150", n), func(b *testing.B) {
			b.ReportAllocs()
			p := &algorithms.Problem{Articles: synthetic(n)}
			for b.Loop() {
				cluster(b, "minhash", p)
			}
		})
	}
	b.Run("identical=100000/words=150", func(b *testing.B) {
		b.ReportAllocs()
		p := &algorithms.Problem{Articles: make([]corpus.Article, 100_000)}
		for i := range p.Articles {
			p.Articles[i] = synthetic(1)[0]
		}
		for b.Loop() {
			cluster(b, "minhash", p)
		}
	})
}
