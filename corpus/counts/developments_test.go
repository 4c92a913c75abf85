package counts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// develop reads articles written as time, outlet and text; a time is a moment, an hour, or - for none.
func develop(t require.TestingT, lang string, articles ...string) []Development {
	var list []corpus.Article
	var mentions []Mention
	for i, s := range articles {
		part := strings.SplitN(s, " ", 3)
		if len(part[0]) == 2 {
			part[0] = "2031-05-06T" + part[0] + ":00:00Z"
		}
		when, err := corpus.ParseMoment(strings.TrimPrefix(part[0], "-"))
		require.NoError(t, err)
		list = append(list, corpus.Article{Published: when, Source: part[1] + ".com"})
		mentions = append(mentions, Read(i, part[2], lang)...)
	}
	return Develop(mentions, func(i int) *corpus.Article { return &list[i] }, lang)
}

// told is a development as numbers, the latest last, and how many mentions are outdated.
func told(list []Development) string {
	var lines []string
	for _, d := range list {
		line := strings.TrimSpace(d.Who + " " + d.Outcome)
		for _, f := range d.Figures {
			line += fmt.Sprint(" ", f.Number)
		}
		lines = append(lines, fmt.Sprintf("%s (%d)", line, len(d.Outdated)))
	}
	return strings.Join(lines, ", ")
}

func TestDevelop(t *testing.T) {
	const first = "06 a A ferry sank off Riga and killed at least nine people."
	const lower = " a The ferry off Riga killed 7 people, fewer than thought."
	for _, c := range []struct {
		why, want string
		articles  []string
	}{
		{"rises", "dead 9 14 21 (2)", []string{first, "09 b Ferry off Riga: 14 dead", "12 c Toll of the Riga ferry rises to 21"}},
		{"repeated late", "dead 9 14 (2)", []string{first, "09 b Ferry off Riga: 14 dead", "15 c The ferry off Riga killed nine people."}},
		{"within the hour", "", []string{first, "07 b Ferry off Riga: 14 dead"}},
		{"no time", "", []string{first, "- b Ferry off Riga: 14 dead"}},
		{"days", "dead 9 14 (1)", []string{"2031-05-06 a Ferry off Riga: 9 dead", "2031-05-07 b Ferry off Riga: 14 dead"}},
		{"one day", "", []string{"2031-05-06 a Ferry off Riga: 9 dead", "23 b Ferry off Riga: 14 dead"}},
		{"leaves room", "", []string{"06 a Ferry off Riga: 21 dead", "09 b Ferry off Riga: over 20 dead"}},
		{"about right", "", []string{"06 a Ferry off Riga: about 90 dead", "09 b Ferry off Riga: 94 dead"}},
		{"about, then more", "dead 90 121 (1)", []string{"06 a Ferry off Riga: about 90 dead", "09 b Ferry off Riga: 121 dead"}},
		{"falls by two outlets", "dead 9 7 (1)", []string{first, "09" + lower, "10 b Ferry off Riga: toll lowered to 7"}},
		{"falls by one", "", []string{first, "09" + lower, "10" + lower}},
		{"another event", "", []string{first, "09 b Fire in Oslo: 14 dead"}},
		{"other people", "", []string{"06 a Ferry off Riga: 9 soldiers dead", "09 b Ferry off Riga: 14 children dead"}},
		{"one group under two names", "dead 3 6 (2)", []string{"06 a Ferry off Riga kills three", "07 b Three sailors died on the Riga ferry.",
			"09 c Six sailors were killed on the Riga ferry.", "09 c Riga ferry: toll of six"}},
		{"far more", "", []string{first, "09 b Ferry off Riga: 2,000 dead"}},
		{"weeks after", "", []string{first, "2031-06-06 b Ferry off Riga: 14 dead"}},
		{"up and down", "", []string{first, "08 b Ferry off Riga: 14 dead", "10 b Ferry off Riga: 12 dead", "10 c Ferry off Riga: 12 dead",
			"12 c Ferry off Riga: 15 dead", "14 c Ferry off Riga: 11 dead", "14 b Ferry off Riga: 11 dead"}},
		{"a range", "", []string{first, "09 b Ferry off Riga: 20 to 30 dead"}},
	} {
		assert.Equal(t, c.want, told(develop(t, "en", c.articles...)), c.why)
	}
	assert.Equal(t, "dead 9 21 (1)", told(develop(t, "de", "2031-05-06 a Fähre vor Riga gesunken: mindestens neun Tote",
		"2031-05-07 b Zahl der Toten auf der Fähre vor Riga steigt von 14 auf 21")))
}

// The order of articles and their publication by the same hours another day change nothing.
func TestDevelopProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		article := rapid.Custom(func(t *rapid.T) string {
			hour, n := rapid.IntRange(0, 20).Draw(t, "hour"), rapid.IntRange(2, 40).Draw(t, "number")
			sign := rapid.SampledFrom([]string{"", "at least ", "over ", "about ", "up to "}).Draw(t, "sign")
			return fmt.Sprintf("%02d:00:00Z %c Ferry off Riga: %s%d dead", hour, 'a'+rune(hour%3), sign, n)
		})
		list := rapid.SliceOfN(article, 2, 8).Draw(t, "articles")
		at := func(day string) (dated []string) {
			for _, s := range list {
				dated = append(dated, day+"T"+s)
			}
			return dated
		}
		one, other := at("2031-05-06"), at("2032-01-01")
		slices.Reverse(other)
		found := develop(t, "en", one...)
		assert.Equal(t, told(found), told(develop(t, "en", other...)))
		for _, d := range found {
			require.GreaterOrEqual(t, len(d.Figures), 2)
			require.NotEmpty(t, d.Outdated)
			for _, m := range d.Outdated {
				require.NotEqual(t, d.Latest().Number, m.Number)
			}
		}
	})
}

func BenchmarkDevelop2000Articles(b *testing.B) {
	var mentions []Mention
	var list []corpus.Article
	for i := range 2000 {
		list = append(list, corpus.Article{Published: corpus.Moment{Time: time.Unix(int64(i)*600, 0)}})
		mentions = append(mentions, Read(i, fmt.Sprintf("The storm of town%d on the coast%d killed %d people there.", i, i, 2+i%900), "en")...)
	}
	for b.Loop() {
		Develop(mentions, func(i int) *corpus.Article { return &list[i] }, "en")
	}
}
