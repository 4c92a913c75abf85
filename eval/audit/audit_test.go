package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// news are articles of texts, one cluster a list; each text may begin with a time and a bar.
func news(t require.TestingT, lang string, clusters ...[]string) (*corpus.Corpus, corpus.Labels) {
	c := &corpus.Corpus{Card: corpus.Card{Name: "news", Lang: lang}}
	var labels corpus.Labels
	for g, texts := range clusters {
		for k, s := range texts {
			a := corpus.Article{ID: fmt.Sprintf("%d-%d", g, k), Text: s, Source: fmt.Sprintf("outlet%d.example", k)}
			if when, rest, ok := strings.Cut(s, "|"); ok {
				m, err := corpus.ParseMoment(when)
				require.NoError(t, err)
				a.Published, a.Text = m, rest
			}
			c.Articles, labels = append(c.Articles, a), append(labels, int32(g))
		}
	}
	return c, labels
}

// of are the findings of one check.
func of(a *Audit, check string) (list []Finding) {
	for _, f := range a.Findings {
		if f.Check == check {
			list = append(list, f)
		}
	}
	return list
}

func only(checks ...string) Options { return Options{Only: checks} }

// background is twelve stories that have nothing to do with each other, three articles each that share half of their words: what
// is usual in a corpus.
func background() (list [][]string) {
	for g := range 12 {
		var texts []string
		for k := range 3 {
			s := "Report:"
			for w := range 12 {
				s += fmt.Sprintf(" core%dx%d own%dx%dx%d", g, w, g, k, w)
			}
			texts = append(texts, s+".")
		}
		list = append(list, texts)
	}
	return list
}

func TestDates(t *testing.T) {
	c, labels := news(t, "en", []string{
		"The dam burst on 12 March 2031 near Riga.", "On 12 March the dam failed.", "The dam of Oslo burst on 3 May.",
		"On May 3, 2031, a dam failed.", "A dam burst.",
	}, []string{"A vote on 4 June.", "The vote of June 4 and of 6 June.", "On 6 June there is a vote.", "On June 4 and 6 June they vote."})
	list := of(made(t, c, labels, only("dates")), "dates")
	require.Len(t, list, 1)
	f := list[0]
	assert.Equal(t, []int{2, 5}, []int{f.Articles, f.Of})
	assert.Equal(t, []string{"12 March", "3 May"}, []string{f.Sides[0].Says, f.Sides[1].Says})
	assert.Equal(t, "0-0", f.Sides[0].Sample[0].ID)

	// A gap in publication that is longer than is usual.
	var clusters [][]string
	for g := range 40 {
		day := time.Date(2031, 1, 1+g, 0, 0, 0, 0, time.UTC)
		var texts []string
		for k := range 4 {
			texts = append(texts, day.Add(time.Duration(k)*time.Hour).Format(time.RFC3339)+"|Snow fell.")
		}
		clusters = append(clusters, texts)
	}
	c, labels = news(t, "en", clusters...)
	assert.Empty(t, made(t, c, labels, only("dates")).Findings)
	for i, g := range labels {
		if g == 30 {
			labels[i] = 2
		}
	}
	list = made(t, c, labels, only("dates")).Findings
	require.Len(t, list, 1)
	assert.Equal(t, []int{4, 8}, []int{list[0].Articles, list[0].Of})
	assert.Equal(t, []string{"to 2031-01-03", "from 2031-01-31"}, []string{list[0].Sides[0].Says, list[0].Sides[1].Says})
	assert.Equal(t, "27.9 days without an article", list[0].Evidence)
}

func TestPlaces(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {"A fire in Riga killed two.", "Two died as a hall burned in Riga.", "A hall burned in Oslo.", "Fire in Oslo: a hall is gone."},
		"fr": {"Un incendie à Lyon.", "Le feu à Lyon a pris.", "Un incendie à Lille.", "Le feu à Lille a pris."},
		"vi": {"Cháy lớn ở Hà Nội hôm nay.", "Một vụ cháy tại Hà Nội.", "Cháy lớn ở Huế hôm nay.", "Một vụ cháy tại Huế."},
	} {
		c, labels := news(t, lang, texts, []string{"The one.", "The other."})
		list := made(t, c, labels, only("places")).Findings
		require.Len(t, list, 1, lang)
		assert.Equal(t, 2, list[0].Articles, lang)
		assert.Len(t, list[0].Sides, 2, lang)
	}
	c, labels := news(t, "en", []string{"A fire in Riga killed two.", "In Riga and in Oslo halls burned.", "A hall burned in Oslo.",
		"Fire in Oslo."})
	assert.Empty(t, made(t, c, labels, only("places")).Findings, "an article names both")
	c, labels = news(t, "de", []string{"Ein Brand in Riga.", "Brand in Riga.", "Ein Brand in Oslo.", "Brand in Oslo."})
	a := made(t, c, labels, only("places"))
	assert.Empty(t, a.Findings)
	assert.Contains(t, a.Checks[0].Notes, "places are not read in de")
}

