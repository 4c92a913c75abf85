// Package results holds what trials came to: a [Result] is one line of a results
// file, a [Store] appends lines and resumes, and [Read] reads files again.
package results

import (
	"fmt"
	"runtime"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/streaming"
)

// Schema names the form of a line of results.
const Schema = "assay/result/2"

// Primary is the metric whose terms per story are stored with each result, for
// paired comparisons.
const Primary = "b3.f1"

// A Result is one line of results.jsonl.
type Result struct {
	Schema string `json:"schema"`
	Key    string `json:"key"`
	Trial
	Family algorithms.Family      `json:"family"`
	Oracle bool                   `json:"oracle,omitempty"` // it was told sizes of the gold
	Status Status                 `json:"status"`
	Error  string                 `json:"error,omitempty"`
	Limit  string                 `json:"limit,omitempty"` // the limit that the trial ran into
	Scores []stats.Score          `json:"scores,omitempty"`
	Terms  map[string][][]float64 `json:"terms,omitempty"`  // per story, of the primary metric
	Notes  []string               `json:"notes,omitempty"`  // what the algorithm says of its labels
	Labels string                 `json:"labels,omitempty"` // file of the labels, from the folder of the results
	Pages  string                 `json:"pages,omitempty"`  // file of the pages that metrics scored, likewise
	Path   string                 `json:"path"`             // where the corpus was
	Dir    string                 `json:"-"`                // folder of the results file

	Stream *streaming.Series `json:"stream,omitempty"` // what was measured step by step, under a protocol

	Seconds    Seconds `json:"seconds"`
	PeakMemory int64   `json:"peak_memory"` // bytes of the trial's process before scoring, or of its external program; 0 = not measured
	Host       Host    `json:"host"`
}

// A Status says how a trial ended.
type Status string

// The ways in which a trial ends.
const (
	OK          Status = "ok"
	Failed      Status = "failed"
	OutOfTime   Status = "out of time"
	OutOfMemory Status = "out of memory"
)

// Seconds is the wall time of each phase of a trial. Features is what building
// the space took when it was built, though it may have been shared.
type Seconds struct {
	Load     float64 `json:"load"`
	Features float64 `json:"features"`
	Cluster  float64 `json:"cluster"`
	Score    float64 `json:"score"`
	// Decision is how long the decisions of a stream took; nil under no protocol.
	Decision *streaming.Latency `json:"decision,omitempty"`
}

// Host says where a trial ran.
type Host struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPUs int    `json:"cpus"`
	Go   string `json:"go"`
}

// ThisHost is where this program runs.
func ThisHost() Host {
	return Host{runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version()}
}

// String describes the host in one line.
func (h Host) String() string {
	processors := "processors"
	if h.CPUs == 1 {
		processors = "processor"
	}
	return fmt.Sprintf("%s/%s, %d %s, %s", h.OS, h.Arch, h.CPUs, processors, h.Go)
}

// Score returns the score of a metric, nil if the result has none.
func (r *Result) Score(metric string) *stats.Score {
	for i := range r.Scores {
		if r.Scores[i].Metric == metric {
			return &r.Scores[i]
		}
	}
	return nil
}
