package summarize

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
)

func TestAlone(t *testing.T) {
	known := func(word string) bool { return word == "vass" || word == "lind" }
	for lang, sentences := range map[string]map[string]bool{
		"en": {
			"Nine people were killed in Brannoc.":                                true,
			"Nine were killed in the village of Ulm Ford.":                       true,
			"Vass said he would not resign over the toll.":                       true,
			"Mayor Edda Kolm said she had called the families.":                  true,
			"The company said it would appeal the ruling.":                       true,
			"Some residents returned to their houses on Friday.":                 true,
			"The US Senate will vote on the treaty next week.":                   true,
			"This week the bank cut its rate by a quarter point.":                true,
			"“We will rebuild the school,” Edda Kolm told reporters in Brannoc.": true,
			"He would not resign over the toll.":                                 false,
			"It was the second quake this year in the valley.":                   false,
			"Their houses had been built after the war.":                         false,
			"Two say that the mayor had left by then.":                           false,
			"One, a retired locksmith, lost his house.":                          false,
			"Most of them were asleep at the time of the quake.":                 false,
			"The latter was found in a cellar on Mill Lane.":                     false,
			"Police said he was armed with a knife at the time.":                 false,
			"When they arrived, the building was on fire.":                       false,
			"In Ostmoor, that sum was reached in February.":                      false,
			"Vass blamed the council for that failure of the pumps.":             false,
			"Until then, Ostmoor had seen no flood in the valley.":               false,
			"I have never seen so many people in one street.":                    false,
			"What will become of the old quarter?":                               false,
			"the bridge was closed on Monday evening.":                           false,
			"The bridge was closed on Monday as a caravan of…":                   false,
			"“It is over. We lost.” That was all that Lind had to say, he said":  false,
			"The bridge “was closed on Monday evening.":                          false,
			"Read more: the bridge that nobody wanted to close.":                 false,
			"FILE - In this March photo the bridge is closed.":                   false,
			"Pell v. Municipal Electoral Board.":                                 false,
			"Envelopes without a dated postmark.":                                false,
		},
		"de": {"Er trat am Montag zurück, sagte Lind.": false, "Der Minister trat am Montag zurück.": true},
		"es": {"Ella dimitió el lunes por la noche.": false, "La ministra dimitió el lunes por la noche.": true},
		"fr": {"Elle a démissionné lundi soir.": false, "La ministre a démissionné lundi soir.": true},
		"zh": {"周一北部海岸发生强烈地震。": true},
		"ar": {"ضرب زلزال قوي الساحل الشمالي للبلاد يوم الاثنين.": true},
	} {
		for s, want := range sentences {
			assert.Equal(t, want, alone(s, lang, known), s)
		}
	}
}

