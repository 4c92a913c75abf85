package corpus

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDates(t *testing.T) {
	for written, want := range map[string]string{
		"2031-03-11":                               "2031-03-11",
		"2031-03-11T07:42:00Z":                     "2031-03-11T07:42:00Z",
		"2031-03-11T07:42:00.123456Z":              "2031-03-11T07:42:00.123456Z",
		"2031-03-11T07:42:00+0200":                 "2031-03-11T07:42:00+02:00",
		"2031-03-11T07:42:00-04":                   "2031-03-11T07:42:00-04:00",
		"2031-03-11T07:42:00+02:00[Europe/Berlin]": "2031-03-11T07:42:00+02:00",
		"2031-03-11 07:42:00":                      "2031-03-11T07:42:00Z ?",
		"2031-03-11T07:42":                         "2031-03-11T07:42:00Z ?",
		"2031-03-11 07:42:00.5+00":                 "2031-03-11T07:42:00.5Z",
		"2031-03-11 07:42:00 UTC":                  "2031-03-11T07:42:00Z",
		"2031-03-11 07:42:00 +0100 CET":            "2031-03-11T07:42:00+01:00",
		"20310311":                                 "2031-03-11",
		"20310311T074200Z":                         "2031-03-11T07:42:00Z",
		"20310311T0742+0100":                       "2031-03-11T07:42:00+01:00",
		"20310311074200":                           "2031-03-11T07:42:00Z ?",
		"Tue, 11 Mar 2031 07:42:00 GMT":            "2031-03-11T07:42:00Z",
		"Tue, 11 Mar 2031 07:42:00 EDT":            "2031-03-11T07:42:00-04:00",
		"11 Mar 31 07:42 GMT":                      "2031-03-11T07:42:00Z",
		"Fri, 11 Mar 2031 07:42:00 +0000":          "2031-03-11T07:42:00Z", // the day of the week is wrong
		"Tue, 11 Mar 2031 07:42:00 +0000 (UTC)":    "2031-03-11T07:42:00Z",
		"Tue, 11 Mar 2031":                         "2031-03-11",
		"Tuesday, 11-Mar-31 07:42:00 UTC":          "2031-03-11T07:42:00Z",
		"Tue Mar 11 07:42:00 2031":                 "2031-03-11T07:42:00Z ?",
		"Tue Mar 11 07:42:00 +0000 2031":           "2031-03-11T07:42:00Z",
		"Tue Mar 11 2031 07:42:00 GMT+0200":        "2031-03-11T07:42:00+02:00",
		"March 11, 2031 ":                          "2031-03-11",
		"March 11th, 2031 at 7:42 p.m.":            "2031-03-11T19:42:00Z ?",
		"Mar 11, 2031 7:42 PM":                     "2031-03-11T19:42:00Z ?",
		"3/11/2031 12:05:00 AM":                    "ambiguous",
		"3/13/2031 12:05:00 AM":                    "2031-03-13T00:05:00Z ?",
		"Di, 11 März 2031 07:42:00 +0100":          "2031-03-11T07:42:00+01:00",
		"11. Dezember 2031, 07:42 Uhr":             "2031-12-11T07:42:00Z ?",
		"mar, 11 févr. 2031 07:42:00 +0100":        "2031-02-11T07:42:00+01:00",
		"11 de marzo de 2031":                      "2031-03-11",
		"mer, 16 nov 2022 10:00:00 +0100":          "2022-11-16T10:00:00+01:00",
		"11 марта 2031 г.":                         "2031-03-11",
		"2031年3月11日 07:42":                         "2031-03-11T07:42:00Z ?",
		"13.04.2031 05:20":                         "2031-04-13T05:20:00Z ?",
		"03.04.2031":                               "2031-04-03",
		"13/04/2031 05:20":                         "2031-04-13T05:20:00Z ?",
		"04/13/2031 05:20":                         "2031-04-13T05:20:00Z ?",
		"04/04/2031":                               "2031-04-04",
		"2031/04/13":                               "2031-04-13",
		"1931067720":                               "2031-03-12T07:42:00Z",
		"1931067720000":                            "2031-03-12T07:42:00Z",
		"1931067720000000":                         "2031-03-12T07:42:00Z",
		"1931067720000000000":                      "2031-03-12T07:42:00Z",
		"1931067720.5":                             "2031-03-12T07:42:00.5Z",
		"1.93106772E9":                             "2031-03-12T07:42:00Z",
		"0000-00-00T00:00:00Z":                     "",
		"0000-00-00":                               "",
		" ":                                        "",
		"03/04/2031":                               "ambiguous",
		"03-04-31":                                 "ambiguous",
	} {
		var d Dates
		m, err := d.Parse(written)
		switch {
		case want == "ambiguous":
			assert.ErrorContains(t, err, "choose with dates=dmy or dates=mdy", written)
		default:
			require.NoError(t, err, written)
			got := m.String()
			if d.NoZone > 0 {
				got += " ?"
			}
			assert.Equal(t, want, got, written)
		}
	}
	for _, written := range []string{"soon", "2031-02-30", "2031-13-01", "31/02/2031", "32/33/2031", "2031", "12", "2031-03",
		"13", "99999999999999999999", "2031-03-11T25:00:00Z",
		"2031-03-11T07:61:00Z", "11 Mar", "Mar 2031", "07:42", "11 11 11 11", "-", "2031-03-11 " +
			"noon", "٣", "2031-03-11T", strings.Repeat("1 ", 80)} {
		_, err := ParseMoment(written)
		assert.ErrorContains(t, err, "is no date", written)
	}
	d := Dates{Order: "dmy"}
	m, err := d.Parse("03/04/2031")
	require.NoError(t, err)
	assert.Equal(t, "2031-04-03", m.String())
	d.Order = "mdy"
	m, err = d.Parse("03/04/2031 10:00")
	require.NoError(t, err)
	assert.Equal(t, "2031-03-04T10:00:00Z", m.String())
	assert.Equal(t, []string{"times that name no zone, read as UTC: 1"}, d.Notes())
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"2031-03-11T07:42:00Z", "Tue, 11 Mar 2031 07:42:00 GMT", "1931067720.5", "11.3.31 7 pm",
		"2031年3月11日", "20310311T07,5+01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoment(s)
		if err != nil || m.IsZero() {
			return
		}
		again, err := ParseMoment(m.String())
		require.NoError(t, err, s)
		require.True(t, m.Time.Truncate(time.Minute).Equal(again.Time.Truncate(time.Minute)), "%s: %s %s", s, m, again)
	})
}

func BenchmarkDates(b *testing.B) {
	for b.Loop() {
		if _, err := ParseMoment("2031-03-11T07:42:00Z"); err != nil {
			b.Fatal(err)
		}
	}
}
