package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

// write makes the new baseline, shows what changed and writes it.
func (k *check) write(cmd *cobra.Command, s streams, old *gate.Baseline, system gate.System, found []gate.Clustering) error {
	u := k.make
	u.System, u.Policy, u.Outlets, u.Known = system, k.policy, k.table, allmetrics.Metrics
	if old != nil {
		u.Policy = old.Policy
		spec.Merge(&u.Policy, k.policy)
	}
	var err error
	if u.Metrics, err = splitSpecs("metric", k.metrics); err != nil {
		return err
	}
	b, err := u.Make(cmd.Context(), old, found)
	if err != nil {
		return err
	}
	var r *gate.Result
	if old != nil {
		if r, err = old.Check(cmd.Context(), asMany(found, old), k.a.workers); cmd.Context().Err() != nil {
			return err
		} else if err != nil {
			fmt.Fprintf(s.err, "Nothing to compare with: %v\n", err)
		}
	}
	if err := warn(cmd.Context(), s, b, found); err != nil {
		return err
	}
	if err := b.Write(k.path); err != nil {
		return err
	}
	report := views.Baseline(b)
	if r != nil && k.o.format == "text" {
		changed := views.Check(r, k.stories)
		report.Tables = append(changed.Tables, report.Tables...)
	}
	if slices.Contains(reportFormats(), k.o.format) {
		err = k.o.writeReport(s, report)
	}
	if old != nil && old.System.Algorithm != system.Algorithm && !k.make.Calibrate {
		fmt.Fprintln(s.err, "The margins are still those of the system before: --calibrate makes them anew")
	}
	if !k.o.quiet {
		fmt.Fprintf(s.err, "%s is written: look at it, edit its margins and constraints, and commit it\n", k.path)
	}
	return err
}

// warn names the constraints of a new baseline that its own clusters break.
func warn(ctx context.Context, s streams, b *gate.Baseline, found []gate.Clustering) error {
	for _, f := range found {
		list, err := b.Constraints.Check(ctx, allmetrics.Metrics, b.Policy, f)
		if err != nil {
			return err
		}
		for _, h := range list {
			if h.Verdict == gate.Fail {
				fmt.Fprintf(s.err, "%s: constraint %s does not hold: %s; mend the system or edit the constraint, or assay check will fail\n", f.Corpus.Name(), h.Constraint, h.Detail)
			}
		}
	}
	return nil
}

// asMany takes as many runs as a baseline has, over and over where there are fewer,
// so that they can be paired.
func asMany(found []gate.Clustering, old *gate.Baseline) []gate.Clustering {
	found = slices.Clone(found)
	for i := range found {
		f := &found[i]
		runs, seeds := f.Runs, f.Seeds
		f.Runs, f.Seeds = nil, nil
		for n := range max(1, len(old.System.Seeds)) {
			f.Runs = append(f.Runs, runs[n%len(runs)])
			if len(seeds) > 0 {
				f.Seeds = append(f.Seeds, seeds[n%len(seeds)])
			}
		}
	}
	return found
}
