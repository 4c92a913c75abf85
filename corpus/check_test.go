package corpus

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kindsOf returns the first fault of each kind.
func kindsOf(c *Corpus) map[FaultKind]Fault {
	kinds := map[FaultKind]Fault{}
	for _, f := range c.Check() {
		if _, ok := kinds[f.Kind]; !ok {
			kinds[f.Kind] = f
		}
	}
	return kinds
}

func TestMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"Smith &amp; Sons":       "&amp;",
		"the mayor&rsquo;s plan": "&rsquo;",
		"it&#8217;s late":        "&#8217;",
		"it&#x2019;s late":       "&#x2019;",
		"Smith & Sons; others":   "",
		"AT&T; others":           "",
		"query a&b;c":            "",
		"<p>First.</p>":          "<p>",
		"one<br/>two":            "<br/>",
		"one<BR>two":             "<BR>",
		`see <a href="https://news.example/1">it`: `<a href="https://news.example/1">`,
		"<!-- ad -->":           "<!--",
		"a < b and b > c":       "",
		"<Name withheld> wrote": "",
		"<3 hearts>":            "",
		"plain text with ; and & and < and > only": "",
	} {
		assert.Equal(t, want, markup(text), text)
	}
}

func TestMojibake(t *testing.T) {
	for text, found := range map[string]bool{
		"cafÃ© in GenÃ¨ve":                  true,
		"the mayorâ€™s plan":                true,
		"the mayor\u00e2\u0080\u0099s plan": true, // Latin-1
		"a â€œquoteâ€\u009d":                true,
		"price: Â£5":                        true,
		"5Â\u00a0km":                        true,
		"ÐŸÑ€Ð¸Ð²ÐµÑ‚":                      true,
		"Å�Ã³dÅº":                           true,
		"Ä‡ma":                              true,
		"æ—¥æœ¬èªž":                         true,
		"smile ðŸ˜€":                        true,
		"×©×\u009c×\u0095×\u009d":           true,
		"РџСЂРёРІРµС‚, мир":                 true,
		"the mayor‚Äôs plan":                true,
		"caf\ufffd":                         true,
		"锟斤拷":                               true,
		"café in Genève, “quoted” – l’été… »":  false,
		"die SPÖ“ und die FPÖ‘, ja SPÖ– nein":  false,
		"“BOM DIA, AMANHÔ IRMû":                false,
		"le CAFÉ’S, “…le café’” «CAFÉ»":        false,
		"Привет, мир: СССР» «Рёбра» Рік Сім'я": false,
		"日本語のテキスト 한국어 ข้อความ":                 false,
		"2×½ = 1; 20 °C; £5; 10 €":             false,
		"Ægir å Ålesund ø, Łódź, İstanbul’da":  false,
		"Maß”, Spaß“":                          false,
		"plain":                                false,
	} {
		assert.Equal(t, found, mojibake(text) != "", "%s: %q", text, mojibake(text))
	}
}

// texts are the beginnings of articles, by language.
var texts = map[string]string{
	"en": "The council of the town said on Monday that it would not pay for the new bridge, which was planned for this year, and that " +
		"the money had been given to the schools.",
	"de": "Der Rat der Stadt hat am Montag erklärt, dass er die neue Brücke nicht bezahlen wird, die für das Jahr geplant war, und " +
		"das Geld den Schulen zukommen soll, wie es auch ein Sprecher sagte.",
	"fr": "Le conseil de la ville a déclaré lundi que les travaux sur le pont ne seront pas payés cette année, et que les fonds ont été " +
		"versés pour les écoles, dans une annonce avec le maire.",
	"es": "El consejo de la ciudad dijo el lunes que no pagará las obras del puente, que fue planeado para este año, y que los fondos " +
		"son para las escuelas, como una nota sobre el caso decía.",
	"ru": "Городской совет заявил в понедельник, что не будет платить за новый мост, который планировали построить.",
	"ja": "市議会は月曜日、今年計画されていた新しい橋の費用を支払わないと発表した。",
	"zh": "市议会周一表示,今年不会支付计划中的新桥费用,并将这笔资金拨给全市各所学校使用。",
	"el": "Το δημοτικό συμβούλιο ανακοίνωσε τη Δευτέρα ότι δεν θα πληρώσει τη νέα γέφυρα.",
	"sr": "Градско веће је у понедељак саопштило да неће платити нови мост који је планиран.",
}

func TestWrongLanguage(t *testing.T) {
	c := &Corpus{Card: Card{Lang: "en"}}
	for i, lang := range []string{"en", "de", "de", "ru"} {
		c.Articles = append(c.Articles, Article{ID: fmt.Sprint(i), Text: texts[lang], Pos: Pos{"a.jsonl", i + 1}})
	}
	c.Articles = append(c.Articles, Article{ID: "x", Text: texts["fr"], Lang: "fr"})
	var list []string
	for _, f := range c.Check() {
		if f.Kind == WrongLanguage {
			list = append(list, fmt.Sprint(f.Count, f.Error()))
		}
	}
	require.Len(t, list, 2)
	assert.Contains(t, list[0], `2a.jsonl:2: 2 of 5 articles are said to be "en" and look like de, the first is 1`)
	assert.Contains(t, list[1], `1a.jsonl:4: 1 of 5 articles are said to be "en" and look like Cyrillic letters`)
}

