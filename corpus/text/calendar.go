package text

import "strings"

// dayMonth reads 12 March 2024, 12th of March, 12. März 2024, 12 de marzo de 2024.
func (r *reader) dayMonth(i int) (Date, int) {
	d, ok := r.day(i)
	if !ok || r.glued(i) && r.at(i-1) != "(" {
		return Date{}, i
	}
	j := i + 1
	switch r.at(j) {
	case ".", "of", "de":
		j++
	}
	m := r.month(j)
	if m == 0 {
		return Date{}, i
	}
	y, end := r.yearAfter(j + 1)
	return Date{Year: y, Month: m, Day: d}, end
}

// monthDay reads March 12, March 12th, 2024 and March 2024.
func (r *reader) monthDay(i int) (Date, int) {
	m := r.month(i)
	if m == 0 {
		return Date{}, i
	}
	j := i + 1
	if r.at(j) == "." && r.glued(j) && len(r.at(i)) <= 4 {
		j++
	}
	if y, end := r.yearAfter(j); end > j {
		return Date{Year: y, Month: m}, end
	}
	d, ok := r.day(j)
	if !ok || r.glued(j+1) && (r.at(j+1) == ":" || r.at(j+1) == "%") {
		return Date{}, i
	}
	y, end := r.yearAfter(j + 1)
	return Date{Year: y, Month: m, Day: d}, end
}

// yearAfter reads the year of a date, directly or after a comma or "de". If there is
// none it returns 0 and i.
func (r *reader) yearAfter(i int) (int, int) {
	j := i
	if r.at(j) == "," || r.at(j) == "de" {
		j++
	}
	if y, ok := r.year(j); ok && !(r.glued(j+1) && (r.at(j+1) == ":" || r.at(j+1) == "-")) {
		return y, j + 1
	}
	return 0, i
}

// vietnamese reads ngày 12 tháng 3 năm 2024 and its parts.
func (r *reader) vietnamese(i int) (d Date, end int) {
	if r.lang != "vi" {
		return d, i
	}
	j := i
	if n, ok := r.day(j + 1); ok && r.at(j) == "ngày" {
		if r.at(j+2) != "tháng" {
			return d, i // ngày may precede 12/3
		}
		d.Day = n
		j += 2
	}
	n, ok := r.number(j+1, 2)
	if !ok || r.at(j) != "tháng" || n < 1 || n > 12 || r.glued(j+2) && r.at(j+2) == "/" {
		return Date{}, i
	}
	d.Month = n
	j += 2
	if y, ok := r.year(j + 1); ok && r.at(j) == "năm" {
		d.Year = y
		j += 2
	}
	return d, j
}

// clock reads 14:30, 2.30 p.m., 5pm, 20h30, 14.30 Uhr, 1430 GMT, 8 o'clock.
func (r *reader) clock(i int) int {
	hour := r.at(i)
	if len(hour) == 0 || hour[0] < '0' || hour[0] > '9' {
		return i
	}
	for _, end := range []string{"am", "pm", "h"} {
		if cut, ok := strings.CutSuffix(hour, end); ok && isTime(cut) {
			return i + 1
		}
	}
	if len(hour) >= 4 && len(hour) <= 5 && hour[len(hour)-3] == 'h' && isTime(hour[:len(hour)-3]) && isTime(hour[len(hour)-2:]) {
		return i + 1
	}
	end := i + 1
	colon := false
	for end+1 < len(r.items) && r.at(end) == ":" && r.glued(end) && r.glued(end+1) && len(r.at(end+1)) >= 2 && isTime(hour) {
		colon = true
		end += 2
	}
	switch next := r.at(end); {
	case !isTime(hour) && !(len(hour) == 4 && zones[next]):
		return i
	case next == "am" || next == "pm" || next == "uhr" || next == "giờ" || next == "o'clock" || next == "o’clock" || next == "noon":
		return end + 1
	case next == "a.m" || next == "p.m":
		if r.at(end+1) == "." && r.glued(end+1) {
			end++
		}
		return end + 1
	case zones[next] && r.items[end].text != next && (colon || len(hour) == 4):
		return end + 1
	case colon:
		return end
	}
	return i
}

// isTime reports whether a figure has the form of hours, or of hours and minutes: 5,
// 17, 5.30.
func isTime(s string) bool {
	n := 0
	for i, c := range []byte(s) {
		switch {
		case c == '.' && (i == 1 || i == 2) && len(s) == i+3:
			n = 0
		case c < '0' || c > '9':
			return false
		default:
			n = 10*n + int(c-'0')
		}
	}
	return s != "" && len(s) <= 5 && n < 60
}
