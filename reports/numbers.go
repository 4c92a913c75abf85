package reports

import (
	"fmt"
	"strconv"
)

// standardDigits are the places of scores after the point.
const standardDigits = 3

func (c Column) digits() int {
	if c.Digits > 0 {
		return c.Digits
	}
	return standardDigits
}

// Format writes a number in this unit.
func (u Unit) Format(v float64) string { return Column{Unit: u}.Format(v) }

// Format writes a number as the column shows it.
func (c Column) Format(v float64) string {
	switch c.Unit {
	case Count:
		return fmt.Sprintf("%.0f", v)
	case Second:
		return fmt.Sprintf("%.2f s", v)
	case Milli:
		return fmt.Sprintf("%.1f ms", v)
	case Byte:
		return fmt.Sprintf("%.0f MB", v/1e6)
	case Percent:
		if v > 0 && v < 0.005 {
			return "< 1 %"
		}
		return fmt.Sprintf("%.0f %%", 100*v)
	case Probability:
		switch {
		case v < 0.001:
			return "<.001"
		case v >= 1:
			return "1"
		}
		return short(v, 3)
	}
	places := c.digits()
	if v <= -10 || v >= 10 {
		places = max(1, places-2)
	}
	s := strconv.FormatFloat(v, 'f', places, 64)
	if zero := strconv.FormatFloat(0, 'f', places, 64); s == "-"+zero {
		return zero
	}
	return s
}

// main is the value of a cell as printed.
func (c Column) text(cell Cell) string {
	switch {
	case cell.Text != "":
		return cell.Text
	case cell.Value == nil:
		return "–"
	}
	return c.Format(*cell.Value)
}

// interval is the spread of a cell as printed, or "". An interval is a place shorter than
// the value, since it is less sure than that anyway.
func (c Column) interval(cell Cell) string {
	switch {
	case c.Spread == ShowSD && cell.SD != nil:
		return "± " + c.deviation(*cell.SD)
	case c.Spread != ShowInterval || cell.Low == nil || cell.High == nil || c.Unit != Plain:
		return ""
	}
	places := c.digits()
	if places > 2 {
		places--
	}
	return short(*cell.Low, places) + "–" + short(*cell.High, places)
}

// deviation writes a standard deviation.
func (c Column) deviation(sd float64) string {
	switch c.Unit {
	case Plain:
		return short(sd, c.digits())
	case Count:
		return strconv.FormatFloat(sd, 'f', 1, 64)
	}
	return c.Format(sd)
}

// short leaves out the zero before the point.
func short(v float64, places int) string {
	s := strconv.FormatFloat(v, 'f', places, 64)
	zero := strconv.FormatFloat(0, 'f', places, 64)
	switch {
	case s == "-"+zero:
		return zero[1:]
	case len(s) > 1 && s[0] == '0':
		return s[1:]
	case len(s) > 2 && s[:2] == "-0":
		return "−" + s[2:]
	case s[0] == '-':
		return "−" + s[1:]
	}
	return s
}
