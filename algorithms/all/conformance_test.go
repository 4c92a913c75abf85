package all

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// specs has at least one spec for every entry; a test fails where one lacks.
var specs = []string{
	"kmeans(k=4)",
	"kmeans(k=gold,variant=lloyd,distance=euclidean,space=tfidf)",
	"kmeans(k=4,init=random,space=lsa(dims=10))",
	"kmeans(k=4,variant=elkan)", "kmeans(k=gold,variant=yinyang,space=lsa(dims=10))",
	"kmeans(k=4,variant=minibatch,batch=8)", "kmeans(k=gold,bisecting=true)",
	"agglomerative(linkage=average,distance=0.7)",
	"agglomerative(linkage=complete,k=4)",
	"agglomerative(linkage=single,k=gold)",
	"agglomerative(linkage=ward,distance=1,space=lsa(dims=10))",
	"agglomerative(linkage=weighted,distance=0.7)",
	"agglomerative(linkage=centroid,distance=1)",
	"agglomerative(linkage=median,k=4,space=lsa(dims=10))",
	"agglomerative(inconsistency=1)",
	"agglomerative(linkage=centroid,inconsistency=0.9,depth=3,space=lsa(dims=10))",
	"minhash(threshold=0.3)",
	"simhash(radius=12)",
	"dbscan(eps=0.7,min_samples=3)", "dbscan(eps=0.3,metric=euclidean,space=lsa(dims=10))",
	"hdbscan(min_cluster_size=3)", "hdbscan(min_cluster_size=2,space=lsa(dims=5,space=lsa(dims=20)))",
	"hdbscan(epsilon=0.2,selection=leaf,allow_single=true,space=lsa(dims=40))",
	"optics(min_samples=3)", "optics(max_eps=0.5,metric=euclidean,space=lsa(dims=10))",
	"louvain", "louvain(neighbours=0,threshold=0.2,resolution=2)",
	"leiden", "leiden(neighbours=5,space=lsa(dims=10))",
	"labelprop", "labelprop(neighbours=0,threshold=0.2)",
	"spectral(k=4)", "spectral(k=gold,assign_labels=kmeans,space=lsa(dims=10))", "spectral(k=eigengap,neighbours=5)",
	"affinity", "affinity(neighbours=0,threshold=0.1,preference=0.2)",
	"community(threshold=0.3,min_size=2)", "community(min_size=4,space=lsa(dims=10))",
	"nmf(k=4)", "nmf(k=gold,init=random,tol=0,iterations=50)",
	"lda(k=4,iterations=100)", "lda(k=gold,alpha=0.5,beta=0.01,iterations=20)",
	"dmm", "dmm(k=5,iterations=10,alpha=0.5,beta=0.02)",
	"storyline", "storyline(copies=0.9,flexible=false,views=1,space=lsa(dims=10))",
	"agglomerative(linkage=flexible,distance=0.9)",
	"singlepass", "singlepass(linkage=nearest,days=2,threshold=0.2)",
	"singlepass(linkage=complete,space=lsa(dims=10))",
	"storyline-online", "storyline-online(sample=40,every=60,window=100)", "storyline-online(days=2)",
	"labels(LABELS,unknown=ignore,missing=singletons)",
	`external("sed 's/.*\"id\":\"\\([^\"]*\\)\",\"title\":\"\\([^\"]*\\).*/{\"id\":\"\\1\",\"cluster\":\"\\2\"}/; ` +
		`s/^{\"id\":\"\\([^\"]*\\)\",\"source.*/{\"id\":\"\\1\",\"cluster\":-1}/'")`,
	"singletons",
	"one",
	"random(sizes=gold)",
	"by(day)",
	"by(source)",
}

func parse(t testing.TB, text string) (algorithms.Entry, algorithms.Clusterer) {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	e, c, canonical, err := Parse(s)
	require.NoError(t, err)
	again, _, same, err := Parse(canonical)
	require.NoError(t, err)
	assert.Equal(t, e.Name, again.Name)
	assert.Equal(t, canonical, same, "the canonical form is a fixed point")
	return e, c
}

