package bench

import (
	"context"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/process"
	"github.com/seed-9405df2f/assay/spec"
)

// judgeSpec is the name of a gold level as a system: its labels, scored against the other levels. What judges score against each
// other is the human ceiling.
func judgeSpec(level string) spec.Spec {
	return spec.Spec{Name: "judge", Args: []spec.Arg{{Value: spec.Spec{Name: level}}}}
}

// judge scores the labels of a gold level.
func (j Job) judge(ctx context.Context, c *corpus.Corpus, out *Outcome) error {
	labels, gold, err := c.Judge(j.Trial.Judge)
	if err != nil {
		return err
	}
	out.PeakMemory = process.Peak()
	if err := j.writeLabels(c, labels); err != nil {
		return err
	}
	against := *gold
	against.Outlets = c.Outlets
	if err := j.score(j.cache().Context(ctx), &against, labels, out); err != nil {
		return err
	}
	if c.Joint() {
		out.Terms = nil // they are of other stories than those of systems
	}
	return nil
}
