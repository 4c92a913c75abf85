package chart

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/spec"
)

// Slug is a text as a part of names of files and anchors: small letters, figures
// and hyphens.
func Slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 80 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "chart"
}

// nameApart gives charts of equal names numbers.
func nameApart(list []Chart) {
	seen := map[string]bool{}
	for i := range list {
		name := list[i].Name
		for n := 2; seen[list[i].Name]; n++ {
			list[i].Name = fmt.Sprintf("%s-%d", name, n)
		}
		seen[list[i].Name] = true
	}
}

// Short leaves out of the specs of several systems those parameters that all of
// one algorithm have in common. What is no spec stays as it is, and so do names
// that would become equal.
func Short(names []string) []string {
	specs := make([]*spec.Spec, len(names))
	for i, name := range names {
		if s, err := spec.Parse(name); err == nil {
			specs[i] = &s
		}
	}
	short := slices.Clone(names)
	for i, s := range specs {
		if s == nil || s.Name == "" {
			continue
		}
		kept := spec.Spec{Name: s.Name}
		for _, a := range s.Args {
			if a.Name == "" || slices.ContainsFunc(specs, func(o *spec.Spec) bool { return o != nil && o.Name == s.Name && !hasArg(*o, a) }) {
				kept.Args = append(kept.Args, a)
			}
		}
		short[i] = kept.String()
	}
	for i := range short {
		if slices.Index(short, short[i]) != i || slices.Contains(short[i+1:], short[i]) {
			return slices.Clone(names)
		}
	}
	return short
}

func hasArg(s spec.Spec, a spec.Arg) bool {
	return slices.ContainsFunc(s.Args, func(o spec.Arg) bool { return o.Name == a.Name && o.Value.String() == a.Value.String() })
}
