package summarize

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// told is what a page of articles says; they are written as hour, headline and text with bars between.
func told(t *testing.T, lang string, articles ...string) (page corpus.Page, all string) {
	var list []corpus.Article
	for i, s := range articles {
		part := strings.SplitN(s, "|", 3)
		a := corpus.Article{Title: part[1], Text: part[2], Lang: lang, Source: string(rune('a'+i)) + ".example"}
		if part[0] != "" {
			when, err := corpus.ParseMoment("2031-05-06T" + part[0] + ":00:00Z")
			require.NoError(t, err)
			a.Published = when
		}
		list = append(list, a)
	}
	page, err := NewNews().Summarize(t.Context(), list)
	require.NoError(t, err)
	assert.Equal(t, page.Title, Title(list))
	return page, page.Title + "\n" + page.Text() + "\n" + strings.Join(page.KeyPoints, "\n")
}

var ferry = []string{
	"06|Nine dead as ferry sinks off Harn|A ferry sank off Harn in a storm and at least nine people died, the coast guard said. " +
		"The ferry left Harn at dawn with 60 people aboard. Divers searched the ferry until noon.",
	"07|Ferry sinks off Harn, nine dead|At least nine people died when a ferry sank in a storm off Harn, the coast guard said. " +
		"The storm closed the port of Harn.",
	"12|Ferry toll off Harn rises to 21|" +
		"The number of people killed when a ferry sank in a storm off Harn rose to 21 after divers reached the car deck. " +
		"Prosecutors of Harn opened an inquiry into the ferry company.",
}

func TestLatestFigureWins(t *testing.T) {
	page, all := told(t, "en", ferry...)
	assert.Equal(t, "Ferry toll off Harn rises to 21", page.Title)
	assert.Contains(t, page.Summary[0].Text, "rose to 21")
	assert.NotContains(t, strings.ToLower(all), "nine")

	page, all = told(t, "de",
		"06|Neun Tote bei Fährunglück vor Harn|Beim Untergang einer Fähre vor Harn sind mindestens neun Menschen getötet "+
			"worden, teilte die Küstenwache mit. Die Fähre war am Morgen mit 60 Menschen in Harn ausgelaufen.",
		"12|Fährunglück vor Harn: Zahl der Toten steigt auf 21|"+
			"Bei dem Untergang der Fähre vor Harn wurden 21 Menschen getötet, teilte die Küstenwache am Mittag mit.")
	assert.Contains(t, page.Summary[0].Text, "21 Menschen")
	assert.NotContains(t, strings.ToLower(all), "neun")
}

func TestFiguresThatStay(t *testing.T) {
	var untimed []string
	for _, s := range ferry {
		untimed = append(untimed, s[2:])
	}
	_, all := told(t, "en", untimed...)
	assert.Contains(t, strings.ToLower(all), "nine", "without times none is the latest")

	page, _ := told(t, "en", "06||At least nine people died when a ferry sank in a storm off Harn.",
		"12|Ferry sunk in storm off Harn: toll rises to 21|")
	assert.Equal(t, "At least nine people died when a ferry sank in a storm off Harn.", page.Text(), "there is no other sentence")

	_, all = told(t, "en", ferry[0], "13|Ferry off Harn was overloaded|"+
		"A ferry that sank off Harn in a storm had 60 people aboard, twice as many as allowed.")
	assert.Contains(t, strings.ToLower(all), "nine", "no later article gives another number")
}
