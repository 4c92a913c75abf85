package summarize

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
)

func TestClause(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		"But it closed the old bridge.":  "But it closed the old bridge.",
		"He thanked his wife, who left.": "He thanked his wife, who left.",
		"de Blasio opened the new bridge over the river.":               "de Blasio opened the new bridge over the river.",
		"But iPhone sales fell by a fifth in the quarter.":              "iPhone sales fell by a fifth in the quarter.",
		"The county closed the old bridge, officials said.":             "The county closed the old bridge, officials said.",
		"U.S. - China talks broke down again on Tuesday night.":         "U.S. - China talks broke down again on Tuesday night.",
		"However, the county closed the old bridge on Tuesday.":         "The county closed the old bridge on Tuesday.",
		"The county closed the bridge (the oldest) on Tuesday.":         "The county closed the bridge on Tuesday.",
		"The bridge, which crosses the river, closed on Tuesday.":       "The bridge, which crosses the river, closed on Tuesday.",
		"The county closed the bridge (built in 1950) on Tuesday.":      "The county closed the bridge (built in 1950) on Tuesday.",
		"The county will not close the old bridge unless it rains.":     "The county will not close the old bridge unless it rains.",
		"The county closed the old bridge, which was built in 1950.":    "The county closed the old bridge, which was built in 1950.",
		"The county closed the old bridge, which crosses the river.":    "The county closed the old bridge.",
		"“The county closed the old bridge, which crosses the river.”":  "“The county closed the old bridge, which crosses the river.”",
		"NATO (the alliance) - or what is left of it - met on Tuesday.": "NATO - or what is left of it - met on Tuesday.",
		"A bomb struck the market in Berlin, which killed twelve people.": "A bomb struck the market in Berlin, which killed twelve " +
			"people.",
		"The county closed the old bridge, which cost 2.5 million, say engineers who know.": "The county closed the old bridge, which cost 2.5 " +
			"million, say engineers who know.",
	} {
		assert.Equal(t, want, clause(in, "en"), in)
		assert.Equal(t, want, clause(in, "en-GB"), in)
	}
	vi := "Nhưng cầu (xây năm 1950) bị đóng cửa hôm thứ ba."
	assert.Equal(t, vi, clause(vi, "vi"))
}

// A shortened key point has only words of its sentence, in their order, and no
// fewer than six, of all the sentences of a corpus of news.
func TestClausesOfNews(t *testing.T) {
	c, err := format.Open(context.Background(), "newsroom")
	require.NoError(t, err)
	shorter := 0
	for _, a := range c.Blind() {
		for _, s := range text.Sentences(a.Text, a.Lang) {
			short := clause(s, a.Lang)
			if short == s {
				continue
			}
			shorter++
			words := text.Words(short)
			assert.GreaterOrEqual(t, len(words), minClause, s)
			whole := text.Words(s)
			for _, w := range words {
				at := 0
				for at < len(whole) && whole[at] != w {
					at++
				}
				require.Less(t, at, len(whole), "%s\n%s", s, short)
				whole = whole[at+1:]
			}
		}
	}
	assert.Greater(t, shorter, 20)
}

func TestImage(t *testing.T) {
	articles := cluster4(t)
	articles[0].Image = &corpus.Image{URL: "cake"}
	assert.Equal(t, "central", page(t, "lead", articles).Image.URL)
	articles[1].Image = nil
	assert.Equal(t, "other", page(t, "lead", articles).Image.URL)
	articles[0].Image.Content = "Earthquake on the northern coast: rescue teams search"
	assert.Equal(t, "cake", page(t, "lead", articles).Image.URL, "its caption is closer to the articles than the other's article")
	articles[0].Image.Content = "A lemon cake with sugar"
	assert.Equal(t, "other", page(t, "lead", articles).Image.URL)
	assert.Equal(t, "cake", page(t, "lead", articles[:1]).Image.URL, "the only one")
}

// A caption that names whom the title names is preferred to one that is closer to the
// articles in other words.
func TestImageSharesNamesWithTheTitle(t *testing.T) {
	var articles []corpus.Article
	for _, caption := range []string{"The mayor opens the new bridge over the river after the flood", "Ilse Vantongel in Marrow Harbour",
		"Ilse Vantongel", ""} {
		articles = append(articles, corpus.Article{Lang: "en", Title: "Mayor Ilse Vantongel Opens the New Bridge in Marrow Harbour",
			Text:  "The mayor, Ilse Vantongel, opened the new bridge over the river in Marrow Harbour after the flood.",
			Image: &corpus.Image{URL: caption, Content: caption}})
	}
	assert.Equal(t, articles[1].Image, page(t, "lead", articles).Image, "four words of names")
	articles[1].Image.Content = "ilse vantongel in the harbour"
	assert.Equal(t, articles[2].Image, page(t, "lead", articles).Image)
	for i := range articles {
		articles[i].Title, articles[i].Text = strings.ToLower(articles[i].Title), strings.ToLower(articles[i].Text)
	}
	assert.Equal(t, articles[0].Image, page(t, "lead", articles).Image, "without names by its words")
}

// Mean cosine of a caption with the articles other than its own, by hand: rows are
// terms {0}, {1}, and the caption {1} of article 0.
func TestCaptions(t *testing.T) {
	c := &cluster{articles: []article{{caption: []int32{1}}, {}}, terms: [][]int32{{0}, {1}}, words: 2}
	assert.InDeltaSlice(t, []float64{1, 0}, c.captions(), 1e-12)
	c.articles[1].caption = []int32{1}
	c.articles[0].caption = nil
	assert.InDeltaSlice(t, []float64{0, 0}, c.captions(), 1e-12, "its own article does not count")
}

