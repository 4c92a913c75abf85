// Package gate tests whether a new clustering is worse than a trusted one. A [Baseline] is a file
// with the clusters of a trusted run; [Baseline.Check] compares new runs with it story by story and
// gives each metric a [Verdict] by a non-inferiority test against a margin. [Constraints] must hold
// in addition, whatever the tests say.
//
// The gain of a metric is new − old in the direction that is better. Its interval and the test pair
// the stories of both runs. With the margin m:
//
//   - pass: the interval lies above −m, so that a loss of more than the margin is
//     excluded; or no story's result changed at all.
//   - warn: a loss is shown (the interval lies below 0), but less than the margin; or
//     none is shown, more than the margin is not excluded, and a loss of the margin
//     would have been shown with the stated power.
//   - fail: a loss is shown (the interval lies below 0, and the sign-flip test
//     agrees), and more than the margin is not excluded (the interval reaches below
//     −m).
//   - inconclusive: neither is a loss shown nor one of more than the margin excluded,
//     and one of the margin would have been missed too often: the gold is too small
//     for the margin.
//
// The chance that a gate with systems that are equally good fails is at most
// [Baseline.Alpha] (0.05): it is shared out over the tests, so that each of k
// fails by chance with probability alpha/k. With z the quantiles of the normal
// distribution and se the standard error of the gain, a true loss of
//
//	(z(1 − alpha/k) + z(power)) · se
//
// is failed with the given power: the smallest detectable loss, which every report
// shows. Where it is no larger than the margin, a system that lost the margin is
// failed with at least that power, and one that is as good passes as often.
package gate

import (
	"fmt"
	"slices"
)

// A Verdict is the result of a test.
type Verdict string

// The verdicts.
const (
	Pass         Verdict = "pass"
	Warn         Verdict = "warn"
	Inconclusive Verdict = "inconclusive"
	Fail         Verdict = "fail"
)

// severity orders the verdicts, the least severe first.
var severity = []Verdict{Pass, Warn, Inconclusive, Fail}

// worse returns the more severe of two verdicts.
func worse(a, b Verdict) Verdict {
	if slices.Index(severity, a) >= slices.Index(severity, b) {
		return a
	}
	return b
}

// The defaults of a new baseline.
const (
	Alpha = 0.05 // chance that a gate fails a system that is as good
	Power = 0.8  // with which a loss of the smallest detectable size is failed
	Floor = 0.02 // least margin, relative to the baseline's value for metrics that exceed [−1, 1]
	Runs  = 5    // of a system that depends on its seed; the mean is gated
	Again = 10   // reruns of the system from which margins are derived
)

// Metrics returns the metrics that are gated by default.
func Metrics() []string { return []string{"b3.f1", "b3.p", "b3.r"} }

// PairMetrics returns those that are gated by default if the gold is judged pairs.
func PairMetrics() []string { return []string{"pair.f1", "pair.p", "pair.r"} }

// replicates of the bootstrap, and random flips of the test, in a check.
const replicates = 5000

// A Usage is an error in settings or files of the user. Line is 0 if it is unknown.
type Usage struct {
	File string
	Line int
	Err  error
}

func (u *Usage) Error() string {
	switch {
	case u.File == "":
		return u.Err.Error()
	case u.Line == 0:
		return fmt.Sprintf("%s: %v", u.File, u.Err)
	}
	return fmt.Sprintf("%s:%d: %v", u.File, u.Line, u.Err)
}

func (u *Usage) Unwrap() error { return u.Err }
