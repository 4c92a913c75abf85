package results

import (
	"encoding/hex"
	"encoding/json"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// A Trial is one algorithm on one corpus with one seed: all that its labels and
// scores depend on.
type Trial struct {
	Corpus     Corpus      `json:"corpus"`
	Algorithm  spec.Spec   `json:"algorithm"`
	Judge      string      `json:"judge,omitempty"` // the gold level whose labels are scored, in place of an algorithm's
	Seed       uint64      `json:"seed"`
	Order      int         `json:"order,omitempty"` // the number of a shuffle of the articles; 0 = as in the corpus
	Metrics    []spec.Spec `json:"metrics"`
	Replicates int         `json:"replicates"`
	Protocol   string      `json:"protocol,omitempty"` // canonical; empty = the whole corpus at once
	Policy     eval.Policy `json:"policy,omitzero"`
	Inputs     string      `json:"inputs,omitempty"` // fingerprint of the files that the algorithm reads
	// MetricInputs is the fingerprint of the files that the metrics read: models of spaces.
	MetricInputs string `json:"metric_inputs,omitempty"`
	Outlets      string `json:"outlets,omitempty"` // fingerprint of the table of outlets
	Version      string `json:"version"`           // of assay
}

// A Corpus describes the corpus of a trial.
type Corpus struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"` // of its content
	Level       string `json:"level,omitempty"`
	Articles    int    `json:"articles"`
	Stories     int    `json:"stories"`
	Unlabelled  int    `json:"unlabelled"` // articles without a story that are no distractors
	Distractors int    `json:"distractors"`
}

// Key is what results are resumed by: 32 hexadecimal digits that hash all that the
// trial's labels and scores depend on.
func (t Trial) Key() string {
	raw, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	sum := xxh3.Hash128(raw).Bytes()
	return hex.EncodeToString(sum[:])
}