// What only changed later is a development.
func TestFigures(t *testing.T) {
	const first, second = "A ferry sank off Riga and killed 9 people.", "The ferry off Riga killed 14 people."
	for times, want := range map[[2]string]int{
		{"", ""}: 1, {"2031-05-06T06:00:00Z|", "2031-05-06T06:30:00Z|"}: 1, {"2031-05-06T06:00:00Z|", "2031-05-06T09:00:00Z|"}: 0,
	} {
		c, labels := news(t, "en", []string{times[0] + first, times[1] + second}, []string{"The one.", "The other."})
		a := made(t, c, labels, only("figures"))
		require.Len(t, a.Findings, want, times)
		if want > 0 {
			assert.Equal(t, []string{"9 people", "14 people"}, []string{a.Findings[0].Sides[0].Says, a.Findings[0].Sides[1].Says})
			assert.Equal(t, "dead: articles count differently", a.Findings[0].Evidence)
		}
		assert.NotEmpty(t, a.Checks[0].Notes, "articles without a time are counted")
	}
}

func TestLanguages(t *testing.T) {
	c, labels := news(t, "", []string{"1", "2", "3"}, []string{"4", "5"}, []string{"6", "7"})
	for i := range c.Articles {
		c.Articles[i].Lang = "en"
	}
	c.Articles[2].Lang = "fr"
	list := made(t, c, labels, only("languages")).Findings
	require.Len(t, list, 1)
	assert.Equal(t, []string{"en", "fr"}, []string{list[0].Sides[0].Says, list[0].Sides[1].Says})
	assert.Equal(t, 1, list[0].Articles)
	c.Articles[3].Lang = "fr"
	a := made(t, c, labels, only("languages"))
	assert.Empty(t, a.Findings, "most clusters mix")
	assert.Equal(t, []string{"2 of 3 clusters have several languages: that is taken for their purpose"}, a.Checks[0].Notes)
}

func TestOutlets(t *testing.T) {
	c := &corpus.Corpus{Card: corpus.Card{Name: "outlets"}}
	var labels corpus.Labels
	add := func(outlet string, g int) {
		c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint(len(c.Articles)), Source: outlet})
		labels = append(labels, int32(g))
	}
	for k := range 60 {
		add(fmt.Sprintf("paper%d.example", k%10), k/3)
	}
	for range 6 {
		add("local.example", 7)
	}
	add("small.example", 3)
	add("small.example", 3)
	a := made(t, c, labels, Options{})
	list := of(a, "outlets")
	require.Len(t, list, 1)
	assert.Equal(t, []int{5, 9}, []int{list[0].Articles, list[0].Of})
	assert.Equal(t, "local.example", list[0].Sides[0].Says)
	for _, o := range a.Checks {
		if o.Check == "bridges" {
			assert.Equal(t, "the articles have no texts", o.Skipped)
		}
	}
}

func TestParts(t *testing.T) {
	clusters := background()
	clusters[0] = append(clusters[0], clusters[1]...) // two stories
	clusters[1] = clusters[6][:2]                     // copies of some of another
	clusters[2] = append(clusters[2], clusters[3][0]) // a stray, whose story is elsewhere
	clusters[3] = clusters[3][1:]
	clusters = append(clusters, clusters[4][:1], clusters[5][:1]) // of two stories one each is alone
	clusters[4], clusters[5] = clusters[4][1:], clusters[5][1:]
	c, labels := news(t, "en", clusters...)
	a := made(t, c, labels, Options{})
	list := of(a, "bridges")
	require.Len(t, list, 1)
	assert.Equal(t, []int{3, 6}, []int{list[0].Articles, list[0].Of})
	assert.Less(t, *list[0].Kinship, apart)
	list = of(a, "strays")
	require.Len(t, list, 1)
	assert.Equal(t, []int{1, 4}, []int{list[0].Articles, list[0].Of})
	assert.Equal(t, "2-3", list[0].Sides[1].Sample[0].ID)
	list = of(a, "copies")
	require.Len(t, list, 2)
	assert.Equal(t, "2 copies in 2 places", list[0].Evidence)
	list = of(a, "lone")
	require.Len(t, list, 2)
	assert.Equal(t, "12-0", list[0].Sides[1].Sample[0].ID)
	assert.Greater(t, *list[0].Kinship, one)
	list = of(a, "twins")
	require.Len(t, list, 1)
	assert.Equal(t, []int{2, 5}, []int{list[0].Articles, list[0].Of})
}

