// Package all is the one list of clustering algorithms.
package all

import (
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/algorithms/control"
	"github.com/seed-9405df2f/assay/algorithms/density"
	"github.com/seed-9405df2f/assay/algorithms/external"
	"github.com/seed-9405df2f/assay/algorithms/graph"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/algorithms/stream"
	"github.com/seed-9405df2f/assay/algorithms/topic"
	"github.com/seed-9405df2f/assay/spec"
)

// Entries is the one list of algorithms.
var Entries = []algorithms.Entry{
	kmeans.Entry,
	agglomerative.Entry,
	density.DBSCANEntry,
	density.HDBSCANEntry,
	density.OPTICSEntry,
	graph.LouvainEntry,
	graph.LeidenEntry,
	graph.LabelPropagationEntry,
	graph.SpectralEntry,
	graph.AffinityEntry,
	graph.CommunityEntry,
	topic.NMFEntry,
	topic.LDAEntry,
	topic.DMMEntry,
	storyline.Entry,
	storyline.OnlineEntry,
	stream.Entry,
	minhash.Entry,
	minhash.SimHashEntry,
	external.LabelsEntry,
	external.CommandEntry,
	control.SingletonsEntry,
	control.OneEntry,
	control.RandomEntry,
	control.ByEntry,
}

// Parse returns the algorithm that a spec asks for, among Entries and further ones, its
// description, and the canonical form of the spec.
func Parse(s spec.Spec, further ...algorithms.Entry) (algorithms.Entry, algorithms.Clusterer, spec.Spec, error) {
	name, was := func(e algorithms.Entry) string { return e.Name }, func(e algorithms.Entry) []string { return e.Was }
	e, err := spec.Find("algorithm", slices.Concat(Entries, further), name, s.Name, was)
	if err != nil {
		return e, nil, s, err
	}
	c := e.New()
	if err := spec.Bind(s, c); err != nil {
		return e, nil, s, err
	}
	if u, ok := c.(algorithms.SeedUser); ok {
		e.Seeded = u.UsesSeed()
	}
	return e, c, spec.Of(e.Name, c), nil
}