func TestEveryEntryIsTested(t *testing.T) {
	tested := map[string]bool{}
	for _, text := range specs {
		tested[strings.Split(text, "(")[0]] = true
	}
	for _, e := range Entries {
		assert.True(t, tested[e.Name], "no spec for %s", e.Name)
		assert.NotEmpty(t, e.Title, e.Name)
		assert.NotEmpty(t, e.Doc, e.Name)
		assert.NotEmpty(t, e.Cost, e.Name)
		assert.NotEmpty(t, e.Family, e.Name)
		for _, p := range spec.Params(e.New()) {
			assert.NotEmpty(t, p.Doc, "%s(%s)", e.Name, p.Name)
		}
	}
}

func articles(n int) []corpus.Article {
	random := rand.New(rand.NewPCG(uint64(n), 5))
	list := make([]corpus.Article, n)
	for i := range list {
		var words []string
		for range 60 {
			word := random.IntN(400)
			if random.IntN(2) == 0 {
				word = 400 + i%7*60 + random.IntN(60)
			}
			words = append(words, fmt.Sprintf("w%d", word))
		}
		moment, _ := corpus.ParseMoment(fmt.Sprintf("2031-03-%02dT10:00:00Z", 1+i%5))
		list[i] = corpus.Article{
			ID: fmt.Sprint(i), Title: words[0], Text: strings.Join(words, " "), Source: fmt.Sprintf("outlet%d.example", i%4),
			Published: moment,
		}
	}
	return list
}

// prepared is the problem of a clusterer, with the space that it asks for.
func prepared(t testing.TB, c algorithms.Clusterer, list []corpus.Article) *algorithms.Problem {
	p := &algorithms.Problem{Articles: list, Seed: 1}
	require.NoError(t, p.Prepare(context.Background(), c))
	if o, ok := c.(algorithms.Oracle); ok && o.UsesGold() {
		o.Tell(algorithms.Facts{Sizes: []int{3, 2, 1}})
	}
	return p
}

func identical(n int) []corpus.Article {
	list := articles(n)
	for i := range list {
		list[i].Title, list[i].Text = "same", "the very same words in every article here"
	}
	return list
}

func empty(n int) []corpus.Article {
	list := articles(n)
	for i := range list {
		list[i].Title, list[i].Text = "", ""
	}
	return list
}

func TestConformance(t *testing.T) {
	file := filepath.Join(t.TempDir(), "labels.csv")
	require.NoError(t, os.WriteFile(file, []byte("id,label\n0,a\n1,a\n2,b\n3,-1\n"), 0o644))
	for _, text := range specs {
		t.Run(text, func(t *testing.T) {
			text := strings.ReplaceAll(text, "LABELS", file)
			for name, list := range map[string][]corpus.Article{
				"none": nil, "one": articles(1), "two": articles(2), "many": articles(300),
				"identical": identical(40), "without words": empty(20),
			} {
				_, c := parse(t, text)
				p := prepared(t, c, list)
				labels, err := c.Cluster(t.Context(), p)
				require.NoError(t, err, name)
				require.Len(t, labels, len(list), name)
				for _, g := range labels {
					require.GreaterOrEqual(t, g, corpus.None)
					require.Less(t, int(g), len(list)+4, "labels stay small numbers")
				}
				for _, workers := range []int{1, 2, 5} {
					_, again := parse(t, text)
					q := prepared(t, again, list)
					q.Workers = workers
					same, err := again.Cluster(t.Context(), q)
					require.NoError(t, err)
					assert.Equal(t, labels, same, "%s articles, %d workers", name, workers)
				}
			}
		})
	}
}

// What does not depend on chance must say so: bench runs it once.
func TestSeededIsDeclared(t *testing.T) {
	list := articles(300)
	for _, text := range specs {
		if strings.HasPrefix(text, "labels") {
			continue
		}
		e, c := parse(t, text)
		if e.Seeded {
			continue
		}
		p := prepared(t, c, list)
		want, err := c.Cluster(t.Context(), p)
		require.NoError(t, err)
		for seed := range uint64(3) {
			p.Seed = 17 * seed
			got, err := c.Cluster(t.Context(), p)
			require.NoError(t, err)
			assert.Equal(t, want, got, text)
		}
	}
}

