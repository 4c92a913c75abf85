package summarize

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

func summarizer(t require.TestingT, text string) Summarizer {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	m, _, err := Parse(s)
	require.NoError(t, err)
	return m
}

func page(t require.TestingT, text string, articles []corpus.Article) corpus.Page {
	d, err := summarize(context.Background(), summarizer(t, text), articles)
	require.NoError(t, err)
	return d
}

// summarize tells an oracle of a gold summary.
func summarize(ctx context.Context, s Summarizer, articles []corpus.Article) (corpus.Page, error) {
	if o, ok := s.(Oracle); ok {
		return o.SummarizeTowards(ctx, articles, []string{quake + " " + rescue})
	}
	return s.Summarize(ctx, articles)
}

func day(t *testing.T, s string) corpus.Moment {
	m, err := corpus.ParseMoment(s)
	require.NoError(t, err)
	return m
}

const (
	quake  = "A strong earthquake struck the northern coast on Monday."
	dead   = "The earthquake on the northern coast killed twelve people."
	rescue = "Rescue teams search the northern coast after the earthquake."
	recipe = "Whisk three eggs with sugar until pale and fluffy."
)

func cluster4(t *testing.T) []corpus.Article {
	return []corpus.Article{
		{Lang: "en", Title: "Lemon cake for beginners and experts", Text: recipe, Published: day(t, "2031-03-10")},
		{Lang: "en", Title: "Earthquake strikes northern coast, twelve dead | World | Herald", Text: dead + " Short one. " + recipe,
			Published: day(t, "2031-03-12"), Image: &corpus.Image{URL: "central"}},
		{Lang: "en", Title: "Earthquake strikes the coast again - Daily Post", Text: quake, Published: day(t, "2031-03-11"),
			Image: &corpus.Image{URL: "other"}},
		{Lang: "en", Title: "Rescue teams search coast after earthquake", Text: rescue},
	}
}

func TestLead(t *testing.T) {
	articles := cluster4(t)
	d := page(t, "lead", articles)
	assert.Equal(t, []corpus.Sentence{{Text: dead, Article: 1}, {Text: recipe, Article: 1}}, d.Summary, "too short a sentence is left out")
	assert.Equal(t, "Earthquake strikes the coast again", d.Title)
	assert.Equal(t, "central", d.Image.URL)
	assert.Equal(t, []string{quake, rescue}, d.KeyPoints, "what the summary says is none")
	assert.Equal(t, []int{2, 3}, d.PointArticles)

	assert.Equal(t, dead, page(t, "lead(sentences=1)", articles).Text())
	assert.Equal(t, dead, page(t, "lead(words=10)", articles).Text())
	assert.Equal(t, recipe, page(t, "lead(of=earliest)", articles).Text())
	articles[0].Text = ""
	assert.Equal(t, quake, page(t, "lead(of=earliest)", articles).Text(), "the next article that has a sentence; no date comes last")
}

func TestLexRank(t *testing.T) {
	d := page(t, "lexrank(sentences=3)", cluster4(t))
	assert.Equal(t, []corpus.Sentence{{Text: quake, Article: 2}, {Text: dead, Article: 1}, {Text: rescue, Article: 3}}, d.Summary,
		"in the order of publication, no date last")
	assert.Equal(t, []string{recipe}, d.KeyPoints, "what the summary does not say")
	assert.Equal(t, dead, page(t, "lexrank(words=12)", cluster4(t)).Text(), "the best; no second one fits")
	assert.Len(t, page(t, "lexrank(words=18,threshold=0)", cluster4(t)).Summary, 2)
}

func TestLexRankPassesOverRepetition(t *testing.T) {
	d := page(t, "lexrank", []corpus.Article{
		{Text: dead}, {Text: dead}, {Text: "The earthquake on the northern coast killed twelve people, officials said."}, {Text: recipe},
	})
	require.Len(t, d.Summary, 2)
	assert.Equal(t, recipe, d.Summary[1].Text)
}

// A middle node linked to two leaves, and a node alone. With a = chance to follow
// a link, and j what every node gets by jumps: alone = j, leaf = j + a·middle/2,
// middle = j + 2a·leaf, and all add up to 1.
func TestRankOfAStar(t *testing.T) {
	g := &graph{start: []int{0, 2, 3, 4, 4}, to: []int32{1, 2, 0, 0}, weight: []float64{1, 1, 1, 1}, degree: []float64{2, 1, 1, 0}}
	for _, a := range []float64{0, 0.5, 0.85, 0.99} {
		p, err := g.rank(context.Background(), a)
		require.NoError(t, err)
		middle, leaf := (1+2*a)/(1-a*a), (1+a/2)/(1-a*a) // times j
		all := middle + 2*leaf + 1
		assert.InDeltaSlice(t, []float64{middle / all, leaf / all, leaf / all, 1 / all}, p, 1e-7, "%v", a)
	}
}

