package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
	"github.com/seed-9405df2f/assay/reports/views"
)

func compareCommand(s streams) *cobra.Command {
	var (
		o        output
		metrics  []string
		gold     string
		ids      idPolicy
		rope     float64
		outlets  string
		settings compare.Settings
		drawn    chartFlags
	)
	cmd := &cobra.Command{
		Use:   "compare RESULTS... | compare --gold GOLD LABELS...",
		Short: "Hold systems against each other: differences, tests, ties",
		Long: `compare scores the clusterings of a bench again, or labels files against a gold, and tests
their differences story by story: the difference to a baseline with its interval, p by
sign flips of stories after Holm, letters for systems that are tied, the stories won and
lost, and those that moved most. With three corpora or more it ranks the systems over
them, too. The corpora must be where the bench found them.`,
		Example: `  assay compare assay-results
  assay compare assay-results --metric b3.f1,ari --baseline "kmeans(k=gold)"
  assay compare --gold newsroom yesterday.csv today.csv`,
		Args: between(1, 1<<30, "results, or labels files with --gold"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat(reportFormats()); err != nil {
				return err
			}
			if err := drawn.check(); err != nil {
				return err
			}
			if settings.Alpha <= 0 || settings.Alpha >= 1 {
				return fmt.Errorf("--alpha %g: must be between 0 and 1", settings.Alpha)
			}
			if err := settings.Policy.Valid(); err != nil {
				return err
			}
			if settings.Moved == 0 {
				settings.Moved = -1 // 0 would mean the default
			}
			chosen, err := splitSpecs("metric", metrics)
			if err != nil {
				return err
			}
			if len(chosen) == 0 {
				chosen = []string{results.Primary}
			}
			measures, err := all.Named(chosen...)
			if err != nil {
				return err
			}
			again := repeated(cmd, args, measures, settings.Policy, settings.Seed, settings.Replicates)
			var fields []field
			if gold != "" {
				fields, err = fieldOfLabels(cmd.Context(), gold, args, ids.allow())
				if err == nil {
					err = again.ofLabels(fields[0].corpus, gold, args)
				}
			} else {
				var trials []results.Result
				if trials, err = results.Read(args...); err == nil {
					cmd.SetContext(eval.WithPager(cmd.Context(), summaries.Stored(trials...)))
					fields, err = fieldsOfResults(cmd.Context(), args, trials)
				}
				if err == nil {
					again.ofResults(args, trials)
				}
			}
			if err != nil {
				return err
			}
			for _, f := range fields {
				digest, err := format.AddOutlets(f.corpus, outlets)
				if err != nil {
					return err
				}
				again.ofOutlets(digest)
			}
			report, err := compareFields(cmd.Context(), fields, measures, rope, settings)
			if err != nil {
				return err
			}
			report.Provenance = again.Provenance
			if drawn.wanted(o.format) {
				if err := drawn.write(s, o.quiet, report.Charts, leftOut(report)); err != nil {
					return err
				}
			}
			return o.writeReport(s, report)
		},
	}
	f := cmd.Flags()
	f.StringVar(&gold, "gold", "", "compare labels files against this gold: a corpus or a labels file")
	f.StringArrayVar(&metrics, "metric", nil, "metric specs, separated by commas (default b3.f1)")
	f.StringVar(&settings.Baseline, "baseline", "", "the system that the others are held against (default the best)")
	f.Float64Var(&settings.Alpha, "alpha", 0.05, "level of the tests")
	f.Float64Var(&rope, "rope", 0.01, "over several corpora: values closer than this are equal for practice")
	f.IntVar(&settings.Replicates, "replicates", 10_000, "replicates of bootstrap and flips")
	f.IntVar(&settings.Moved, "moved", 5, "stories listed for each system")
	f.Uint64Var(&settings.Seed, "seed", 1, "seed of bootstrap and flips")
	f.IntVar(&settings.Workers, "workers", 0, "goroutines; the result does not depend on it (default one a processor)")
	outletsFlag(cmd, &outlets)
	drawn.flags(cmd)
	cacheFlag(cmd)
	paramFlags(cmd, &ids)
	paramFlags(cmd, &settings.Policy)
	o.flags(cmd, reportFormats()...)
	return cmd
}

// A field is the systems that meet on one corpus.
type field struct {
	corpus  *corpus.Corpus
	stream  *streaming.Protocol // under which the labels were made; nil = the whole corpus at once
	systems []compare.System
}