func TestOtherScripts(t *testing.T) {
	for lang, texts := range map[string][]string{
		"ru": {"Сильное землетрясение произошло в понедельник на севере страны. Спасатели ищут выживших под завалами домов.",
			"Землетрясение на севере страны унесло жизни двенадцати человек."},
		"ar": {"ضرب زلزال قوي الساحل الشمالي للبلاد يوم الاثنين. تبحث فرق الإنقاذ عن ناجين تحت الأنقاض.",
			"قتل الزلزال اثني عشر شخصا على الساحل الشمالي."},
		"hi": {"सोमवार को उत्तरी तट पर तेज भूकंप आया। बचाव दल मलबे में लोगों को खोज रहे हैं।", "उत्तरी तट पर भूकंप से बारह लोगों की मौत हुई।"},
		"zh": {"周一北部海岸发生强烈地震。救援队正在废墟中搜寻幸存者。", "北部海岸的地震造成十二人死亡。"},
		"vi": {"Một trận động đất mạnh xảy ra ở bờ biển phía bắc hôm thứ hai. Các đội cứu hộ đang tìm người sống sót dưới đống đổ nát.",
			"Trận động đất ở bờ biển phía bắc làm mười hai người chết."},
		"de": {"Ein starkes Erdbeben traf am Montag die Nordküste. Retter suchen unter Trümmern nach Überlebenden.",
			"Das Erdbeben an der Nordküste hat zwölf Menschen getötet."},
		"es": {"Un fuerte terremoto sacudió el lunes la costa norte. Los equipos de rescate buscan supervivientes entre los escombros.",
			"El terremoto en la costa norte mató a doce personas."},
	} {
		var articles []corpus.Article
		for _, s := range texts {
			articles = append(articles, corpus.Article{Text: s, Lang: lang})
		}
		for _, e := range Entries {
			s := e.Name
			if e.Name == "oracle" || e.Name == "llm" {
				continue
			}
			d := page(t, s, articles)
			assert.NotEmpty(t, d.Summary, "%s %s", s, lang)
			if s != "random" && s != "lead" {
				one := page(t, s+"(sentences=1)", articles)
				assert.NotEmpty(t, one.KeyPoints, "%s %s", s, lang)
			}
			for _, sentence := range d.Summary {
				assert.Contains(t, articles[sentence.Article].Text, sentence.Text)
			}
		}
	}
}

func TestAll(t *testing.T) {
	ctx := context.Background()
	name := func(i int) string { return fmt.Sprint("number ", i) }
	s := &Lead{Sentences: 1}
	list, err := All(ctx, s, 50, name, func(_ context.Context, i int) (corpus.Page, error) { return corpus.Page{Title: fmt.Sprint(i)}, nil })
	require.NoError(t, err)
	for i, d := range list {
		assert.Equal(t, fmt.Sprint(i), d.Title)
	}
	failed := errors.New("broken")
	_, err = All(ctx, s, 50, name, func(ctx context.Context, i int) (corpus.Page, error) {
		if i >= 7 {
			return corpus.Page{}, failed
		}
		return corpus.Page{}, ctx.Err()
	})
	assert.ErrorIs(t, err, failed)
	assert.Regexp(t, "^number [0-9]+: broken$", err)
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, err = All(ctx, s, 5, name, func(ctx context.Context, i int) (corpus.Page, error) { return corpus.Page{}, failed })
	assert.Equal(t, context.Canceled, err)
}

// Pages are the same however many are made at a time, by every summarizer.
func TestPagesDoNotDependOnProcessors(t *testing.T) {
	c, err := format.Open(context.Background(), "newsroom")
	require.NoError(t, err)
	groups := c.Gold().Members()
	pages := func(s Summarizer) ([]corpus.Page, error) {
		return All(context.Background(), s, len(groups), strconv.Itoa, func(ctx context.Context, n int) (corpus.Page, error) {
			return s.Summarize(ctx, chosen(c.Blind(), groups[n]))
		})
	}
	for _, e := range Entries {
		if e.Name == "oracle" || e.Name == "llm" {
			continue
		}
		m := summarizer(t, e.Name)
		list, err := pages(m)
		require.NoError(t, err)
		for _, d := range list {
			assert.NotEmpty(t, d.Title, e.Name)
			assert.NotEmpty(t, d.Summary, e.Name)
			assert.NotEmpty(t, d.KeyPoints, e.Name)
		}
		processors := runtime.GOMAXPROCS(1)
		again, err := pages(m)
		runtime.GOMAXPROCS(processors)
		require.NoError(t, err)
		assert.Equal(t, list, again, e.Name)
	}
	_, err = pages(summarizer(t, "oracle"))
	assert.ErrorContains(t, err, "0: oracle")
}

func TestEntries(t *testing.T) {
	names := map[string]bool{}
	for _, e := range Entries {
		assert.False(t, names[e.Name], e.Name)
		names[e.Name] = true
		assert.NotEmpty(t, e.Title, e.Name)
		assert.True(t, strings.HasSuffix(e.Doc, "."), e.Name)
		assert.NotEmpty(t, e.Cost, e.Name)
		assert.NotEmpty(t, e.Cite, e.Name)
	}
}
