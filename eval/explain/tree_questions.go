package explain

import "fmt"

// A question about an article has the answers yes and no. Questions of one family are ordered from
// weak to strong: yes to a strong one implies yes to a weak one.
type question struct {
	family  string
	value   string // the threshold, if it is a number
	yes, no string // the answers as conditions
	listed  bool   // is one of Causes.Features
	ask     func(f *Facts) bool
}

// questions returns those that the corpus can answer; the fields of Facts document the measurements.
func (m *measurer) questions(of kind) (list []question) {
	add := func(given bool, family, value, yes, no string, listed bool, ask func(f *Facts) bool) {
		if given {
			list = append(list, question{family, value, yes, no, listed, ask})
		}
	}
	for _, g := range []struct {
		hours float64
		words string
	}{{6, "6 h"}, {24, "24 h"}, {48, "48 h"}, {7 * 24, "7 days"}, {30 * 24, "30 days"}} {
		if g.hours < 24 && m.available.days {
			continue
		}
		add(m.available.time, "gap", g.words, "gap over "+g.words, "gap not over "+g.words, g.hours == farHours,
			func(f *Facts) bool { return f.Gap != nil && *f.Gap > g.hours })
	}
	for _, c := range []float64{0.4, 0.3, 0.2, 0.1} {
		add(true, "cosine", short(c), "cosine under "+short(c), "cosine at least "+short(c), c == 0.2,
			func(f *Facts) bool { return f.Cosine < c })
	}
	if of == splitKind {
		add(true, "rival", "", "more like another story", "more like its own story than any other", true,
			func(f *Facts) bool { return f.Rival != nil && *f.Rival > f.Cosine })
	} else {
		add(true, "rival", "", "more like that story than its own", "more like its own story", true,
			func(f *Facts) bool { return f.Rival == nil || *f.Rival < f.Cosine })
		add(true, "alone", "", "its story has no other article", "its story has others", true,
			func(f *Facts) bool { return f.Rival == nil })
	}
	add(m.available.names, "names", "", "under 3 shared names", "3 shared names or more", of == mergeKind,
		func(f *Facts) bool { return f.Names != nil && *f.Names < commonNames })
	add(m.available.names, "names", "", "no shared name", "a shared name", true,
		func(f *Facts) bool { return f.Names != nil && *f.Names == 0 })
	add(m.available.numbers, "numbers", "", "no shared number", "a shared number", true,
		func(f *Facts) bool { return f.Numbers != nil && *f.Numbers == 0 })
	add(m.available.outlet, "outlet", "", "same outlet", "another outlet", true, func(f *Facts) bool { return f.Outlet })
	add(m.available.lang, "language", "", "another language", "same language", true, func(f *Facts) bool { return f.Language })
	add(true, "length", "", "under 50 words", "50 words or more", true, func(f *Facts) bool { return f.Words < shortWords })
	add(m.available.template, "template", "", "a fifth boilerplate or more", "under a fifth boilerplate", true,
		func(f *Facts) bool { return f.Template != nil && *f.Template >= manyRuns })
	return list
}

// words returns the conditions of a leaf without those that follow from others: of a family, the
// strongest question that was answered with yes and the weakest that was answered with no.
func words(list []question, way []condition) (out []string) {
	yes, no := map[string]int{}, map[string]int{}
	for _, c := range way {
		family := list[c.question].family
		if c.yes {
			yes[family] = max(yes[family], c.question)
		} else if weakest, ok := no[family]; !ok || c.question < weakest {
			no[family] = c.question
		}
	}
	for _, c := range way {
		q := list[c.question]
		_, above := yes[q.family]
		_, below := no[q.family]
		isRange := above && below && q.value != "" // two thresholds; the condition with yes says it
		switch {
		case c.yes && c.question != yes[q.family], !c.yes && (c.question != no[q.family] || isRange):
		case isRange && q.family == "cosine":
			out = append(out, fmt.Sprintf("cosine of %s to %s", list[no[q.family]].value, q.value))
		case isRange:
			out = append(out, fmt.Sprintf("%s of %s to %s", q.family, q.value, list[no[q.family]].value))
		case c.yes:
			out = append(out, q.yes)
		default:
			out = append(out, q.no)
		}
	}
	return out
}
