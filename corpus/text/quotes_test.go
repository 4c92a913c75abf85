package text

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestQuotes(t *testing.T) {
	for s, want := range map[string][]string{
		`He said he is "not happy" and urged him to "stop."`: {"not happy", "stop."},
		"Ukraine's 'surrender plan' isn't Trump's":           {"surrender plan"},
		"‘STOP!’ After Trump’s plea":                         {"STOP!"},
		"“She said ‘no’ twice,” he wrote":                    {"She said ‘no’ twice,"},
		"Er sagte: „Nein“. Il a dit «non» et »ja«":           {"Nein", "non", "ja"},
		`a 5" screen and a 6" one`:                           nil,
		`"never closed`:                                      nil,
		`"12" and ""`:                                        nil,
		"\"begins here\n\nand ends\" elsewhere":              nil,
		`branding it "one of (Russia's) most outrageous."`:   {"one of (Russia's) most outrageous."},
	} {
		var got []string
		for _, q := range Quotes(s) {
			got = append(got, s[q.From:q.To])
		}
		assert.Equal(t, want, got, s)
	}
}

func TestQuotesOfTypesetText(t *testing.T) {
	s := "He said: \u200f\u2067“It is\u00ad over”\u2069 today."
	var got []string
	for _, q := range Quotes(s) {
		got = append(got, s[q.From:q.To])
	}
	assert.Equal(t, []string{"It is\u00ad over"}, got)
}

func FuzzQuotes(f *testing.F) {
	f.Add("a “b” 'c' \"d\xff")
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, q := range Quotes(s) {
			assert.True(t, at < q.From && q.From < q.To && q.To < len(s), "%v of %q", q, s)
			at = q.To
			assert.True(t, !utf8.ValidString(s) || utf8.ValidString(s[q.From:q.To]))
		}
	})
}