// What is asked of an audit of whatever clustering.
func TestProperties(t *testing.T) {
	words := []string{"riga", "oslo", "ferry", "Fire in Oslo", "killed 9 people", "killed 12 people", "on 3 May", "on 12 March", "vote", "dam",
		"feu à Lyon", ""}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 14).Draw(t, "n")
		c := &corpus.Corpus{Card: corpus.Card{Name: "drawn"}}
		labels := make(corpus.Labels, n)
		for i := range n {
			text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "text"), " ")
			a := corpus.Article{ID: fmt.Sprint("a", i), Text: text, Lang: rapid.SampledFrom([]string{"", "en", "fr"}).Draw(t, "lang")}
			a.Source = rapid.SampledFrom([]string{"", "a.example", "b.example"}).Draw(t, "source")
			if rapid.Bool().Draw(t, "timed") {
				a.Published = corpus.Moment{Time: time.Unix(int64(rapid.IntRange(0, 1e7).Draw(t, "time")), 0).UTC()}
			}
			c.Articles = append(c.Articles, a)
			labels[i] = int32(rapid.IntRange(-1, 4).Draw(t, "label"))
		}
		a := made(t, c, labels, Options{Workers: 1})
		again := made(t, c, labels, Options{Workers: 4})
		one, err := json.Marshal(a)
		require.NoError(t, err, "no number is infinite")
		other, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(one), string(other), "the number of goroutines changes nothing")
		size := map[int32]int{}
		for _, g := range labels {
			size[g]++
		}
		total := a.Noise
		for _, x := range a.Sizes.Classes {
			total += x.Articles
		}
		require.Equal(t, n, total)
		require.Len(t, a.Checks, len(Checks))
		require.LessOrEqual(t, a.Moved, n)
		for k, f := range a.Findings {
			require.Positive(t, f.Articles, f.Check)
			require.LessOrEqual(t, f.Articles, f.Of)
			require.NotEmpty(t, f.Evidence)
			if k > 0 {
				require.GreaterOrEqual(t, a.Findings[k-1].Articles, f.Articles)
			}
			seen := map[int]bool{}
			for s, rows := range f.sides {
				require.NotEmpty(t, rows)
				for _, i := range rows {
					require.False(t, seen[i], "%s has an article on two sides", f.Check)
					seen[i] = true
				}
				if s > 0 {
					require.GreaterOrEqual(t, len(f.sides[0]), len(rows))
				}
			}
		}
		for _, f := range slices.Concat(of(a, "twins"), of(a, "lone"), of(a, "copies")) {
			require.Greater(t, len(f.sides), 1)
			g := labels[f.sides[0][0]]
			require.True(t, g < 0 || g != labels[f.sides[1][0]], "%s are in one cluster", f.Check)
		}
		for _, f := range a.Findings {
			if !slices.Contains([]string{"bridges", "strays", "dates", "places", "figures", "languages"}, f.Check) {
				continue
			}
			for _, rows := range f.sides {
				for _, i := range rows {
					require.Equal(t, labels[f.sides[0][0]], labels[i], "%s are in two clusters", f.Check)
				}
			}
		}
	})
}

// Whatever the clusters are, there is one clear answer.
func TestHostileLabels(t *testing.T) {
	c := open(t, "newsroom")
	n := len(c.Articles)
	none, oneCluster := make(corpus.Labels, n), make(corpus.Labels, n)
	for i := range none {
		none[i] = corpus.None
	}
	a := made(t, c, none, Options{})
	assert.Equal(t, []int{n, 0, 0}, []int{a.Noise, a.Clusters, a.Alone})
	assert.NotEmpty(t, of(a, "lone"), "all are alone")
	a = made(t, c, oneCluster, Options{})
	assert.Equal(t, 1, a.Clusters)
	list := of(a, "bridges")
	require.Len(t, list, 1)
	assert.Greater(t, list[0].Articles, n/2, "no story has half of the articles")
	assert.Len(t, list[0].Sides, MostSides)
	assert.Positive(t, list[0].More)

	_, err := NewRun("none", &corpus.Corpus{}, nil, nil).Make(t.Context(), Options{})
	assert.ErrorContains(t, err, "no articles to audit")
	_, err = NewRun("x", c, oneCluster, nil).Make(t.Context(), Options{Only: []string{"bridge"}})
	assert.ErrorContains(t, err, `unknown audit "bridge"; did you mean bridges?`)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = NewRun("x", c, oneCluster, nil).Make(cancelled, Options{})
	assert.True(t, errors.Is(err, context.Canceled), "%v", err)
}

