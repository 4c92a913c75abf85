package corpus

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

var inLanguages = map[string][]string{
	"de": {
		"Der Stadtrat von Halmstedt hat am Montag beschlossen, die alte Brücke über den Fluss zu sperren, weil sie nicht mehr sicher ist.",
		"Nach dem Hochwasser wurden mehr als 1.500 Menschen in Turnhallen untergebracht, teilte die Feuerwehr am Abend mit.",
	},
	"fr": {
		"Le conseil municipal a décidé lundi de fermer le vieux pont sur la rivière, parce qu'il n'est plus assez sûr pour les camions.",
		"Après les inondations, plus de 1 500 personnes ont été logées dans des gymnases, ont annoncé les pompiers dans la soirée.",
	},
	"en": {
		"The town council decided on Monday to close the old bridge over the river because it is no longer safe for heavy traffic.",
		"More than 1,500 people were moved into sports halls after the flood, the fire brigade said in the evening.",
	},
	"ru": {"Городской совет решил в понедельник закрыть старый мост через реку, потому что он больше не безопасен для движения."},
	"ja": {"町議会は月曜日、老朽化した橋を通行止めにすることを決めた。"},
	"th": {"สภาเมืองมีมติเมื่อวันจันทร์ให้ปิดสะพานเก่าข้ามแม่น้ำ"},
}

func TestLanguage(t *testing.T) {
	c := &Corpus{}
	var want []string
	for _, lang := range sortedKeys(inLanguages) {
		for _, s := range inLanguages[lang] {
			c.Articles = append(c.Articles, Article{Text: s})
			want = append(want, lang)
		}
	}
	c.Articles = append(c.Articles, Article{Text: "1 2 3"}, Article{},
		Article{Lang: "EN-us", Text: inLanguages["de"][0]}, Article{Lang: "Deutsch"})
	want = append(want, "", "", "en", "de")
	for i := range c.Articles {
		assert.Equal(t, want[i], c.Language(i), c.Articles[i].Text)
	}
	notes := c.LanguageNotes()
	assert.Len(t, notes, 2)
	assert.Equal(t, "language found by content: de 2, en 2, fr 2, ja 1, ru 1, th 1; give articles the field lang to decide", notes[0].Message)
	assert.Equal(t, "articles of unknown language: 1; no stop words, stems or number words are used for them; "+
		"give them the field lang to decide",
		notes[1].Message)
	assert.Equal(t, []int{9, 1}, []int{notes[0].Count, notes[1].Count})
	var noted []Fault
	again := *c
	again.languages = nil
	again.NoteLanguages(func(f Fault) { noted = append(noted, f) })
	again.LanguageNotes()
	again.Language(1)
	again.Language(0)
	assert.Equal(t, notes, noted, "once")
	for i, a := range c.Blind() {
		assert.Equal(t, want[i], a.Lang)
	}
	assert.Empty(t, c.Articles[0].Lang, "what was found is not written")

	c.Card.Lang = "pt_BR"
	assert.Equal(t, "pt", c.Language(0), "the card decides")
	part := *c
	part.Card.Lang, part.Articles = "", c.Articles[2:]
	assert.Equal(t, "en", part.Language(0), "another slice is read again")
}

// The language of headlines is not certain by itself, but together it is.
func TestLanguageOfHeadlines(t *testing.T) {
	c := &Corpus{}
	for range 3 {
		for _, s := range []string{
			"Brücke gesperrt", "Feuer in Lagerhalle", "Regierung plant neue Steuer auf Kerosin", "Streik legt Nahverkehr lahm",
			"Mehr Geld für Schulen",
			"Zoo freut sich über Nachwuchs bei den Elefanten", "Kanzlerin trifft Wirtschaft", "Bahn erhöht die Preise im Fernverkehr",
		} {
			c.Articles = append(c.Articles, Article{Title: s})
		}
	}
	for i := range c.Articles {
		assert.Equal(t, "de", c.Language(i), c.Articles[i].Title)
	}
}

