// Package explain says why a clustering differs from gold: which stories it split or merged and
// what that cost, what misplaced articles have in common, which groups of articles have most
// errors, and the cheapest repair. All of it is data; package reports/views shows it.
package explain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
)

// Schema names the form of an explanation in JSON.
const Schema = "assay/explain/2"

// A Run is one found clustering of a corpus.
type Run struct {
	Name  string
	Case  *eval.Case // with its corpus
	Names []string   // of the clusters of the case, all different, and of the articles that it does not have; nil = their numbers
	Notes []string   // what the policy hides
}

// NewRun returns a run of labels on a corpus under a policy. groups has the names of clusters by
// the ids of their articles; nil names clusters by their labels. A cluster that the policy made
// of noise is named for its article. Every cluster has a name of its own.
func NewRun(
	ctx context.Context, name string, p eval.Policy, c *corpus.Corpus, labels corpus.Labels, groups map[string]string,
) (Run, error) {
	k, err := p.Case(ctx, c.Gold(), labels, c)
	if err != nil {
		return Run{}, fmt.Errorf("%s: %w", name, err)
	}
	if groups == nil {
		groups = map[string]string{}
		for i, l := range labels {
			if l >= 0 {
				groups[c.Articles[i].ID] = strconv.Itoa(int(l))
			}
		}
	}
	return Run{Name: name, Case: k, Names: clusterNames(k, groups)}, nil
}

// ReadRun returns the run of a labels file, or of a corpus whose stories are the labels.
func ReadRun(ctx context.Context, path string, p eval.Policy, c *corpus.Corpus, allow corpus.IDPolicy) (Run, error) {
	runs, err := ReadRuns(ctx, []string{path}, p, c, allow)
	if err != nil {
		return Run{}, err
	}
	return runs[0], nil
}

// ReadRuns reads labels files as ReadRun does.
func ReadRuns(ctx context.Context, paths []string, p eval.Policy, c *corpus.Corpus, allow corpus.IDPolicy) (runs []Run, err error) {
	a, err := format.AlignLabels(ctx, c, allow, paths...)
	if err != nil {
		return nil, err
	}
	for n, path := range paths {
		r, err := NewRun(ctx, path, p, a.Corpus, a.Labels[n], a.Files[n].ByID())
		if err != nil {
			return nil, err
		}
		r.Notes = a.Unmatched[n].Notes(allow)
		runs = append(runs, r)
	}
	return runs, nil
}

func clusterNames(k *eval.Case, groups map[string]string) []string {
	k, found := k.Whole()
	names := make([]string, len(k.Table().Clusters))
	taken := map[string]bool{}
	for i, c := range k.Pred {
		if names[c] == "" {
			names[c] = groups[k.Corpus.Articles[i].ID]
		}
		taken[names[c]] = true
	}
	for i, c := range k.Pred {
		if names[c] != "" {
			continue
		}
		name := "alone: " + k.Corpus.Articles[i].ID
		if int(c) >= found {
			name = "no label: " + k.Corpus.Articles[i].ID
		} else if k.Table().Clusters[c] > 1 {
			name = "noise"
		}
		for taken[name] {
			name += "'"
		}
		names[c], taken[name] = name, true
	}
	return names
}

// Options limit what is explained in detail. The zero value takes the defaults.
type Options struct {
	Stories    int     // costliest stories, and clusters, whose articles have causes; 0 means 10
	Story      string  // id of one more story whose articles have causes
	Cluster    string  // name of one more cluster
	Sample     int     // maximum articles of each kind that are measured, drawn at random; 0 means 500
	Prices     *Prices // of the repair; nil means DefaultPrices
	Replicates int     // of the bootstrap; 0 means 2000
	Since      *Run    // an earlier run; the explanation then has the Difference from it
	Seed       uint64
	Workers    int // maximum goroutines; 0 means one a processor. The result does not depend on it
}