func write(t *testing.T, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func TestFiles(t *testing.T) {
	const articles = `{"id":"a","text":"Ferry sinks off Riga","cluster":"x"}
{"id":"b","text":"Ferry sinks off Riga","cluster":"x"}
{"id":"c","text":"Ferry sinks off Riga","cluster":"y"}
`
	const few = "the nearest articles are no more alike than such as are drawn at random"
	for _, c := range []struct {
		why       string
		paths     []string
		o         Options
		ids       corpus.IDPolicy
		err, note string
	}{
		{why: "one file has both", paths: []string{write(t, "both.jsonl", articles)}, note: few},
		{why: "labels alone", paths: []string{write(t, "labels.csv", "id,label\na,1\nb,1\nc,-1\n")}, note: "there are labels alone"},
		{why: "bytes that are no text", paths: []string{write(t, "labels.csv", "id,label\n\xff\xfe,1\nb,\xc3\x28\n")},
			note: "there are labels alone"},
		{why: "empty", paths: []string{write(t, "labels.csv", "")}, err: "empty"},
		{why: "a header alone", paths: []string{write(t, "labels.csv", "id,label\n")}, err: "labels.csv"},
		{why: "unknown id", paths: []string{"newsroom", write(t, "labels.csv", "id,label\nnobody,1\n")}, err: "nobody"},
		{why: "unknown id, allowed", paths: []string{write(t, "c.jsonl", articles), write(t, "l.csv", "id,label\na,1\nb,1\nc,2\nnobody,1\n")},
			ids: corpus.IDPolicy{Unknown: "ignore"}, note: few},
		{why: "missing, allowed", paths: []string{write(t, "c.jsonl", articles), write(t, "l.csv", "id,label\na,1\n")},
			ids: corpus.IDPolicy{Missing: "singletons"}, note: few},
		{why: "three", paths: []string{"a", "b", "c"}, err: "3 files given"},
		{why: "judged pairs", paths: []string{write(t, "p.csv", "id_a,id_b,same\na,b,1\n")}, err: "judged pairs and no clusters"},
		{why: "judgements of others", paths: []string{"newsroom"}, o: Options{Judged: write(t, "p.csv", "id_a,id_b,same\na,b,1\n")},
			err: "none of its 1 answers is to a pair of articles"},
		{why: "no judgements", paths: []string{"newsroom"}, o: Options{Judged: write(t, "l.csv", "id,label\na,1\nb,2\n")},
			err: "no judged pairs"},
		{why: "no last run", paths: []string{"newsroom"}, o: Options{Last: "absent.csv"}, err: "absent.csv"},
		{why: "no such space", paths: []string{"newsroom"}, o: Options{Space: spec.Spec{Name: "tfidx"}}, err: "tfidf"},
	} {
		a, err := Files(t.Context(), c.paths, c.ids, c.o)
		if c.err != "" {
			assert.ErrorContains(t, err, c.err, c.why)
			continue
		}
		require.NoError(t, err, c.why)
		assert.Equal(t, c.note, a.Checks[1].Skipped, c.why)
	}
	a, err := Files(t.Context(), []string{write(t, "both.jsonl", articles)}, corpus.IDPolicy{}, only("copies"))
	require.NoError(t, err)
	require.Len(t, a.Findings, 1)
	assert.Equal(t, []string{"x", "y"}, []string{a.Findings[0].Sides[0].Cluster, a.Findings[0].Sides[1].Cluster})
	assert.True(t, math.IsNaN(median(nil)))
}

// Texts of any bytes have an audit, whose numbers are finite.
func FuzzMake(f *testing.F) {
	f.Add("Fire in Riga", "On 3 May a fire in Oslo killed 9.", "on 12 March in Riga", "en", "a.example")
	f.Add("\xff\xfe in \xc3", "à \xe2\x80", "cháy ở Huế", "vi", "\x00")
	f.Add("", " ", "日本語", "ja", "")
	f.Fuzz(func(t *testing.T, a, b, c, lang, source string) {
		texts := []string{a, b, c, a + " " + b, b + c, c, a}
		corpus, labels := news(t, lang)
		for i, s := range texts {
			corpus.Articles = append(corpus.Articles, articleOf(i, s, source))
			labels = append(labels, int32(i/4))
		}
		found := made(t, corpus, labels, Options{Workers: 1})
		_, err := json.Marshal(found)
		assert.NoError(t, err)
	})
}

func articleOf(i int, s, source string) corpus.Article {
	return corpus.Article{ID: fmt.Sprint(i), Title: s, Text: s + ". " + s, Source: source}
}

// Each check is in the table of the docs.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "judging.md"))
	require.NoError(t, err)
	for _, c := range Checks {
		assert.Contains(t, string(page), "`"+c.Name+"`")
		assert.NotEmpty(t, c.Title, c.Name)
		assert.NotEmpty(t, c.Doc, c.Name)
		assert.NotEmpty(t, c.Rule, c.Name)
	}
}