func TestLink(t *testing.T) {
	rows := []row{{[]int32{0, 1}, []float64{0.6, 0.8}}, {[]int32{1}, []float64{1}}, {[]int32{2}, []float64{1}}}
	g, err := link(context.Background(), rows, 3, above(0.1))
	require.NoError(t, err)
	assert.Equal(t, &graph{start: []int{0, 1, 2, 2}, to: []int32{1, 0}, weight: []float64{1, 1}, degree: []float64{1, 1, 0}}, g)
	g, err = link(context.Background(), rows, 3, above(0))
	require.NoError(t, err)
	assert.Equal(t, []float64{0.8, 0.8}, g.weight)
	g, err = link(context.Background(), rows, 3, above(0.9))
	require.NoError(t, err)
	assert.Empty(t, g.to)
}

func TestTFIDFAndCentrality(t *testing.T) {
	rows := tfidf([][]int32{{1, 0, 1}, {1}, {}}, 2)
	// n = 3: idf of term 0 (df 1) is ln(4/2)+1, of term 1 (df 2) ln(4/3)+1.
	assert.Equal(t, []int32{0, 1}, rows[0].index)
	assert.InDeltaSlice(t, []float64{0.5493512310263, 0.8355915419449}, rows[0].value, 1e-6)
	assert.Empty(t, rows[2].index)
	assert.InDeltaSlice(t, []float64{0.8355915419449 / 2, 0.8355915419449 / 2, 0}, centrality(rows, 2), 1e-6)
	assert.Equal(t, []float64{0}, centrality(rows[:1], 2))
}

func TestHeadline(t *testing.T) {
	for in, want := range map[string]string{
		"Mayor opens the new bridge | World News | Herald":               "Mayor opens the new bridge",
		"Mayor opens the new bridge - CBS News":                          "Mayor opens the new bridge",
		"Mayor opens the new bridge – Herald – Local":                    "Mayor opens the new bridge",
		"Mayor gives up land - Governor Lind | BBC News":                 "Mayor gives up land - Governor Lind",
		"Talks fail again - Evening Herald":                              "Talks fail again - Evening Herald",
		"Mayor opens the new bridge - and this is why it took ten years": "Mayor opens the new bridge - and this is why it took ten years",
		"Well-known mayor opens  bridge":                                 "Well-known mayor opens bridge",
		" | ":                                                            "|",
		"":                                                               "",
	} {
		assert.Equal(t, want, headline(in))
	}
}

// titlePage is the page of articles of which one has a title, and none a text.
func titlePage(article int) corpus.Page {
	const title = "Only a headline"
	return corpus.Page{Title: title, Summary: []corpus.Sentence{{Text: title, Article: article}}}
}

func TestPoorArticles(t *testing.T) {
	for _, e := range Entries {
		if e.Name == "llm" {
			continue // see TestLLMOfPoorArticles
		}
		assert.Zero(t, page(t, e.Name, nil), e.Name)
		assert.Zero(t, page(t, e.Name, []corpus.Article{{}, {ID: "a"}}), e.Name)
		d := page(t, e.Name, []corpus.Article{{Text: "No. Of the and. 1 2.", Lang: "en"}, {Title: "Only a headline"}})
		assert.Equal(t, titlePage(1), d, e.Name)
		d = page(t, e.Name, []corpus.Article{{Text: quake}})
		assert.Equal(t, corpus.Page{Summary: []corpus.Sentence{{Text: quake, Article: 0}}}, d, e.Name)
		d = page(t, e.Name, []corpus.Article{{Text: "and", Lang: "en"}})
		assert.True(t, d.Text() == "and" || e.Name == "oracle", "%s: it is all there is", e.Name)
		d = page(t, e.Name, []corpus.Article{{Text: "\xff\x00 broken \xc3 text with more than five words of text"}})
		assert.LessOrEqual(t, len(d.Summary), 1, e.Name)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, e := range Entries {
		name := e.Name
		if name == "llm" {
			name = "llm(model=m,record=nowhere)"
		}
		_, err := summarize(ctx, summarizer(t, name), cluster4(t))
		assert.ErrorIs(t, err, context.Canceled, e.Name)
	}
}

// Every sentence of a page is in the article that it is credited to, or is its title, none
// comes twice, and the limits hold.
func TestPageProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		articles := made(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 12).Draw(t, "articles"), rapid.IntRange(0, 25).Draw(t, "sentences"))
		name := rapid.SampledFrom([]string{
			"news", "news(words=40,lambda=0.3)",
			"lead(words=30)", "lead(of=earliest,sentences=2)", "lexrank", "lexrank(threshold=0,words=40)", "lexrank(damping=0.5,sentences=5)",
			"textrank", "textrank(words=35)", "centroid", "centroid(words=25,threshold=0.2)", "mmr(lambda=0.3)", "mmr(words=40)", "sumbasic",
			"sumbasic(words=40)",
			"klsum(sentences=5)", "klsum(words=40)", "submodular", "submodular(words=40,sentences=5)", "submodular(words=40,scaling=1)",
			"random", "random(of=lead,words=40)", "random(seed=2,words=20)",
		}).Draw(t, "spec")
		d := page(t, name, articles)
		assert.Equal(t, d, page(t, name, articles))
		assert.LessOrEqual(t, len(d.Summary), 5)
		assert.LessOrEqual(t, len(d.KeyPoints), maxPoints)
		if strings.Contains(name, "words") {
			assert.LessOrEqual(t, len(text.Words(d.Text())), 40)
		}
		var texts []string
		for _, s := range d.Summary {
			a := articles[s.Article]
			if a.Text == "" {
				assert.Equal(t, headline(a.Title), s.Text)
			} else {
				assert.Contains(t, text.Sentences(a.Text, a.Lang), s.Text)
			}
			texts = append(texts, s.Text)
		}
		slices.Sort(texts)
		assert.Len(t, slices.Compact(texts), len(d.Summary))
	})
}

