package spec

import (
	"fmt"
	"strconv"
	"strings"
)

// maxSweep bounds how many specs a sweep makes.
const maxSweep = 1000

// Sweep returns the specs that one stands for in which values are written as
// first..last/n: n numbers at equal distances, both ends included. So
// f(x=0.5..0.9/3) stands for f(x=0.5), f(x=0.7) and f(x=0.9). Of several sweeps in
// one spec all combinations are made; a spec without any stands for itself.
func Sweep(s Spec) ([]Spec, error) {
	if len(s.Args) == 0 {
		return sweepValue(s)
	}
	list := []Spec{{Name: s.Name}}
	for _, a := range s.Args {
		values, err := Sweep(a.Value)
		if err != nil {
			return nil, err
		}
		if len(list)*len(values) > maxSweep {
			return nil, fmt.Errorf("%s: it stands for more than %d specs", s, maxSweep)
		}
		var longer []Spec
		for _, head := range list {
			for _, v := range values {
				longer = append(longer, Spec{Name: head.Name, Args: append(head.Args[:len(head.Args):len(head.Args)], Arg{a.Name, v}), Under: s.Under})
			}
		}
		list = longer
	}
	return list, nil
}

// sweepValue takes apart one value.
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
		return nil, fmt.Errorf("%s: write a sweep as first..last/n, such as 0.5..0.9/5, with two numbers that differ and n from 2 to %d", s.Name, maxSweep)
	}
	list := make([]Spec, n)
	for i := range list {
		v := first + (last-first)*float64(i)/float64(n-1)
		list[i].Name = strconv.FormatFloat(v, 'g', 6, 64)
	}
	return list, nil
}
