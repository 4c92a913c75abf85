package coverage

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestTold(t *testing.T) {
	const summary = "The ferry Aldis sank off Merrow on Monday, killing 14 of its 60 passengers, the coast guard said."
	casing := taught(summary, "The ferry Aldis left with Captain Ines Vall, who knows Merrow well.")
	for point, want := range map[string]bool{
		"The ferry Aldis sank off Merrow.":                          true,
		"The ferry sank, killing fourteen passengers.":              true, // by value
		"The sinking ferry killed 14 passengers.":                   true, // by stem
		"The ferry Aldis sank off Merrow, killing 15 passengers.":   false,
		"The ferry Aldis with Captain Ines Vall sank off Merrow.":   false,
		"The ferry was built to carry trucks, cattle and timber.":   false,
		"The ferry had lost two of its engines off Merrow in June.": false,
		"Of the and.": false, // no content words
	} {
		got := ToldShare([]string{point}, []string{"It rained.", summary}, casing, "en")
		assert.Equal(t, want, got == 1, point)
	}
	assert.True(t, math.IsNaN(ToldShare(nil, []string{summary}, casing, "en")))
	assert.Equal(t, 0.0, ToldShare([]string{summary}, nil, casing, "en"))
	assert.Equal(t, 1.0, ToldShare([]string{"Кабинет министров утвердил новый бюджет."},
		[]string{"Кабинет министров утвердил бюджет в среду."}, taught(), "ru"))
	assert.Equal(t, 1.0, ToldShare([]string{"東京都で地震があった。"}, []string{"東京都で大きな地震があった。"}, taught(), "ja"))

	assert.True(t, math.IsNaN(RepeatedShare([]string{summary}, casing, "en")))
	assert.Equal(t, 0.5, RepeatedShare([]string{summary, "The ferry Aldis sank.", "Divers will search the wreck."}, casing, "en"))
	assert.Equal(t, 0.0, RepeatedShare([]string{"The ferry Aldis sank.", summary}, casing, "en"), "the later one tells more")
}

// A text tells itself and its parts that keep enough of it; what is told by some sentences is
// told by more; the share is that of the texts.
func TestToldProperties(t *testing.T) {
	part := rapid.SampledFrom([]string{"Donald Trump met Vladimir Putin in Riga on Monday.", "It cost the port $12 million.",
		"Some 70 people fled the flooded valley.", "Nothing of importance came of it.", "Putin left Riga early, without Trump.", "",
		"Über 70 Menschen flohen aus dem Tal.", "その後、七十人が避難した。"})
	list := rapid.SliceOfN(part, 0, 5)
	rapid.Check(t, func(t *rapid.T) {
		texts, sentences, more := list.Draw(t, "texts"), list.Draw(t, "sentences"), list.Draw(t, "more")
		casing := taught(append(texts, sentences...)...)
		got := ToldShare(texts, sentences, casing, "en")
		if len(texts) == 0 {
			assert.True(t, math.IsNaN(got))
			return
		}
		assert.True(t, got >= 0 && got <= 1)
		assert.LessOrEqual(t, got, ToldShare(texts, append(more, sentences...), casing, "en"))
		withWords := 0.0
		for _, s := range texts {
			if s != "" {
				withWords++
			}
		}
		assert.Equal(t, withWords/float64(len(texts)), ToldShare(texts, texts, casing, "en"))
		twice := RepeatedShare(append(texts, texts...), casing, "en")
		assert.GreaterOrEqual(t, twice*float64(2*len(texts)-1), withWords, "each is repeated")
	})
}

func TestOverlapMetrics(t *testing.T) {
	const point = "Divers from Merrow will search the wreck for the missing engineer."
	c := &corpus.Corpus{
		Articles: []corpus.Article{{Text: quake, Story: "a", Lang: "en"}, {Text: oven, Story: "b", Lang: "en"}},
		Stories: []corpus.Story{
			{ID: "a", Summary: quake + " An earthquake struck the northern coast.", KeyPoints: []string{point, quake}},
			{ID: "b", Summary: oven},
		},
	}
	pred := corpus.Labels{0, 1}
	for text, want := range map[string]float64{
		"keypoints.overlap(summarizer=gold)":             0.5, // the other story has no key points
		"summary.redundancy(summarizer=gold)":            1,
		"keypoints.recall(summarizer=gold,of=summary)":   0.5,
		"keypoints.recall(summarizer=lead,of=summary)":   0.5,
		"keypoints.recall(summarizer=random,of=summary)": 0.5,
	} {
		v, err := score(t, text, c, pred)
		require.NoError(t, err, text)
		assert.InDelta(t, want, v.Value, 1e-15, text)
	}
	_, err := score(t, "keypoints.recall(summarizer=gold,of=points)", c, pred)
	assert.ErrorContains(t, err, "cannot be scored against themselves")
	c.Stories[0].KeyPoints = nil
	v, err := score(t, "keypoints.overlap(summarizer=gold)", c, pred)
	require.NoError(t, err)
	assert.Equal(t, "no page has a summary and key points", v.Reason)
}
