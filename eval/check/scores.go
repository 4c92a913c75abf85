package check

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/eval/scorefile"
	"github.com/seed-9405df2f/assay/spec"
)

// Scores says which files of scores of single items are compared: those of any evaluator, in a form of scorefile.Forms. A name
// is a path, with the form before it and the system behind it if they are needed: table(id=key):scores.csv@baseline.
type Scores struct {
	Old, New string
	Repeats  []string // further runs of the old system, on the same items
	Metrics  []string // nil means all that can be scores of which more is better, and those of Lower and Margins
	Lower    []string // metrics of which less is better
	Margins  []string // METRIC=MARGIN, or a margin for all that have none of their own
	Floor    float64  // least margin of metrics without one; 0 means gate.Floor
	Workers  int
	ScoreSettings
}

// ScoreSettings are the settings of a comparison of scores.
type ScoreSettings struct {
	Unit     string  `spec:"unit" default:"" doc:"scores: column of what items depend on, such as document; its units are what is resampled"`
	Unpaired string  `spec:"unpaired" oneof:"error,drop" doc:"scores: items that are in one of the two files alone"`
	Unscored string  `spec:"unscored" oneof:"error,drop,zero" doc:"scores: items whose score is missing or NaN"`
	Alpha    float64 `spec:"alpha" default:"0.05" range:"0.0001:0.4999" doc:"scores: chance that the gate fails a system that is as good"`
	Power    float64 `spec:"power" default:"0.8" range:"0.01:0.99" doc:"scores: with which the detectable loss is failed"`
}

// Run tests the new scores against the old ones.
func (in Scores) Run(ctx context.Context) (*gate.Result, error) {
	if err := spec.Fill(&in.ScoreSettings); err != nil {
		return nil, err
	}
	margins, err := in.margins()
	if err != nil {
		return nil, err
	}
	p := pairing{in: in}
	for i, name := range slices.Concat([]string{in.Old, in.New}, in.Repeats) {
		if err := p.open(ctx, name, i == 1, i > 1); err != nil {
			return nil, err
		}
	}
	if err := p.metrics(margins); err != nil {
		return nil, err
	}
	if err := p.items(); err != nil {
		return nil, err
	}
	s := gate.Scores{
		Name: p.name(), Old: in.Old, New: in.New, Unit: p.unit, Units: p.units, Items: len(p.kept), Alpha: in.Alpha, Power: in.Power,
		Workers: in.Workers,
	}
	for m := range p.wanted {
		one, err := p.metric(m)
		if err != nil {
			return nil, err
		}
		one.Margin, one.Floor = cmp.Or(margins[one.Name], margins[""]), in.Floor
		s.Metrics = append(s.Metrics, one)
	}
	r, err := s.Check(ctx)
	if err == nil {
		r.Notes = append(r.Notes, p.notes...)
	}
	return r, err
}

// margins parses METRIC=MARGIN; that of no metric is of all.
func (in Scores) margins() (map[string]float64, error) {
	out := map[string]float64{}
	for _, text := range in.Margins {
		at := max(0, strings.LastIndexByte(text, '='))
		v, err := strconv.ParseFloat(strings.TrimPrefix(text[at:], "="), 64)
		if err != nil || !(v > 0) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("--margin %s: write METRIC=MARGIN, as in accuracy=0.01: a number over 0, the largest loss that passes", text)
		}
		out[text[:at]] = v
	}
	return out, nil
}

// A run is the scores of one run of one system, by item.
type run struct {
	file  *scorefile.File
	label string
	rows  map[string]scorefile.Row
	at    []int // of the wanted metrics among those of the file
}

// A pairing pairs the items of two systems.
type pairing struct {
	in       Scores
	old, new []run
	order    []string // items of the first run of the old system
	kept     []string // those that are paired
	unit     string   // what units are called; empty if each item is one
	units    []string
	unitOf   map[string]int // of a kept item
	wanted   []string
	lower    []string
	notes    []string
}

func (p *pairing) name() string {
	name, _ := scorefile.ParseName(p.in.New)
	if name.Path == "-" {
		return "scores"
	}
	return filepath.Base(name.Path)
}

