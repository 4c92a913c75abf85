package text

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// dates are the dates of a text, as 2024-03-12 with 0 for what is not said.
func dates(s, lang string) string {
	var list []string
	for _, d := range Dates(s, lang) {
		list = append(list, fmt.Sprintf("%d-%d-%d", d.Year, d.Month, d.Day))
	}
	return strings.Join(list, " ")
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2024-03-12, 2024-13-12":                           "2024-3-12 2024-0-0",
		"12 March 2024 and 12th of March, 3rd Sept":        "2024-3-12 0-3-12 0-9-3",
		"March 12, 2024; Mar. 12th, April 2024, mid-March": "2024-3-12 0-3-12 2024-4-0",
		"on March 12 3 people":                             "0-3-12",
		"may 12 and march 12":                              "",
		"May 12":                                           "0-5-12",
		"25/12/2023 12/25/2023 03/04/2024 04/04/24":        "2023-12-25 2023-12-25 2024-0-0 2024-4-4",
		"12.3.2024 and 1.2.3 and 12.3":                     "2024-3-12",
		"in 2014, since 1999, 1850, 2100":                  "2014-0-0 1999-0-0",
		"2014 people, $2014, 2014 km, 2014-15":             "2014-0-0",
		"March 45, 0 March, 31 March 2:30":                 "0-3-31",
		"The 2014: a year; see 2014:10":                    "2014-0-0",
		"9/11":                                             "",
		"May 2014 10:30":                                   "2014-5-0",
	} {
		assert.Equal(t, want, dates(text, "en"), text)
	}
	for _, c := range [][3]string{
		{"de", "am 12. März 2024, 1. Mai, 12.3.2024", "2024-3-12 0-5-1 2024-3-12"},
		{"fr", "le 1er mars 2024, 14 juillet; 03/04/2024", "2024-3-1 0-7-14 2024-4-3"},
		{"es", "12 de marzo de 2024, 1 de mayo", "2024-3-12 0-5-1"},
		{"vi", "ngày 23 tháng 10 năm 2013, ngày 23/10, 23/10/2013, tháng 10, tháng 10/2013, tháng 10 năm 2013",
			"2013-10-23 0-10-23 2013-10-23 0-10-0 2013-10-0 2013-10-0"},
		{"vi", "chiều 1.11, hơn 1.5", "0-11-1"},
		{"it", "12 March 2024, 12 May", "2024-0-0"},
		{"", "12 March 2024, May 12", "2024-0-0"},
	} {
		assert.Equal(t, c[2], dates(c[1], c[0]), c[1])
	}
	s := "It began (12 March 2024) there."
	d := Dates(s, "en")[0]
	assert.Equal(t, "12 March 2024", s[d.From:d.To])
}
