// Package score scores one clustering of a corpus, with the scores of trivial
// clusterings and of other policies for comparison.
package score

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/summaries"
)

// A Request is what is scored. Gold is required.
type Request struct {
	Gold  *corpus.Corpus // one of corpus.OfLabels is given Articles where metrics need them; may be one of judged pairs
	Found corpus.Labels  // of the articles of Gold; nil scores the gold as if it had been found
	// Metrics are specs, families as in b3.*, and all for every metric in every variant;
	// default: bench.Metrics.
	Metrics []string
	// LabelsOnly leaves default metrics out that need more than labels.
	LabelsOnly bool
	Policy     eval.Policy
	IDs        corpus.IDPolicy  // by which Found was brought onto the articles (corpus.Align), and
	Unmatched  corpus.Unmatched // what did not fit
	Bootstrap  stats.Bootstrap  // stats.NewBootstrap returns the usual one
	// Pages are those that metrics of pages score; if nil, summarizers write them.
	// Clusters are the names of the clusters in Pages.
	Pages    *summaries.File
	Clusters summaries.Clusters
	Worst    int // number of stories to list that each metric scores worst
}

// A Sheet is the scores of a clustering. Its JSON is a contract.
type Sheet struct {
	Schema    string               `json:"schema"`
	N         int                  `json:"n"`
	Gold      Side                 `json:"gold"`
	Predicted Side                 `json:"predicted"`
	Policy    Policy               `json:"policy"`
	Judged    string               `json:"judged,omitempty"`  // what judges of pairs said, in counts, if that is the gold
	Design    *Design              `json:"design,omitempty"`  // of the judged pairs, if they were drawn by assay label
	Outlets   string               `json:"outlets,omitempty"` // fingerprint of the table of outlets
	Dropped   float64              `json:"dropped"`           // share of the articles that the policy leaves out, or of the judged pairs
	Unmatched *corpus.Unmatched    `json:"unmatched,omitempty"`
	Scores    []stats.Score        `json:"scores"`
	Floors    []Values             `json:"floors"`
	Levels    []Values             `json:"levels,omitempty"` // against each gold level alone, if there are several
	Judges    *Values              `json:"judges,omitempty"` // the mean of what judges, the gold levels, score against each other
	Variants  []Variant            `json:"variants,omitempty"`
	Worst     []outcome.StoryValue `json:"worst,omitempty"`

	Measures []eval.Measure `json:"-"` // of Scores
}

// A Side is one of the two groupings.
type Side struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint,omitempty"` // of the corpus
	Groups      int    `json:"groups"`
	Rule        string `json:"rule,omitempty"`         // by which several gold levels are taken together
	Levels      []int  `json:"level_groups,omitempty"` // stories of each of them
}

// A Policy is what happened to articles that do not fit the comparison, and to ids on
// one side only.
type Policy = partial.Policy

// Run scores a request.
func Run(ctx context.Context, r Request) (*Sheet, error) {
	if r.Gold.Judged != nil {
		return r.runPairs(ctx)
	}
	gold, found := r.Gold.Gold(), r.Found
	if found == nil {
		found = gold
	}
	measures, err := r.measures()
	if err != nil {
		return nil, err
	}
	if r.Pages != nil || r.Gold.Joint() || slices.ContainsFunc(measures, func(m eval.Measure) bool { return m.Needs != eval.Needs{} }) {
		r.Gold = r.Gold.WithArticles()
	}
	k, err := r.scoringCase(ctx, gold, found, measures)
	if err != nil {
		return nil, err
	}
	s := &Sheet{
		Schema: "assay/score/2", N: k.All - k.Dropped, Measures: measures, Dropped: float64(k.Dropped) / float64(k.All),
		Policy: *partial.NewPolicy(k.Policy, r.IDs), Unmatched: unmatched(r.Unmatched),
		Gold:      Side{Name: r.Gold.Name(), Fingerprint: r.Gold.Fingerprint(), Groups: k.Gold.Groups()},
		Predicted: Side{Name: r.Gold.Name(), Groups: len(k.Table().Clusters)},
	}
	// Floors and variants have the measures that need the two groupings alone: they cost little.
	// They come first, before the table keeps the terms of each story.
	labels := slices.DeleteFunc(slices.Clone(measures), func(m eval.Measure) bool { return m.Needs != eval.Needs{} })
	if s.Floors, err = Floors(ctx, k, labels, r.Bootstrap); err != nil {
		return nil, err
	}
	stories, singletons := storySizes(gold)
	distractors := slices.ContainsFunc(r.Gold.Articles, func(a corpus.Article) bool { return a.Distractor })
	s.Variants, err = r.variants(ctx, stories, singletons, distractors, labels, func(p eval.Policy) (*eval.Case, error) {
		return p.Case(ctx, gold, found, r.articles())
	})
	if err != nil {
		return nil, err
	}
	if s.Scores, err = stats.Scores(ctx, k, measures, r.Bootstrap); err != nil {
		return nil, err
	}
	if err := r.levels(ctx, k, labels, s); err != nil {
		return nil, err
	}
	for i, m := range measures {
		s.Worst = append(s.Worst, outcome.Worst(r.Gold.Stories, m, s.Scores[i].Terms, r.Worst)...)
	}
	return s, nil
}

// unmatched returns what does not fit, nil if there is nothing.
func unmatched(u corpus.Unmatched) *corpus.Unmatched {
	if u == (corpus.Unmatched{}) {
		return nil
	}
	return &u
}

// articles returns the corpus as cases take it: nil if it is of labels alone.
func (r Request) articles() *corpus.Corpus {
	if len(r.Gold.Articles) == 0 {
		return nil
	}
	return r.Gold
}

// scoringCase returns the case with the pages that the measures score.
func (r Request) scoringCase(ctx context.Context, gold, found corpus.Labels, measures []eval.Measure) (*eval.Case, error) {
	k, err := r.Policy.Case(ctx, gold, found, r.articles())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Gold.Name(), err)
	}
	return k, r.GivePages(k, measures)
}

// GivePages is an eval.Pager: it gives a case of the request the pages of the request,
// and those that summarizers write for the measures that name one.
func (r Request) GivePages(k *eval.Case, measures []eval.Measure) error {
	if r.Pages != nil {
		if err := r.Pages.Give(k, r.Clusters); err != nil {
			return err
		}
	}
	return summaries.Collector{}.Collect(k, measures)
}
