package counts

import (
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

// Later reports whether the first of two moments is known to be more than an hour after the
// second. Of a day alone, and of midnight in UTC, which mostly stands for one, nothing more is
// known than the day.
func Later(a, b corpus.Moment) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	from, to := a.Time.UTC(), b.Time.UTC()
	switch {
	case onlyDay(b):
		return !from.Before(to.AddDate(0, 0, 1))
	case onlyDay(a):
		return !from.Before(to)
	}
	return from.Sub(to) > time.Hour
}

func onlyDay(m corpus.Moment) bool { return m.Day || m.Time.Equal(m.Time.Truncate(24*time.Hour)) }
