package views

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

// verdict puts the judgement of the systems of a corpus into words; nil if there is none.
func verdict(stored []results.Result, list []results.System, j *compare.Judgement) *reports.Verdict {
	if j == nil {
		return nil
	}
	find := func(name string) *results.System {
		return &list[slices.IndexFunc(list, func(e results.System) bool { return e.Name() == name })]
	}
	best := find(j.Best)
	v := &reports.Verdict{
		Corpus: stored[0].Corpus.Name, Metric: results.Primary, Tied: j.Tied, Control: j.Control, Needed: j.Needed,
		Untested: j.Untested, Resolution: stats.Defined(j.Resolution), Lead: lead(j.Lead), Closest: lead(j.Closest),
	}
	score := best.Score(results.Primary)
	if j.Floored {
		v.Tied, v.Lead, v.Closest, v.Needed = nil, nil, nil, 0
		v.Sentences = floored(stored[0].Corpus, list, best, find(j.Control))
		v.Next = withCount(stored[0], list)
	} else {
		seconds := best.Seconds()
		v.Best, v.Value, v.Low, v.High, v.Seconds = j.Best, score.Value, score.Low, score.High, &seconds
		v.Sentences = append(ranking(v, j), cheaper(v, find))
		v.Next = improve(stored[0], best, j)
	}
	if !j.Floored && v.Resolution != nil && j.Untested == "" {
		line := fmt.Sprintf("Differences under about %s cannot be seen in %s", points(*v.Resolution), reports.Counted(j.Stories, "story"))
		if v.Needed > 0 {
			line += fmt.Sprintf("; %.1f would take about %d", 100*v.Closest.Difference, rounded(v.Needed))
		}
		v.Sentences = append(v.Sentences, line+".")
	}
	if slices.ContainsFunc(stored, outside) {
		v.Next = ""
	}
	return v
}

// rounded keeps two figures of a number.
func rounded(n int) int {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

func lead(l *compare.Lead) *reports.LeadOver {
	if l == nil {
		return nil
	}
	return &reports.LeadOver{Name: l.Over, Difference: l.Delta, Low: stats.Defined(l.Low), High: stats.Defined(l.High)}
}

// points writes a difference of scores in hundredths.
func points(v float64) string {
	s := strconv.FormatFloat(100*v, 'f', 1, 64)
	if s == "1.0" {
		return "1 point"
	}
	return s + " points"
}

// by writes how far ahead the best is: by 2.4 points (95 %: −0.2 to 5.3).
func by(l *reports.LeadOver) string {
	s := "by " + points(l.Difference)
	if l.Low != nil && l.High != nil {
		s += strings.ReplaceAll(fmt.Sprintf(" (95 %%: %.1f to %.1f)", 100**l.Low, 100**l.High), "-", "−")
	}
	return s
}

// ranking says which is best and what is told apart from it.
func ranking(v *reports.Verdict, j *compare.Judgement) []string {
	value := reports.Column{}.Format(*v.Value)
	head := fmt.Sprintf("%s has the best %s, %s", v.Best, v.Metric, value)
	if v.Closest != nil && math.Abs(v.Closest.Difference) < .0005 {
		return []string{fmt.Sprintf("%s and %s have the best %s, %s.", v.Best, v.Closest.Name, v.Metric, value)}
	}
	switch {
	case v.Lead == nil && v.Closest == nil:
		return []string{head + ": there is no other algorithm to compare it with."}
	case j.Untested != "":
		return []string{fmt.Sprintf("%s, ahead of %s %s; that is not tested: %s.", head, v.Closest.Name, by(v.Closest), j.Untested)}
	case len(v.Tied) == 0:
		return []string{fmt.Sprintf("%s, ahead of all others, of %s %s.", head, v.Lead.Name, by(v.Lead))}
	}
	more := ""
	if n := len(v.Tied) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	behind := strings.TrimPrefix(by(v.Closest), "by ")
	line := fmt.Sprintf("%s, but no test tells it from %s, %s behind%s.", head, v.Closest.Name, behind, more)
	if v.Lead == nil {
		return []string{line}
	}
	return []string{line, fmt.Sprintf("It beats %s %s.", v.Lead.Name, strings.Replace(by(v.Lead), "95 %: ", "", 1))}
}

// cheaper says how long the best takes and, where that matters, which of those tied with
// it takes at most a quarter of that.
func cheaper(v *reports.Verdict, find func(string) *results.System) string {
	const matters, fraction = 10, 4 // seconds
	line := "It takes " + reports.Second.Format(*v.Seconds)
	if *v.Seconds < matters {
		return line + "."
	}
	for _, name := range v.Tied {
		if took := find(name).Seconds(); took*fraction <= *v.Seconds {
			return fmt.Sprintf("%s, %s %s.", line, name, reports.Second.Format(took))
		}
	}
	return line + "."
}

// What makes gold groups topics, for which algorithms that look for stories are too fine.
const (
	topicSize     = 10 // articles of the median group
	topicClusters = 3  // clusters of the best algorithm for each gold group
)

// floored says that no algorithm beats a control, and what of the data explains it.
func floored(c results.Corpus, list []results.System, best, control *results.System) []string {
	value := func(e *results.System) string { return reports.Column{}.Format(*e.Score(results.Primary).Value) }
	lines := []string{fmt.Sprintf("No algorithm beats the control %s, which has a %s of %s; the best, %s, has %s.",
		control.Name(), results.Primary, value(control), best.Name(), value(best))}
	if *best.Score(results.Primary).Value > *control.Score(results.Primary).Value {
		lines = []string{fmt.Sprintf("No test tells the best algorithm, %s, from the control %s: they have a %s of %s and %s.",
			best.Name(), control.Name(), results.Primary, value(best), value(control))}
	}
	size, clusters := medianStory(list), best.Score("clusters").Value
	switch {
	case size >= topicSize && (clusters == nil || *clusters >= topicClusters*float64(c.Stories)):
		line := fmt.Sprintf("The %d gold groups have a median of %d articles: these are topics, not stories", c.Stories, size)
		if clusters != nil {
			line += fmt.Sprintf(", and it found %.0f clusters", *clusters)
		}
		lines = append(lines, line+".")
		if o := bestOracle(list); o != nil {
			lines = append(lines, fmt.Sprintf("Told their number, %s has %s: give one of your own, as in k=%d.", o.Name(), value(o), c.Stories))
		}
	case size == 1:
		lines = append(lines, "Most gold groups are a single article, which leaves little to find.")
	}
	return lines
}

// medianStory is the median number of articles of the gold stories, 0 if it is not known.
func medianStory(list []results.System) int {
	for i := range list {
		if terms, ok := list[i].Terms(); ok {
			var sizes []int
			for _, size := range terms.Columns[2] { // the number of articles, as CombineB3F1 takes it
				if size > 0 {
					sizes = append(sizes, int(math.Round(size)))
				}
			}
			return median(sizes)
		}
	}
	return 0
}

// bestOracle is the oracle of the best primary score, nil if absent.
func bestOracle(list []results.System) (best *results.System) {
	for i := range list {
		if e := &list[i]; e.Role == results.Oracle {
			if v := e.Score(results.Primary).Value; v != nil && (best == nil || *v > *best.Score(results.Primary).Value) {
				best = e
			}
		}
	}
	return best
}

// withCount is the command that gives algorithms the number of groups.
func withCount(r results.Result, list []results.System) string {
	if medianStory(list) < topicSize {
		return ""
	}
	given := fmt.Sprintf("kmeans(k=%d),nmf(k=%[1]d),spectral(k=%[1]d)", r.Corpus.Stories)
	return reports.Command("assay", "bench", "--corpus", r.Path, "--algorithm", given)
}

// improve is the command to go on with: a search of the best algorithm's threshold if it
// is tied with others and was given one, else what it does wrong.
func improve(r results.Result, best *results.System, j *compare.Judgement) string {
	if sweep := sweepOf(best.Algorithm); sweep != "" && len(j.Tied) > 0 {
		return reports.Command("assay", "tune", "--corpus", r.Path, "--algorithm", sweep)
	}
	return reports.Command("assay", "explain", r.Path, "--algorithm", best.Name())
}

// swept are the parameters that decide how fine clusters are.
var swept = []string{"threshold", "distance", "resolution", "inconsistency", "epsilon"}

// sweepOf is a spec with five values around the first of those parameters that it gives;
// empty if it gives none.
func sweepOf(s spec.Spec) string {
	for i, arg := range s.Args {
		v, err := strconv.ParseFloat(arg.Value.Name, 64)
		if err != nil || v <= 0 || !slices.Contains(swept, arg.Name) {
			continue
		}
		short := func(v float64) string { return strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64) }
		s.Args = slices.Clone(s.Args)
		for _, most := range []float64{1.25, 1} { // the upper end may be the limit
			s.Args[i].Value = spec.Spec{Name: short(.75*v) + ".." + short(most*v) + "/5"}
			if valid(s) {
				return s.String()
			}
		}
	}
	return ""
}