func compareFields(ctx context.Context, fields []field, measures []eval.Measure, rope float64, settings compare.Settings) (*reports.Document, error) {
	whole := &reports.Document{Schema: reports.Schema}
	var names []string
	var tables [][]compare.Table // by corpus and measure
	for _, f := range fields {
		measures := f.measures(measures)
		list, err := compare.Systems(ctx, f.corpus, f.systems, measures, settings)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name(), err)
		}
		if f.stream == nil {
			names, tables = append(names, f.corpus.Name()), append(tables, list)
		}
		part := views.Compare(f.name(), []string{"policy: " + settings.Policy.String()}, list)
		whole.Tables, whole.Notes = append(whole.Tables, part.Tables...), part.Notes
		behind, err := behindField(ctx, f, measures, settings.Policy, func(system string) []stats.Score { return scoresOf(list, system) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name(), err)
		}
		if behind != nil {
			behind.Key, behind.Corpus = f.name(), f.name()
			whole.Drilldowns = append(whole.Drilldowns, behind)
		}
	}
	if len(names) < compare.MinCorpora { // streams of one corpus and another have no standing in common
		return whole, nil
	}
	for m := range measures {
		var column []compare.Table
		for _, list := range tables {
			column = append(column, list[m])
		}
		across, err := compare.Over(ctx, names, column, rope, settings)
		if err != nil {
			whole.Notes = append(whole.Notes, fmt.Sprintf("%s: no standing over the corpora: %v.", measures[m].Spec, err))
			continue
		}
		whole.Tables = append(whole.Tables, views.Across(across))
		if c, err := chart.Ranks(across); err == nil {
			whole.Charts = append(whole.Charts, c)
		}
	}
	return whole, nil
}

// name is that of the corpus, with the protocol where the labels are of a stream.
func (f *field) name() string {
	if f.stream == nil {
		return f.corpus.Name()
	}
	return f.corpus.Name() + "/" + f.stream.Name()
}

// measures are what the field is compared by: for a stream, under the names of
// scores at its end, so that they stand in no column with those of a whole corpus.
func (f *field) measures(list []eval.Measure) []eval.Measure {
	if f.stream == nil {
		return list
	}
	out := make([]eval.Measure, len(list))
	for i, m := range list {
		out[i] = f.stream.AtEnd(m)
	}
	return out
}

func protocolOf(r results.Result) (*streaming.Protocol, error) {
	if r.Protocol == "" {
		return nil, nil
	}
	p, err := streaming.Parse(r.Protocol)
	return &p, err
}

// scoresOf are the scores of a system in tables that are one a measure.
func scoresOf(tables []compare.Table, system string) (list []stats.Score) {
	for _, t := range tables {
		for _, row := range t.Rows {
			if row.System == system {
				list = append(list, row.Score)
			}
		}
	}
	return list
}

func fieldOfLabels(ctx context.Context, gold string, paths []string, allow corpus.IDPolicy) ([]field, error) {
	c, _, err := format.OpenGold(ctx, gold)
	if err != nil {
		return nil, err
	}
	f := field{corpus: c}
	for _, path := range paths {
		file, err := format.OpenLabels(ctx, path)
		if err != nil {
			return nil, err
		}
		labels, err := file.Align(c.IDs(), allow)
		if err != nil {
			return nil, err
		}
		f.systems = append(f.systems, compare.System{Name: path, Labels: labels})
	}
	return []field{f}, nil
}

// fieldsOfResults takes the labels of every trial that went well. The first seed
// of an algorithm is compared; the others tell how much chance there is in it.
func fieldsOfResults(ctx context.Context, paths []string, trials []results.Result) ([]field, error) {
	var fields []field
	at := map[string]int{} // by digest of the corpus and protocol
	var corpora results.Corpora
	for _, t := range trials {
		if t.Status != results.OK {
			continue
		}
		c, labels, err := corpora.Open(ctx, &t)
		if err != nil {
			return nil, err
		}
		key := t.Corpus.Fingerprint + " " + t.Protocol
		i, ok := at[key]
		if !ok {
			i = len(fields)
			at[key] = i
			stream, err := protocolOf(t)
			if err != nil {
				return nil, err
			}
			fields = append(fields, field{corpus: c, stream: stream})
		}
		fields[i].add(labels, t)
	}
	if len(fields) == 0 {
		return nil, fmt.Errorf("%v: no trial went well: there is nothing to compare", paths)
	}
	return fields, nil
}

func (f *field) add(labels corpus.Labels, r results.Result) {
	name := r.Algorithm.String()
	if i := slices.IndexFunc(f.systems, func(y compare.System) bool { return y.Name == name }); i >= 0 {
		f.systems[i].Others = append(f.systems[i].Others, labels)
		return
	}
	f.systems = append(f.systems, compare.System{Name: name, Labels: labels, Control: r.Family == algorithms.Control, Oracle: r.Oracle})
}
