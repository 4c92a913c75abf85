package spec

import (
	"fmt"
	"strconv"
	"strings"
)

const maxSweep = 1000

// Sweep expands a spec in which values are written as first..last/n, which means n
// numbers at equal distances, both ends included: f(x=0.5..0.9/3) becomes f(x=0.5),
// f(x=0.7) and f(x=0.9). A named parameter may also have several values with bars
// between them, without parameters of their own: f(x=a|b|0.5..0.9/3). Several
// sweeps in one spec give all combinations; a spec without any gives itself.
func Sweep(s Spec) ([]Spec, error) {
	if len(s.Args) == 0 {
		return sweepValue(s)
	}
	choices, n := make([][]Spec, len(s.Args)), 1
	for i, a := range s.Args {
		var err error
		if choices[i], err = alternatives(a); err != nil {
			return nil, err
		}
		if n *= len(choices[i]); n > maxSweep {
			return nil, fmt.Errorf("%s: it expands to more than %d specs", s, maxSweep)
		}
	}
	list := make([]Spec, n)
	for i := range list {
		list[i] = Spec{Name: s.Name, Args: make([]Arg, len(s.Args)), Under: s.Under}
		for k, rest := len(s.Args)-1, i; k >= 0; k-- { // the last varies fastest
			list[i].Args[k] = Arg{s.Args[k].Name, choices[k][rest%len(choices[k])]}
			rest /= len(choices[k])
		}
	}
	return list, nil
}

// alternatives are the values of an argument. A positional one, which may be a
// file, is not split at bars.
func alternatives(a Arg) ([]Spec, error) {
	words := strings.Split(a.Value.Name, "|")
	if a.Name == "" || len(words) == 1 {
		return Sweep(a.Value)
	}
	if len(a.Value.Args) > 0 {
		return nil, fmt.Errorf("%s=%s: of several values none may have parameters: write a spec for each", a.Name, a.Value)
	}
	var list []Spec
	for _, w := range words {
		if w == "" {
			return nil, fmt.Errorf("%s=%s: a value is missing beside the bar", a.Name, a.Value)
		}
		values, err := sweepValue(Spec{Name: w})
		if err != nil {
			return nil, err
		}
		list = append(list, values...)
	}
	return list, nil
}

func sweepValue(s Spec) ([]Spec, error) {
	from, rest, ok := strings.Cut(s.Name, "..")
	to, count, ok2 := strings.Cut(rest, "/")
	first, err := strconv.ParseFloat(from, 64)
	last, err2 := strconv.ParseFloat(to, 64)
	if !ok || err != nil || err2 != nil {
		return []Spec{s}, nil
	}
	n, err := strconv.Atoi(count)
	if !ok2 || err != nil || n < 2 || n > maxSweep || first == last {
		return nil, fmt.Errorf("%s: write a sweep as first..last/n, such as 0.5..0.9/5, with two numbers that differ "+
			"and n from 2 to %d", s.Name, maxSweep)
	}
	list := make([]Spec, n)
	for i := range list {
		v := first + (last-first)*float64(i)/float64(n-1)
		list[i].Name = strconv.FormatFloat(v, 'g', 6, 64)
	}
	return list, nil
}
