package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/spec"
)

// Options says how a plan is run; nothing of it changes labels or scores.
type Options struct {
	Dir      string // where results.jsonl and labels are kept
	Cache    string // where built spaces are kept; empty = in a temporary folder, for this run alone
	Runner   Runner // Isolated(), or nil for Job.Run in this process
	Workers  int    // goroutines of a trial; 0 = one a processor
	Progress func(Progress)
	// Shard, from 0, is the part of Shards into which the plan is cut that is run; Merge joins their folders.
	// 0 Shards means all trials.
	Shard, Shards int
}

// Progress reports a trial that begins, is under way (once a second; Result is nil), or
// has ended. It is never called by two goroutines at once.
type Progress struct {
	Done, Total int
	Trial       results.Trial
	Result      *results.Result
	Resumed     bool          // the result was there already
	Elapsed     time.Duration // since the trial began
	Step        string        // what the trial is doing, as far as it tells: linkage 400/9000
}

// Run does the trials of a plan that have no result yet, one after the other, and
// returns the results of all, in the plan's order. A trial that fails, or runs
// out of time or memory, is a result like any other. When ctx is done it returns
// at once; what was measured is kept.
func Run(ctx context.Context, p Plan, o Options) ([]results.Result, error) {
	if o.Dir == "" {
		return nil, errors.New("no folder for the results: set Options.Dir")
	}
	err := results.Free(o.Dir) // before anything is saved there
	if err != nil {
		return nil, err
	}
	p, err = p.saved(ctx, o.Dir)
	if err != nil {
		return nil, err
	}
	trials, err := p.trials(ctx)
	if err != nil {
		return nil, err
	}
	if p, err = p.withDefaults(); err != nil {
		return nil, err
	}
	store, err := results.Open(o.Dir)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	if trials, err = o.shard(trials); err != nil {
		return nil, err
	}
	if o.Runner == nil {
		o.Runner = func(ctx context.Context, j Job) (Outcome, error) { return j.Run(ctx) }
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Cache == "" {
		if o.Cache, err = os.MkdirTemp("", "assay-spaces-"); err != nil {
			return nil, err
		}
		defer os.RemoveAll(o.Cache)
	}
	r := runner{plan: p, options: o, built: map[string]bool{}}
	var list []results.Result
	place := map[string]int{}
	for i, t := range trials {
		place[t.Key()] = t.at
		if result, ok := store.Get(t.Key()); ok && !r.retry(result) && store.Complete(result) {
			result.Path = t.path // where the same corpus is now
			list = append(list, result)
			o.Progress(Progress{Done: i + 1, Total: len(trials), Trial: t.Trial, Result: &result, Resumed: true})
			continue
		}
		if err := store.Begin(t.Key()); err != nil {
			return nil, err
		}
		ticking, stop := tick(ctx, Progress{Done: i, Total: len(trials), Trial: t.Trial}, o.Progress)
		result, err := r.trial(ticking, t)
		stop()
		if err != nil {
			return nil, err
		}
		if err := store.Append(result); err != nil {
			return nil, err
		}
		list = append(list, result)
		o.Progress(Progress{Done: i + 1, Total: len(trials), Trial: t.Trial, Result: &result})
	}
	slices.SortStableFunc(list, func(a, b results.Result) int { return cmp.Compare(place[a.Key], place[b.Key]) })
	return list, nil
}

type runner struct {
	plan    Plan
	options Options
	built   map[string]bool // the spaces that are known to be in the cache, by corpus and spec
}

// retry reports whether a stored result ran into a limit that is another one now.
func (r runner) retry(result results.Result) bool {
	return result.Limit != "" && result.Limit != r.limit(result.Status)
}

func (r runner) limit(s results.Status) string {
	switch s {
	case results.OutOfTime:
		return r.plan.TimeLimit.String()
	case results.OutOfMemory:
		return fmt.Sprintf("%d bytes", r.plan.Memory)
	}
	return ""
}

func (r runner) trial(ctx context.Context, t trial) (results.Result, error) {
	entry, clusterer := algorithms.Entry{Family: algorithms.Outside}, algorithms.Clusterer(nil)
	if t.Judge == "" {
		var err error
		if entry, clusterer, _, err = r.plan.Rows.algorithm(t.Algorithm); err != nil {
			return results.Result{}, err
		}
	}
	result := results.Result{Schema: results.Schema, Key: t.Key(), Trial: t.Trial, Path: t.path, Dir: r.options.Dir, Family: entry.Family,
		Host: results.ThisHost()}
	if o, ok := clusterer.(algorithms.Oracle); ok {
		result.Oracle = o.UsesGold()
	}
	job := Job{Trial: t.Trial, Path: t.path, Outlets: t.outlets, Facts: t.facts, Cache: r.options.Cache, Workers: r.options.Workers,
		Memory: int64(r.plan.Memory), Rows: r.plan.Rows}
	out, err := Outcome{Status: results.OK}, error(nil)
	if space, ok := algorithms.SpaceOf(clusterer); ok && t.Protocol == "" { // a stream has spaces of its own
		if out, err = r.space(ctx, job, space); err != nil {
			return results.Result{}, err
		}
	}
	if out.Status == results.OK {
		name := results.LabelsFile(result.Key)
		job.LabelsFile = filepath.Join(r.options.Dir, filepath.FromSlash(name))
		job.PagesFile = filepath.Join(r.options.Dir, filepath.FromSlash(results.PagesFile(result.Key)))
		if out, err = r.limited(ctx, job); err != nil {
			return results.Result{}, err
		}
		if out.Unwritten {
			return results.Result{}, fmt.Errorf("%s on %s: %s", t.Algorithm, t.Corpus.Name, out.Error)
		}
		if out.Status == results.OK {
			result.Labels = name
			if out.Pages {
				result.Pages = results.PagesFile(result.Key)
			}
		}
	}
	result.Status, result.Error, result.Limit = out.Status, out.Error, r.limit(out.Status)
	result.Scores, result.Terms, result.Notes = out.Scores, out.Terms, out.Notes
	result.Stream = out.Stream
	result.Seconds, result.PeakMemory = out.Seconds, out.PeakMemory
	return result, nil
}

// space has a space built, in a process of its own, once for all trials of a run.
func (r runner) space(ctx context.Context, j Job, s spec.Spec) (Outcome, error) {
	key := j.Trial.Corpus.Fingerprint + " " + s.String()
	if r.built[key] {
		return Outcome{Status: results.OK}, nil
	}
	j.Space = &s
	out, err := r.limited(ctx, j)
	r.built[key] = err == nil && out.Status == results.OK
	return out, err
}

// limited runs a job within the time limit.
func (r runner) limited(ctx context.Context, j Job) (Outcome, error) {
	limited, cancel := context.WithTimeout(ctx, r.plan.TimeLimit)
	defer cancel()
	out, err := r.options.Runner(limited, j)
	if ctx.Err() != nil {
		return Outcome{}, ctx.Err()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Outcome{Status: results.OutOfTime, Error: fmt.Sprintf("took longer than the limit of %s", r.plan.TimeLimit),
			Seconds: results.Seconds{Cluster: r.plan.TimeLimit.Round(time.Millisecond).Seconds()}}, nil
	}
	return out, err
}
