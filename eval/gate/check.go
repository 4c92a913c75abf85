package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// CheckSchema names the form of a result in JSON.
const CheckSchema = "assay/check/2"

// A Result is the outcome of a check.
type Result struct {
	Schema     string         `json:"schema"`
	Verdict    Verdict        `json:"verdict"` // the most severe of all
	Baseline   string         `json:"baseline"`
	System     System         `json:"system"`
	Version    string         `json:"version"`          // of this assay
	OldVersion string         `json:"baseline_version"` // of the assay that made the baseline
	Policy     eval.Policy    `json:"policy"`
	Alpha      float64        `json:"alpha"`
	Power      float64        `json:"power"`
	Corpora    []CorpusResult `json:"corpora"`
	Notes      []string       `json:"notes,omitempty"`
}

// CorpusResult is the outcome of a check on one corpus.
type CorpusResult struct {
	Name        string             `json:"name"`
	Fingerprint string             `json:"fingerprint"`
	Articles    int                `json:"articles"`
	Stories     int                `json:"stories"`
	Judged      string             `json:"judged,omitempty"` // what judges of pairs said, in counts, if that is the gold
	Verdict     Verdict            `json:"verdict"`
	Metrics     []Test             `json:"metrics"`
	Constraints []ConstraintResult `json:"constraints"`
	Changes     []Change           `json:"changes"` // the costliest loss first, the largest gain last
	Next        *Next              `json:"next,omitempty"`
	Scored      *Scored            `json:"scored,omitempty"` // of scores of items: articles are items then, and stories their units
}

// ErrOtherArticles is the error of a check whose corpus has other articles than the baseline's.
var ErrOtherArticles = errors.New("its articles are not those of the baseline")

// Check tests new clusterings, one for each corpus of the baseline in its order, against the
// baseline. Each must have as many runs as the baseline has seeds.
func (b *Baseline) Check(ctx context.Context, found []Clustering, workers int) (*Result, error) {
	if err := b.fits(found); err != nil {
		return nil, err
	}
	measures, err := b.measures()
	if err != nil {
		return nil, err
	}
	r := &Result{
		Schema: CheckSchema, Verdict: Pass, Baseline: b.path, System: b.System, Version: fingerprint.Version(), OldVersion: b.Version,
		Policy: b.Policy.Full(), Alpha: b.Alpha, Power: b.Power,
	}
	t := tester{
		unit: unitOf(found), alpha: b.Alpha / float64(max(1, len(measures)*len(found))), power: b.Power,
		replicates: replicates, seed: 1, workers: workers,
	}
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

// fits returns an error unless there is a clustering for each corpus, and every article of a
// constraint is in one of them.
func (b *Baseline) fits(found []Clustering) error {
	if len(found) != len(b.Corpora) {
		return b.at("", "the baseline is of %d corpora, and %d were clustered", len(b.Corpora), len(found))
	}
	for i, f := range found {
		e := &b.Corpora[i]
		if now := corpus.FingerprintArticles(f.Corpus.Blind()); now != e.Articles {
			return b.at(e.Articles, "corpus %s: %w: fingerprint %.12s, and the baseline's is %.12s; assay check --update takes it as it is now",
				f.Corpus.Name(), ErrOtherArticles, now, e.Articles)
		}
		if want := max(1, len(b.System.Seeds)); len(f.Runs) != want {
			return b.at("seeds", "corpus %s: %d runs, and the baseline has %d", e.Name, len(f.Runs), want)
		}
	}
	return b.Constraints.placed(found, b.inConstraints)
}

// checkOn checks one corpus; note belongs to the whole result.
func (b *Baseline) checkOn(
	ctx context.Context, t tester, measures []eval.Measure, e *Entry, f Clustering,
) (on *CorpusResult, note string, err error) {
	c := f.Corpus
	on = &CorpusResult{
		Name: Plain(c.Name(), 200), Fingerprint: c.Fingerprint(),
		Articles: len(c.Articles), Stories: c.Gold().Groups(), Verdict: Pass,
	}
	if on.Fingerprint != e.Fingerprint {
		note = "The gold of " + on.Name + " changed since the baseline: both sides are scored by the new one. assay check --update stores it."
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
	before, was, err := byStory(old, measures)
	if err != nil {
		return nil, "", err
	}
	after, is, err := byStory(now, measures)
	if err != nil {
		return nil, "", err
	}
	for m, measure := range measures {
		test, err := t.test(ctx, measure, b.Metrics[m].Margin, before[m], after[m])
		if err != nil {
			return nil, "", err
		}
		if test.Verdict == Inconclusive && on.Next == nil {
			on.Next = &Next{Label: disputes(c, runs[0], f.Runs[0])}
			if c.Judged == nil {
				x, y := poolRuns(measure.Better, before[m], after[m])
				on.Next.Look = weights(c, x, y)
			}
		}
		on.Metrics, on.Verdict = append(on.Metrics, test), worse(on.Verdict, test.Verdict)
	}
	if on.Constraints, err = b.Constraints.hold(ctx, b.known, f, now); err != nil {
		return nil, "", err
	}
	for _, h := range on.Constraints {
		on.Verdict = worse(on.Verdict, h.Verdict)
	}
	if c.Judged != nil {
		on.Judged, on.Changes = c.Judged.Sentence(), pairChanges(c, runs[0], f.Runs[0])
		return on, note, nil
	}
	on.Changes, err = changes(ctx, c, runs[0], f.Runs[0], was, is)
	return on, note, err
}

// measures returns those of the baseline. Each name must be of one metric.
func (b *Baseline) measures() ([]eval.Measure, error) {
	var list []eval.Measure
	for _, m := range b.Metrics {
		one, err := oneMeasure(b.known, m.Metric)
		if err != nil {
			return nil, b.at(m.Metric, "%w", err)
		}
		list = append(list, one)
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

// byStory returns the values of the measures, and B-cubed F1 of each story's articles alone, the
// mean over the runs; NaN if undefined.
func byStory(cases []*eval.Case, measures []eval.Measure) (all [][]eval.Value, b3 []float64, err error) {
	m, err := eval.Named("b3.f1")
	if err != nil {
		return nil, nil, err
	}
	all, err = values(cases, append(slices.Clip(measures), m))
	if err != nil {
		return nil, nil, err
	}
	last := len(measures)
	return all[:last], storyValues(all[last], len(cases[0].Corpus.Stories)), nil
}