func TestLargeClustersAreReadInPart(t *testing.T) {
	articles := made(1, 2*maxArticles+1, 2)
	c, err := read(context.Background(), "lead", NewLead(), articles)
	require.NoError(t, err)
	assert.Len(t, c.articles, maxArticles)
	assert.Equal(t, 2*maxArticles-2, c.articles[maxArticles-1].at)
	assert.LessOrEqual(t, len(c.pool()), maxSentences)
	c, err = read(context.Background(), "lead", NewLead(), made(1, 150, 30))
	require.NoError(t, err)
	assert.Len(t, c.articles[0].sentences, sentencesPerArticle)
	assert.Len(t, c.pool(), 150*(maxSentences/150))
}

// made writes articles of sentences of 8 to 25 words, which follow Zipf's law
// over 5,000 words.
func made(seed uint64, articles, sentences int) []corpus.Article {
	rng := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(rng, 1.2, 4, 4999)
	list := make([]corpus.Article, articles)
	for i := range list {
		var b strings.Builder
		for range sentences {
			b.WriteString("The")
			for range 7 + rng.IntN(18) {
				fmt.Fprintf(&b, " w%d", zipf.Uint64())
			}
			b.WriteString(". ")
		}
		list[i] = corpus.Article{ID: fmt.Sprint(i), Title: fmt.Sprintf("Headline w%d w%d of the day", zipf.Uint64(), zipf.Uint64()),
			Text: b.String(), Lang: "en"}
	}
	return list
}

func benchmark(b *testing.B, name string, articles, sentences int) {
	list := made(1, articles, sentences)
	m := summarizer(b, name)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Summarize(context.Background(), list); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTextRank100x20(b *testing.B)          { benchmark(b, "textrank", 100, 20) }
func BenchmarkCentroid100x20(b *testing.B)          { benchmark(b, "centroid", 100, 20) }
func BenchmarkMMR100x20(b *testing.B)               { benchmark(b, "mmr", 100, 20) }
func BenchmarkSumBasic100x20(b *testing.B)          { benchmark(b, "sumbasic", 100, 20) }
func BenchmarkKLSum100x20(b *testing.B)             { benchmark(b, "klsum", 100, 20) }
func BenchmarkSubmodular100x20(b *testing.B)        { benchmark(b, "submodular", 100, 20) }
func BenchmarkLexRank100x20(b *testing.B)           { benchmark(b, "lexrank", 100, 20) }
func BenchmarkLexRankContinuous100x20(b *testing.B) { benchmark(b, "lexrank(threshold=0)", 100, 20) }
func BenchmarkLexRank5000x20(b *testing.B)          { benchmark(b, "lexrank", 5000, 20) }
func BenchmarkLead5000x20(b *testing.B)             { benchmark(b, "lead", 5000, 20) }

func TestZeroValuesNameTheirConstructor(t *testing.T) {
	for _, e := range Entries {
		zero := reflect.New(reflect.TypeOf(e.New()).Elem()).Interface().(Summarizer)
		_, err := summarize(t.Context(), zero, []corpus.Article{{Text: quake}})
		assert.ErrorContains(t, err, "(summarize.New"+reflect.TypeOf(zero).Elem().Name()+"() returns it", e.Name)
		if e.Name != "llm" {
			_, err = summarize(t.Context(), e.New(), []corpus.Article{{Text: quake}})
			assert.NoError(t, err, e.Name)
		}
	}
}
