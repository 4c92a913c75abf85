package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// names are the keys of the names of a text with bars between them.
func names(c *Casing, s string) string {
	var list []string
	for _, e := range c.Entities(s) {
		list = append(list, e.Key)
	}
	return strings.Join(list, " | ")
}

func TestEntities(t *testing.T) {
	for text, want := range map[string]string{
		// spans
		"He met Vitali Klitschko in Kyiv.":                       "vitali klitschko | kyiv",
		"a letter to Charles de Gaulle and Rafael van der Vaart": "charles de gaulle | rafael van der vaart",
		"the University of Michigan and the Bank of the West":    "university of michigan | bank of the west",
		"killed Osama bin Laden; Bashar al-Assad of Syria, " +
			"the Court of Human Rights": "osama bin laden | bashar al assad | syria | court of human rights",
		"the Organisation for the Prohibition of Chemical Weapons":    "organisation for the prohibition of chemical weapons",
		"with Jean-Claude Juncker, Kim Jong-un and Ban Ki-moon":       "jean claude juncker | kim jong un | ban ki moon",
		"the Saudi-led war, pro-Russian rebels, a U.S.-backed plan":   "saudi | russian | us",
		"by J. K. Rowling and George W. Bush, at AT&T, near St. Ives": "j k rowling | george w bush | at&t | st ives",
		"the U.S. Senate, the UK, U.N. envoys and the N.H.S. there":   "us senate | uk | un | nhs",
		"an attack on COVID-19, MH370 and a Galaxy S5":                "covid 19 | mh370 | galaxy s5",
		"it said Apple Inc. and Deutsche Bank AG fell":                "apple | deutsche bank",
		"by Martin Luther King Jr. and others":                        "martin luther king jr",
		"an iPhone by McDonald, says O'Neill at L'Oréal":              "iphone | mcdonald | o'neill | l'oreal",
		// endings
		"the Fed's Charles Plosser; Russia’s Putin":                         "fed | charles plosser | russia | putin",
		"he told CNN Tuesday, in May 2014, that Theresa May left in August": "cnn | theresa may",
		"in Paris, Texas (Reuters) and Rome/Milan":                          "paris | texas | reuters | rome | milan",
		// titles and offices
		"that Russian President Vladimir Putin, " +
			"Mr. Trump and Kyiv Mayor Vitali Klitschko": "russian | vladimir putin | trump | kyiv | vitali klitschko",
		"the Defense Secretary Chuck Hagel and the Prime Minister":    "chuck hagel",
		"says Prof Smith, Sen. John McCain and Lt. Col. Ralph Peters": "smith | john mccain | ralph peters",
		// what is no name
		"So I think I'm right, and I can't.":     "",
		"we saw The Hague and read The Guardian": "hague | guardian",
		"2024 12:30 $5m -- …":                    "",
		"北京大学发布 とうきょう ไทย العربية हिन्दी":        "",
		"": "",
		"“STOP!” he said. They stop, and NATO and a COP go; USD and Inc": "nato | cop",
		// diacritics
		"with Recep Tayyip Erdoğan in Łódź, near Ærø":           "recep tayyip erdogan | lodz | aero",
		"Cafe\u0301 goers met José E\u0301mile in A\u030alborg": "jose emile | alborg",
	} {
		assert.Equal(t, want, names(learned("en", text), text), text)
	}
}

// learned is a casing that has read the texts.
func learned(lang string, texts ...string) *Casing {
	c := NewCasing(lang)
	for _, s := range texts {
		c.Learn(s)
	}
	return c
}

func TestBeginningsAndHeadlines(t *testing.T) {
	body := "The minister met Putin and Sergei Lavrov of the White House staff in a Moscow street. " +
		"He told NATO that strikes on the bridge and the Kremlin went on. " +
		"It was a white wall. We met Marine Le Pen."
	c := learned("en", body)
	for text, want := range map[string]string{
		"Putin said no. Bridges fell. Bridge repairs began.":                     "putin",
		"Sergei Lavrov spoke. White walls stood. White House officials spoke.":   "sergei lavrov | white house",
		"Wagner troops left. Wagner Group troops left.":                          "wagner group",
		"NATO spoke. “Putin went,” he said: Strikes go on. In Moscow all spoke.": "nato | putin | moscow",
		"Putin Meets Sergei Lavrov in White House Over NATO Strikes":             "putin | sergei lavrov | white house | nato",
		"Bridge Strikes Kill Marine in Street":                                   "",
		"PUTIN MEETS SERGEI LAVROV IN MOSCOW STREET OVER NATO STRIKES":           "putin | sergei lavrov | moscow | nato",
		"Seven Russians and Putin left":                                          "russians | putin",
		"The Putin-Lavrov meeting; a Moscow-Kremlin line; Saint-Denis":           "putin | lavrov | moscow | kremlin | saint denis",
		"Putin\n\nNo more of it. Kremlin\nnews":                                  "putin | kremlin",
	} {
		assert.Equal(t, want, names(c, text), text)
	}
	assert.Empty(t, Entities("Putin Meets Merkel in Berlin", "en"), "case says nothing, and there is nothing to tell from")
	more := learned("en", "by Merkel in Berlin")
	more.Add(c)
	assert.Equal(t, "putin | merkel | berlin", names(more, "Putin Meets Merkel in Berlin"))
}

