//go:build linux

package main

import (
	_ "embed"

	"github.com/goccy/go-yaml"
)

// A plan is what is run.
type plan struct {
	Files map[string]string // how data are made, by name: arguments, with {data} for the folder of data
	Tasks []task
	// With the newest releases of the peers, and what is installed for them.
	Newest   []task
	Packages []string
	Series   []sequence
}

// A task is run by assay and by a peer.
type task struct {
	Name   string
	Data   []string // files, of those that can be made
	Ours   job
	Script string  // of the peers
	Args   string  // of it, with {data} for the folder of data
	Peer   string  // the line of its output with the task
	Phase  string  // of that line, if it has phases
	Single bool    // also runs with one thread: it spins while it waits
	Bar    float64 // maximum of ours / peer
	Memory float64 // the same of peak memory; 0 means no limit
}

// A sequence is one algorithm on 1, 2, 4 and 8 times as many articles.
type sequence struct {
	Name  string
	Job   job
	First int
}

// shingling names the phases from shingles to pairs.
const shingling = "shingles to pairs"

//go:embed tasks.yaml
var tasksFile []byte

func readPlan() (p plan, err error) {
	err = yaml.UnmarshalWithOptions(tasksFile, &p, yaml.Strict())
	return p, err
}
