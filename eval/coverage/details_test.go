package coverage

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
)

func taught(texts ...string) *text.Casing {
	c := text.NewCasing("en")
	for _, s := range texts {
		c.Learn(s)
	}
	return c
}

func TestFacts(t *testing.T) {
	for _, c := range []struct {
		kind     *kind
		what, by string
		want     bool
	}{
		{&names, "Then Donald Trump spoke.", "Then Trump spoke.", true},
		{&names, "Then Zelenskyy spoke.", "Then Volodymyr Zelensky spoke.", true},
		{&names, "Then Donald Trump spoke.", "Then Melania Trump spoke.", false},
		{&numbers, "It killed 12 people.", "Twelve dead were found.", true},
		{&numbers, "It cost $12.", "It killed 12 people.", false},
		{&numbers, "It cost $12.", "It cost 12 dollars.", true},
		{&numbers, "It killed 10-12 people.", "It killed 12 people.", false},
		{&quotes, "He is “not happy” at all.", "Trump, not happy, left.", true},
		{&quotes, "He is “not happy” at all.", "Trump is not very happy.", false},
	} {
		casing := taught(c.what, c.by)
		details := c.kind.of(c.what, casing, "en")
		require.NotEmpty(t, details, c.what)
		by := c.kind.read(c.by, casing, "en")
		assert.Equal(t, c.want, by.has(&details[0]), "%s: %s / %s", c.kind.name, c.what, c.by)
	}
	assert.Empty(t, quotesOf("“STOP!”", nil, "en"), "one word is no quotation")
}

func TestSharedFacts(t *testing.T) {
	texts := []string{"It killed 12 people and 12 dogs.", "In all 12 died, 70 were hurt.", "Police count 70 hurt, 12 dead and 3 fires."}
	details := numbers.shared(texts, nil, "en")
	got := map[string]int{}
	for _, f := range details {
		got[f.group] = f.weight
	}
	assert.Equal(t, map[string]int{"12": 3, "70": 2}, got)

	page := numbers.read("There are 12 dead.", nil, "en")
	assert.Equal(t, 3.0/5, recall(&page, details))
	assert.Equal(t, 1.0/2, recall(&page, distinct(details)), "without weights")
	assert.True(t, math.IsNaN(recall(&page, nil)))
}

func TestUnsupportedNumbers(t *testing.T) {
	unsupported, all := UnsupportedNumbers("It killed 12 people, hurt 90 and cost $3 million. In all 12 died.",
		[]string{"Twelve people died.", "It cost 3 million euros and hurt 90."}, "en")
	assert.Equal(t, []string{"$3 million"}, unsupported)
	assert.Equal(t, 3, all)
}

// What a text tells it has, and more text never tells less.
func TestFactProperties(t *testing.T) {
	part := rapid.SampledFrom([]string{"Then Donald Trump met Vladimir Putin in Riga.", "It cost $12 million.",
		"He was “not happy” there.", "Some 70 people fled.", "Nothing came."})
	rapid.Check(t, func(t *rapid.T) {
		a := strings.Join(rapid.SliceOfN(part, 1, 4).Draw(t, "a"), " ")
		b := strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "b"), " ")
		casing := taught(a, b)
		for _, k := range []*kind{&names, &numbers, &quotes} {
			details := distinct(k.of(a, casing, "en"))
			own, one, more := k.read(a, casing, "en"), k.read(b, casing, "en"), k.read(b+" "+a, casing, "en")
			for i := range details {
				assert.True(t, own.has(&details[i]) && more.has(&details[i]))
			}
			if len(details) > 0 {
				assert.LessOrEqual(t, recall(&one, details), recall(&more, details))
			}
		}
	})
}

func TestNovelty(t *testing.T) {
	summary := rouge.Tokens("a b c d")
	assert.Equal(t, 1.0/3, Novelty(2, summary, [][]string{rouge.Tokens("a b c"), rouge.Tokens("d a")}), "c d is new")
	assert.Zero(t, Novelty(1, summary, [][]string{rouge.Tokens("d c b a")}))
	assert.Equal(t, 1.0, Novelty(4, summary, nil))
	assert.True(t, math.IsNaN(Novelty(5, summary, nil)))
}

func TestRedundancy(t *testing.T) {
	sentences := []string{"The mayor opened the bridge.", "Snow fell.", "The bridge, opened in rain, collapsed."}
	assert.Equal(t, (0+2.0/4)/2, Redundancy(sentences, "en"), "bridge and open, of bridge, open, rain, collaps")
	assert.Equal(t, 1.0, Redundancy([]string{"Snow fell.", "Snow fell."}, "en"))
	assert.True(t, math.IsNaN(Redundancy(sentences[:1], "en")))
}

func TestFactMetrics(t *testing.T) {
	c := threeStories()
	c.Articles[1].Text = "The earthquake on the northern coast killed 12 people and hurt 30."
	c.Articles[0].Text = quake + " It killed 12 people."
	c.Stories[0].Summary = "It killed 12 people and hurt 40."
	gold := corpus.Labels{0, 0, 1, 1, 2}
	for text, want := range map[string]float64{
		"numbers.recall(summarizer=lead(sentences=4))":                (1.0/2 + 1) / 2, // three eggs and 40 minutes in full
		"numbers.recall(against=shared,summarizer=lead(sentences=4))": 1,
		"numbers.precision(summarizer=lead(sentences=4))":             1,
		"numbers.precision(summarizer=gold)":                          1.0 / 2,
	} {
		assert.InDelta(t, want, value(t, text, c, gold), 1e-15, text)
	}
	_, err := score(t, "quotes.recall(summarizer=gold)", c, gold)
	assert.ErrorContains(t, err, "against=shared")
	assert.Equal(t, 0.0, value(t, "extractive.novelty(summarizer=lead(sentences=1))", c, gold))
}

// The seed's gold page against its articles.
func TestSeedFacts(t *testing.T) {
	c := seed(t)
	for text, want := range map[string]float64{
		"keypoints.recall(summarizer=gold)":               .5771,
		"keypoints.precision(summarizer=gold)":            .5562,
		"entities.recall(against=shared,summarizer=gold)": .6961,
		"numbers.recall(against=shared,summarizer=gold)":  0, // 12, 90: it says dozens
		"quotes.recall(against=shared,summarizer=gold)":   0, // not happy; Vladimir, STOP!
		"extractive.novelty(summarizer=gold)":             .2024,
		"redundancy(summarizer=gold)":                     .1882,
	} {
		v, err := score(t, text, c, make(corpus.Labels, 11))
		require.NoError(t, err)
		assert.InDelta(t, want, v.Value, .0005, text)
	}
}

func BenchmarkCoverKeyPoints10x20Sentences(b *testing.B) {
	var points, sentences []string
	for i := range 10 {
		points = append(points, strings.Join(made(1000 + i)[:12], " "))
	}
	for i := range 20 {
		sentences = append(sentences, strings.Join(made(2000 + i)[:25], " "))
	}
	b.ReportAllocs()
	for b.Loop() {
		CoverKeyPoints(points, sentences, "en")
	}
}