// An Explanation says how one run differs from gold, and why.
type Explanation struct {
	Schema      string      `json:"schema"`
	Corpus      string      `json:"corpus"`
	Fingerprint string      `json:"fingerprint"` // of the articles scored and their gold
	Run         string      `json:"run"`
	Policy      eval.Policy `json:"policy"`
	Articles    int         `json:"articles"` // after the policy
	Labelled    int         `json:"labelled"` // of them with a gold story
	Found       int         `json:"clusters_found"`
	Score       Score       `json:"score"`
	// Exact counts the stories that are one cluster with nothing else in it.
	Exact int `json:"exact"`
	// Stories lists all gold stories, the costliest first. Ties are broken by the order of the corpus.
	Stories []Story `json:"stories"`
	// Clusters lists the clusters that hold articles of other stories than their host, the
	// costliest first.
	Clusters  []Cluster  `json:"clusters"`
	Splits    *Causes    `json:"splits,omitempty"` // nil if there are none, or nothing to measure
	Merges    *Causes    `json:"merges,omitempty"`
	Shares    []Shares   `json:"shares,omitempty"`
	Repair    Script     `json:"repair"`
	Conflicts *Conflicts `json:"conflicts,omitempty"`
	// Difference is what changed from Options.Since to this run.
	Difference *Difference `json:"difference,omitempty"`
	// Notes say what was left out and why.
	Notes []string `json:"notes,omitempty"`
}

// A Score is how good the run is; the losses add up to 1 − F1.
type Score struct {
	Precision float64 `json:"b3.p"`
	Recall    float64 `json:"b3.r"`
	F1        float64 `json:"b3.f1"`
	Error     float64 `json:"error"` // mean over articles of 1 − min(precision, recall): 1 − ecs
	SplitLoss float64 `json:"split_loss"`
	MergeLoss float64 `json:"merge_loss"`
}

// Explain explains a run. The time is linear in articles, except for the causes: each article of
// the sample is compared with all others by sparse vectors of words, which takes milliseconds an
// article on 100,000 articles.
func Explain(ctx context.Context, run Run, o Options) (*Explanation, error) {
	o = o.full()
	v, err := newView(run)
	if err != nil {
		return nil, err
	}
	e := &Explanation{
		Schema: Schema, Corpus: run.Case.Corpus.Name(), Fingerprint: run.Case.Corpus.Fingerprint(), Run: run.Name, Policy: run.Case.Policy,
		Articles: len(v.gold), Labelled: v.t.N, Found: len(run.Case.Table().Clusters), Score: v.score,
		Notes: append(slices.Clone(run.Notes), v.oneSided()...),
	}
	v.stories(e)
	v.clusters(e)
	if e.Repair, err = v.repair(*o.Prices); err != nil {
		return nil, err
	}
	e.Repair.Corpus, e.Repair.Fingerprint, e.Repair.Run = e.Corpus, e.Fingerprint, e.Run
	if err := v.causes(ctx, e, o); err != nil {
		return nil, err
	}
	if err := v.shares(ctx, e, o); err != nil {
		return nil, err
	}
	if o.Since != nil {
		if e.Difference, err = Compare(ctx, *o.Since, run, o); err != nil {
			return nil, err
		}
	}
	return e, v.conflicts(ctx, e, o)
}

func (o Options) full() Options {
	o.Stories = cmp.Or(o.Stories, 10)
	o.Sample = cmp.Or(o.Sample, 500)
	o.Replicates = cmp.Or(o.Replicates, 2000)
	if o.Prices == nil {
		o.Prices = new(DefaultPrices)
	}
	return o
}

// A view is a run with its outcomes and losses.
type view struct {
	*outcome.Outcomes
	run      Run
	gold     corpus.Labels
	pred     corpus.Labels
	t        *eval.Table
	found    float64    // number of articles over which precision is averaged
	f1       eval.Value // b3.f1
	score    Score
	weight   []float64 // of an article of a story, as the policy weighs stories
	articles []corpus.Article
}

