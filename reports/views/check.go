package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/reports"
)

// Check shows what a gate found: for each corpus its metrics, its constraints and
// the stories that changed, the losses first, at most the given number of losses
// and of gains. Of scores of items it shows the items, or their units.
func Check(r *gate.Result, most int) *reports.Document {
	out := &reports.Document{Schema: reports.Schema, Gate: string(r.Verdict), Baseline: r.Baseline}
	for i := range r.Corpora {
		on := &r.Corpora[i]
		out.Checks = append(out.Checks, checkSuite(on))
		if on.Scored != nil {
			out.Tables = append(out.Tables, scoresTables(r, on, most)...)
			continue
		}
		out.Tables = append(out.Tables, metricsTable(r, on))
		if len(on.Constraints) > 0 {
			out.Tables = append(out.Tables, constraintsTable(on))
		}
		losses, gains := divide(on.Changes)
		for _, t := range []reports.Table{changesTable(on, "got worse", losses, most), changesTable(on, "got better", gains, most)} {
			if len(t.Groups[0].Rows) > 0 {
				out.Tables = append(out.Tables, t)
			}
		}
		if on.Next != nil {
			out.Tables = append(out.Tables, nextTables(on)...)
		}
	}
	out.Notes = append([]string{Headline(r)}, r.Notes...)
	return out
}

// checkSuite lists what was tested on a corpus.
func checkSuite(on *gate.CorpusResult) reports.CheckSuite {
	s := reports.CheckSuite{Name: on.Name, Losses: brokenStories(on)}
	for _, m := range on.Metrics {
		s.Checks = append(s.Checks, reports.CheckOutcome{Name: m.Metric, Verdict: string(m.Verdict), Message: metricLine(m)})
	}
	for _, h := range on.Constraints {
		s.Checks = append(s.Checks,
			reports.CheckOutcome{Name: h.Constraint, Verdict: string(h.Verdict), Message: constraintLine(h), Found: h.Detail, Constraint: true})
	}
	return s
}

// metricLine is a test in a sentence.
func metricLine(m gate.Test) string {
	plain := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return reports.Plain.Format(*v)
	}
	return fmt.Sprintf("%s: %s → %s, gain %s, margin %.3f: %s", m.Metric, plain(m.Old), plain(m.New), gain(m), m.Margin, m.Reason)
}

func constraintLine(h gate.ConstraintResult) string {
	return h.Constraint + ": " + h.Detail + because(h)
}

func because(h gate.ConstraintResult) string {
	if h.Why == "" {
		return ""
	}
	return " (why: " + h.Why + ")"
}

// brokenStories lists the costliest losses, a line each.
func brokenStories(on *gate.CorpusResult) string {
	if on.Scored != nil {
		return brokenItems(on)
	}
	losses, _ := divide(on.Changes)
	var b strings.Builder
	for _, c := range losses[:min(10, len(losses))] {
		if c.Pair != "" {
			fmt.Fprintf(&b, "%s: %s, and wrong now\n", c.Name(), c.Pair)
			continue
		}
		fmt.Fprintf(&b, "%s (%d articles, b3.f1 %.3f → %.3f): %s\n", c.Name(), c.Articles, c.Before, c.After, c.Words())
	}
	if n := len(losses) - 10; n > 0 {
		fmt.Fprintf(&b, "and %d more\n", n)
	}
	return b.String()
}

// Headline is the verdict in a sentence.
func Headline(r *gate.Result) string {
	var names []string
	for _, on := range r.Corpora {
		for _, m := range on.Metrics {
			if m.Verdict == r.Verdict && r.Verdict != gate.Pass {
				names = append(names, m.Metric+" on "+on.Name)
			}
		}
		for _, h := range on.Constraints {
			if h.Verdict == gate.Fail {
				names = append(names, h.Constraint+" on "+on.Name)
			}
		}
	}
	few := "the gold is too small to tell for "
	if len(r.Corpora) > 0 && r.Corpora[0].Scored != nil {
		few = "there are too few " + noun(&r.Corpora[0]) + " to tell for "
	}
	words := map[gate.Verdict]string{
		gate.Pass:         "pass: no loss beyond the margins",
		gate.Warn:         "warn: look at ",
		gate.Inconclusive: "inconclusive: " + few,
		gate.Fail:         "fail: ",
	}[r.Verdict]
	return "Verdict: " + words + strings.Join(names, ", ") + "."
}

