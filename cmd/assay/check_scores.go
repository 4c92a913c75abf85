package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
)

func (k *checkFlags) scoresFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&k.scores.Repeats, "repeat", nil, "scores: a further run of the old system, which shows what is chance (repeatable)")
	f.StringArrayVar(&k.scores.Margins, "margin", nil, "scores: largest loss that passes, as METRIC=0.01, or 0.01 for all (repeatable)")
	f.StringArrayVar(&k.scores.Lower, "lower", nil, "scores: metrics of which less is better (repeatable)")
	flags.Params(cmd, &k.scores.ScoreSettings)
}

var (
	itemFlags = []string{"repeat", "margin", "lower", "unit", "unpaired", "unscored", "alpha", "power"}
	// clusterFlags are those of a check of clusters alone.
	clusterFlags = []string{
		"update", "corpus", "labels", "unknown", "again", "calibrate", "runs", "outlets", "algorithm", "seed", "map",
		"noise", "unlabelled", "distractors", "min-story", "sampled",
	}
)

// belongs returns an error for a flag that does not apply to what is checked.
func (k *checkFlags) belongs(cmd *cobra.Command, scores bool) error {
	changed := func(name string) bool { return cmd.Flags().Changed(name) }
	others, goes := itemFlags, "is for files of scores: assay check OLD NEW"
	if scores {
		others, goes = clusterFlags, "is for clusters: files of scores do not take it"
	}
	if i := slices.IndexFunc(others, changed); i >= 0 {
		return fmt.Errorf("--%s %s", others[i], goes)
	}
	if i := slices.IndexFunc(updateFlags, changed); i >= 0 && !k.update && !scores {
		return fmt.Errorf("--%s belongs to the baseline: give it with --update", updateFlags[i])
	}
	return nil
}

// runScores compares two files of scores.
func (k *checkFlags) runScores(cmd *cobra.Command, s flags.Streams) error {
	k.scores.Metrics, k.scores.Floor, k.scores.Workers = k.make.Metrics, k.make.Floor, k.a.Workers
	r, err := k.scores.Run(cmd.Context())
	if err != nil {
		return err
	}
	return k.conclude(s, r)
}
