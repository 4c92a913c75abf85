package counts

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/text"
)

// written are the counts of a text as number, sign of the bounds, and what is counted.
func written(s, lang string) (list []string) {
	for _, m := range Read(0, s, lang) {
		sign := map[bool]string{true: "", false: "~"}[m.Low == m.High]
		if m.High > m.Number*2 {
			sign = "+"
		} else if m.Low == 0 {
			sign = "-"
		}
		list = append(list, text.Number{Low: m.Number, High: m.Number}.Key()+sign+" "+m.Counted())
	}
	return list
}

func TestRead(t *testing.T) {
	for s, want := range map[string]string{
		"A dam burst killed at least nine people and left 40 injured.":    "9+ dead, 40 injured",
		"Toll of the dam burst rises from 17 to 21":                       "21 dead",
		"Bringing the number of people killed in the dam burst to 22":     "22 dead",
		"A bomb in Riga killed up to 36 people.":                          "36- dead",
		"Dam burst toll up to 24":                                         "24 dead",
		"Dam burst toll in Riga up to 23":                                 "23 dead",
		"The toll of the dam burst is up from 17, an official said.":      "",
		"Dam burst: death toll lowered to 18":                             "18 dead",
		"A blast has cost four lives, and vaccines save 12 lives a year.": "4 dead",
		"The list of missing had stood at 38 on Monday.":                  "",
		"Six are still missing, more than 1,200 have been evacuated.":     "6 missing, 1200+ evacuated",
		"Police now speak of 17 arrests instead of the eleven reported.":  "17 arrested",
		"As many as 300 villagers died.":                                  "300- dead:villagers",
		"Some 160 people were hurt, 22 seriously.":                        "160~ injured",
		"A man of 57 was detained, a man aged 61 died.":                   "",
		"Between 20 and 30 people died, or 20 to 30.":                     "",
		"He was one of 14 people arrested.":                               "",
		"Driver among three missing after the dam burst":                  "3 missing",
		"Nine people died, among them 3 children.":                        "9 dead",
		"The court passed 529 death sentences, and sent 72 to death.":     "",
		"Roads kill 12 people a day, or 38.1 deaths per 100,000.":         "",
		"Last year 40 people died, 60 died in 2019.":                      "",
	} {
		assert.Equal(t, want, strings.Join(written(s, "en"), ", "), s)
	}
}

func TestReadLanguages(t *testing.T) {
	for s, want := range map[string]string{
		"de: Bei dem Dammbruch wurden mindestens neun Menschen getötet, rund 40 verletzt.":     "9+ dead, 40~ injured",
		"de: Zahl der Toten nach dem Dammbruch steigt auf 21":                                  "21 dead",
		"de: Zunächst war von neun Toten die Rede.":                                            "",
		"de: Ein 63 Jahre alter Mann wurde festgenommen, darunter 3 Kinder getötet.":           "",
		"fr: Au moins neuf morts, 1.200 personnes évacuées.":                                   "9+ dead, 1200 evacuated",
		"fr: Plus de 30 personnes ont été tuées, dont 3 enfants.":                              "30+ dead",
		"es: Al menos nueve personas murieron y 40 resultaron heridas.":                        "9+ dead, 40 injured",
		"es: Asciende a 21 el número de muertos por la rotura de la presa":                     "21 dead",
		"it: Almeno nove morti e 40 feriti nel crollo della diga.":                             "9+ dead, 40 injured",
		"pt: Sobe para 21 o número de mortos; cerca de 30 pessoas estão desaparecidas.":        "21 dead, 30~ missing",
		"nl: Zeker negen doden en 40 gewonden door dambreuk":                                   "9+ dead, 40 injured",
		"nl: Het wachten is tot 21 mensen terug zijn.":                                         "",
		"ru: Число погибших при прорыве дамбы выросло с 17 до 21, не менее 40 человек ранены.": "21 dead, 40+ injured",
		"vi: Vỡ đập làm ít nhất 9 người thiệt mạng, 40 người bị thương.":                       "9+ dead, 40 injured",
		"fi: At least 9 people died.":                                                          "9+ dead",
	} {
		lang, sentence, _ := strings.Cut(s, ": ")
		assert.Equal(t, want, strings.Join(written(sentence, lang), ", "), s)
	}
}

// Sentences that name no outcome are not read; none of them has a mention.
func TestSentencesWithoutOutcomes(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"12", "twelve", "ｄｅａｄ", "dead", "Dead", "dead's", "killed", "-", "12dead", "13-dead", "killed:14", " ", " ", " ", ", ", "people",
		"bridge", "mất tích", "chết", "che\u0302\u0301t", "12 %", "wounded_3", "dead.3", "de\u00adad", "12th", "km", "the", "—",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 1, 12).Draw(t, "pieces"), "")
		for _, lang := range []string{"en", "vi", ""} {
			l := words(lang)
			for i, found := 0, text.Numbers(s, lang); i < len(found); i++ {
				if m, ok := l.mention(s, found, i); ok {
					assert.True(t, l.namesOutcome(s), "%q counts %s", s, m.Counted())
				}
			}
		}
	})
	assert.False(t, words("en").namesOutcome("The deadline is 12 May."))
	assert.True(t, words("en").namesOutcome("12dead"))
}
