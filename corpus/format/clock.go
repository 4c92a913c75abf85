package format

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

// clockNames are the names of fields that hold the time of day, beside one of days.
var clockNames = strings.Fields("time hour timeofday pubtime publishtime publishedtime publicationtime timepublished uhrzeit zeit " +
	"hora heure ora orario tijd godzina czas klokkeslett klockslag saat время 时间 時間 時刻 시간")

var clockForm = regexp.MustCompile(`^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$`)

// pairClock finds the field of the time of day, if the dates are only days.
func (m *mapping) pairClock(dates *field, order string) {
	if dates == nil || len(dates.sample) == 0 {
		return
	}
	read := corpus.Dates{Order: order}
	for _, v := range dates.sample {
		if day, err := read.Parse(v); err != nil || !day.Day {
			return
		}
	}
	for _, f := range m.fields {
		other := func(v string) bool { return !clockForm.MatchString(strings.TrimSpace(v)) }
		if f.role == noRole && slices.Contains(clockNames, plainName(f.path)) && len(f.sample) > 0 && !slices.ContainsFunc(f.sample, other) {
			f.role, f.named = clockRole, false
			return
		}
	}
}

// addClock joins the time of day of a record to its day.
func (r *records) addClock() {
	day := r.now.Published
	if len(r.clock) == 0 || !day.Day {
		return
	}
	m, err := r.dates.Parse(day.Time.Format(time.DateOnly) + " " + string(r.clock))
	if err != nil {
		r.badDate(r.clock, err)
		return
	}
	r.now.Published = m
}
