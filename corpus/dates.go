package corpus

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Dates reads the dates of one source in the forms that people and programs write:
//
//	2031-03-11    2031-03-11T07:42:00Z    2031-03-11 07:42:00.5+01    20310311T074200Z
//	Tue, 11 Mar 2031 07:42:00 GMT    March 11, 2031    mar, 11 marzo 2031    11.03.2031 07:42
//	1931067720    1931067720000 (Unix time in seconds, milli-, micro- or nanoseconds)
//
// A time without a zone is taken as UTC and counted, so that the reader of a file can
// report it. 0000-00-00, which databases write for an unknown date, is unknown and counted.
// The zero Dates is ready for use.
type Dates struct {
	// Order is that of the numbers in 03/04/2031: "dmy", "mdy", or empty: then a date that
	// has two meanings is an error.
	Order string

	NoZone  int // times that name no zone
	Zeroes  int // dates written as 0000-00-00
	Numbers int // dates written as Unix time
}

// ParseMoment reads one date in any form that [Dates] reads. The empty string is the
// zero Moment.
func ParseMoment(s string) (Moment, error) { return new(Dates).Parse(s) }

// Parse reads one date.
func (d *Dates) Parse(s string) (Moment, error) {
	if m, zone, ok := isoMoment(s); ok {
		if !zone && !m.Day {
			d.NoZone++
		}
		return m, nil
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return Moment{}, nil
	}
	if t, ok, err := unixTime(s); ok || err != nil {
		d.Numbers++
		return Moment{Time: t}, err
	}
	p := dateParser{text: s, order: d.Order}
	m, err := p.parse()
	if err != nil {
		return Moment{}, err
	}
	if m.IsZero() {
		d.Zeroes++
	} else if !m.Day && !p.zoned {
		d.NoZone++
	}
	return m, nil
}

// Notes describes what was decided in reading: nothing, or a sentence for each kind.
func (d *Dates) Notes() (list []string) {
	if d.NoZone > 0 {
		list = append(list, fmt.Sprintf("times that name no zone, read as UTC: %d", d.NoZone))
	}
	if d.Zeroes > 0 {
		list = append(list, fmt.Sprintf("dates that are 0000-00-00, read as unknown: %d", d.Zeroes))
	}
	if d.Numbers > 0 {
		list = append(list, fmt.Sprintf("dates that are numbers, read as Unix time: %d", d.Numbers))
	}
	return list
}

// isoMoment reads the forms that most files have, without detours: a day, or a day, T or
// a space, a time, and a zone or none.
func isoMoment(s string) (m Moment, zone, ok bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return m, false, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:10])
	if !isDay(year, month, day) {
		return m, false, false
	}
	if len(s) == 10 {
		return Moment{Time: time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), Day: true}, false, true
	}
	if len(s) < 19 || s[10] != 'T' && s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return m, false, false
	}
	hour, minute, second := digits(s[11:13]), digits(s[14:16]), digits(s[17:19])
	if uint(hour) > 23 || uint(minute) > 59 || uint(second) > 59 {
		return m, false, false
	}
	nano, rest := fraction(s[19:])
	location, zone, ok := isoZone(rest)
	if !ok {
		return m, false, false
	}
	return Moment{Time: time.Date(year, time.Month(month), day, hour, minute, second, nano, location)}, zone, true
}

// fraction reads the part of a second behind a point or a comma.
func fraction(s string) (nano int, rest string) {
	if s == "" || s[0] != '.' && s[0] != ',' {
		return 0, s
	}
	unit, n := 100_000_000, 1
	for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
		nano += int(s[n]-'0') * unit
		unit /= 10
	}
	if n == 1 {
		return 0, s
	}
	return nano, s[n:]
}

// isoZone reads Z, +02:00, +0200, +02, or nothing.
func isoZone(s string) (location *time.Location, named, ok bool) {
	switch {
	case s == "":
		return time.UTC, false, true
	case s == "Z" || s == "z":
		return time.UTC, true, true
	case s[0] != '+' && s[0] != '-':
		return nil, false, false
	}
	hours, minutes := -1, 0
	switch len(s) {
	case 3:
		hours = digits(s[1:])
	case 5:
		hours, minutes = digits(s[1:3]), digits(s[3:])
	case 6:
		if s[3] == ':' {
			hours, minutes = digits(s[1:3]), digits(s[4:])
		}
	}
	if uint(hours) > 23 || uint(minutes) > 59 {
		return nil, false, false
	}
	return offset(s[0] == '-', hours, minutes), true, true
}

func offset(west bool, hours, minutes int) *time.Location {
	seconds := hours*3600 + minutes*60
	switch {
	case seconds == 0:
		return time.UTC
	case west:
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

// digits is the number that s writes; -1 if s holds anything but digits.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return -1
		}
		n = n*10 + int(c)
	}
	return n
}

// isDay reports whether there is such a day.
func isDay(year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year >= 1 && t.Month() == time.Month(month) && t.Day() == day
}

// unixTime reads Unix time; the number of digits before the point is its unit. Numbers
// of 8, 12 and 14 digits that read as a day, such as 20310311, are none.
func unixTime(s string) (t time.Time, ok bool, err error) {
	whole, part, _ := strings.Cut(s, ".")
	sign := strings.TrimPrefix(whole, "-")
	if digits(sign) < 0 || sign == "" {
		return t, false, nil
	}
	if strings.ContainsAny(part, "eE") { // 1.931067720E9
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.Abs(v) >= 1e19 {
			return t, false, nil
		}
		whole, part, _ = strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
		sign = strings.TrimPrefix(whole, "-")
	}
	if part != "" && digits(part) < 0 {
		return t, false, nil
	}
	if sign == whole && part == "" && isCompact(whole) {
		return t, false, nil
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil || len(sign) < 9:
		return t, false, fmt.Errorf("%q is no date: a number is read as Unix time, and needs 9 to 19 digits", s)
	case len(sign) <= 10:
		nano, _ := fraction("." + part)
		return time.Unix(n, int64(nano)).UTC(), true, nil
	case len(sign) <= 13:
		return time.UnixMilli(n).UTC(), true, nil
	case len(sign) <= 16:
		return time.UnixMicro(n).UTC(), true, nil
	}
	return time.Unix(0, n).UTC(), true, nil
}

// isCompact reports whether a number is a day, or a day and a time, without separators.
func isCompact(s string) bool {
	if len(s) != 8 && len(s) != 12 && len(s) != 14 {
		return false
	}
	year, month, day := digits(s[:4]), digits(s[4:6]), digits(s[6:8])
	if year < 1900 || year > 2199 || !isDay(year, month, day) {
		return false
	}
	for i, most := range []int{23, 59, 59} {
		if at := 8 + 2*i; at < len(s) && digits(s[at:at+2]) > most {
			return false
		}
	}
	return true
}