// In a corpus of two languages headlines have that of their own or none.
func TestLanguageOfMixedHeadlines(t *testing.T) {
	german := strings.Split("Brücke gesperrt|Feuer in Lagerhalle|Regierung plant neue Steuer auf Kerosin|Streik legt Nahverkehr lahm|"+
		"Mehr Geld für Schulen|Zoo freut sich über Nachwuchs|Kanzlerin trifft Wirtschaft|Bahn erhöht die Preise|Hochwasser in Sachsen|"+
		"Polizei sucht Zeugen nach Unfall", "|")
	english := strings.Split("Bridge closed|Fire in warehouse|Government plans new tax on kerosene|Strike halts local trains|"+
		"More money for schools|Zoo welcomes baby elephants|Chancellor meets industry leaders|Railway raises its "+
		"fares|Flood warning in the north|"+
		"Police look for witnesses after crash", "|")
	for _, times := range [][2]int{{3, 1}, {2, 2}, {1, 3}} {
		c := &Corpus{}
		for range times[0] {
			for _, s := range german {
				c.Articles = append(c.Articles, Article{Title: s})
			}
		}
		for range times[1] {
			for _, s := range english {
				c.Articles = append(c.Articles, Article{Title: s})
			}
		}
		for i := range c.Articles {
			own := "de"
			if i >= times[0]*len(german) {
				own = "en"
			}
			assert.Contains(t, []string{"", own}, c.Language(i), "%v: %s", times, c.Articles[i].Title)
		}
		// The same in turns.
		slices.SortStableFunc(c.Articles, func(a, b Article) int { return len(a.Title) - len(b.Title) })
		mixed := &Corpus{Articles: c.Articles}
		for i, a := range mixed.Articles {
			own := "en"
			if slices.Contains(german, a.Title) {
				own = "de"
			}
			assert.Contains(t, []string{"", own}, mixed.Language(i), "%v: %s", times, a.Title)
		}
	}
}

// A declaration that is not understood is told, and not used.
func TestMisdeclaredLanguages(t *testing.T) {
	c := &Corpus{Card: Card{Lang: "fr"}}
	for i, lang := range []string{"en", "und", "xx", " Klingon ", "english (US)", "xx", ""} {
		c.Articles = append(c.Articles, Article{ID: string(rune('a' + i)), Lang: lang, Text: inLanguages["de"][0], Pos: Pos{"a.jsonl", i + 1}})
	}
	var list []string
	for i := range c.Articles {
		list = append(list, c.Language(i))
	}
	assert.Equal(t, []string{"en", "fr", "de", "de", "en", "de", "fr"}, list)
	want := `a.jsonl:3: declared languages that are not understood: "xx" 2, "Klingon" 1 (of 7 articles), first in article c: correct ` +
		`lang, of the articles or of the card, to a code such as en or pt-BR, or leave it out to have it found by content`
	found := 0
	for _, f := range c.Check() {
		if f.Kind == UnknownLanguage {
			found++
			assert.Equal(t, want, f.Error())
			assert.Equal(t, 3, f.Count)
			assert.Equal(t, Warning, f.Severity)
		}
	}
	assert.Equal(t, 1, found)
	assert.Equal(t, want, c.LanguageNotes()[0].Error())

	c.Card.Lang = "Elvish"
	assert.Contains(t, c.LanguageNotes()[0].Message, `"Elvish" 2, "xx" 2, "Klingon" 1 (of 7 articles), first in article b`)
	assert.Equal(t, "de", c.Language(6))
	c.Card.Lang = ""
	for i := range c.Articles {
		c.Articles[i].Lang = "q-" + string(rune('a'+i))
	}
	assert.Contains(t, c.LanguageNotes()[0].Message, `"q-e" 1, 2 others (of 7 articles)`)
	c.Articles = append(c.Articles, Article{Lang: "zz"})
	assert.NotContains(t, c.LanguageNotes()[0].Message, `"zz"`, "there is nothing to read")
}

// A few articles in another language are found in a large corpus as well.
func TestFewForeignArticlesAreFound(t *testing.T) {
	c := &Corpus{}
	for i := range 2*detectedEach + 100 {
		lang := "en"
		if i%301 == 7 {
			lang = "de"
		}
		c.Articles = append(c.Articles, Article{Text: inLanguages[lang][i%2] + " " + inLanguages[lang][1-i%2]})
	}
	for i := range c.Articles {
		want := "en"
		if i%301 == 7 {
			want = "de"
		}
		assert.Equal(t, want, c.Language(i), i)
	}
}
