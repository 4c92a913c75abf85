package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/catalog"
	"github.com/seed-9405df2f/assay/internal/program"
)

// CheckSchema names the form of a result in JSON.
const CheckSchema = "assay/check/1"

// A Result is what a check found.
type Result struct {
	Schema     string      `json:"schema"`
	Verdict    Verdict     `json:"verdict"` // the gravest of all
	Baseline   string      `json:"baseline"`
	System     System      `json:"system"`
	Version    string      `json:"version"`          // of assay, now
	OldVersion string      `json:"baseline_version"` // and when the baseline was made
	Policy     eval.Policy `json:"policy"`
	Alpha      float64     `json:"alpha"`
	Power      float64     `json:"power"`
	Corpora    []OnCorpus  `json:"corpora"`
	Notes      []string    `json:"notes,omitempty"`
}

// OnCorpus is what was found on one corpus.
type OnCorpus struct {
	Name        string   `json:"name"`
	Digest      string   `json:"digest"`
	Articles    int      `json:"articles"`
	Stories     int      `json:"stories"`
	Verdict     Verdict  `json:"verdict"`
	Metrics     []Test   `json:"metrics"`
	Constraints []Held   `json:"constraints"`
	Changes     []Change `json:"changes"` // the costliest loss first, gains at the end
	Next        *Next    `json:"next,omitempty"`
}

// ErrOtherArticles is in the error of a check whose corpus has other articles than
// that of the baseline.
var ErrOtherArticles = errors.New("its articles are not those of the baseline")

// Check holds new clusterings, one for each corpus of the baseline in its order,
// against the baseline. Their runs must be as many as the baseline's seeds.
func (b *Baseline) Check(ctx context.Context, found []Clustering, workers int) (*Result, error) {
	if err := b.fits(found); err != nil {
		return nil, err
	}
	measures, err := b.measures()
	if err != nil {
		return nil, err
	}
	r := &Result{
		Schema: CheckSchema, Verdict: Pass, Baseline: b.path, System: b.System, Version: program.Version(), OldVersion: b.Version,
		Policy: b.Policy.Full(), Alpha: b.Alpha, Power: b.Power,
	}
	t := tester{alpha: b.Alpha / float64(max(1, len(measures)*len(found))), power: b.Power, replicates: replicates, seed: 1, workers: workers}
	for i := range found {
		on, note, err := b.checkOn(ctx, t, measures, &b.Corpora[i], found[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Corpora[i].Name, err)
		}
		if note != "" {
			r.Notes = append(r.Notes, note)
		}
		r.Corpora, r.Verdict = append(r.Corpora, *on), worse(r.Verdict, on.Verdict)
	}
	return r, nil
}

// fits says whether there is a clustering for each corpus, and each constraint has
// its articles.
func (b *Baseline) fits(found []Clustering) error {
	if len(found) != len(b.Corpora) {
		return b.at("", "the baseline is of %d corpora, and %d were clustered", len(b.Corpora), len(found))
	}
	for i, f := range found {
		e := &b.Corpora[i]
		if now := corpus.DigestArticles(f.Corpus.Blind()); now != e.Articles {
			return b.at("digest", "corpus %s: %w: digest %.12s, and the baseline's is %.12s; assay check --update takes it as it is now", f.Corpus.Name(), ErrOtherArticles, now, e.Articles)
		}
		if want := max(1, len(b.System.Seeds)); len(f.Runs) != want {
			return b.at("seeds", "corpus %s: %d runs, and the baseline has %d", e.Name, len(f.Runs), want)
		}
	}
	return b.Constraints.placed(found, b.at)
}

// checkOn checks one corpus; note is for the reader of the whole.
func (b *Baseline) checkOn(ctx context.Context, t tester, measures []eval.Measure, e *Entry, f Clustering) (on *OnCorpus, note string, err error) {
	c := f.Corpus
	on = &OnCorpus{Name: c.Name(), Digest: c.Digest(), Articles: len(c.Articles), Stories: c.Gold().Groups(), Verdict: Pass}
	if on.Digest != e.Digest {
		note = fmt.Sprintf("The gold of %s changed since the baseline: both sides are scored by the new one. assay check --update stores it.", on.Name)
	}
	runs, err := b.runs(e, c)
	if err != nil {
		return nil, "", err
	}
	old, err := scored(ctx, b.Policy, c, runs)
	if err != nil {
		return nil, "", fmt.Errorf("scoring the baseline: %w", err)
	}
	now, err := scored(ctx, b.Policy, c, f.Runs)
	if err != nil {
		return nil, "", err
	}
	before, err := values(old, measures)
	if err != nil {
		return nil, "", err
	}
	after, err := values(now, measures)
	if err != nil {
		return nil, "", err
	}
	for m, measure := range measures {
		test, err := t.test(ctx, measure, b.Metrics[m].Margin, before[m], after[m])
		if err != nil {
			return nil, "", err
		}
		if test.Verdict == Inconclusive && on.Next == nil {
			x, y := together(measure.Better, before[m], after[m])
			on.Next = next(c, runs[0], f.Runs[0], x, y)
		}
		on.Metrics, on.Verdict = append(on.Metrics, test), worse(on.Verdict, test.Verdict)
	}
	if on.Constraints, err = b.hold(ctx, f, now); err != nil {
		return nil, "", err
	}
	for _, h := range on.Constraints {
		on.Verdict = worse(on.Verdict, h.Verdict)
	}
	was, err := b3(old, len(c.Stories))
	if err != nil {
		return nil, "", err
	}
	is, err := b3(now, len(c.Stories))
	if err != nil {
		return nil, "", err
	}
	on.Changes = changes(c, runs[0], f.Runs[0], was, is)
	return on, note, nil
}