func TestEntitiesInOtherLanguages(t *testing.T) {
	for _, c := range [][3]string{
		{"vi", "Ông Nguyễn Tấn Dũng đến Hà Nội. Người dân ở Thủ đô nói. Các thủ tướng và một người, với thủ đô, nói với ông.",
			"nguyễn tấn dũng | hà nội"},
		{"fr", "Il a vu l’Europe, Jean d’Ormesson et L'Équipe à Saint-Étienne.", "europe | jean ormesson | equipe | saint etienne"},
		{"es", "El gobierno de Ciudad de México habló con José Luis Rodríguez.", "ciudad de mexico | jose luis rodriguez"},
		{"ru", "Президент Владимир Путин прибыл в Киев, а президент Обама нет.", "владимир путин | киев | обама"},
		{"de", "Angela Merkel sprach in Köln mit Herrn Müller.", "angela merkel | koln | herrn muller"},
		{"de", "Sie traf am Montag im März 2031 die Leitung der Deutschen Bank AG und von Apple Inc. vor dem Ort Sunday.",
			"leitung der deutschen bank | apple | ort sunday"},
		{"vi", "Các đảo Hoàng Sa và Trường Sa, với ông Vũ An và bà The Monday.", "hoàng sa | trường sa | vũ an | the monday"},
		{"fr", "Le groupe Danone SA et la chanteuse May Sunday avec An Pierlé.", "danone | may sunday | an pierle"},
		{"nl", "Hij zag Jan of Piet, en ook Unilever NV en Philips BV.", "jan | piet | unilever | philips"},
		{"pl", "Mówił o firmie Sunday Inc i o Bank of Czech.", "sunday inc | bank | czech"},
		{"", "xe met Sunday Inc and The Hague in May of Theresa.", "sunday inc | the hague | may | theresa"},
	} {
		var got []string
		for _, e := range Entities(c[1], c[0]) {
			got = append(got, e.Key)
		}
		assert.Equal(t, c[2], strings.Join(got, " | "), c[1])
	}
}

func TestHeadsAndPlaces(t *testing.T) {
	s := "He saw Mr. Vitali Klitschko's University of New Delhi, Dr. Jean-Claude Van Damme Jr., the U.S. and Ban Ki-moon."
	var got []string
	for _, e := range Entities(s, "en-GB") {
		got = append(got, s[e.From:e.To]+"/"+e.Head)
	}
	assert.Equal(t, []string{"Vitali Klitschko/klitschko", "University of New Delhi/university", "Jean-Claude Van Damme Jr/damme", "U.S./us",
		"Ban Ki-moon/ki moon"}, got)
}

// What is not seen, and how an apostrophe is written, makes no difference to names.
func TestNamesOfTypesetText(t *testing.T) {
	for _, s := range []string{
		"He met Volodymyr Zelensky’s aides in Łódź, Straßburg and St‑Denis.",
		"He met \u2068Volo\u00addymyr Zelen\u200bsky's\u2069 aides in \u200eŁo\u0301dz\u0301, Stra\u2060ßburg and St-Denis.",
	} {
		var keys, texts []string
		for _, e := range Entities(s, "en") {
			keys, texts = append(keys, e.Key), append(texts, s[e.From:e.To])
		}
		assert.Equal(t, []string{"volodymyr zelensky", "lodz", "strassburg", "st denis"}, keys, s)
		assert.Equal(t, Normal("Volodymyr Zelensky"), Normal(texts[0]))
		assert.False(t, strings.HasPrefix(texts[0], "\u2068"), "the place is that of the name alone")
	}
}

func checkEntities(t require.TestingT, s, lang string) {
	at := 0
	for _, e := range Entities(s, lang) {
		require.LessOrEqual(t, at, e.From)
		require.Less(t, e.From, e.To)
		require.LessOrEqual(t, e.To, len(s))
		require.NotEmpty(t, e.Head)
		require.Contains(t, e.Key, e.Head)
		require.Equal(t, Fold(e.Key), e.Key)
		require.Equal(t, e.Key, entityKey(e.Key, NewCasing(lang).lang), "a key is its own key")
		at = e.To
	}
}

func TestEntitiesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, lang := anyText().Draw(t, "text"), someLanguages.Draw(t, "lang")
		checkEntities(t, s, lang)
		// What two casings learned together is what one learns from both.
		other := anyText().Draw(t, "other")
		both, one, two := learned(lang, s, other), learned(lang, other), learned(lang, s)
		one.Add(two)
		require.Equal(t, both, one)
	})
}

func FuzzEntities(f *testing.F) {
	f.Add("Kyiv Mayor Vitali Klitschko's U.S.-backed “Plan”: Jean-Claude al-Assad COVID-19", "en")
	f.Add("l'Europe d’Orsay L'Équipe", "fr")
	f.Add("Thủ tướng Nguyễn Tấn Dũng\n\nHÀ NỘI HÀ NỘI HÀ NỘI", "vi")
	f.Add("Ab\xc3É O\xe2\x80Ö", "de") // bytes that are not UTF-8 between letters of one word
	f.Fuzz(func(t *testing.T, s, lang string) { checkEntities(t, s, lang) })
}
