package format

import (
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

// A storyHead is the part of a story above its image and summary.
type storyHead struct {
	top     string // the day above the title, as printed
	title   pageLine
	day     corpus.Moment
	sources pageSources
}

func (p *pageReader) head() (h storyHead, err error) {
	if first := p.line(); dayLike(first.text) {
		if _, err := p.day(first.n, first.text); err != nil {
			return h, err
		}
		h.top = first.text
		p.at++
	}
	start, end := p.at, p.titleEnd(p.at)
	_, dated := p.labelled(start, labelDate)
	_, sourced := p.labelled(start+1, labelSources)
	if p.ended() || dated && sourced {
		return h, p.missing("the title of the story")
	}
	h.title = pageLine{n: p.line().n, text: p.join(start, end)}
	p.at = end
	n := p.line().n
	date, ok := p.label(labelDate)
	if !ok {
		return h, p.missing(`the line "Date: 25-04-2025" under the title`)
	}
	if h.day, err = p.day(n, date); err != nil {
		return h, err
	}
	n = p.line().n
	line, ok := p.label(labelSources)
	if !ok {
		return h, p.missing(`the line "Sources: host: 2 | host: 1"`)
	}
	counts, err := parseSources(line)
	if err != nil {
		return h, p.fault(n, "%v", err)
	}
	h.sources = newPageSources(n, line, counts)
	return h, nil
}

func (p *pageReader) day(n int, s string) (corpus.Moment, error) {
	day, ok := parseDay(s)
	if !ok {
		f := p.fault(n, "%q is no day: write it as 25-04-2025, day-month-year", s)
		f.Kind = corpus.BadDate
		return day, f
	}
	return day, nil
}

// parseDay reads a day of the page; "unknown" is the zero Moment.
func parseDay(s string) (corpus.Moment, bool) {
	if s == unknown {
		return corpus.Moment{}, true
	}
	t, err := time.Parse(dayLayout, s)
	if err != nil || !t.After(time.Time{}) {
		return corpus.Moment{}, false
	}
	return corpus.Moment{Time: t, Day: true}, true
}

// dayText prints a day as parseDay reads it.
func dayText(m corpus.Moment) string {
	if m.IsZero() {
		return unknown
	}
	return m.Time.Format(dayLayout)
}