// hold checks all constraints.
func (b *Baseline) hold(ctx context.Context, f Clustering, cases []*eval.Case) ([]Held, error) {
	list := b.Constraints.check(f, b.System.Seeds)
	bounds, err := b.Constraints.bounds(cases)
	if err != nil {
		return nil, err
	}
	list = append(list, bounds...)
	if b.Constraints.Deterministic == "" || f.Cluster == nil {
		return list, nil
	}
	holds, pair, err := f.determinism(ctx, b.seed())
	if err != nil {
		return nil, err
	}
	h := held("deterministic", true, "equal clusters for equal input")
	if holds == Order {
		h.Detail += ", and in any order"
	}
	together := fmt.Sprintf("one has %s and %s together, the other not", pair[0], pair[1])
	if pair[0] == pair[1] {
		together = pair[0] + " is noise in one only"
	}
	switch {
	case holds == "":
		h = held("deterministic", false, "two runs on the same articles differ: "+together)
	case holds == Rerun && b.Constraints.Deterministic == Order:
		h = held("deterministic", false, "runs on the articles in two orders differ: "+together)
	}
	return append(list, h), nil
}

func (b *Baseline) seed() uint64 {
	if len(b.System.Seeds) > 0 {
		return b.System.Seeds[0]
	}
	return 1
}

// bounds checks at_least and at_most by the mean over the runs.
func (c Constraints) bounds(cases []*eval.Case) ([]Held, error) {
	var list []Held
	for _, side := range []struct {
		words  string
		limits map[string]float64
		ok     func(v, limit float64) bool
	}{
		{"at least", c.AtLeast, func(v, limit float64) bool { return v >= limit-1e-12 }},
		{"at most", c.AtMost, func(v, limit float64) bool { return v <= limit+1e-12 }},
	} {
		for _, name := range sorted(side.limits) {
			m, err := catalog.Named(name)
			if err != nil {
				return nil, err
			}
			v, err := values(cases, m)
			if err != nil {
				return nil, err
			}
			limit := side.limits[name]
			h := Held{Constraint: fmt.Sprintf("%s %s %.4g", m[0].Spec, side.words, limit), Verdict: Fail}
			if value, reason := mean(v[0]); value == nil {
				h.Detail = "it is undefined: " + reason
			} else {
				h.Detail = fmt.Sprintf("it is %.4f", *value)
				if side.ok(*value, limit) {
					h.Verdict = Pass
				}
			}
			list = append(list, h)
		}
	}
	return list, nil
}

func sorted(m map[string]float64) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// measures are those of the baseline, which must be one each.
func (b *Baseline) measures() ([]eval.Measure, error) {
	var list []eval.Measure
	for _, m := range b.Metrics {
		one, err := catalog.Named(m.Metric)
		if err == nil && len(one) != 1 {
			err = fmt.Errorf("%s stands for %d metrics: name each with its margin", m.Metric, len(one))
		}
		if err != nil {
			return nil, b.at(m.Metric, "%w", err)
		}
		list = append(list, one[0])
	}
	return list, nil
}

// scored makes a case of each run.
func scored(ctx context.Context, p eval.Policy, c *corpus.Corpus, runs []corpus.Labels) ([]*eval.Case, error) {
	var list []*eval.Case
	for _, labels := range runs {
		k, err := p.Case(ctx, c.Gold(), labels, c)
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, nil
}

// b3 is B-cubed F1 of each story's articles alone, the mean over the runs.
func b3(cases []*eval.Case, stories int) ([]*float64, error) {
	m, err := eval.Named("b3.f1")
	if err != nil {
		return nil, err
	}
	v, err := values(cases, []eval.Measure{m})
	if err != nil {
		return nil, err
	}
	return storyValues(v[0], stories), nil
}
