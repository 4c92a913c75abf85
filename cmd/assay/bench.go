package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
)

const defaultResults = "assay-results"

func benchCommand(s flags.Streams) *cobra.Command {
	var (
		plan   bench.Plan
		trials flags.Trials
		list   bool
		allow  bool
		shard  partial.Shard
		r      flags.BenchReport
	)
	cmd := &cobra.Command{
		Use:   "bench [PLAN.yaml]",
		Short: "Run algorithms on labelled corpora and compare them",
		Args:  flags.Between(0, 1, "at most one plan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, err := benchPlan(cmd, args, plan)
			if err != nil {
				return err
			}
			scored, err := bench.Scored(plan)
			if err != nil {
				return err
			}
			if len(r.View.Columns) == 0 && cmd.Flags().Changed("metric") {
				r.View.Columns = append(slices.Clone(plan.Metrics), "time")
				if plan.Protocol != "" {
					r.View.Columns = append(streaming.Columns(scored, plan.Metrics, results.Primary), "time", "step", "step 95 %")
				}
			}
			if err := r.View.Check(scored); err != nil {
				return err
			}
			if list {
				return r.Output.Write(s, func(w io.Writer) error { return bench.WriteTrials(cmd.Context(), w, plan) })
			}
			o, err := trials.Options(cmd, s)
			if err != nil {
				return err
			}
			o.Shard, o.Shards = shard.Index, shard.Count
			stored, err := bench.Run(cmd.Context(), plan, o)
			if err != nil || len(stored) == 0 {
				return err
			}
			if err := r.WriteResults(cmd, s, stored); err != nil || allow {
				return err
			}
			return bench.Failed(stored)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&plan.Corpora, "corpus", nil, "a corpus: path or embedded name, @level, #split (repeatable)")
	f.StringArrayVar(&plan.Algorithms, "algorithm", nil, "algorithm specs, separated by commas; 0.5..0.9/5 for five values from 0.5 to 0.9 "+
		"(repeatable; assay list algorithms)")
	f.StringArrayVar(&plan.Metrics, "metric", nil, "metric specs to score and show (repeatable; assay list metrics)")
	flags.Params(cmd, &plan)
	trials.Flags(cmd)
	flags.Shard(cmd, &shard)
	f.StringVar(&trials.Dir, "out", defaultResults, "folder for results.jsonl and labels")
	f.BoolVar(&allow, "allow-failures", false, "exit with 0 although trials failed")
	f.BoolVar(&list, "list", false, "print the trials without running them")
	r.Flags(cmd)
	flags.Params(cmd, &plan.Policy)
	return cmd
}

// benchPlan returns the plan of the file, with the flags that were given over it.
func benchPlan(cmd *cobra.Command, args []string, given bench.Plan) (bench.Plan, error) {
	var err error
	if given.Algorithms, err = flags.SplitSpecs("algorithm", given.Algorithms); err != nil {
		return given, err
	}
	if given.Metrics, err = flags.SplitSpecs("metric", given.Metrics); err != nil || len(args) == 0 {
		return given, err
	}
	plan, err := bench.ReadPlan(cmd.Context(), args[0])
	return plan.With(given), err
}
