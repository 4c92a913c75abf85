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
	seen, last := map[string]bool{}, map[string]int{}
	for i := range list {
		name := list[i].Name
		for n := max(2, last[name]+1); seen[list[i].Name]; n++ {
			list[i].Name = fmt.Sprintf("%s-%d", name, n)
			last[name] = n
		}
		seen[list[i].Name] = true
	}
}

// Short leaves out of the specs of several systems those parameters that all of
// one algorithm have in common. What is no spec stays as it is, and so do names
// that would become equal.
func Short(names []string) []string {
	type parameter struct{ algorithm, name, value string }
	specs := make([]*spec.Spec, len(names))
	systems, having := map[string]int{}, map[parameter]int{}
	for i, name := range names {
		s, err := spec.Parse(name)
		if err != nil {
			continue
		}
		specs[i] = &s
		systems[s.Name]++
		once := map[parameter]bool{}
		for _, a := range s.Args {
			if p := (parameter{s.Name, a.Name, a.Value.String()}); !once[p] {
				once[p] = true
				having[p]++
			}
		}
	}
	short, seen := slices.Clone(names), map[string]bool{}
	for i, s := range specs {
		if s != nil && s.Name != "" {
			kept := spec.Spec{Name: s.Name}
			for _, a := range s.Args {
				if a.Name == "" || having[parameter{s.Name, a.Name, a.Value.String()}] < systems[s.Name] {
					kept.Args = append(kept.Args, a)
				}
			}
			short[i] = kept.String()
		}
		if seen[short[i]] {
			return slices.Clone(names)
		}
		seen[short[i]] = true
	}
	return short
}