func newView(run Run) (*view, error) {
	k := run.Case
	if k == nil || k.Corpus == nil {
		return nil, fmt.Errorf("explaining %s: there is no corpus", run.Name)
	}
	v := &view{Outcomes: outcome.Of(k), run: run}
	v.gold, v.pred, v.t, v.articles = v.Case.Gold, v.Case.Pred, v.Case.Table(), v.Case.Corpus.Articles
	if run.Names != nil && len(run.Names) != len(v.t.Clusters) {
		return nil, fmt.Errorf("explaining %s: %d names for %d clusters", run.Name, len(run.Names), len(v.t.Clusters))
	}
	return v, v.measure()
}

// measure scores the run. With precision P and recall R, 1 − F1 is R/(P+R)·(1−P) + P/(P+R)·(1−R):
// the first term is the loss by merges, the second that by splits, and both are sums over stories.
func (v *view) measure() error {
	m, err := eval.Named("b3.f1")
	if err != nil {
		return err
	}
	if v.f1, err = m.Score(v.run.Case); err != nil {
		return fmt.Errorf("scoring %s: %w", v.run.Name, err)
	}
	sum := v.f1.Terms.Sum()
	if v.found = sum[len(sum)-1]; sum[0] == 0 {
		return fmt.Errorf("%s has no article of a story: there is nothing to explain", v.run.Name)
	}
	p, r := sum[0]/v.found, sum[1]/sum[2]
	v.score = Score{Precision: p, Recall: r, F1: v.f1.Value, SplitLoss: p / (p + r) * (1 - r), MergeLoss: r / (p + r) * (1 - p)}
	v.weight = make([]float64, len(v.t.Stories))
	for s := range v.t.Stories {
		if v.t.Stories[s] > 0 {
			v.weight[s] = v.f1.Terms.Columns[2][s] / float64(v.t.Stories[s])
		}
		for _, c := range v.t.Row(s) {
			v.score.Error += v.weight[s] * float64(c.Count) * v.error(s, c) / sum[2]
		}
	}
	return nil
}

// oneSided says how articles are shown that one side alone has.
func (v *view) oneSided() (notes []string) {
	if n := v.run.Case.Missing; n > 0 {
		notes = append(notes, fmt.Sprintf("articles without a label: %d; each is shown as a cluster of its own, and has lost all its recall", n))
	}
	if n := v.run.Case.Unknown; n > 0 {
		notes = append(notes, fmt.Sprintf("articles that the gold does not have: %d; they cost %.1f points of precision in their own right, "+
			"which no story is charged for", n, 100*v.score.Recall/(v.score.Precision+v.score.Recall)*float64(n)/v.found))
	}
	return notes
}

// absent reports whether a cluster stands for an article that the prediction does not have.
func (v *view) absent(c int32) bool {
	return v.run.Case.Missing > 0 && int(c) >= len(v.run.Case.Table().Clusters)
}

// error returns the error of each article in a cell: 1 less the smaller of its B-cubed precision
// and recall, which is 1 less its element-centric similarity.
func (v *view) error(s int, c eval.Cell) float64 {
	if v.absent(c.Cluster) {
		return 1
	}
	return 1 - float64(c.Count)/float64(max(v.t.Stories[s], v.t.Clusters[c.Cluster]))
}

// storyOf returns the story of an article, or a number of its own if it has none.
func (v *view) storyOf(i int) int {
	if v.gold[i] < 0 {
		return len(v.t.Stories) + i
	}
	return int(v.gold[i])
}

// perArticle returns the losses of each article in a cell, with the weight of its story, as shares
// of 1 − F1.
func (v *view) perArticle(s int, c eval.Cell) (split, merge float64) {
	p, r := v.score.Precision, v.score.Recall
	w := v.weight[s]
	split = w / float64(v.t.N) * p / (p + r)
	if v.absent(c.Cluster) {
		return split, 0
	}
	split *= 1 - float64(c.Count)/float64(v.t.Stories[s])
	merge = w / v.found * r / (p + r) * (1 - float64(c.Count)/float64(v.t.Clusters[c.Cluster]))
	return split, merge
}

// clusterName returns the user's name of a cluster.
func (v *view) clusterName(c int32) string {
	if v.run.Names == nil {
		return fmt.Sprint(c)
	}
	return v.run.Names[c]
}