func TestCancelledWithinASecond(t *testing.T) {
	if testing.Short() {
		t.Skip("builds spaces of 5,000 articles")
	}
	list := articles(5000)
	for _, text := range specs {
		if strings.HasPrefix(text, "labels") {
			continue // it reads a file of no size
		}
		_, c := parse(t, text)
		p := prepared(t, c, list)
		for _, after := range []time.Duration{0, 20 * time.Millisecond, 200 * time.Millisecond} {
			ctx, cancel := context.WithCancel(t.Context())
			cancelled := make(chan time.Time, 1)
			stop := time.AfterFunc(after, func() {
				cancel()
				cancelled <- time.Now()
			})
			if after == 0 {
				<-ctx.Done()
			}
			_, err := c.Cluster(ctx, p)
			if err == nil {
				assert.NotZero(t, after, "%s worked on though it was cancelled before", text)
				stop.Stop()
				cancel()
				continue
			}
			require.True(t, errors.Is(err, context.Canceled), "%s: %v", text, err)
			assert.Less(t, time.Since(<-cancelled), time.Second, text)
			cancel()
		}
	}
}

// A struct whose parameters were never set clusters, or names the parameter that is
// missing, or the constructor to call, which exists.
func TestZeroValues(t *testing.T) {
	list := articles(30)
	space, err := features.Build(t.Context(), spec.Spec{Name: "tfidf"}, &features.Input{Articles: list})
	require.NoError(t, err)
	for _, e := range Entries {
		typ := reflect.TypeOf(e.New())
		if typ.Kind() != reflect.Pointer {
			assert.Zero(t, e.New(), "%s has no parameters", e.Name)
			continue
		}
		c := reflect.New(typ.Elem()).Interface().(algorithms.Clusterer)
		for _, p := range []*algorithms.Problem{{Articles: list, Space: space}, {Articles: list}, {}} {
			if _, err = c.Cluster(t.Context(), p); err != nil && !strings.Contains(err.Error(), "is missing") && p.Space != nil {
				assert.ErrorContains(t, err, spec.Constructor(c)+" ", e.Name)
				assertDeclared(t, spec.Constructor(c), typ.Elem().PkgPath())
			}
		}
		if err := new(algorithms.Problem).Prepare(t.Context(), c); err != nil {
			assert.ErrorContains(t, err, spec.Constructor(c)+" ", e.Name)
		}
	}
}

// assertDeclared asserts that a package, given by its import path, declares a
// constructor, given as the call of it.
func assertDeclared(t *testing.T, call, pkg string) {
	files, err := filepath.Glob(filepath.Join("..", filepath.Base(pkg), "*.go"))
	require.NoError(t, err)
	_, name, _ := strings.Cut(call, ".")
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(text), "func "+name) {
			return
		}
	}
	assert.Fail(t, "no such constructor", call)
}

// What every entry makes has its parameters at their defaults.
func TestEntriesMakeDefaults(t *testing.T) {
	for _, e := range Entries {
		for _, p := range spec.Params(e.New()) {
			if p.Required || p.Default == "" {
				continue
			}
			text := spec.Full(e.Name, e.New()).String()
			want, err := spec.Parse(p.Default)
			require.NoError(t, err)
			assert.Contains(t, text, p.Name+"="+want.String(), e.Name)
		}
	}
}

func TestUnknownNames(t *testing.T) {
	for text, want := range map[string]string{
		"k-means":                       "did you mean kmeans?",
		"kmeans(n_clusters=3)":          `unknown parameter "n_clusters"`,
		"kmeans(space=lsaa)":            "did you mean lsa?",
		"kmeans(space=lsa(dim=3))":      "did you mean dims?",
		"agglomerative(linkage=middle)": "average, complete, single, ward",
		"agglomerative":                 "either k or distance",
		"minhash(threshold=2)":          "at most 1",
		"by(hour)":                      "one of",
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		_, _, _, err = Parse(s)
		assert.ErrorContains(t, err, want, text)
	}
}

// Specs with the names of before go on working, and print the new names.
func TestFormerNames(t *testing.T) {
	for was, now := range map[string]string{
		"stories(views=1)": "storyline(views=1)", "storystream(days=2)": "storyline-online(days=2)",
	} {
		s, err := spec.Parse(was)
		require.NoError(t, err)
		_, _, canonical, err := Parse(s)
		require.NoError(t, err)
		assert.Equal(t, now, canonical.String())
	}
}
