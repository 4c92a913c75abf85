package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports/views"
)

// tuneFlags are those that tune and ablate have in common.
type tuneFlags struct {
	settings tune.Settings
	o        output
	dir      string
	workers  int
}

func (t *tuneFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	p := &t.settings.Plan
	f.StringArrayVar(&p.Corpora, "corpus", nil, "a corpus: path or embedded name, @level, #split (repeatable)")
	f.StringVar(&t.settings.Metric, "metric", results.Primary, "the metric to optimise; for it, higher or lower must be better")
	paramFlags(cmd, p, "seed", "replicates", "time_limit", "memory", "outlets")
	f.IntVar(&t.workers, "workers", 0, "maximum goroutines of a trial, without effect on labels; 0 means one per processor")
	cacheFlag(cmd)
	paramFlags(cmd, &p.Policy)
	t.o.flags(cmd, reportFormats()...)
}

// prepare checks the flags before any work is done, and says how trials are run.
func (t *tuneFlags) prepare(cmd *cobra.Command, s streams) (o bench.Options, err error) {
	if err := t.o.checkFormat(reportFormats()); err != nil {
		return o, err
	}
	p := &t.settings.Plan
	if len(p.Corpora) == 0 {
		return o, fmt.Errorf("%s takes corpora: --corpus NAME, once for each (assay %[1]s -h shows examples)", cmd.Name())
	}
	cache, err := cacheDir(cmd)
	return bench.Options{Dir: t.dir, Cache: cache, Runner: bench.Isolated(), Workers: t.workers, Progress: progress(s, t.o.quiet)}, err
}

func tuneCommand(s streams) *cobra.Command {
	var t tuneFlags
	cmd := &cobra.Command{
		Use:   "tune --corpus C... --algorithm SPEC...",
		Short: "Tune parameters with leave-one-corpus-out evaluation",
		Long: `tune tries every combination of the values in the specs. For each corpus it chooses the
settings with the best mean over the other corpora, and scores them on the corpus left
out: that is the score to expect on a new corpus. The table also has the gain over the
untuned settings, the best score of all candidates on that corpus, and the optimism of
the score on the corpora used for tuning. A single corpus is halved: settings are chosen
on the earlier stories and scored on the later ones; without times, a hash of the ids
halves it.

Settings are never chosen on a test split: for neus#test, and for neus, they are chosen
on the split dev, val or train, and scored on test. Oracles, which are told something of
the gold, are in the table, but are chosen only with --oracles.

Trials are stored in --out as those of bench; a tune that was stopped resumes there.`,
		Example: `  assay tune --corpus newsroom --algorithm "agglomerative(linkage=average|complete,distance=0.5..0.95/10)"
  assay tune --corpus A/ --corpus B/ --corpus C/ --algorithm "singlepass(threshold=0.1..0.5/9)" --algorithm storyline
  assay tune --corpus A/ --corpus B/ --algorithm "louvain(neighbours=5|10|20,resolution=1..4/7)" --most 10 --format md`,
		Args: between(0, 0, "flags alone"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := t.prepare(cmd, s)
			if err != nil {
				return err
			}
			if len(t.settings.Plan.Algorithms) == 0 {
				return fmt.Errorf("tune takes algorithms: --algorithm SPEC, with values as 0.5..0.9/5 or a|b (assay tune -h shows examples)")
			}
			if t.settings.Plan.Algorithms, err = splitSpecs("algorithm", t.settings.Plan.Algorithms); err != nil {
				return err
			}
			if t.settings.Most < 1 {
				return fmt.Errorf("--most %d: it takes one candidate at least", t.settings.Most)
			}
			found, err := tune.Run(cmd.Context(), t.settings, o)
			if err != nil {
				return err
			}
			return t.o.writeReport(s, views.Tune(found))
		},
	}
	cmd.Flags().StringArrayVar(&t.settings.Plan.Algorithms, "algorithm", nil,
		"algorithm specs, separated by commas; 0.5..0.9/5 for five values, a|b for two words (repeatable; assay list algorithms)")
	cmd.Flags().IntVar(&t.settings.Most, "most", 200, "maximum candidates per spec; larger grids are sampled")
	cmd.Flags().BoolVar(&t.settings.Oracles, "oracles", false, "also choose among oracles, such as k=gold")
	cmd.Flags().StringVar(&t.dir, "out", "assay-tune", "folder for results.jsonl, labels, and the halves of a single corpus")
	t.flags(cmd)
	return cmd
}

func ablateCommand(s streams) *cobra.Command {
	var t tuneFlags
	cmd := &cobra.Command{
		Use:   "ablate SPEC --corpus C...",
		Short: "Measure the contribution of each part of an algorithm, by leaving it out",
		Long: `ablate runs an algorithm whole, and without each of its parts in turn: each step that a
parameter can turn off, each step of its features, and each of several spaces side by
side. A row has the scores without the part, and the difference of the mean over the
corpora, with an interval and a test over stories.

Since its results serve to choose parts, it never reads a test split: for neus#test,
and for neus, it takes the split dev, val or train.`,
		Example: `  assay ablate storyline --corpus newsroom
  assay ablate storyline --corpus A/ --corpus B/ --corpus C/ --format md -o ablation.md
  assay ablate "kmeans(k=silhouette,space=lsa(space=tfidf(ngrams=2)))" --corpus newsroom`,
		Args:              exactly(1, "one algorithm"),
		ValidArgsFunction: lastOf(func() []string { return listedNames("algorithms") }),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := t.prepare(cmd, s)
			if err != nil {
				return err
			}
			found, err := tune.Ablate(cmd.Context(), args[0], t.settings, o)
			if err != nil {
				return err
			}
			return t.o.writeReport(s, views.Ablate(found))
		},
	}
	cmd.Flags().StringVar(&t.dir, "out", "assay-ablate", "folder for results.jsonl and labels")
	t.flags(cmd)
	return cmd
}
