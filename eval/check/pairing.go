package check

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/eval/scorefile"
)

// items pairs the items of all runs, and their units.
func (p *pairing) items() error {
	if err := p.whole(); err != nil {
		return err
	}
	var alone [2][]string // items that one side has alone, or that ask something else on the other
	changed := ""
	for _, item := range p.order {
		row, ok := p.new[0].rows[item]
		before := p.old[0].rows[item]
		switch {
		case !ok:
			alone[0] = append(alone[0], item)
		case row.Content != "" && before.Content != "" && row.Content != before.Content:
			alone[0], alone[1] = append(alone[0], item), append(alone[1], item)
			if changed == "" {
				changed = fmt.Sprintf("; %s asks something else in %s", gate.Plain(item, 60), p.new[0].file.At(row))
			}
		default:
			p.kept = append(p.kept, item)
		}
	}
	for _, row := range p.new[0].file.Rows {
		if _, ok := p.old[0].rows[row.Item]; !ok && row.Run == p.new[0].label {
			alone[1] = append(alone[1], row.Item)
		}
	}
	text := ""
	if len(alone[0])+len(alone[1]) > 0 {
		text = fmt.Sprintf("%d of the %d items of %s are not in %s%s, and %d of the %d of that not in the first%s%s", len(alone[0]), len(p.order),
			p.in.Old, p.in.New, examples(alone[0]), len(alone[1]), len(p.new[0].rows), examples(alone[1]), changed)
	}
	switch {
	case len(p.kept) == 0:
		return fmt.Errorf("no item is in both files: %s", text)
	case text != "" && p.in.Unpaired == "error":
		return fmt.Errorf("%s: score both on the same items, or leave the others out with --unpaired drop", text)
	case text != "":
		p.notes = append(p.notes, fmt.Sprintf("Left out: %s. %d items are compared.", text, len(p.kept)))
	}
	return p.group()
}

// whole makes sure that all runs of a system have the same items. The runs within a file that do not are one, of the means by item.
func (p *pairing) whole() error {
	for _, runs := range []*[]run{&p.old, &p.new} {
		for i := 0; i < len(*runs); {
			from := i
			for i < len(*runs) && (*runs)[i].file == (*runs)[from].file {
				i++
			}
			own := (*runs)[from:i]
			if slices.ContainsFunc(own, func(r run) bool { return !sameItems(r, own[0]) }) {
				p.notes = append(p.notes, fmt.Sprintf("%s: its %d runs are not of the same items: they are taken for one, of the means.",
					own[0].file.Path, len(own)))
				*runs = slices.Replace(*runs, from, i, meanRun(own))
				i = from + 1
			}
		}
	}
	seen := map[string]bool{}
	for _, row := range p.old[0].file.Rows {
		if _, ok := p.old[0].rows[row.Item]; ok && !seen[row.Item] {
			seen[row.Item] = true
			p.order = append(p.order, row.Item)
		}
	}
	for _, r := range p.old[1:] {
		if sameItems(r, p.old[0]) {
			continue
		}
		for _, item := range p.order {
			if _, ok := r.rows[item]; !ok {
				return fmt.Errorf("%s: it lacks item %s, which %s has: runs of one system must be of the same items", r.file.Path,
					gate.Plain(item, 60), p.in.Old)
			}
		}
		return fmt.Errorf("%s: it has %d items, and %s has %d: runs of one system must be of the same items", r.file.Path, len(r.rows), p.in.Old,
			len(p.old[0].rows))
	}
	return nil
}

func sameItems(a, b run) bool {
	if len(a.rows) != len(b.rows) {
		return false
	}
	for item := range a.rows {
		if _, ok := b.rows[item]; !ok {
			return false
		}
	}
	return true
}

