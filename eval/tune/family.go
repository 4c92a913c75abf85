package tune

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/algorithms"
	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/spec"
)

// A Family is an algorithm with the values that are searched for its parameters.
type Family struct {
	Name     string      // as it was written, with its sweeps
	Untuned  spec.Spec   // what it is held against, and a candidate itself
	Middle   bool        // Untuned has the middle of each sweep, since the algorithm's defaults do not run
	Specs    []spec.Spec // the candidates
	All      int         // how many specs the sweeps stand for; more than Specs where they were drawn by chance
	Seeded   bool        // the labels depend on the seed, of which one is tried
	Excluded string      // why it is only shown and never chosen; empty = it may be chosen
}

// families reads what is to be searched. Of a grid of more than most specs, most are sampled
// with the seed (Bergstra & Bengio 2012, JMLR 13).
func families(texts []string, most int, oracles bool, seed uint64) ([]Family, error) {
	var list []Family
	for i, text := range texts {
		s, err := spec.Parse(text)
		if err != nil {
			return nil, err
		}
		f, err := family(s, oracles)
		if err != nil {
			return nil, err
		}
		if f.All > most {
			random := rand.New(rand.NewPCG(seed, uint64(i)))
			drawn := random.Perm(f.All)[:most]
			slices.Sort(drawn)
			all := f.Specs
			f.Specs = nil
			for _, at := range drawn {
				f.Specs = append(f.Specs, all[at])
			}
		}
		f.add(f.Untuned)
		list = append(list, f)
	}
	return list, nil
}

// add adds a candidate, unless it is one.
func (f *Family) add(s spec.Spec) {
	if !slices.ContainsFunc(f.Specs, func(o spec.Spec) bool { return o.String() == s.String() }) {
		f.Specs = append(f.Specs, s)
	}
}

func family(s spec.Spec, oracles bool) (Family, error) {
	f := Family{Name: s.String()}
	swept, err := spec.Sweep(s)
	if err != nil {
		return f, err
	}
	for _, one := range swept {
		entry, c, canonical, err := allalgorithms.Parse(one)
		if err != nil {
			return f, err
		}
		f.Seeded = entry.Seeded
		switch {
		case entry.Family == algorithms.Control:
			f.Excluded = "a control"
		case usesGold(c) && !oracles:
			f.Excluded = "an oracle: it is told the gold's sizes"
		}
		f.add(canonical)
	}
	f.All = len(f.Specs)
	if f.Excluded != "" && f.All > 1 {
		return f, fmt.Errorf("%s: it is %s, so there is nothing to tune", f.Name, f.Excluded)
	}
	f.Untuned, f.Middle = untuned(s)
	return f, nil
}

func usesGold(c algorithms.Clusterer) bool {
	o, ok := c.(algorithms.Oracle)
	return ok && o.UsesGold()
}

// untuned leaves out what is searched, so that the defaults stand in its place.
// Where the algorithm does not run by them, as agglomerative does not without a cut,
// or would be an oracle, it takes the middle of each sweep: of numbers, and only if
// need be of words.
func untuned(s spec.Spec) (plain spec.Spec, middle bool) {
	for _, keep := range []func(spec.Spec) bool{nothing, numeric, anything} {
		_, c, canonical, err := allalgorithms.Parse(withMiddles(s, keep))
		if plain = canonical; err == nil && !usesGold(c) {
			return plain, middle
		}
		middle = true
	}
	return plain, sweeps(s)
}

func nothing(spec.Spec) bool  { return false }
func anything(spec.Spec) bool { return true }

func numeric(s spec.Spec) bool {
	_, err := strconv.ParseFloat(s.Name, 64)
	return err == nil
}

func sweeps(s spec.Spec) bool {
	list, _ := spec.Sweep(s)
	return len(list) > 1
}

// withMiddles puts the middle value in the place of each sweep, or none where that is not
// to be kept.
func withMiddles(s spec.Spec, keep func(middle spec.Spec) bool) spec.Spec {
	out := spec.Spec{Name: s.Name}
	for _, a := range s.Args {
		if len(a.Value.Args) > 0 {
			a.Value = withMiddles(a.Value, keep)
		} else if each, _ := spec.Sweep(spec.Spec{Name: s.Name, Args: []spec.Arg{a}}); len(each) > 1 {
			a.Value = each[len(each)/2].Args[0].Value
			if !keep(a.Value) {
				continue
			}
		}
		out.Args = append(out.Args, a)
	}
	return out
}

// Shared reports whether all candidates have this argument.
func (f *Family) Shared(a spec.Arg) bool {
	for _, s := range f.Specs {
		i := argument(s, a.Name)
		if i < 0 || s.Args[i].Value.String() != a.Value.String() {
			return false
		}
	}
	return true
}