func TestCopies(t *testing.T) {
	long := strings.Repeat("All of these words are of one agency. ", 5)
	c := &Corpus{Articles: []Article{
		{ID: "1", Title: "One headline", Text: long, Story: "s", URL: "https://a.example/1"},
		{ID: "2", Title: "Another headline", Text: long, Story: "s", URL: "https://b.example/1"},
		{ID: "3", Title: "Third", Text: long, Story: "other", URL: "https://a.example/1"},
		{ID: "4", Title: "Number 4", Text: "words here"}, {ID: "5", Title: "Number 5", Text: "words here"},
		{ID: "6", Title: "A headline without any text"}, {ID: "7", Title: "A headline without any text"},
	}}
	var list []string
	for _, f := range c.Check() {
		if f.Kind == DuplicateText || f.Kind == DuplicateURL || f.Kind == SharedText {
			list = append(list, f.Severity.String()+" "+f.Message)
		}
	}
	assert.Equal(t, []string{
		"note article 2 has the text of article 1: keep one of them, unless copies are wanted",
		"warning article 3 has the address of article 1 (https://a.example/1): keep one of them, if they are one page",
		"warning article 3 (story other) has the text of article 1 (story s): keep one of them, or one story",
		"note article 7 has the text of article 6: keep one of them, unless copies are wanted",
	}, list)
}

func TestUnlikelyDates(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	c := &Corpus{}
	for i, date := range []string{"2026-05-31", "2026-06-02", "2031-03-11T07:42:00Z", "1970-01-21", "", "1990-01-01"} {
		m, err := ParseMoment(date)
		require.NoError(t, err)
		c.Articles = append(c.Articles, Article{ID: fmt.Sprint(i), Published: m, Pos: Pos{"a.jsonl", i + 1}})
	}
	k := checker{now: now}
	k.dates(c)
	require.Len(t, k.faults, 2)
	assert.Equal(t, FutureDate, k.faults[0].Kind)
	assert.Contains(t, k.faults[0].Error(), "a.jsonl:3: 1 of 6 articles were published in the future, the first is 2 (2031-03-11T07:42:00Z)")
	assert.Equal(t, OldDate, k.faults[1].Kind)
	assert.Contains(t, k.faults[1].Error(), "a.jsonl:4: 1 of 6 articles were published before 1990, the first is 3 (1970-01-21)")

	c.Card.Extra = map[string]json.RawMessage{"fiction": json.RawMessage("true")}
	k = checker{now: now}
	k.dates(c)
	assert.Len(t, k.faults, 1, "fiction may be of the future")
}

func TestWordsForNoStory(t *testing.T) {
	for _, word := range []string{"-1", "-1.0", "-1.00e+00", "-2", "nan", "NaN", "None", "null", "NA", "N/A", "<NA>", " ", "noise",
		"Outlier"} {
		assert.True(t, wordForNone(word), word)
	}
	for _, word := range []string{"1", "0", "-7", "nantes", "nana", "s-1", "storm"} {
		assert.False(t, wordForNone(word), word)
	}
	c := &Corpus{}
	for i, story := range []string{"x", "x", "nan", "nan", "nan"} {
		c.Articles = append(c.Articles, Article{ID: fmt.Sprint(i), Title: "t", Story: story, Pos: Pos{"a.jsonl", i + 1}})
	}
	c.AddMissingStories()
	f := kindsOf(c)[NoiseWord]
	assert.Equal(t, 3, f.Count)
	assert.Contains(t, f.Error(), `a.jsonl:3: 3 articles have the story "nan", a word for no story`)
}

// A corpus of numbers has nothing that the checks of texts are about: a line for each kind
// is all that it gets.
func TestNumericCorpus(t *testing.T) {
	c := &Corpus{Card: Card{Name: "points"}}
	for i := range 500 {
		c.Articles = append(c.Articles, Article{ID: fmt.Sprint(i), Story: fmt.Sprint(i % 7), Pos: Pos{"p.csv", i + 2},
			Extra: map[string]json.RawMessage{"x": nil, "y": nil}})
	}
	c.AddMissingStories()
	faults := c.Check()
	assert.LessOrEqual(t, len(faults), 3)
	f := kindsOf(c)[NoText]
	assert.Equal(t, 500, f.Count)
	assert.Contains(t, f.Error(), `no article of points has a title or a text: the fields "title" and "text" were looked for, `+
		`and the articles have ["x" "y"] besides`)
	assert.Len(t, NewCheckReport(c, faults).Kinds, len(faults))
}

func TestCheckTexts(t *testing.T) {
	c := &Corpus{}
	assert.NoError(t, c.CheckTexts(), "no articles")
	c.Articles = []Article{{ID: "1"}, {ID: "2", Title: " \t", Text: "\n"}}
	assert.Error(t, c.CheckTexts())
	c.Articles[1].Title = "A headline is enough"
	assert.NoError(t, c.CheckTexts())
}

func TestEffects(t *testing.T) {
	for _, k := range []FaultKind{BadSyntax, BadEncoding, BadDate, MissingID, DuplicateID, AbsentArticles, Contradiction, StoryOfOne,
		SharedText, DuplicateText, DuplicateURL, NoText, Mojibake, Markup, WrongLanguage, UnknownLanguage, BadCount, Unlabelled, NoiseWord,
		MissingField, MidnightTimes, FutureDate, OldDate, Decision} {
		assert.NotEmpty(t, k.Effect(), k)
	}
}
