package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

func scoreCommand(s streams) *cobra.Command {
	var (
		o       output
		metrics []string
		ids     idPolicy
		rule    eval.Policy
		outlets string
		pages   string
		stories int
		b       = stats.NewBootstrap()
	)
	cmd := &cobra.Command{
		Use:   "score GOLD [PRED]",
		Short: "Score any clustering against any gold",
		Long: `score compares two groupings of the same articles, matched by id. Each is a labels
file (CSV or TSV with the header id,label, or JSON lines) or a corpus, whose stories
are the groups. Texts and outlets, for the metrics that need them, are those of GOLD.
Without PRED the gold is scored as if it had been found: what its pages are like.

Metrics of pages have a summarizer write the page of each found cluster. With --pages
they score pages made elsewhere: a file of JSON lines with cluster (its label in PRED)
or articles (ids), summary, and summarizer, title and key_points if there are any.
Metrics that name no summarizer then score these.`,
		Example: `  assay score gold.csv predicted.csv
  assay score newsroom labels.csv --metric "b3.*,ari" --format json
  assay score page.txt --metric "source.*"
  assay score newsroom labels.csv --metric "rouge2.f1,keypoints.recall" --pages pages.jsonl
  assay score newsroom labels.csv --metric "source.hill(by=owner)" --outlets outlets.csv`,
		Args: between(1, 2, "a gold and a prediction"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat(reportFormats()); err != nil {
				return err
			}
			r, err := score(cmd.Context(), args, metrics, outlets, pages, ids, rule, b)
			if err != nil {
				return err
			}
			again := repeated(cmd, args, r.measures, rule, b.Seed, b.Replicates)
			if err := again.ofLabels(r.gold, args[0], args[1:]); err != nil {
				return err
			}
			again.ofOutlets(r.Outlets)
			r.Provenance = again.Provenance
			for i, m := range r.measures {
				r.Worst = append(r.Worst, outcome.Worst(r.stories, m, r.Scores[i].Terms, stories)...)
			}
			if o.format != "json" {
				return o.writeReport(s, r.report())
			}
			return o.write(s, func(w io.Writer) error {
				e := json.NewEncoder(w)
				e.SetIndent("", "  ")
				return e.Encode(r)
			})
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&metrics, "metric", nil, "metric specs, separated by commas; all, or a family as in b3.* (repeatable)")
	paramFlags(cmd, &b, "replicates", "interval", "seed", "workers")
	f.IntVar(&stories, "stories", 0, "list so many stories that each metric scores worst")
	f.StringVar(&pages, "pages", "", "score pages made elsewhere: JSON lines with cluster or articles, and summary")
	outletsFlag(cmd, &outlets)
	cacheFlag(cmd)
	paramFlags(cmd, &ids)
	paramFlags(cmd, &rule)
	o.flags(cmd, reportFormats()...)
	return cmd
}

// A scored clustering; its JSON is a contract.
type scored struct {
	Schema     string               `json:"schema"`
	N          int                  `json:"n"`
	Gold       side                 `json:"gold"`
	Predicted  side                 `json:"predicted"`
	Policy     policy               `json:"policy"`
	Outlets    string               `json:"outlets,omitempty"` // digest of the table of outlets
	Dropped    float64              `json:"dropped"`           // share of the articles that the policy leaves out
	Scores     []stats.Score        `json:"scores"`
	Floors     []floor              `json:"floors"`
	Variants   []variant            `json:"variants,omitempty"`
	Worst      []outcome.StoryValue `json:"worst,omitempty"`
	Provenance *reports.Provenance  `json:"provenance"`

	gold     *corpus.Corpus
	measures []eval.Measure
	stories  []corpus.Story
	behind   *reports.Drilldown // nil where no measure means something for a story
}

// A floor is what a trivial clustering of the same articles scores.
type floor struct {
	Name   string              `json:"name"`
	Values map[string]*float64 `json:"values"` // by metric
}

// A variant is the same clustering under a policy that differs in one part.
type variant struct {
	Policy string              `json:"policy"`
	Values map[string]*float64 `json:"values"`
}

type side struct {
	Name   string `json:"name"`
	Digest string `json:"digest,omitempty"`
	Groups int    `json:"groups"`
}

// A policy says what was done with articles that do not fit.
type policy struct {
	eval.Policy
	Missing string `json:"missing"`
	Unknown string `json:"unknown"`
}

func score(ctx context.Context, args, metrics []string, outlets, pages string, ids idPolicy, rule eval.Policy, b stats.Bootstrap) (*scored, error) {
	c, texts, err := format.OpenGold(ctx, args[0])
	if err != nil {
		return nil, err
	}
	table, err := format.AddOutlets(c, outlets)
	if err != nil {
		return nil, err
	}
	pred, predName, clusters := c.Gold(), args[0], goldClusters(c)
	if len(args) == 2 {
		file, err := format.OpenLabels(ctx, args[1])
		if err != nil {
			return nil, err
		}
		if pred, err = file.Align(c.IDs(), ids.allow()); err != nil {
			return nil, err
		}
		predName, clusters = args[1], summaries.ClustersOf(file)
	}
	measures, err := chooseMeasures(metrics, texts, outlets != "")
	if err != nil {
		return nil, err
	}
	var made *summaries.File
	if pages != "" {
		if made, err = summaries.Read(pages); err != nil {
			return nil, err
		}
		if measures, err = aim(made, metrics, measures); err != nil {
			return nil, err
		}
	}
	var withTexts *corpus.Corpus
	if texts {
		withTexts = c
	}
	k, err := rule.Case(ctx, c.Gold(), pred, withTexts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	if made != nil {
		if err := made.Give(k, clusters); err != nil {
			return nil, err
		}
	}
	if err := (summaries.Collector{}).Collect(k, measures); err != nil {
		return nil, err
	}
	if err := spec.Fill(&ids); err != nil {
		return nil, err
	}
	r := &scored{
		Schema: "assay/score/2", N: len(k.Gold), gold: c, measures: measures, stories: c.Stories, Dropped: float64(k.Dropped) / float64(k.All),
		Outlets:   table,
		Policy:    policy{Policy: rule.Full(), Missing: ids.Missing, Unknown: ids.Unknown},
		Gold:      side{Name: c.Name(), Digest: c.Fingerprint(), Groups: k.Gold.Groups()},
		Predicted: side{Name: predName, Groups: len(k.Table().Clusters)},
	}
	if r.Scores, err = stats.Scores(ctx, k, measures, b); err != nil {
		return nil, err
	}
	if err := r.addFloors(ctx, k, b); err != nil {
		return nil, err
	}
	f := field{corpus: c, systems: []compare.System{{Name: predName, Labels: pred}}}
	if r.behind, err = behindField(ctx, f, measures, rule, func(string) []stats.Score { return r.Scores }); err != nil {
		return nil, err
	}
	return r, r.addVariants(ctx, c, pred, rule, withTexts)
}

// labelsAlone says which metrics the floors and variants are given for: those
// that need nothing but the two groupings, and so cost nothing.
func (r *scored) labelsAlone() []eval.Measure {
	return slices.DeleteFunc(slices.Clone(r.measures), func(m eval.Measure) bool { return m.Needs != eval.Needs{} })
}

func values(k *eval.Case, measures []eval.Measure) (map[string]*float64, error) {
	out := map[string]*float64{}
	for _, m := range measures {
		v, err := m.Score(k)
		if err != nil {
			return nil, err
		}
		if !math.IsNaN(v.Value) && !math.IsInf(v.Value, 0) {
			out[m.Spec.String()] = &v.Value
		}
	}
	return out, nil
}

// addFloors scores, on the articles that the case keeps, each alone, all in one
// cluster, and the mean over random clusterings with the sizes found.
func (r *scored) addFloors(ctx context.Context, k *eval.Case, b stats.Bootstrap) error {
	measures := r.labelsAlone()
	if len(measures) == 0 {
		return nil
	}
	alone, one := make(corpus.Labels, len(k.Gold)), make(corpus.Labels, len(k.Gold))
	for i := range alone {
		alone[i] = int32(i)
	}
	for _, f := range []struct {
		name   string
		labels corpus.Labels
	}{{"singletons", alone}, {"one", one}} {
		trivial, err := eval.Policy{Sampled: k.Policy.Sampled}.Case(ctx, k.Gold, f.labels, nil)
		if err != nil {
			return err
		}
		v, err := values(trivial, measures)
		if err != nil {
			return err
		}
		r.Floors = append(r.Floors, floor{f.name, v})
	}
	expected, err := stats.Chance{Replicates: 200, Seed: b.Seed, Workers: b.Workers}.Expected(ctx, k, measures)
	if err != nil {
		return err
	}
	random := floor{"random", map[string]*float64{}}
	for i, e := range expected {
		if !math.IsNaN(e.Value) {
			random.Values[measures[i].Spec.String()] = &e.Value
		}
	}
	r.Floors = append(r.Floors, random)
	return nil
}

// addVariants scores without the stories of one article, and without distractors,
// where there are any.
func (r *scored) addVariants(ctx context.Context, c *corpus.Corpus, pred corpus.Labels, rule eval.Policy, withTexts *corpus.Corpus) error {
	measures := r.labelsAlone()
	n := c.Stats()
	for _, v := range []struct {
		applies bool
		policy  func(eval.Policy) eval.Policy
		name    string
	}{
		{n.Singletons > 0 && n.Singletons < n.Stories && rule.MinStory < 2, func(p eval.Policy) eval.Policy { p.MinStory = 2; return p }, "min_story=2"},
		{n.Distractors > 0 && rule.Distractors != "ignore", func(p eval.Policy) eval.Policy { p.Distractors = "ignore"; return p }, "distractors=ignore"},
	} {
		if !v.applies || len(measures) == 0 {
			continue
		}
		k, err := v.policy(rule).Case(ctx, c.Gold(), pred, withTexts)
		if err != nil {
			return err
		}
		list, err := values(k, measures)
		if err != nil {
			return err
		}
		r.Variants = append(r.Variants, variant{v.name, list})
	}
	return nil
}

// variants are the specs of a metric, one for each choice of a parameter that has
// choices and is always shown.
func variants(m eval.Metric) []string {
	for _, p := range spec.Params(m.New()) {
		if p.OneOf != "" && p.Always {
			var list []string
			for choice := range strings.SplitSeq(p.OneOf, ",") {
				list = append(list, fmt.Sprintf("%s(%s=%s)", m.Name, p.Name, choice))
			}
			return list
		}
	}
	return []string{m.Name}
}

// chooseMeasures parses the metrics asked for. None means the usual ones, and all
// among them means every one in every variant; of those, as far as labels alone
// allow where there are no texts, and without those that ask for a table of outlets where there is none.
func chooseMeasures(metrics []string, texts, table bool) ([]eval.Measure, error) {
	named, err := splitSpecs("metric", metrics)
	if err != nil {
		return nil, err
	}
	var whole []string
	if len(named) == 0 {
		whole = bench.Metrics()
	}
	if i := slices.Index(named, "all"); i >= 0 {
		named = slices.Delete(named, i, i+1)
		for _, m := range all.Metrics {
			whole = append(whole, variants(m)...)
		}
	}
	list, err := all.Named(whole...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(m eval.Measure) bool {
		return !texts && m.Needs != eval.Needs{} || !table && m.Needs.Outlets
	})
	others, err := all.Named(named...)
	for _, m := range others {
		byName := slices.ContainsFunc(named, func(n string) bool { return strings.HasPrefix(n, m.Name) })
		if m.Needs.Outlets && !table && !byName {
			continue // a family was asked for
		}
		if !slices.ContainsFunc(list, func(o eval.Measure) bool { return o.Spec.String() == m.Spec.String() }) {
			list = append(list, m)
		}
	}
	return list, err
}

// report shows the scores as a table, a line a metric.
func (r *scored) report() *reports.Document {
	t := reports.Table{
		Title: fmt.Sprintf("%s against %s", r.Predicted.Name, r.Gold.Name),
		Facts: []string{
			fmt.Sprintf("%d articles, %d stories, %d clusters", r.N, r.Gold.Groups, r.Predicted.Groups),
			fmt.Sprintf("policy: %s; missing=%s, unknown=%s", r.Policy.Policy, r.Policy.Missing, r.Policy.Unknown),
		},
		RowHeader: "metric", InlineInterval: true,
		Columns: []reports.Column{{Name: "value", Title: "value"}, {Name: "better", Title: "better", Unit: reports.TextUnit}},
		Groups:  []reports.Group{{}},
	}
	if r.Dropped > 0 {
		t.Facts = append(t.Facts, fmt.Sprintf("left out by the policy: %.1f %% of the articles", 100*r.Dropped))
	}
	var asides []map[string]*float64
	for _, f := range r.Floors {
		t.Columns = append(t.Columns, reports.Column{Name: f.Name, Title: f.Name})
		asides = append(asides, f.Values)
	}
	for _, v := range r.Variants {
		t.Columns = append(t.Columns, reports.Column{Name: v.Policy, Title: v.Policy})
		asides = append(asides, v.Values)
	}
	for i, s := range r.Scores {
		m := r.measures[i]
		cells := []reports.Cell{{Value: s.Value, Low: s.Low, High: s.High}, {Text: string(m.Better)}}
		if r.behind != nil && s.Metric == r.behind.Metric {
			cells[0].Drilldown = reports.DrilldownRef{Key: r.behind.Key, System: r.Predicted.Name}
		}
		for _, a := range asides {
			cells = append(cells, reports.Cell{Value: a[s.Metric]})
		}
		if m.Name == "clusters" {
			for j := range cells {
				if v := cells[j].Value; v != nil {
					cells[j] = reports.Cell{Text: fmt.Sprintf("%.0f", *v)}
				}
			}
		}
		row := reports.Row{Name: s.Metric, Cells: cells}
		if s.Value == nil {
			row.Notes = append(row.Notes, t.Note(s.Reason))
		}
		if note := summaries.Ceiling(m.Spec); note != "" {
			row.Notes = append(row.Notes, t.Note(note))
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	notes := []string{"Beside each value its 95 % interval by bootstrap over stories."}
	if len(r.Floors) > 0 {
		notes = append(notes, "Floors: every article alone, all in one cluster, the mean of random clusterings with the sizes found.")
	}
	tables := []reports.Table{t}
	if len(r.Worst) > 0 {
		tables = append(tables, views.Worst(r.Worst))
	}
	report := &reports.Document{Schema: reports.Schema, Tables: tables, Notes: notes, Provenance: r.Provenance}
	if r.behind != nil {
		report.Drilldowns = append(report.Drilldowns, r.behind)
	}
	return report
}
