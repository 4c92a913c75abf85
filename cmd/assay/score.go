package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/catalog"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/spec"
	"github.com/seed-9405df2f/assay/reports"
)

func scoreCommand(s streams) *cobra.Command {
	var (
		o                output
		metrics          []string
		missing, unknown string
		b                = stats.Bootstrap{Level: 0.95}
	)
	cmd := &cobra.Command{
		Use:   "score GOLD [PRED]",
		Short: "Score any clustering against any gold",
		Long: `score compares two groupings of the same articles, matched by id. Each is a labels
file (CSV or TSV with the header id,label, or JSON lines) or a corpus, whose stories
are the groups. Texts and outlets, for the metrics that need them, are those of GOLD.
Without PRED the gold is scored as if it had been found: what its pages are like.`,
		Example: `  assay score gold.csv predicted.csv
  assay score newsroom labels.csv --metric "b3.*,ari" --format json
  assay score page.txt --metric "source.*"`,
		Args: between(1, 2, "a gold and a prediction"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat(reportFormats()); err != nil {
				return err
			}
			if !slices.Contains([]string{"error", "singletons"}, missing) {
				return fmt.Errorf("--missing %q: must be error or singletons", missing)
			}
			if !slices.Contains([]string{"error", "ignore"}, unknown) {
				return fmt.Errorf("--unknown %q: must be error or ignore", unknown)
			}
			allow := corpus.Lenience{Missing: missing == "singletons", Unknown: unknown == "ignore"}
			r, err := score(cmd.Context(), args, metrics, allow, b)
			if err != nil {
				return err
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
	f.StringVar(&missing, "missing", "error", "articles without a predicted label: error or singletons")
	f.StringVar(&unknown, "unknown", "error", "predicted labels for articles that the gold does not have: error or ignore")
	f.IntVar(&b.Replicates, "replicates", 2000, "replicates of the bootstrap")
	f.Uint64Var(&b.Seed, "seed", 1, "seed of the bootstrap")
	f.IntVar(&b.Workers, "workers", 0, "goroutines; scores do not depend on it (default one a processor)")
	o.flags(cmd, reportFormats()...)
	return cmd
}

// A scored clustering; its JSON is a contract.
type scored struct {
	Schema    string        `json:"schema"`
	N         int           `json:"n"`
	Gold      side          `json:"gold"`
	Predicted side          `json:"predicted"`
	Policy    policy        `json:"policy"`
	Scores    []stats.Score `json:"scores"`

	measures []eval.Measure
}

type side struct {
	Name   string `json:"name"`
	Digest string `json:"digest,omitempty"`
	Groups int    `json:"groups"`
}

// A policy says what was done with articles that do not fit.
type policy struct {
	Noise      string `json:"noise"`
	Missing    string `json:"missing"`
	Unknown    string `json:"unknown"`
	Unlabelled string `json:"unlabelled"`
}

func score(ctx context.Context, args, metrics []string, allow corpus.Lenience, b stats.Bootstrap) (*scored, error) {
	c, texts, err := openGold(ctx, args[0])
	if err != nil {
		return nil, err
	}
	pred, predName := c.Gold(), args[0]
	if len(args) == 2 {
		file, err := openPrediction(ctx, args[1])
		if err != nil {
			return nil, err
		}
		if pred, err = file.Align(articleIDs(c), allow); err != nil {
			return nil, err
		}
		predName = args[1]
	}
	measures, err := chooseMeasures(metrics, texts)
	if err != nil {
		return nil, err
	}
	var withTexts *corpus.Corpus
	if texts {
		withTexts = c
	}
	k, err := eval.NewCase(ctx, c.Gold(), pred, withTexts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	scores, err := stats.Scores(ctx, k, measures, b)
	if err != nil {
		return nil, err
	}
	p := policy{Noise: "singletons", Missing: "error", Unknown: "error", Unlabelled: "within"}
	if allow.Missing {
		p.Missing = "singletons"
	}
	if allow.Unknown {
		p.Unknown = "ignore"
	}
	return &scored{
		Schema: "assay/score/1", N: len(c.Articles), Policy: p, Scores: scores, measures: measures,
		Gold:      side{Name: c.Name(), Digest: c.Digest(), Groups: c.Gold().Groups()},
		Predicted: side{Name: predName, Groups: len(k.Table().Clusters)},
	}, nil
}

// isTable says whether a path is a labels file by its name.
func isTable(path string) bool {
	plain := strings.TrimSuffix(strings.TrimSuffix(path, ".gz"), ".zst")
	return strings.HasSuffix(plain, ".csv") || strings.HasSuffix(plain, ".tsv")
}

// openGold opens a corpus, or makes one of a labels file; texts says whether it
// has more than labels.
func openGold(ctx context.Context, path string) (c *corpus.Corpus, texts bool, err error) {
	if !isTable(path) {
		if c, err = format.Open(ctx, path); err != nil {
			return nil, false, err
		}
		if c.Labelled() {
			return c, true, nil
		}
	}
	file, err := corpus.ReadLabels(path)
	if err != nil && c != nil {
		return nil, false, fmt.Errorf("%s: no article has a story, so there is no gold to score against", path)
	}
	if err != nil {
		return nil, false, err
	}
	c = &corpus.Corpus{Card: corpus.Card{Name: path}}
	for i, id := range file.IDs {
		c.Articles = append(c.Articles, corpus.Article{ID: id, Story: file.Groups[i]})
	}
	c.AddMissingStories()
	return c, false, nil
}

// openPrediction reads a labels file, or takes the stories of a corpus for
// labels where the path is a folder, a page or an embedded corpus.
func openPrediction(ctx context.Context, path string) (*corpus.LabelsFile, error) {
	info, err := os.Stat(path)
	if !slices.Contains(gold.Names(), path) && err == nil && !info.IsDir() && !strings.Contains(path, ".txt") {
		return corpus.ReadLabels(path)
	}
	c, err := format.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	file := &corpus.LabelsFile{Path: path}
	for i := range c.Articles {
		file.IDs = append(file.IDs, c.Articles[i].ID)
		file.Groups = append(file.Groups, c.Articles[i].Story)
	}
	return file, nil
}

// chooseMeasures parses the metrics asked for. None means the usual ones, and all
// among them means every one; of those, where there are no texts, as far as labels
// alone allow.
func chooseMeasures(metrics []string, texts bool) ([]eval.Measure, error) {
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
		for _, m := range catalog.Metrics {
			whole = append(whole, m.Name)
		}
	}
	list, err := parseMeasures(whole)
	if err != nil {
		return nil, err
	}
	if !texts {
		list = slices.DeleteFunc(list, func(m eval.Measure) bool { return m.Needs != eval.Needs{} })
	}
	others, err := parseMeasures(named)
	for _, m := range others {
		if !slices.ContainsFunc(list, func(o eval.Measure) bool { return o.Spec.String() == m.Spec.String() }) {
			list = append(list, m)
		}
	}
	return list, err
}

func parseMeasures(texts []string) ([]eval.Measure, error) {
	specs, err := spec.ParseAll(texts)
	if err != nil {
		return nil, err
	}
	return catalog.Parse(specs)
}

// report shows the scores as a table, a line a metric.
func (r *scored) report() *reports.Report {
	t := reports.Table{
		Title: fmt.Sprintf("%s against %s", r.Predicted.Name, r.Gold.Name),
		Facts: []string{fmt.Sprintf("%d articles, %d stories, %d clusters", r.N, r.Gold.Groups, r.Predicted.Groups)},
		Head:  "metric", Beside: true,
		Columns: []reports.Column{
			{Name: "value", Title: "value"}, {Name: "better", Title: "better", Unit: reports.Wording},
			{Name: "title", Title: "what it is", Unit: reports.Wording},
		},
		Groups: []reports.Group{{}},
	}
	for i, s := range r.Scores {
		m := r.measures[i]
		value := reports.Cell{Value: s.Value, Low: s.Low, High: s.High}
		if s.Value != nil && m.Name == "clusters" {
			value.Text = fmt.Sprintf("%.0f", *s.Value)
		}
		title := m.Title
		if s.Value == nil {
			title += ": " + s.Reason
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, reports.Row{Name: s.Metric, Cells: []reports.Cell{value, {Text: string(m.Better)}, {Text: title}}})
	}
	return &reports.Report{Schema: reports.Schema, Tables: []reports.Table{t}, Notes: []string{
		"Beside each value its 95 % interval by bootstrap over stories.",
		fmt.Sprintf("Policy: noise counts as singletons; missing: %s; unknown: %s; articles without a story stay in the found clusters as foreign.", r.Policy.Missing, r.Policy.Unknown),
	}}
}
