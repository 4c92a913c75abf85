// Package check runs the regression gate on corpora, labels files and algorithms that are named:
// what the command assay check does. Package gate has the tests themselves.
package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/spec"
)

// An Input says what is checked. What it leaves open is taken from the baseline.
type Input struct {
	Baseline  string        // path of the file
	Known     []eval.Metric // that the baseline may name; nil means eval.Partition
	Corpora   []string      // paths or embedded names, with @level and #split
	Labels    []string      // labels files with the new clusters, one for each corpus
	Algorithm string        // spec of what finds the new clusters, if there are no Labels
	Seed      *uint64       // of the first run; nil means that of the baseline, or 1
	Runs      int           // seeds of an algorithm that depends on them; 0 means as many as the baseline has, or gate.Runs
	Outlets   *string       // path of a table of outlets; nil means the baseline's table, "" none
	Unknown   string        // labels of articles that a corpus does not have: "ignore", or an error
	Workers   int           // goroutines at most; 0 means one a processor
	// Progress, if not nil, is called before an algorithm is run on a corpus.
	Progress func(corpus, algorithm string)
}

// Run tests the new clusters against the baseline.
func (in Input) Run(ctx context.Context) (*gate.Result, error) {
	old, err := in.read(ctx)
	if err != nil {
		return nil, err
	}
	if old == nil {
		return nil, fmt.Errorf("there is no baseline %s: make one with "+
			"assay check --update --corpus CORPUS --algorithm SPEC (or --labels FILE)", in.Baseline)
	}
	now, err := in.collect(ctx, old, false)
	if err != nil {
		return nil, err
	}
	r, err := old.Check(ctx, now.found, in.Workers)
	if err != nil {
		return nil, err
	}
	r.System = now.system
	r.Notes = append(r.Notes, now.notes...)
	if old.System.Algorithm != "" && old.System.Algorithm != now.system.Algorithm {
		r.Notes = append(r.Notes, "The baseline is of another system: "+old.System.Algorithm+".")
	}
	if now.outlets != nil && (old.Outlets == nil || old.Outlets.Fingerprint != now.outlets.Fingerprint) {
		r.Notes = append(r.Notes, "The table of outlets is not that of the baseline: both sides are scored by the new one.")
	}
	return r, nil
}

// read returns the baseline; nil if there is no such file.
func (in Input) read(ctx context.Context) (*gate.Baseline, error) {
	file, err := format.OpenFile(ctx, in.Baseline)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return gate.Parse(raw, in.Baseline, in.Known)
}

// An Updated is a new baseline, which is not written yet, with what its reader must know.
type Updated struct {
	Baseline *gate.Baseline
	Changed  *gate.Result // what changed from the old baseline; nil if there is nothing to compare with
	Notes    []string
}

// Update makes a baseline of the new clusters. It keeps what the old one, if there is one, says
// and u leaves open.
func (in Input) Update(ctx context.Context, u gate.Update) (*Updated, error) {
	if in.Baseline == "-" {
		return nil, errors.New("-: a new baseline cannot be written to standard input: name the file")
	}
	old, err := in.read(ctx)
	if err != nil {
		return nil, err
	}
	now, err := in.collect(ctx, old, true)
	if err != nil {
		return nil, err
	}
	if old != nil {
		policy := old.Policy
		spec.Merge(&policy, u.Policy)
		u.Policy = policy
	}
	u.System, u.Outlets, u.Known = now.system, now.outlets, in.Known
	out := &Updated{Notes: now.notes}
	if out.Baseline, err = u.Make(ctx, old, now.found); err != nil {
		return nil, err
	}
	if old != nil {
		if out.Changed, err = old.Check(ctx, repeated(now.found, len(old.System.Seeds)), in.Workers); ctx.Err() != nil {
			return nil, err
		} else if err != nil {
			out.Notes = append(out.Notes, fmt.Sprintf("Nothing to compare with: %v", err))
		}
	}
	for _, f := range now.found {
		list, err := out.Baseline.Constraints.Check(ctx, in.Known, out.Baseline.Policy, f)
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			if h.Verdict == gate.Fail {
				out.Notes = append(out.Notes, fmt.Sprintf("%s: constraint %s does not hold: %s; "+
					"mend the system or edit the constraint, or assay check will fail", f.Corpus.Name(), h.Constraint, h.Detail))
			}
		}
	}
	if old != nil && old.System.Algorithm != now.system.Algorithm && !u.Calibrate {
		out.Notes = append(out.Notes, "The margins are still those of the system before: --calibrate makes them anew")
	}
	return out, nil
}

// repeated takes as many runs as a baseline has seeds, over and over if there are fewer, so that
// they can be paired.
func repeated(found []gate.Clustering, seeds int) []gate.Clustering {
	found = slices.Clone(found)
	for i := range found {
		f := &found[i]
		runs, of := f.Runs, f.Seeds
		f.Runs, f.Seeds = nil, nil
		for n := range max(1, seeds) {
			f.Runs = append(f.Runs, runs[n%len(runs)])
			if len(of) > 0 {
				f.Seeds = append(f.Seeds, of[n%len(of)])
			}
		}
	}
	return found
}