// open reads a file into its runs.
func (p *pairing) open(ctx context.Context, text string, isNew, repeats bool) error {
	name, err := scorefile.ParseName(text)
	if err != nil {
		return err
	}
	f, err := scorefile.Open(ctx, name, scorefile.Options{Unit: p.in.Unit, Metrics: p.in.Metrics, Also: p.in.also()})
	if err != nil {
		return err
	}
	if err := f.Of(name.System); err != nil {
		return err
	}
	byRun := map[string]map[string]scorefile.Row{}
	for _, row := range f.Rows {
		if byRun[row.Run] == nil {
			byRun[row.Run] = map[string]scorefile.Row{}
		}
		byRun[row.Run][row.Item] = row
	}
	to := &p.old
	if isNew {
		to = &p.new
	}
	for _, label := range f.Runs() {
		*to = append(*to, run{file: f, label: label, rows: byRun[label]})
	}
	for _, note := range f.Notes {
		if !slices.Contains(p.notes, note) && !repeats {
			p.notes = append(p.notes, note)
		}
	}
	return nil
}

// also are the metrics that are taken in though their names do not look like those of scores.
func (in Scores) also() []string {
	list := slices.Clone(in.Lower)
	for _, text := range in.Margins {
		if at := strings.LastIndexByte(text, '='); at > 0 {
			list = append(list, text[:at])
		}
	}
	return list
}

// metrics finds out which are gated.
func (p *pairing) metrics(margins map[string]float64) error {
	old, found := p.old[0].file, p.new[0].file
	p.wanted = old.Metrics
	for _, name := range found.Metrics {
		if !slices.Contains(p.wanted, name) {
			p.notes = append(p.notes, fmt.Sprintf("%s is not gated: %s has no such metric.", name, p.in.Old))
		}
	}
	for _, runs := range [][]run{p.old, p.new} {
		for i := range runs {
			for _, name := range p.wanted {
				at := slices.Index(runs[i].file.Metrics, name)
				if at < 0 {
					return fmt.Errorf("%s: it has no metric %s, which %s has: name those to gate with --metric (it has %s)", runs[i].file.Path, name,
						p.in.Old, strings.Join(runs[i].file.Metrics, ", "))
				}
				runs[i].at = append(runs[i].at, at)
			}
		}
	}
	p.lower = scorefile.Names(p.in.Lower, p.wanted)
	for flag, names := range map[string][]string{"margin": slices.Sorted(maps.Keys(margins)), "lower": p.lower} {
		for _, name := range names {
			if name != "" && !slices.Contains(p.wanted, name) {
				return fmt.Errorf("--%s: %s is not gated: it is not among --metric %s", flag, name, strings.Join(p.in.Metrics, ","))
			}
		}
	}
	for _, name := range p.wanted {
		if scorefile.LowerBetter(name) && !slices.Contains(p.lower, name) {
			p.notes = append(p.notes, fmt.Sprintf("%s: more is taken for better. If less is, add --lower %[1]s.", name))
		}
	}
	return nil
}

// metric gathers the scores by one metric.
func (p *pairing) metric(m int) (gate.ScoreMetric, error) {
	out := gate.ScoreMetric{Name: p.wanted[m], Better: eval.Higher, Counts: make([]float64, len(p.units))}
	if slices.Contains(p.lower, out.Name) {
		out.Better = eval.Lower
	}
	left, err := p.leftOut(m)
	if err != nil {
		return out, err
	}
	for _, item := range p.kept {
		if !left[item] {
			out.Counts[p.unitOf[item]]++
		}
	}
	if len(left) == len(p.kept) {
		return out, fmt.Errorf("%s: no item is scored by %s on both sides", p.in.New, out.Name)
	}
	for i, runs := range [][]run{p.old, p.new} {
		for _, r := range runs {
			sums := make([]float64, len(p.units))
			for _, item := range p.kept {
				if v := r.rows[item].Values[r.at[m]]; !left[item] && !math.IsNaN(v) { // else it counts as 0
					sums[p.unitOf[item]] += v
				}
			}
			to := &out.Old
			if i == 1 {
				to = &out.New
			}
			*to = append(*to, sums)
		}
	}
	return out, nil
}
