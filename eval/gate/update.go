package gate

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// An Update says how a new baseline is made. The zero value of a field means what the old baseline
// has, or the default if there is none.
type Update struct {
	System    System
	Policy    eval.Policy
	Outlets   *Outlets // the table that the corpora have now; nil means none
	Metrics   []string
	Known     []eval.Metric // that Metrics and the constraints may name; nil means eval.Partition
	Floor     float64       // least margin
	Again     int           // reruns of the system for margins; below 0 means none
	Calibrate bool          // derive all margins again, also those that the old baseline has
}

// Make returns a baseline of clusterings. It keeps the margins, constraints, alpha and power of old,
// which may be nil.
func (u Update) Make(ctx context.Context, old *Baseline, found []Clustering) (*Baseline, error) {
	b := &Baseline{
		Schema: Schema, Version: fingerprint.Version(), System: u.System, Policy: u.Policy.Full(), Outlets: u.Outlets,
		Alpha: Alpha, Power: Power, known: u.Known,
	}
	kept := map[string]Margin{}
	names := u.Metrics
	if old != nil {
		b.Alpha, b.Power, b.Constraints, b.path = old.Alpha, old.Power, old.Constraints, old.path
		for _, m := range old.Metrics {
			if !u.Calibrate {
				kept[m.Metric] = m
			}
			if len(u.Metrics) == 0 {
				names = append(names, m.Metric)
			}
		}
	}
	if len(names) == 0 {
		names = Metrics()
		if unitOf(found) != (noun{}) {
			names = PairMetrics()
		}
	}
	measures, err := measuresOf(u.Known, names...)
	if err != nil {
		return nil, err
	}
	if old == nil {
		if b.Constraints, err = standing(ctx, found); err != nil {
			return nil, err
		}
	}
	if err := b.Constraints.placed(found, b.inConstraints); err != nil {
		return nil, err
	}
	for _, m := range measures {
		b.Metrics = append(b.Metrics, kept[m.Spec.String()])
		b.Metrics[len(b.Metrics)-1].Metric = m.Spec.String()
	}
	for _, f := range found {
		e, err := u.entry(ctx, b, measures, kept, f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Corpus.Name(), err)
		}
		b.Corpora = append(b.Corpora, e)
	}
	for m := range measures {
		if !slices.ContainsFunc(b.Corpora, func(e Entry) bool { return e.Scores[m].Value != nil }) {
			return nil, fmt.Errorf("%s is undefined on every corpus here, so that it cannot be gated", measures[m].Spec)
		}
	}
	return b, nil
}

// standing returns the constraints of a new baseline: nothing is lost, and the determinism that the
// system has.
func standing(ctx context.Context, found []Clustering) (Constraints, error) {
	c := Constraints{NothingLost: true}
	for i, f := range found {
		c.NothingLost = c.NothingLost && len(f.Missing) == 0
		if f.Cluster == nil {
			continue
		}
		holds, _, err := f.determinism(ctx)
		if err != nil {
			return c, err
		}
		if i == 0 || holds == "" || holds == Rerun && c.Deterministic == Order {
			c.Deterministic = holds
		}
	}
	return c, nil
}

// entry scores a corpus and widens the margins by the noise found on it.
func (u Update) entry(ctx context.Context, b *Baseline, measures []eval.Measure, kept map[string]Margin, f Clustering) (Entry, error) {
	cases, err := scored(ctx, u.Policy, f.Corpus, f.Runs)
	if err != nil {
		return Entry{}, err
	}
	found, b3, err := byStory(cases, measures)
	if err != nil {
		return Entry{}, err
	}
	var scores []Value
	fresh := false
	for m, measure := range measures {
		if err := testable(measure, found[m][0]); err != nil {
			return Entry{}, err
		}
		v, _ := mean(found[m])
		if v != nil {
			*v = round(*v, 6)
		}
		scores = append(scores, Value{measure.Spec.String(), v})
		_, has := kept[measure.Spec.String()]
		fresh = fresh || !has
	}
	if fresh {
		if err := u.margins(ctx, b, measures, kept, f, scores); err != nil {
			return Entry{}, err
		}
	}
	return entry(f, scores, b3), nil
}

// margins sets the margins that are not kept: the widest that any corpus needs.
func (u Update) margins(
	ctx context.Context, b *Baseline, measures []eval.Measure, kept map[string]Margin, f Clustering, scores []Value,
) error {
	noise, err := f.noise(ctx, u.Policy, measures, cmp.Or(u.Again, Again))
	if err != nil {
		return err
	}
	for m, measure := range measures {
		if _, ok := kept[measure.Spec.String()]; ok {
			continue
		}
		value := math.NaN()
		if scores[m].Value != nil {
			value = *scores[m].Value
		}
		margin := &b.Metrics[m]
		margin.Noise = math.Max(margin.Noise, noise[m])
		margin.Margin = math.Max(margin.Margin, marginOf(measure, value, noise[m], cmp.Or(u.Floor, Floor)))
	}
	return nil
}