// meanRun is the means of runs, by item: of a run without a score there is none.
func meanRun(runs []run) run {
	out := run{file: runs[0].file, label: runs[0].label, at: runs[0].at, rows: map[string]scorefile.Row{}}
	count := map[string]float64{}
	for _, r := range runs {
		for item := range r.rows {
			count[item]++
		}
	}
	for _, r := range runs {
		for item, row := range r.rows {
			sum, ok := out.rows[item]
			if !ok {
				sum = row
				sum.Values = make([]float64, len(row.Values))
			}
			for i, v := range row.Values {
				if sum.Values[i] += v / count[item]; scorefile.Absent(v) {
					sum.Values[i] = v
				}
			}
			out.rows[item] = sum
		}
	}
	return out
}

// examples lists a few items in brackets.
func examples(items []string) string {
	const most = 3
	if len(items) == 0 {
		return ""
	}
	var list []string
	for _, item := range items[:min(most, len(items))] {
		list = append(list, gate.Plain(item, 60))
	}
	if len(items) > most {
		list = append(list, "…")
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// group puts the kept items into units, which must be the same in all files that have them.
func (p *pairing) group() error {
	at := map[string]int{}
	p.unitOf = map[string]int{}
	for _, r := range slices.Concat(p.old, p.new) {
		if p.unit == "" {
			p.unit = r.file.Unit
		}
	}
	for _, item := range p.kept {
		unit, where := item, ""
		for _, r := range slices.Concat(p.old, p.new) {
			row := r.rows[item]
			if r.file.Unit == "" {
				continue
			}
			if where != "" && row.Unit != unit {
				return fmt.Errorf("%s: item %s is of unit %s here, and of %s in %s: an item has one unit", r.file.At(row), gate.Plain(item, 60),
					gate.Plain(row.Unit, 60), gate.Plain(unit, 60), where)
			}
			unit, where = row.Unit, r.file.At(row)
		}
		u, ok := at[unit]
		if !ok {
			u = len(p.units)
			at[unit] = u
			p.units = append(p.units, unit)
		}
		p.unitOf[item] = u
	}
	if len(p.units) == len(p.kept) { // each item is one
		p.unit = ""
	}
	return nil
}

// A gap is what an item lacks by a metric, over all runs.
type gap struct {
	absent, missing int
	where           string // of the first
}

func (p *pairing) gap(item string, m int) (g gap) {
	for _, r := range slices.Concat(p.old, p.new) {
		row := r.rows[item]
		v := row.Values[r.at[m]]
		switch {
		case scorefile.Absent(v):
			g.absent++
		case math.IsNaN(v):
			g.missing++
		default:
			continue
		}
		if g.where == "" {
			g.where = r.file.At(row)
		}
	}
	return g
}

// leftOut finds the items that do not count for a metric, and notes why.
func (p *pairing) leftOut(m int) (map[string]bool, error) {
	left := map[string]bool{}
	name := p.wanted[m]
	missing, nowhere := 0, 0
	first := ""
	for _, item := range p.kept {
		switch g := p.gap(item, m); {
		case g.absent == len(p.old)+len(p.new):
			nowhere++
			left[item] = true
		case g.absent+g.missing > 0:
			if missing++; missing == 1 {
				first = fmt.Sprintf("%s: item %s has no score by %s (missing or NaN)", g.where, gate.Plain(item, 60), name)
			}
			if p.in.Unscored == "drop" {
				left[item] = true
			}
		}
	}
	switch {
	case missing > 0 && p.in.Unscored == "error":
		return nil, fmt.Errorf("%s, and so %d in all: score them, or say what they count: --unscored zero, or --unscored drop, which leaves "+
			"them out on both sides", first, missing)
	case missing > 0:
		how := map[string]string{"zero": "count as 0 where they have none", "drop": "are left out on both sides"}[p.in.Unscored]
		p.notes = append(p.notes, fmt.Sprintf("%s: %d items without a score %s.", name, missing, how))
	}
	if nowhere > 0 {
		p.notes = append(p.notes, fmt.Sprintf("%s: %d of %d items are not scored by it, on neither side.", name, nowhere, len(p.kept)))
	}
	return left, nil
}
