package flags

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/bench/progress"
)

// Algorithm chooses an algorithm.
type Algorithm struct {
	Spec    string
	Seed    uint64
	Workers int
}

// Flags adds --algorithm, --seed, --workers and --no-cache.
func (a *Algorithm) Flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.Spec, "algorithm", "", "algorithm spec (assay list algorithms)")
	cmd.Flags().Uint64Var(&a.Seed, "seed", 1, "random seed")
	cmd.Flags().IntVar(&a.Workers, "workers", 0, "maximum goroutines, without effect on the result; 0 means one per processor")
	Cache(cmd)
}

// Run clusters a corpus, and prints the notes of the algorithm on standard error.
func (a *Algorithm) Run(cmd *cobra.Command, s Streams, c *corpus.Corpus) (corpus.Labels, error) {
	labels, notes, err := all.Run(cmd.Context(), c, a.Spec, a.Seed, a.Workers)
	a.print(s, notes)
	return labels, err
}

func (a *Algorithm) print(s Streams, notes []string) {
	for _, note := range notes {
		fmt.Fprintf(s.Log, "%s: %s\n", a.Spec, note)
	}
}

// Resume goes on with a stream whose state is in a file.
func (a *Algorithm) Resume(cmd *cobra.Command, s Streams, c *corpus.Corpus, state string, o *Output) error {
	r, err := all.Resume(cmd.Context(), c, a.Spec, state, a.Workers)
	if err != nil {
		return err
	}
	a.print(s, r.Notes)
	return r.End(func() error { return o.Write(s, r.WriteLabels) })
}

// Trials say how trials are run, and where their results go.
type Trials struct {
	Dir     string
	workers int
}

// Flags adds --workers and --no-cache.
func (t *Trials) Flags(cmd *cobra.Command) {
	cmd.Flags().IntVar(&t.workers, "workers", 0, "maximum goroutines of a trial, without effect on labels; 0 means one per processor")
	Cache(cmd)
}

// Options are those of a bench whose trials run isolated, with progress on standard error.
func (t *Trials) Options(cmd *cobra.Command, s Streams) (bench.Options, error) {
	cache, err := CacheDir(cmd)
	return bench.Options{Dir: t.Dir, Cache: cache, Runner: bench.Isolated(), Workers: t.workers,
		Progress: progress.Show(s.Log, IsTerminal(s.Log))}, err
}
