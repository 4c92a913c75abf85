package mteb

import (
	"fmt"

	"golang.org/x/text/language"
)

// A Task is a result in the form of the benchmark's result files, which its leaderboard and
// its Python package read.
type Task struct {
	Revision string             `json:"dataset_revision"`
	Name     string             `json:"task_name"`
	Version  *string            `json:"mteb_version"` // nil: the benchmark did not make it
	Scores   map[string][]Score `json:"scores"`       // by split
	Seconds  *float64           `json:"evaluation_time"`
	CO2      *float64           `json:"kg_co2_emissions"`
}

// A Score is the scores of a subset of a task.
type Score struct {
	Main      float64  `json:"main_score"`
	V         float64  `json:"v_measure"`
	VSD       float64  `json:"v_measure_std"`
	VAll      any      `json:"v_measures"` // v1: a list; v2: a list for each level
	AMI       float64  `json:"ami"`
	AMISD     float64  `json:"ami_std"`
	AMIAll    any      `json:"ami_scores"`
	Subset    string   `json:"hf_subset"`
	Languages []string `json:"languages"`
}

// Task returns the result as the benchmark writes it, for the split of that name. The
// revision is the fingerprint of the corpus.
func (r *Result) Task(split, revision string) Task {
	v, ami := map[string][]float64{}, map[string][]float64{}
	for i, l := range r.Levels {
		v[fmt.Sprint("Level ", i)], ami[fmt.Sprint("Level ", i)] = l.V, l.AMI
	}
	s := Score{Main: r.V.Mean, V: r.V.Mean, VSD: r.V.SD, VAll: v, AMI: r.AMI.Mean, AMISD: r.AMI.SD, AMIAll: ami, Subset: "default",
		Languages: []string{languageOf(r.lang)}}
	if p, err := Parse(r.Protocol); err == nil && p.Version == "v1" {
		s.VAll, s.AMIAll = r.Levels[0].V, r.Levels[0].AMI
	}
	return Task{Revision: revision, Name: r.Corpus, Scores: map[string][]Score{split: {s}}}
}

// languageOf writes a language as ISO 639-3 with its script: eng-Latn.
func languageOf(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "und-Zyyy"
	}
	base, _ := tag.Base()
	script, _ := tag.Script()
	return base.ISO3() + "-" + script.String()
}
