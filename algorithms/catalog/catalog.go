// Package catalog is the one list of clustering algorithms.
package catalog

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/algorithms/control"
	"github.com/seed-9405df2f/assay/algorithms/external"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Entries is the one list of algorithms.
var Entries = []algorithms.Entry{
	kmeans.Entry,
	agglomerative.Entry,
	minhash.Entry,
	external.Labels,
	control.Singletons,
	control.One,
	control.Random,
	control.By,
}

// Parse returns the algorithm that a spec asks for, its description, and the
// canonical form of the spec, the space in it included.
func Parse(s spec.Spec) (algorithms.Entry, algorithms.Clusterer, spec.Spec, error) {
	fail := func(err error) (algorithms.Entry, algorithms.Clusterer, spec.Spec, error) {
		return algorithms.Entry{}, nil, s, err
	}
	e, err := spec.Find("algorithm", Entries, func(e algorithms.Entry) string { return e.Name }, s.Name)
	if err != nil {
		return fail(err)
	}
	c := e.New()
	if err := spec.Bind(s, c); err != nil {
		return fail(err)
	}
	user, ok := c.(algorithms.SpaceUser)
	if !ok {
		return e, c, spec.Of(e.Name, c), nil
	}
	_, space, err := features.Parse(user.SpaceSpec())
	if err != nil {
		return fail(fmt.Errorf("%s: space: %w", s.Name, err))
	}
	given := slices.DeleteFunc(slices.Clone(s.Args), func(a spec.Arg) bool { return a.Name == "space" })
	given = append(given, spec.Arg{Name: "space", Value: space})
	if err := spec.Bind(spec.Spec{Name: s.Name, Args: given}, c); err != nil {
		return fail(err)
	}
	return e, c, spec.Of(e.Name, c), nil
}
