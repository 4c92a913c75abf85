package bench

import (
	"context"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/internal/process"
)

// stream runs a trial under its protocol. The labels that it writes are those at the
// end. Memory is that of clustering and of scoring, which take turns.
func (j Job) stream(ctx context.Context, c *corpus.Corpus, clusterer algorithms.Clusterer, out *Outcome) error {
	protocol, err := streaming.Parse(j.Trial.Protocol)
	if err != nil {
		return err
	}
	measures, err := j.Rows.measures(j.Trial.Metrics)
	if err != nil {
		return err
	}
	clock := time.Now()
	found, err := streaming.Run{
		Protocol: protocol, Corpus: c, Clusterer: clusterer, Seed: j.Trial.Seed, Workers: j.Workers,
		Policy: j.Trial.Policy, Measures: measures,
		Bootstrap: stats.Bootstrap{Replicates: j.Trial.Replicates, Level: 0.95, Seed: j.Trial.Seed, Workers: j.Workers},
	}.Do(ctx)
	if err != nil {
		return err
	}
	out.Scores, out.Stream, out.Notes = found.Scores, found.Series, found.Notes
	out.Seconds.Features, out.Seconds.Cluster, out.Seconds.Decision = found.Features, found.Cluster, &found.Latency
	out.Seconds.Score = time.Since(clock).Seconds() - found.Features - found.Cluster
	out.PeakMemory = process.Peak()
	return j.writeLabels(c, found.Labels)
}