func TestVariants(t *testing.T) {
	for _, c := range [][2]string{
		{"The mayor, who took office in January after a recount, said on Monday that the bridge would stay closed.",
			"The mayor said on Monday that the bridge would stay closed."},
		{"Crews cleared the road on Friday, letting lorries reach the port for the first time in a week.",
			"Crews cleared the road on Friday."},
		{"On Tuesday, the council voted to close the old bridge over the river.",
			"The council voted to close the old bridge over the river."},
		{"The council voted to close the bridge, but the mayor refused to sign the order.",
			"The mayor refused to sign the order."},
		{"Dealers will replace the front hoses; the recall covered vans that were built last year.",
			"Dealers will replace the front hoses."},
		{"The council voted to close the bridge after an engineer had found cracks in it.",
			"The council voted to close the bridge."},
		{"Work on the dam was halted, the county's water office said on Monday.", "Work on the dam was halted."},
		{"Nobody has seen the ship in years, The Merrow Log reported.", "Nobody has seen the ship in years."},
		{"Edda Kolm, head of the water office, said that work on the dam would go on.", "Edda Kolm said that work on the dam would go on."},
		{"In Corrin, the third town by size, the council closed the old bridge.", "The council closed the old bridge."},
		{"While crews cleared the road, the council voted to close the old bridge.", "The council voted to close the old bridge."},
		{"Crews cleared the main road to the port as divers searched the wreck.", "Crews cleared the main road to the port."},
		{"The council approved a costly plan requiring owners to mend their roofs within the year.", "The council approved a costly plan."},
		{"The act has passed the upper house and gives $1,400 to every owner of a wreck.", "The act has passed the upper house."},
		{"Kolm drew up a plan for the port as part of a wider scheme.", "Kolm drew up a plan for the port."},
		{"The council will sell the ferry, ending a row that lasted 9 years", "The council will sell the ferry."},
		{"The road, however, was closed on Monday while crews mended the dam.", "The road, however, was closed on Monday."},
		{"Halberd faces a fine in a case that has become a test of the new law.",
			"Halberd faces a fine in a case."},
		{"The regulator opened an inquiry into the bank and asked for the records of the last year.",
			"The regulator opened an inquiry into the bank."},
		{"Lind, the chief engineer, told the council that the dam had been safe — at 74 metres the tallest — in every way measured.",
			"Lind told the council that the dam had been safe in every way measured."},
	} {
		assert.Contains(t, variants(c[0]), c[1], c[0])
	}
	for _, s := range variants("In taped videos and brief appearances on the site, the mayor of Corrin has spoken of it.") {
		assert.Contains(t, s, "has spoken", "what is left has the verb")
	}
	for _, s := range []string{ // of these nothing may go
		"The bridge will stay closed until the cracks have been mended.",
		"The bridge is safe, the chief engineer of the county said.",
		"The bridge was closed two days after the flood had gone.",
		"The council will not close the bridge unless it rains for a week.",
		"“The bridge is safe, the road is not, and the dam is gone,” Lind said of it.",
		"The army says that it has closed more than 170 bridges since Thursday night.",
		"Wounded and displaced people were taken to the school near Corrin.",
		"At least 200 people have died in the county of Ulm.",
		"No bridge has been closed in the county of Ulm.",
		"The mayor called it the first bridge in the county of Ulm.",
		"Officials who have paid for the bridge, the road, and the dam.",
		"Lind said that while the dam was safe, nobody could be sure of the road.",
		"Kolm has said that Corrin, Ulm, and Merrow are safe.",
	} {
		assert.Equal(t, []string{s}, variants(s))
	}
}

// standsIn reports whether a sentence of a text has the words of another in their order.
func standsIn(t require.TestingT, point string, a corpus.Article) bool {
	return slices.ContainsFunc(append(text.Sentences(a.Text, a.Lang), headline(a.Title)), func(s string) bool {
		whole := text.Words(s)
		for _, w := range text.Words(point) {
			at := slices.Index(whole, w)
			if at < 0 {
				return false
			}
			whole = whole[at+1:]
		}
		return true
	})
}

// Of all summarizers and the stories of a corpus of news: a key point has at most 20 words, all
// of one sentence of the article that it names, no dateline, and no summary sentence with most of its stems.
func TestKeyPointsOfNews(t *testing.T) {
	c, err := format.Open(context.Background(), "newsroom")
	require.NoError(t, err)
	for _, e := range Entries {
		if e.Name == "oracle" || e.Name == "llm" {
			continue
		}
		stories, points := 0, 0
		for _, members := range c.Gold().Members() {
			articles := chosen(c.Blind(), members)
			d := page(t, e.Name, articles)
			require.Len(t, d.PointArticles, len(d.KeyPoints))
			if len(articles) >= 4 {
				stories++
				points += len(d.KeyPoints)
			}
			read, err := read(context.Background(), "lead", NewLead(), articles)
			require.NoError(t, err)
			for i, p := range d.KeyPoints {
				assert.LessOrEqual(t, len(strings.Fields(p)), pointWords, p)
				assert.True(t, standsIn(t, p, articles[d.PointArticles[i]]), p)
				assert.Zero(t, text.Dateline(p), p)
				own := read.stems(p, "en")
				for _, s := range d.Summary {
					assert.Less(t, float64(text.Common(own, read.stems(s.Text, "en"))), toldByOne*float64(len(own)), "%s\n%s", p, s.Text)
				}
			}
		}
		assert.GreaterOrEqual(t, points, 3*stories, e.Name)
	}
}

func TestKeyPointProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"The mayor of Corrin", " said", " on Tuesday", ", which", ", who", ",", " and", " but", " the",
		" bridge", " was closed", " after", " 12 people", " — ", ";", " (", ")", "“", "”", `"`, " he", " It", ".", ". ", "\n\n",
		" 大桥开工", "。", " dead", "é", "\xff", " U.S."})
	rapid.Check(t, func(t *rapid.T) {
		var articles []corpus.Article
		lang := rapid.SampledFrom([]string{"en", "de", "zh", ""}).Draw(t, "lang")
		for range rapid.IntRange(0, 4).Draw(t, "articles") {
			articles = append(articles, corpus.Article{Lang: lang, Text: strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "text"), "")})
		}
		d := page(t, "news", articles)
		assert.Equal(t, d, page(t, "news", articles))
		require.Len(t, d.PointArticles, len(d.KeyPoints))
		for i, p := range d.KeyPoints {
			assert.True(t, standsIn(t, p, articles[d.PointArticles[i]]), p)
			assert.LessOrEqual(t, len(strings.Fields(p)), pointWords)
			assert.NotContains(t, d.KeyPoints[:i], p)
		}
	})
}

// Where sentences are few, headlines are read, in the letters of running text.
func TestKeyPointsOfHeadlines(t *testing.T) {
	articles := []corpus.Article{
		{Lang: "en", Title: "Ferry Aldis sinks off Merrow", Text: "The ferry Aldis sank off Merrow on Monday, and 14 passengers are missing."},
		{Lang: "en", Title: "Divers From Merrow Will Search the Wreck on Tuesday | Harbour Log",
			Text: "The ferry Aldis sank off Merrow on Monday. They will try again on Tuesday, when divers search a wreck."},
		{Lang: "en", Title: "Who Is to Blame for the Loss?", Text: "The ferry Aldis sank off Merrow on Monday."},
		{Lang: "en", Title: "Shipyard Unlikely To Reopen Before Summer", Text: "The ferry Aldis sank off Merrow on Monday."},
	}
	d := page(t, "news(sentences=1)", articles)
	assert.Contains(t, d.KeyPoints, "Divers from Merrow will search the wreck on Tuesday.")
	for _, p := range d.KeyPoints {
		assert.NotRegexp(t, "Blame|Shipyard", p, "a question, and words whose letters are not known")
	}
}

func FuzzVariants(f *testing.F) {
	f.Add("The mayor, who took office in January, said on Monday — a holiday — that the bridge, a ruin, would stay closed, leaving it.")
	f.Add("On Tuesday, the council voted; but the mayor, and the, and the, refused after all, while it rained.")
	f.Fuzz(func(t *testing.T, s string) {
		list := variants(s)
		assert.LessOrEqual(t, len(list), maxVariants+10)
		for _, short := range list {
			alone(short, "en", func(string) bool { return false })
			text.Dateline(short)
		}
	})
}

func TestNews(t *testing.T) {
	articles := []corpus.Article{
		{Lang: "en", Title: "Ferry Aldis sinks off Merrow", Published: day(t, "2031-03-12"),
			Text: "MERROW (Wirelink) - The ferry Aldis sank off Merrow on Monday, and 14 passengers are missing. He saw it from the mole."},
		{Lang: "en", Title: "Ferry sinks off Merrow, 14 missing", Published: day(t, "2031-03-11"),
			Text: "Who is to blame for the ferry Aldis off Merrow? It sank within minutes. The ferry Aldis was built in 1990 to carry trucks " +
				"and cattle across the strait."},
		{Lang: "en", Title: "Divers search ferry",
			Text: "Divers will search the wreck of the ferry on Tuesday, the coast guard said. They are from Merrow."},
	}
	d := page(t, "news", articles)
	require.NotEmpty(t, d.Summary)
	assert.Equal(t, corpus.Sentence{Text: "The ferry Aldis sank off Merrow on Monday, and 14 passengers are missing."}, d.Summary[0],
		"what happened comes first, without its dateline")
	for _, s := range d.Summary {
		assert.NotRegexp(t, "^(He|It|They|Who) ", s.Text)
	}
	poor := []corpus.Article{{Lang: "en", Text: "It sank within minutes. It sank within hours."}}
	assert.Equal(t, "It sank within minutes.", page(t, "news", poor).Summary[0].Text, "if there is nothing else")
	assert.LessOrEqual(t, text.Length(page(t, "news(words=14)", articles).Text()), 14)
	assert.Len(t, page(t, "news(sentences=1)", articles).Summary, 1)
}