// valid reports whether all specs of a sweep can be run.
func valid(s spec.Spec) bool {
	text := s.String()
	written, err := spec.Parse(text)
	if err != nil {
		return false
	}
	specs, err := spec.Sweep(written)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(specs, func(s spec.Spec) bool {
		_, _, _, err := allalgorithms.Parse(s)
		return err != nil
	})
}

// overall is the verdict on several corpora: which algorithm is best, or not told from the
// best, on most of them. For one corpus it is that of its table.
func overall(tables []reports.Table, stored []results.Result) *reports.Verdict {
	var list []*reports.Verdict
	for i := range tables {
		if v := tables[i].Verdict; v != nil {
			list = append(list, v)
		}
	}
	if len(list) < 2 {
		return cmp.Or(append(list, nil)...)
	}
	at := map[string][]string{} // the corpora on which an algorithm is among the best
	var names, hopeless []string
	for _, v := range list {
		if v.Best == "" {
			hopeless = append(hopeless, v.Corpus)
			continue
		}
		for _, name := range append([]string{v.Best}, v.Tied...) {
			if at[name] == nil {
				names = append(names, name)
			}
			at[name] = append(at[name], v.Corpus)
		}
	}
	out := &reports.Verdict{Metric: results.Primary}
	if len(names) > 0 {
		slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(len(at[b]), len(at[a])) })
		out.Best = names[0]
		line := fmt.Sprintf("%s is best in %s, or no test tells it from the best, on %d of %d corpora (%s)", out.Best, out.Metric,
			len(at[out.Best]), len(list), strings.Join(at[out.Best], ", "))
		for _, name := range names[1:] {
			if len(at[name]) == len(at[out.Best]) {
				out.Tied = append(out.Tied, name)
			}
		}
		if out.Tied != nil {
			line += "; so is " + strings.Join(out.Tied, ", ")
		}
		out.Sentences = append(out.Sentences, line+".")
	}
	if hopeless != nil {
		out.Sentences = append(out.Sentences, fmt.Sprintf("On %s no algorithm beats the controls.", strings.Join(hopeless, ", ")))
	}
	if dir := stored[0].Dir; dir != "" && !slices.ContainsFunc(stored, func(r results.Result) bool { return r.Dir != dir }) {
		out.Next = reports.Command("assay", "compare", dir)
	}
	return out
}
