package tune

import (
	"fmt"
	"slices"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// A Variant is an algorithm without one of its parts.
type Variant struct {
	Without string // the part, and how it was left out
	Spec    spec.Spec
}

// Variants leaves out each part of an algorithm in turn: a parameter is set to the
// value at which its step has no effect, where its description names one (off); so
// are those of its features, in all places at once; and each of several spaces side
// by side is dropped. Parts that are off already make no variant.
func Variants(s spec.Spec) (whole spec.Spec, list []Variant, err error) {
	entry, c, whole, err := allalgorithms.Parse(s)
	if err != nil {
		return whole, nil, err
	}
	a := ablation{whole: whole}
	full := node{spec.Full(entry.Name, c), spec.Params(c), whole.String()}
	a.parameters(full, func(name, off string) spec.Spec { return set(full.spec, name, off) })
	for _, p := range full.params {
		if i := argument(full.spec, p.Name); p.Nested && i >= 0 {
			at := full.spec.Args[i].Value
			a.features(at, func(value spec.Spec) spec.Spec { return replace(full.spec, i, value) })
		}
	}
	return whole, a.list, a.err
}

// A node is a spec with all its parameters, and their descriptions.
type node struct {
	spec   spec.Spec
	params []spec.Param
	name   string
}

type ablation struct {
	whole spec.Spec
	list  []Variant
	err   error
}

// add keeps a variant that runs and differs from the whole.
func (a *ablation) add(without string, s spec.Spec) {
	_, _, canonical, err := allalgorithms.Parse(s)
	if err != nil {
		if a.err == nil {
			a.err = fmt.Errorf("without %s: %w", without, err)
		}
		return
	}
	if canonical.String() != a.whole.String() {
		a.list = append(a.list, Variant{without, canonical})
	}
}

// parameters leaves out each parameter of a node that can be.
func (a *ablation) parameters(n node, with func(name, off string) spec.Spec) {
	for _, p := range n.params {
		if p.Off != "" {
			a.add(fmt.Sprintf("%s (%s=%s)", p.Name, p.Name, p.Off), with(p.Name, p.Off))
		}
	}
}

// features leaves out what a space is made of; put sets another space in its place.
func (a *ablation) features(space spec.Spec, put func(spec.Spec) spec.Spec) {
	channels(space, func(dropped, rest spec.Spec) { a.add("channel "+dropped.String(), put(rest)) })
	for _, step := range steps(space) {
		a.add(fmt.Sprintf("%s of %s (%s=%s)", step.param, step.feature, step.param, step.off),
			put(everywhere(space, step)))
	}
}

// channels drops each of several spaces side by side, with its weight.
func channels(space spec.Spec, each func(dropped, rest spec.Spec)) {
	builder, _, err := features.Parse(space)
	if err != nil {
		return
	}
	if c, ok := builder.(*features.Concat); ok && len(c.Spaces) > 1 {
		for i, dropped := range c.Spaces {
			rest := features.Concat{Spaces: slices.Delete(slices.Clone(c.Spaces), i, i+1)}
			if len(c.Weights) == len(c.Spaces) {
				rest.Weights = slices.Delete(slices.Clone(c.Weights), i, i+1)
			}
			if len(rest.Spaces) == 1 {
				each(dropped, rest.Spaces[0])
			} else {
				each(dropped, spec.Of(space.Name, &rest))
			}
		}
		return
	}
	for i, inner := range nested(space) {
		channels(inner.value, func(dropped, rest spec.Spec) { each(dropped, nested(space)[i].put(rest)) })
	}
}

// A step is a parameter of a feature that can be left out.
type step struct{ feature, param, off string }

// steps are those of a space and of the spaces in it, each once.
func steps(space spec.Spec) (list []step) {
	builder, _, err := features.Parse(space)
	if err != nil {
		return nil
	}
	for _, p := range spec.Params(builder) {
		if p.Off != "" {
			list = append(list, step{space.Name, p.Name, p.Off})
		}
	}
	for _, inner := range nested(space) {
		for _, s := range steps(inner.value) {
			if !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// everywhere takes a step out wherever it occurs in a space.
func everywhere(space spec.Spec, s step) spec.Spec {
	for i := range nested(space) {
		one := nested(space)[i]
		space = one.put(everywhere(one.value, s))
	}
	if space.Name == s.feature {
		builder, _, err := features.Parse(space)
		if err != nil {
			return space
		}
		space = set(spec.Full(space.Name, builder), s.param, s.off)
	}
	return space
}

// A part is a spec within another.
type part struct {
	value spec.Spec
	put   func(spec.Spec) spec.Spec // the other with this in its place
}

// nested are the spaces that a space is made of.
func nested(space spec.Spec) (list []part) {
	builder, _, err := features.Parse(space)
	if err != nil {
		return nil
	}
	full := spec.Full(space.Name, builder)
	for _, p := range spec.Params(builder) {
		if !p.Nested {
			continue
		}
		for i, a := range full.Args {
			if a.Name == p.Name || p.Positional && a.Name == "" {
				list = append(list, part{a.Value, func(v spec.Spec) spec.Spec { return replace(full, i, v) }})
			}
		}
	}
	return list
}

// argument is the position of a named argument, −1 if absent.
func argument(s spec.Spec, name string) int {
	return slices.IndexFunc(s.Args, func(a spec.Arg) bool { return a.Name == name })
}

func replace(s spec.Spec, i int, value spec.Spec) spec.Spec {
	s.Args = slices.Clone(s.Args)
	s.Args[i].Value = value
	return s
}

func set(s spec.Spec, name, value string) spec.Spec {
	return replace(s, argument(s, name), spec.Spec{Name: value})
}
