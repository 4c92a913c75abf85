package streaming

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Duration is written as days, hours, minutes and seconds: 7d, 1d12h, 30m.
type Duration time.Duration

var units = []struct {
	name string
	size time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// MarshalText writes the largest units first, without those that are 0.
func (d Duration) MarshalText() ([]byte, error) {
	var b strings.Builder
	left := time.Duration(d)
	for _, u := range units {
		if n := left / u.size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			left -= n * u.size
		}
	}
	if b.Len() == 0 {
		return []byte("0s"), nil
	}
	return []byte(b.String()), nil
}

var durationForm = regexp.MustCompile(`^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$`)

// UnmarshalText reads what MarshalText writes.
func (d *Duration) UnmarshalText(text []byte) error {
	parts := durationForm.FindStringSubmatch(string(text))
	if parts == nil || len(text) == 0 {
		return fmt.Errorf("must be a duration, such as 7d, 6h, 30m or 1d12h")
	}
	var sum time.Duration
	for i, part := range parts[1:] {
		n, err := strconv.Atoi(cmp.Or(part, "0"))
		if err != nil || n > int((longest-sum)/units[i].size) {
			return fmt.Errorf("must be at most %d days", longest/units[0].size)
		}
		sum += time.Duration(n) * units[i].size
	}
	*d = Duration(sum)
	return nil
}

// longest keeps sums of times and durations from overflowing.
const longest = 36525 * 24 * time.Hour

func (d Duration) String() string {
	text, _ := d.MarshalText()
	return string(text)
}
