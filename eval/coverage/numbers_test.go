package coverage

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// A point is covered by a text with its numbers, however they are written, and by none
// with another number.
func TestKeyPointsByValue(t *testing.T) {
	for _, c := range []struct {
		lang, point, text string
		least, most       float64
	}{
		{"en", "Firm to cut 1500 jobs in Halden", "The firm will cut 1,500 jobs in Halden.", 1, 1},
		{"en", "Firm to cut fifteen hundred jobs in Halden", "The firm will cut 1,500 jobs in Halden.", 1, 1},
		{"en", "Firm to cut 1,600 jobs in Halden", "The firm will cut 1,500 jobs in Halden.", 0, 0},
		{"en", "Twenty people hurt in Halden", "In Halden 20 people were hurt.", 1, 1},
		{"en", "Twenty people hurt in Halden", "In Halden 30 people were hurt.", 0, 0},
		{"en", "Twenty people hurt in Halden", "In Halden people were hurt.", 0.7, 0.8},
		{"en", "Two of fourteen sirens failed in Oslo", "In Oslo two sirens failed.", 0.7, 0.8},
		{"en", "Storm hurts 12 men in Oslo", "In Oslo the storm hurt 12 or 15 men.", 1, 1},
		{"en", "Storm hurts 13 men in Oslo", "In Oslo the storm hurt 12 or 15 men.", 0, 0},
		{"en", "Bank fined $2bn in Oslo", "In Oslo the bank was fined 2 billion dollars.", 1, 1},
		{"en", "Bank fined $2bn in Oslo", "In Oslo the bank was fined 2 billion.", 1, 1},
		{"en", "Bank fined $2bn in Oslo", "In Oslo the bank was fined €2 billion.", 0, 0},
		{"en", "Bank fined £4bn in Oslo", "In Oslo the bank was fined 5 billion pounds.", 0, 0},
		{"en", "Prices rise 4.50 % in Oslo", "In Oslo prices rose 4.5 percent.", 0.7, 1},
		{"en", "Prices rise 45 % in Oslo", "In Oslo prices rose 4.5 percent.", 0, 0},
		{"en", "Halden bridge opens in 2031", "The bridge in Halden opens in 2031.", 1, 1},
		{"en", "Halden bridge opens in 2032", "The bridge in Halden opens in 2031.", 0, 0},
		{"en", "Halden bridge opens on March 12 at 14:30", "On 12 March the bridge in Halden opens at 14:30.", 1, 1},
		{"en", "Halden bridge opens on March 13", "On 12 March the bridge in Halden opens.", 0, 0},
		{"en", "Flight 370 is lost", "Lost is flight 370.", 1, 1},
		{"en", "A 62-year-old woman won last year", "Last year a woman of 62 years won.", 0.7, 1},
		{"de", "Stadt zahlt 2500 Euro für Bänke", "Für Bänke zahlt die Stadt 2.500 Euro.", 1, 1},
		{"de", "Stadt zahlt zwölf Millionen für Bänke", "Für Bänke zahlt die Stadt 12 Mio.", 1, 1},
		{"de", "Stadt zahlt 2500 Euro für Bänke", "Für Bänke zahlt die Stadt 2.600 Euro.", 0, 0},
		{"ja", "新工場に３万人", "新工場に30,000人", 1, 1},
		{"ja", "新工場に３万人", "新工場に三万人", 1, 1},
		{"ja", "新工場に３万人", "新工場に3億人", 0, 0},
		{"ar", "أصيب ١٢٣ شخصا في الحادث", "أصيب 123 شخصا في الحادث", 1, 1},
		{"ar", "أصيب ١٢٣ شخصا في الحادث", "أصيب 132 شخصا في الحادث", 0, 0},
		{"hi", "१२ लोग घायल", "12 लोग घायल", 1, 1},
	} {
		share := CoverKeyPoints([]string{c.point}, []string{c.text}, c.lang)[0].Share
		assert.GreaterOrEqual(t, share, c.least, "%s / %s", c.point, c.text)
		assert.LessOrEqual(t, share, c.most, "%s / %s", c.point, c.text)
	}
	e := CoverKeyPoints([]string{"Bank fined $2bn"}, []string{"The bank."}, "en")[0]
	assert.Equal(t, []string{"fine", "$2bn"}, e.Missing, "as the point has it")
}

// Articles and key points that write one number in two ways, and some with another one.
func TestNumbersOfCases(t *testing.T) {
	for _, name := range []string{"07-keypoints-number-format", "23-digits-of-other-scripts", "32-numbers-recall"} {
		folders, err := filepath.Glob(filepath.Join(testfiles.Path(t, "cases", name), "*", "articles.jsonl"))
		require.NoError(t, err)
		require.NotEmpty(t, folders)
		for _, file := range folders {
			want := 1.0
			folder := filepath.Base(filepath.Dir(file))
			if folder == "wrong" || folder == "wrong-number" {
				want = 0
			}
			c, err := format.Open(t.Context(), filepath.Dir(file))
			require.NoError(t, err)
			a, story := c.Articles[0], c.Stories[0]
			assert.Equal(t, want, CoverKeyPoints(story.KeyPoints, []string{a.Text}, a.Lang)[0].Share, folder)
			page := numbers.read(a.Text, nil, a.Lang)
			assert.Equal(t, want, recall(&page, distinct(numbersOf(story.Summary, nil, a.Lang))), folder)
			unsupported, all := UnsupportedNumbers(story.Summary, []string{a.Text}, a.Lang)
			assert.Equal(t, want == 0, len(unsupported) == all, folder)
		}
	}
}
