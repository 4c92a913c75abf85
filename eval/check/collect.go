package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/spec"
)

// A collection is the new clusters, and what they come from.
type collection struct {
	system  gate.System
	seeded  bool     // the algorithm depends on the seed
	corpora []string // paths
	labels  []string // paths; nil if the algorithm is run
	table   string   // path of the table of outlets; "" = none
	outlets *gate.Outlets
	found   []gate.Clustering
	notes   []string
}

// collect clusters every corpus, or reads its labels. old is nil if there is no baseline.
func (in Input) collect(ctx context.Context, old *gate.Baseline, update bool) (*collection, error) {
	n, err := in.sources(old, update)
	if err != nil {
		return nil, err
	}
	had := old != nil && old.Outlets != nil
	switch {
	case in.Outlets != nil:
		n.table = *in.Outlets
	case had:
		n.table = old.Outlets.Path
	}
	if had && n.table == "" && !update {
		return nil, fmt.Errorf("the baseline has a table of outlets, which was %s: give one with --outlets", old.Outlets.Path)
	}
	allow := corpus.IDPolicy{Unknown: in.Unknown, Fixed: "missing,foreign"}
	if !update {
		allow.Missing = "singletons"
	}
	for i, path := range n.corpora {
		f, err := in.cluster(ctx, n, i, allow)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		n.found = append(n.found, f)
	}
	return n, nil
}

// sources finds out what is run on which corpora, or which labels files are read.
func (in Input) sources(old *gate.Baseline, update bool) (*collection, error) {
	n := &collection{corpora: in.Corpora, labels: in.Labels}
	stored := old != nil && len(in.Corpora) == 0
	if stored {
		for _, e := range old.Corpora {
			n.corpora = append(n.corpora, e.Path)
		}
	}
	if old != nil {
		n.system = old.System
	}
	switch {
	case in.Algorithm != "":
		n.system.Algorithm = in.Algorithm
	case len(n.labels) > 0:
		n.system = gate.System{}
	case stored && n.system.Algorithm == "":
		for _, e := range old.Corpora {
			n.labels = append(n.labels, e.Labels)
		}
	case n.system.Algorithm == "":
		return nil, errors.New("where do the clusters come from? Give --algorithm SPEC, or --labels FILE for each corpus")
	}
	switch {
	case len(n.corpora) == 0:
		return nil, errors.New("which corpora? Give --corpus, such as --corpus newsroom")
	case len(n.labels) > 0 && len(n.labels) != len(n.corpora):
		return nil, fmt.Errorf("%d labels files for %d corpora: give one for each, in their order (%s)",
			len(n.labels), len(n.corpora), strings.Join(n.corpora, ", "))
	case old != nil && !update && len(n.corpora) != len(old.Corpora):
		return nil, fmt.Errorf("%d corpora, and the baseline has %d: give all, in its order, or none", len(n.corpora), len(old.Corpora))
	}
	if len(n.labels) > 0 {
		return n, nil
	}
	return n, in.seeds(n, old, update)
}

// seeds sets the canonical spec of the algorithm, and the seeds that are run.
func (in Input) seeds(n *collection, old *gate.Baseline, update bool) error {
	parsed, err := spec.Parse(n.system.Algorithm)
	if err != nil {
		return err
	}
	entry, _, canonical, err := all.Parse(parsed)
	if err != nil {
		return err
	}
	n.system.Algorithm, n.seeded = canonical.String(), entry.Seeded
	count, first := 1, uint64(1)
	same := old != nil && old.System.Algorithm == n.system.Algorithm
	switch {
	case old != nil && !update:
		count = max(1, len(old.System.Seeds)) // as many, or there is nothing to pair
	case same && in.Runs == 0 && len(old.System.Seeds) > 0:
		count = len(old.System.Seeds)
	case entry.Seeded:
		count = cmp.Or(in.Runs, gate.Runs)
	}
	if old != nil && len(old.System.Seeds) > 0 {
		first = old.System.Seeds[0]
	}
	if in.Seed != nil {
		first = *in.Seed
	}
	n.system.Seeds = nil
	for i := range count {
		n.system.Seeds = append(n.system.Seeds, first+uint64(i))
	}
	return nil
}

// cluster runs the system on a corpus, or reads the labels.
func (in Input) cluster(ctx context.Context, n *collection, at int, allow corpus.IDPolicy) (gate.Clustering, error) {
	path := n.corpora[at]
	c, err := format.Open(ctx, path)
	if err != nil {
		return gate.Clustering{}, err
	}
	sum, err := format.AddOutlets(ctx, c, n.table)
	if err != nil {
		return gate.Clustering{}, err
	}
	if sum != "" {
		n.outlets = &gate.Outlets{Path: n.table, Fingerprint: sum}
	}
	if !c.HasGold() {
		return gate.Clustering{}, errors.New("no article has a story, so there is no gold to check against")
	}
	if len(n.labels) > 0 {
		return n.read(ctx, c, path, n.labels[at], allow)
	}
	run := func(ctx context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
		labels, _, err := all.Run(ctx, c, n.system.Algorithm, seed, in.Workers)
		return labels, err
	}
	seeds := n.system.Seeds
	if !n.seeded {
		seeds = seeds[:1]
	}
	if in.Progress != nil {
		in.Progress(path, n.system.Algorithm)
	}
	f, err := gate.Collect(ctx, c, run, seeds)
	if err != nil {
		return f, err
	}
	f.Path, f.Seeded = path, n.seeded
	// The baseline's system may have depended on the seed.
	return repeated([]gate.Clustering{f}, len(n.system.Seeds))[0], nil
}

// read takes labels from a file. Articles that it lacks are a matter of the constraints.
func (n *collection) read(ctx context.Context, c *corpus.Corpus, path, labels string, allow corpus.IDPolicy) (gate.Clustering, error) {
	file, err := format.OpenLabels(ctx, labels)
	if err != nil {
		return gate.Clustering{}, err
	}
	ids := c.IDs()
	found, unmatched, err := file.Match(ids, allow)
	if err != nil {
		return gate.Clustering{}, err
	}
	for _, note := range unmatched.Notes(corpus.IDPolicy{Unknown: allow.Unknown, Fixed: allow.Fixed}) {
		n.notes = append(n.notes, fmt.Sprintf("%s: %s", c.Name(), note))
	}
	groups := file.ByID()
	return gate.Clustering{
		Corpus: c, Path: path, Labels: labels, Runs: []corpus.Labels{found.Canonical()},
		Missing: slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, ok := groups[id]; return ok }),
	}, nil
}
