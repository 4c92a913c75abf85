package views

import (
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/reports"
)

// scoresTables show a check of scores of items: its tests, and the units that changed.
func scoresTables(r *gate.Result, on *gate.CorpusResult, most int) []reports.Table {
	list := []reports.Table{scoresTable(r, on)}
	for _, m := range on.Metrics {
		var losses, gains []gate.Mover
		for _, x := range on.Scored.Moved {
			switch {
			case x.Metric != m.Metric:
			case x.Lost():
				losses = append(losses, x)
			default:
				gains = append([]gate.Mover{x}, gains...)
			}
		}
		for _, t := range []reports.Table{
			moversTable(on, m.Metric, "got worse", losses, m.Items.Losses, most), moversTable(on, m.Metric, "got better", gains, m.Items.Wins, most),
		} {
			if len(t.Groups[0].Rows) > 0 {
				list = append(list, t)
			}
		}
	}
	return list
}

func scoresTable(r *gate.Result, on *gate.CorpusResult) reports.Table {
	t := newTable(fmt.Sprintf("%s: %s", on.Name, on.Verdict), "metric", textColumn("better"),
		plainColumn("old"), plainColumn("new"), textColumn("gain"), plainColumn("margin"), titled(plainColumn("detectable"), "finds"),
		titled(textColumn("moved"), "better/worse/same"), textColumn("verdict"))
	x := on.Scored
	size := reports.Counted(on.Articles, "item")
	if x.Unit != "" {
		size += fmt.Sprintf(" in %s of %q", reports.Counted(on.Stories, "unit"), gate.Plain(x.Unit, 60))
	}
	t.Facts = []string{
		fmt.Sprintf("old: %s, new: %s", runsOf(x.Old, x.OldRuns), runsOf(x.New, x.NewRuns)),
		fmt.Sprintf("%s; alpha %.3g over %s", size, r.Alpha, reports.Counted(len(on.Metrics), "test")),
	}
	for _, m := range on.Metrics {
		t.Add(m.Metric, words(string(m.Better)), reports.Cell{Value: m.Old}, reports.Cell{Value: m.New}, words(gain(m)), value(m.Margin),
			reports.Cell{Value: m.Detectable}, words(fmt.Sprintf("%d/%d/%d", m.Items.Wins, m.Items.Losses, m.Items.Ties)), verdictCell(m.Verdict))
		if m.Verdict != gate.Pass {
			t.Notes = append(t.Notes, failedNote(m, noun(on)))
		}
		t.Notes = append(t.Notes, seen(m, on)...)
	}
	t.Notes = append(t.Notes,
		fmt.Sprintf("gain: new − old in the direction that is better, with its %.3g %% interval, paired by %s. finds: the smallest true "+
			"loss that fails with %.0f %% power. Fewer than %s that are all worse never fail.",
			100*on.Metrics[0].Level, strings.TrimSuffix(noun(on), "s"), 100*r.Power, reports.Counted(x.Least, strings.TrimSuffix(noun(on), "s"))))
	if x.OldRuns < 2 {
		t.Notes = append(t.Notes, "What makes a whole run better or worse by chance cannot be seen in one run of the old system: "+
			"--repeat FILE takes others.")
	}
	return t
}

func runsOf(name string, runs int) string {
	name = gate.Plain(name, 120)
	if runs > 1 {
		return fmt.Sprintf("%s (mean of %d runs)", name, runs)
	}
	return name
}

// noun is what is resampled, in the plural.
func noun(on *gate.CorpusResult) string {
	switch {
	case on.Judged != "":
		return "articles"
	case on.Scored == nil:
		return "stories"
	case on.Scored.Unit == "":
		return "items"
	}
	return "units"
}

// failedNote says why a metric does not pass, and how many more it takes.
func failedNote(m gate.Test, what string) string {
	note := fmt.Sprintf("%s: %s", m.Metric, m.Reason)
	if m.Needed > m.Stories {
		note += fmt.Sprintf("; about %d %s of this kind would be enough", twoFigures(m.Needed), what)
	}
	return note
}

// seen says what a test of scores can see, and what it cannot.
func seen(m gate.Test, on *gate.CorpusResult) (notes []string) {
	what := noun(on)
	if m.Differ == 0 && m.Items.Ties > 0 {
		notes = append(notes, fmt.Sprintf("%s: all %d %s tie. If 1 in %d changed, that would still happen in 5 %% of cases.", m.Metric,
			m.Items.Ties, what, max(1, m.Items.Ties/3)))
	}
	var list []string
	for i, x := range m.Items.Misses {
		part := fmt.Sprintf("of %s in %s", threeFigures(x.Loss), percent(x.Missed))
		if i == 0 {
			part = fmt.Sprintf("a loss of %s, the margin, would be missed in %s of cases", threeFigures(x.Loss), percent(x.Missed))
		}
		list = append(list, part)
	}
	if list != nil {
		notes = append(notes, fmt.Sprintf("%s: with changes of this kind and %d %s, %s.", m.Metric, m.Stories, what, strings.Join(list, ", ")))
	}
	if n := len(m.Items.Self); n > 0 {
		total := 0
		var parts []string
		for _, v := range []gate.Verdict{gate.Pass, gate.Warn, gate.Inconclusive, gate.Fail} {
			if k := m.Items.Self[v]; k > 0 {
				total += k
				parts = append(parts, fmt.Sprintf("%d %s", k, v))
			}
		}
		note := fmt.Sprintf("%s: runs of the old system against each other, %s: %s (sd of a run %s).", m.Metric,
			reports.Counted(total, "comparison"), strings.Join(parts, ", "), threeFigures(m.Items.Noise))
		if m.Items.Self[gate.Fail] > 0 {
			note += " Runs that are equally good fail: take a wider margin."
		}
		notes = append(notes, note)
	}
	return notes
}

func percent(share float64) string {
	switch {
	case share < 0.005:
		return "under 1 %"
	case share > 0.995:
		return "over 99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// threeFigures is a number with three figures.
func threeFigures(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.3g", v), ".0") }

func moversTable(on *gate.CorpusResult, metric, how string, list []gate.Mover, all, most int) reports.Table {
	one := strings.TrimSuffix(noun(on), "s")
	t := newTable(fmt.Sprintf("%s: %s %s by %s", on.Name, reports.Counted(all, one), how, metric), one,
		titled(plainColumn("before"), "old"), titled(plainColumn("after"), "new"))
	if on.Scored.Unit != "" {
		t.Columns = append(t.Columns, countColumn("items"))
	}
	for _, x := range list[:min(most, len(list))] {
		cells := []reports.Cell{value(x.Before), value(x.After)}
		if on.Scored.Unit != "" {
			cells = append(cells, whole(x.Items))
		}
		t.Add(reports.Clip(x.Unit, 70), cells...)
	}
	if n := all - min(most, len(list)); n > 0 && len(list) > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("and %d more (--limit shows them)", n))
	}
	return t
}

// brokenItems lists the costliest losses, a line each.
func brokenItems(on *gate.CorpusResult) string {
	var b strings.Builder
	n := 0
	for _, x := range on.Scored.Moved {
		if x.Lost() && n < 10 {
			n++
			fmt.Fprintf(&b, "%s (%s %s → %s)\n", x.Unit, x.Metric, threeFigures(x.Before), threeFigures(x.After))
		}
	}
	return b.String()
}