// verdictCell shows a verdict, in a colour where there are colours.
func verdictCell(v gate.Verdict) reports.Cell {
	tones := map[gate.Verdict]reports.Tone{gate.Pass: reports.Good, gate.Inconclusive: reports.Bad, gate.Fail: reports.Bad}
	return reports.Cell{Text: string(v), Tone: tones[v]}
}

func metricsTable(r *gate.Result, on *gate.CorpusResult) reports.Table {
	t := newTable(fmt.Sprintf("%s: %s", on.Name, on.Verdict), "metric",
		plainColumn("old"), plainColumn("new"), textColumn("gain"), plainColumn("margin"),
		titled(plainColumn("detectable"), "finds"), textColumn("differ"), textColumn("verdict"))
	if r.System.Algorithm != "" {
		t.Facts = []string{fmt.Sprintf("system: %s, seeds %s", r.System.Algorithm, seeds(r.System.Seeds))}
	}
	gold := fmt.Sprintf("%d stories", on.Stories)
	if on.Judged != "" {
		gold = on.Judged
	}
	t.Facts = append(t.Facts, fmt.Sprintf("%d articles, %s; fingerprint %.12s", on.Articles, gold, on.Fingerprint),
		"policy: "+r.Policy.String())
	level := 0.0
	for _, m := range on.Metrics {
		t.Add(m.Metric, reports.Cell{Value: m.Old}, reports.Cell{Value: m.New}, words(gain(m)),
			value(m.Margin), reports.Cell{Value: m.Detectable},
			words(fmt.Sprintf("%d of %d", m.Differ, m.Stories)), verdictCell(m.Verdict))
		level = m.Level
		if m.Verdict != gate.Pass {
			t.Notes = append(t.Notes, failedNote(m, noun(on)))
		}
	}
	if len(on.Metrics) > 0 {
		one, many := "story", "stories"
		if on.Judged != "" {
			one, many = "article", "articles with pairs"
		}
		t.Notes = append(t.Notes, fmt.Sprintf("gain: new − old in the direction that is better, with its %.3g %% interval, paired "+
			"by %s. finds: the smallest true loss that fails with %.0f %% power. differ: %s whose result changed.",
			100*level, one, 100*r.Power, many))
	}
	return t
}

// twoFigures leaves a number its first two figures: more are not known.
func twoFigures(n int) int {
	scale := 1
	for n/scale >= 100 {
		scale *= 10
	}
	return (n + scale/2) / scale * scale
}

func seeds(list []uint64) string {
	if len(list) > 1 {
		return fmt.Sprintf("%d to %d", list[0], list[len(list)-1])
	}
	return strings.Trim(fmt.Sprint(list), "[]")
}

// gain is the difference with its interval.
func gain(m gate.Test) string {
	if m.Gain == nil {
		return "–"
	}
	s := signed(*m.Gain)
	if m.Low != nil && m.High != nil && m.Differ > 0 {
		s += fmt.Sprintf(" (%s to %s)", signed(*m.Low), signed(*m.High))
	}
	return s
}

func signed(v float64) string {
	s := fmt.Sprintf("%+.3f", v)
	if s == "-0.000" || s == "+0.000" {
		return "0.000"
	}
	return strings.Replace(s, "-", "−", 1)
}

func constraintsTable(on *gate.CorpusResult) reports.Table {
	t := newTable(on.Name+": constraints", "constraint", textColumn("verdict"), titled(textColumn("detail"), "found"))
	for _, h := range on.Constraints {
		detail := h.Detail
		if h.Verdict == gate.Fail {
			detail += because(h)
		}
		t.Add(h.Constraint, verdictCell(h.Verdict), words(detail))
	}
	return t
}

// divide parts the changes into losses, the costliest first, and gains, the largest
// first.
func divide(changes []gate.Change) (losses, gains []gate.Change) {
	for _, c := range changes {
		if c.After < c.Before {
			losses = append(losses, c)
		} else {
			gains = append(gains, c)
		}
	}
	slices.Reverse(gains)
	return losses, gains
}

func changesTable(on *gate.CorpusResult, how string, changes []gate.Change, most int) reports.Table {
	if on.Judged != "" {
		return pairsTable(on, how, changes, most)
	}
	t := newTable(fmt.Sprintf("%s: %s %s", on.Name, reports.Counted(len(changes), "story"), how), "story",
		countColumn("articles"), titled(plainColumn("before"), "b3.f1 old"), titled(plainColumn("after"), "new"),
		titled(textColumn("what"), "what became of it"))
	for _, c := range changes[:min(most, len(changes))] {
		t.Add(reports.Clip(c.Name(), 56), whole(c.Articles), value(c.Before), value(c.After), words(c.Words()))
	}
	if n := len(changes) - most; n > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("and %d more (--limit shows them)", n))
	}
	return t
}

