package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

const defaultResults = "assay-results"

func benchCommand(s streams) *cobra.Command {
	var (
		flags   bench.Plan
		o       output
		dir     string
		workers int
		list    bool
		view    views.View
		drawn   chartFlags
	)
	var checkView func() error
	cmd := &cobra.Command{
		Use:   "bench [PLAN.yaml]",
		Short: "Run algorithms on labelled corpora and compare them",
		Long: `bench runs every algorithm on every corpus, each trial in a process of its own,
scores the clusters and the pages made of them, and prints a table for each corpus.

Without arguments it runs a default line-up, with four controls, on the embedded
corpora. Results are stored in --out, one line of JSON for each trial; a bench that was
stopped resumes there. A plan is a YAML file with the fields corpora, algorithms,
metrics, seed, seeds, orders, replicates, time_limit, memory, protocol, policy and
outlets; flags override its fields. With --protocol articles come in the order of time,
and scores are means over windows, which have names of their own: they are not
comparable with those of a whole corpus.`,
		Example: `  assay bench
  assay bench --corpus ecbplus.jsonl.gz --algorithm "kmeans(k=gold),minhash(threshold=0.4)"
  assay bench --corpus newsroom --seeds 5 --format md -o table.md
  assay bench --algorithm "agglomerative(distance=0.5..0.95/10)" --charts charts   # ten distances
  assay bench --corpus uci-headlines --protocol "stream(step=1h,window=6h)" --algorithm singlepass
  assay bench plan.yaml --out results-today`,
		Args: between(0, 1, "at most one plan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat(reportFormats()); err != nil {
				return err
			}
			if err := drawn.check(); err != nil {
				return err
			}
			plan, err := benchPlan(args, flags)
			if err != nil {
				return err
			}
			if err := checkView(); err != nil {
				return err
			}
			scored, err := bench.Scored(plan)
			if err != nil {
				return err
			}
			if len(view.Columns) == 0 && cmd.Flags().Changed("metric") {
				view.Columns = plan.Metrics
				if plan.Protocol != "" {
					view.Columns = streaming.Columns(scored, plan.Metrics, results.Primary)
				}
			}
			if err := view.Check(scored); err != nil {
				return err
			}
			if list {
				return listTrials(cmd, s, plan)
			}
			cache, err := cacheDir(cmd)
			if err != nil {
				return err
			}
			stored, err := bench.Run(cmd.Context(), plan, bench.Options{
				Dir: dir, Cache: cache, Runner: bench.Isolated(), Workers: workers, Progress: progress(s, o.quiet),
			})
			if err != nil {
				return err
			}
			report, err := view.Bench(stored)
			if err != nil {
				return err
			}
			if drawn.wanted(o.format) {
				if report.Charts, err = drawn.draw(cmd.Context(), s, o.quiet, stored); err != nil {
					return err
				}
			}
			if o.format == "html" {
				if err := views.OpenDrilldowns(cmd.Context(), report, stored); err != nil {
					return err
				}
			}
			return o.writeReport(s, report)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&flags.Corpora, "corpus", nil, "a corpus: path or embedded name, @level, #split (repeatable)")
	f.StringArrayVar(&flags.Algorithms, "algorithm", nil, "algorithm specs, separated by commas; 0.5..0.9/5 for five values from 0.5 to 0.9 "+
		"(repeatable; assay list algorithms)")
	f.StringArrayVar(&flags.Metrics, "metric", nil, "metric specs to score and show (repeatable; assay list metrics)")
	paramFlags(cmd, &flags)
	f.IntVar(&workers, "workers", 0, "maximum goroutines of a trial, without effect on labels; 0 means one per processor")
	f.StringVar(&dir, "out", defaultResults, "folder for results.jsonl and labels")
	f.BoolVar(&list, "list", false, "print the trials without running them")
	checkView = viewFlags(cmd, &view)
	drawn.flags(cmd)
	cacheFlag(cmd)
	paramFlags(cmd, &flags.Policy)
	o.flags(cmd, reportFormats()...)
	return cmd
}

// benchPlan returns the plan of the file, with the flags that were given over it.
func benchPlan(args []string, flags bench.Plan) (bench.Plan, error) {
	var plan bench.Plan
	var err error
	if len(args) == 1 {
		if plan, err = bench.ReadPlan(args[0]); err != nil {
			return plan, err
		}
	}
	if flags.Corpora != nil {
		plan.Corpora = flags.Corpora
	}
	if flags.Algorithms != nil {
		if plan.Algorithms, err = splitSpecs("algorithm", flags.Algorithms); err != nil {
			return plan, err
		}
	}
	if flags.Metrics != nil {
		if plan.Metrics, err = splitSpecs("metric", flags.Metrics); err != nil {
			return plan, err
		}
	}
	spec.Merge(&plan, flags)
	spec.Merge(&plan.Policy, flags.Policy)
	return plan, nil
}

func listTrials(cmd *cobra.Command, s streams, plan bench.Plan) error {
	trials, err := bench.Trials(cmd.Context(), plan)
	if err != nil {
		return err
	}
	for _, t := range trials {
		fmt.Fprintf(s.out, "%s  %s  seed %d  %s\n", t.Key(), t.Corpus.Name, t.Seed, t.Algorithm)
	}
	return nil
}

// progress shows the progress of the bench: a bar with the time left on a terminal, else a
// line for each trial.
func progress(s streams, quiet bool) func(bench.Progress) {
	if quiet {
		return nil
	}
	if isTerminal(s.err) {
		return progressBar(s)
	}
	begin := time.Now()
	return func(p bench.Progress) {
		if p.Result == nil || p.Resumed {
			return
		}
		line := fmt.Sprintf("%d/%d  %s  %s", p.Done, p.Total, p.Trial.Corpus.Name, p.Trial.Algorithm)
		if p.Result.Status != results.OK {
			line += fmt.Sprintf("  %s: %s", p.Result.Status, p.Result.Error)
		}
		fmt.Fprintf(s.err, "%s  (%.0f s)\n", line, time.Since(begin).Seconds())
	}
}

func progressBar(s streams) func(bench.Progress) {
	var bar *progressbar.ProgressBar
	return func(p bench.Progress) {
		if bar == nil {
			bar = progressbar.NewOptions(p.Total,
				progressbar.OptionSetWriter(s.err), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
				progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(20), progressbar.OptionClearOnFinish())
		}
		if p.Result == nil {
			bar.Describe(fmt.Sprintf("%s %s", p.Trial.Corpus.Name, p.Trial.Algorithm))
		}
		bar.Set(p.Done)
	}
}
