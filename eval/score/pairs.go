package score

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/judge"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// pairMetrics are the metrics that judged pairs give.
const pairMetrics = "pair.*"

// runPairs scores a request whose gold is judged pairs.
func (r Request) runPairs(ctx context.Context) (*Sheet, error) {
	if r.Found == nil {
		return nil, fmt.Errorf("%s: judged pairs are no clusters: name the labels to score, too", r.Gold.Name())
	}
	measures, err := r.pairMeasures()
	if err != nil {
		return nil, err
	}
	drop := r.Policy.Full().Noise == "drop"
	policy := r.Policy
	if drop { // pairs are left out, and articles keep their positions
		policy.Noise = "singletons"
	}
	k, err := policy.Case(ctx, make(corpus.Labels, len(r.Found)), r.Found, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Gold.Name(), err)
	}
	kept := func(p corpus.Pair) bool { return !drop || r.Found[p.A] >= 0 && r.Found[p.B] >= 0 }
	judged := r.Gold.Judged
	pairs := r.Gold.JudgedPairs()
	s := &Sheet{
		Schema: "assay/score/2", N: len(r.Found), Measures: measures, Judged: judged.Sentence(),
		Policy:    *partial.NewPolicy(r.Policy, r.IDs.For(r.Gold)),
		Gold:      Side{Name: r.Gold.Name(), Fingerprint: r.Gold.Fingerprint()},
		Predicted: Side{Name: r.Gold.Name(), Groups: k.Pred.Groups()},
	}
	estimate := func(list []judge.Pair) []stats.Score { return judge.Shares(list, measures, r.Bootstrap.Level) }
	if judged.Strata != nil {
		estimate = func(list []judge.Pair) []stats.Score {
			scores, _ := judge.Designed(list, judged.Strata, measures, r.Bootstrap.Level)
			return scores
		}
	}
	values := func(name string, unsure corpus.Answer, pairs []corpus.Pair, found corpus.Labels) Values {
		v := Values{name, map[string]*float64{}}
		for _, score := range estimate(observed(pairs, unsure, found, kept)) {
			v.Values[score.Metric] = score.Value
		}
		return v
	}
	variant := func(name string, unsure corpus.Answer, pairs []corpus.Pair) {
		v := values(name, unsure, pairs, k.Pred)
		s.Variants = append(s.Variants, Variant{v.Name, v.Values})
	}
	sure := observed(pairs, corpus.Unsure, k.Pred, kept)
	if len(sure) == 0 {
		return nil, fmt.Errorf("%s: %w: no pair is judged the same or different (%s)", r.Gold.Name(), eval.ErrNoGold, s.Judged)
	}
	s.Dropped = 1 - float64(len(sure))/float64(len(pairs))
	s.Scores = estimate(sure)
	if judged.Strata != nil {
		s.Design = newDesign(sure, judged.Strata)
	}
	alone := make(corpus.Labels, len(r.Found))
	for i := range alone {
		alone[i] = corpus.None
	}
	s.Floors = []Values{
		values("singletons", corpus.Unsure, pairs, alone.Alone()),
		values("one", corpus.Unsure, pairs, make(corpus.Labels, len(alone))),
	}
	if slices.ContainsFunc(pairs, func(p corpus.Pair) bool { return p.Same == corpus.Unsure }) {
		variant("unsure=yes", corpus.Yes, pairs)
		variant("unsure=no", corpus.No, pairs)
	}
	if judges := judged.Judges(); len(judges) > 1 && len(judges) <= mostJudges {
		for _, name := range judges {
			if own := r.Gold.JudgedPairs(name); len(observed(own, corpus.Unsure, k.Pred, kept)) > 0 {
				variant("judge="+name, corpus.Unsure, own)
			}
		}
	}
	return s, nil
}

// A Design is how the judged pairs were drawn, and what the figures are of: the pairs that look alike.
type Design struct {
	Strata   int   `json:"strata"`
	Pairs    int64 `json:"pairs"`    // that look alike, or that a clustering that was judged has together
	Judged   int   `json:"judged"`   // of these
	Unjudged int64 `json:"unjudged"` // of these, in strata of which none is judged: they count as if there were none
	Far      int64 `json:"far"`      // that look unlike and that no clustering that was judged has together: left out
}

func newDesign(sure []judge.Pair, strata []corpus.PairStratum) *Design {
	d := &Design{Strata: len(strata)}
	judged := make([]int, len(strata))
	for _, p := range sure {
		if p.Stratum > 0 {
			judged[p.Stratum-1]++
		}
	}
	for h, s := range strata {
		if s.Far {
			d.Far += s.Pairs
			continue
		}
		d.Pairs += s.Pairs
		if d.Judged += judged[h]; judged[h] == 0 {
			d.Unjudged += s.Pairs
		}
	}
	return d
}

// mostJudges is how many judges have each a column of figures.
const mostJudges = 8

// observed lists pairs with how a clustering has them; unsure is what unsure pairs are taken
// for, Unsure leaves them out.
func observed(pairs []corpus.Pair, unsure corpus.Answer, found corpus.Labels, kept func(corpus.Pair) bool) (list []judge.Pair) {
	for _, p := range pairs {
		if p.Same == corpus.Unsure {
			p.Same = unsure
		}
		if p.Same != corpus.Unsure && kept(p) {
			list = append(list, judge.Pair{A: p.A, B: p.B, Same: p.Same == corpus.Yes, Found: found[p.A] == found[p.B], Stratum: p.Stratum})
		}
	}
	return list
}

// pairMeasures returns the measures that the request asks for, which judged pairs must give.
func (r Request) pairMeasures() ([]eval.Measure, error) {
	if r.Pages != nil || r.Worst > 0 {
		return nil, errors.New("judged pairs know no stories: --pages and --limit need gold stories")
	}
	names := slices.Clone(r.Metrics)
	for i, name := range names {
		if name == "all" {
			names[i] = pairMetrics
		}
	}
	if len(names) == 0 {
		names = []string{pairMetrics}
	}
	list, err := all.Named(names...)
	if err != nil {
		return nil, err
	}
	var can []string
	for _, m := range all.Metrics {
		if strings.HasPrefix(m.Name, strings.TrimSuffix(pairMetrics, "*")) {
			can = append(can, m.Name)
		}
	}
	for _, m := range list {
		if !slices.Contains(can, m.Name) {
			return nil, fmt.Errorf("%s needs the stories of all articles, which judged pairs do not tell: they give %s", m.Spec,
				strings.Join(can, ", "))
		}
	}
	return list, nil
}