// pairsTable lists judged pairs that changed.
func pairsTable(on *gate.CorpusResult, how string, changes []gate.Change, most int) reports.Table {
	t := newTable(fmt.Sprintf("%s: %s %s", on.Name, reports.Counted(len(changes), "judged pair"), how), "pair",
		titled(textColumn("judged"), "judged"))
	for _, c := range changes[:min(most, len(changes))] {
		t.Add(reports.Clip(c.Name(), 100), words(strings.TrimPrefix(c.Pair, "judged ")))
	}
	if n := len(changes) - most; n > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("and %d more (--limit shows them)", n))
	}
	return t
}

// nextTables list the labels that would help.
func nextTables(on *gate.CorpusResult) []reports.Table {
	var list []reports.Table
	if len(on.Next.Label) > 0 {
		t := newTable(on.Name+": label these next", "articles without a story, which old and new group differently",
			countColumn("articles"), titled(textColumn("old"), "parts in the baseline"), titled(textColumn("new"), "parts now"))
		for _, d := range on.Next.Label {
			name := gate.Plain(d.Articles[0].ID, 40)
			if d.Articles[0].Title != "" {
				name += " " + d.Articles[0].Title
			}
			t.Add(reports.Clip(name, 70), whole(len(d.Articles)), words(plus(d.Old)+with(d.OldWith)),
				words(plus(d.New)+with(d.NewWith)))
		}
		list = append(list, t)
	}
	if len(on.Next.Look) > 0 {
		t := newTable(on.Name+": the verdict hangs on these stories", "story", titled(plainColumn("share"), "share of\nthe variance"))
		if len(on.Next.Label) == 0 {
			t.Notes = []string{"No articles without a story are grouped differently: look whether the gold of these stories is right, " +
				"and add stories of their kind."}
		}
		for _, w := range on.Next.Look {
			t.Add(reports.Clip(cmp.Or(w.Title, gate.Plain(w.Story, 80)), 70), value(w.Share))
		}
		list = append(list, t)
	}
	return list
}

// with names the stories that are in the same clusters.
func with(stories []gate.ArticleRef) string {
	if len(stories) == 0 {
		return ""
	}
	name := cmp.Or(stories[0].Title, gate.Plain(stories[0].ID, 40))
	s := ", with “" + reports.Clip(name, 40) + "”"
	if n := len(stories) - 1; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}

func plus(sizes []int) string {
	var list []string
	for _, n := range sizes[:min(6, len(sizes))] {
		list = append(list, fmt.Sprint(n))
	}
	if len(sizes) > 6 {
		list = append(list, "…")
	}
	return strings.Join(list, " + ")
}

// Baseline shows what a new baseline holds, and what it gates by.
func Baseline(b *gate.Baseline) *reports.Document {
	out := &reports.Document{Schema: reports.Schema}
	for _, e := range b.Corpora {
		t := newTable(e.Name+": new baseline", "metric",
			plainColumn("value"), plainColumn("margin"), titled(textColumn("noise"), "sd of reruns"))
		source := "labels: " + e.Labels
		if b.System.Algorithm != "" {
			source = fmt.Sprintf("system: %s, seeds %s", b.System.Algorithm, seeds(b.System.Seeds))
		}
		gold := fmt.Sprintf("%d stories", len(e.Stories))
		if len(e.Stories) == 0 {
			gold = "judged pairs"
		}
		t.Facts = []string{source, fmt.Sprintf("%s; fingerprint %.12s", gold, e.Fingerprint), "policy: " + b.Policy.String()}
		if b.Outlets != nil {
			t.Facts = append(t.Facts, fmt.Sprintf("table of outlets: %s; fingerprint %.12s", b.Outlets.Path, b.Outlets.Fingerprint))
		}
		for i, s := range e.Scores {
			t.Add(s.Metric, reports.Cell{Value: s.Value}, value(b.Metrics[i].Margin),
				words(fmt.Sprintf("%.4f", b.Metrics[i].Noise)))
		}
		out.Tables = append(out.Tables, t)
	}
	out.Notes = []string{"margin: how much a metric may lose; a new one is the larger of the floor and three standard deviations of reruns."}
	if how := b.Constraints.Deterministic; how != "" {
		out.Notes = append(out.Notes, "Constraint deterministic="+how+": "+map[string]string{
			gate.Rerun: "equal clusters for equal input, though not where the articles come in another order.",
			gate.Order: "equal clusters for equal input, in any order of the articles.",
		}[how])
	}
	return out
}
