package results

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/spec"
)

// A Set is the results that may be compared: those on one corpus, under one policy and
// one protocol.
type Set struct {
	Corpus   Corpus
	Policy   eval.Policy
	Protocol string // empty = the whole corpus at once
	Results  []Result
	Systems  []System // in the order of their first results
}

// A System is one algorithm on the corpus of a set.
type System struct {
	Algorithm  spec.Spec
	Family     algorithms.Family
	Role       Role
	Runs       []Result // those that went well, one for each seed
	Failed     []Result
	Reordered  []Result // runs that went well with the articles in another order
	Superseded int      // earlier results of the same seed and order, which do not count
}

// Group groups results by corpus, policy and protocol, and these by algorithm. Only the
// last result of one algorithm, seed and order counts, even if it failed. O(results).
func Group(list []Result) []Set {
	last, count := map[string]Result{}, map[string]int{}
	for _, r := range list {
		last[r.identity()] = r
		count[r.identity()]++
	}
	var sets []Set
	at, system := map[string]int{}, map[string]int{}
	for _, r := range list {
		id := r.identity()
		if count[id] == 0 {
			continue // its last result has its place already
		}
		superseded := count[id] - 1
		count[id] = 0
		r = last[id]
		k, ok := at[r.SetKey()]
		if !ok {
			k = len(sets)
			at[r.SetKey()] = k
			sets = append(sets, Set{Corpus: r.Corpus, Policy: r.Policy, Protocol: r.Protocol})
		}
		s := &sets[k]
		s.Results = append(s.Results, r)
		name := r.SetKey() + " " + r.Algorithm.String()
		i, ok := system[name]
		if !ok {
			i = len(s.Systems)
			system[name] = i
			s.Systems = append(s.Systems, System{Algorithm: r.Algorithm, Family: r.Family, Role: r.Role()})
		}
		s.Systems[i].add(r, superseded)
	}
	return sets
}

func (y *System) add(r Result, superseded int) {
	y.Superseded += superseded
	switch {
	case r.Order > 0 && r.Status == OK:
		y.Reordered = append(y.Reordered, r)
	case r.Order > 0: // it shows only the effect of the order, and failed
	case r.Status == OK:
		y.Runs = append(y.Runs, r)
	default:
		y.Failed = append(y.Failed, r)
	}
}

// SetKey names the set that a result belongs to.
func (r *Result) SetKey() string {
	return fmt.Sprintf("%s %s %s %s", r.Streamed(), r.Corpus.Fingerprint, r.Policy, r.Protocol)
}

func (r *Result) identity() string {
	return fmt.Sprintf("%s %s %d %d", r.SetKey(), r.Algorithm, r.Seed, r.Order)
}

// Streamed is the name of the corpus, with that of the protocol behind a slash if there
// is one.
func (r *Result) Streamed() string { return streamed(r.Corpus.Name, r.Protocol) }

// Name is the name of the corpus, with that of the protocol behind a slash if there is
// one.
func (s *Set) Name() string { return streamed(s.Corpus.Name, s.Protocol) }

func streamed(name, protocol string) string {
	if protocol == "" {
		return name
	}
	p, err := streaming.Parse(protocol)
	if err != nil {
		return name + "/" + protocol // of another version
	}
	return name + "/" + p.Name()
}

// System returns the system with the given spec, nil if absent.
func (s *Set) System(algorithm string) *System {
	i := slices.IndexFunc(s.Systems, func(y System) bool { return y.Name() == algorithm })
	if i < 0 {
		return nil
	}
	return &s.Systems[i]
}

// Name is the spec of the algorithm.
func (y *System) Name() string { return y.Algorithm.String() }

// Score is the mean over the seeds of the score of a metric. It has no value, but a
// reason, if one run has none.
func (y *System) Score(metric string) stats.Score {
	var list []stats.Score
	for _, r := range y.Runs {
		s := r.Score(metric)
		switch {
		case s == nil:
			return stats.Score{Metric: metric, Reason: "was not scored by this metric"}
		case s.Value == nil && len(y.Runs) > 1:
			return stats.Score{Metric: metric, Reason: fmt.Sprintf("seed %d: %s", r.Seed, s.Reason)}
		}
		list = append(list, *s)
	}
	if list == nil {
		return stats.Score{Metric: metric, Reason: "no run went well"}
	}
	return stats.Mean(list)
}

// Terms are the mean over the seeds of the stored terms per story, of the metric
// [Primary]. ok is false if a run has none, or if they do not fit each other.
func (y *System) Terms() (terms eval.Terms, ok bool) {
	var list []eval.Terms
	for _, r := range y.Runs {
		rows, levels := r.Terms[Primary], 1
		rule := corpus.RuleOf(r.Corpus.Level)
		if rule != "" && len(rows) > 0 {
			levels = max(1, len(rows[0])/3)
		}
		if len(rows) == 0 || slices.ContainsFunc(rows, func(row []float64) bool { return len(row) != 3*levels }) { // what CombineB3F1 takes
			return terms, false
		}
		list = append(list, eval.Terms{Columns: eval.Transpose(rows), Combine: eval.CombineB3F1Of(rule)})
	}
	if list == nil {
		return terms, false
	}
	terms, err := stats.MeanTerms(list)
	return terms, err == nil
}

// Seconds is the mean over the seeds of the time of features and clustering.
func (y *System) Seconds() float64 {
	sum := 0.0
	for _, r := range y.Runs {
		sum += (r.Seconds.Features + r.Seconds.Cluster) / float64(len(y.Runs))
	}
	return sum
}
