package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/spf13/cobra"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/spec"
)

// A listed thing: what assay knows under a name.
type listed struct {
	Name   string        `json:"name"`
	Title  string        `json:"title"`
	Family string        `json:"family,omitempty"`
	Doc    string        `json:"doc"`
	Blind  string        `json:"blind,omitempty"`
	Better string        `json:"better,omitempty"`
	Range  string        `json:"range,omitempty"`
	Traits []string      `json:"traits,omitempty"`
	Cost   string        `json:"cost,omitempty"`
	Cite   []string      `json:"cite,omitempty"`
	Params []listedParam `json:"parameters,omitempty"`
}

type listedParam struct {
	Name    string `json:"name"`
	Default string `json:"default,omitempty"`
	Range   string `json:"range,omitempty"`
	OneOf   string `json:"one_of,omitempty"`
	Doc     string `json:"doc,omitempty"`
}

func params(v any) []listedParam {
	var list []listedParam
	for _, p := range spec.Params(v) {
		list = append(list, listedParam{p.Name, p.Default, p.Range, p.OneOf, p.Doc})
	}
	return list
}

// kinds are what can be listed.
var kinds = map[string]func() []listed{
	"algorithms": func() (list []listed) {
		for _, e := range allalgorithms.Entries {
			list = append(list, listed{Name: e.Name, Title: e.Title, Family: string(e.Family), Doc: e.Doc, Cost: e.Cost, Cite: e.Cite, Params: params(e.New())})
		}
		return list
	},
	"features": func() (list []listed) {
		for _, e := range features.Entries {
			list = append(list, listed{Name: e.Name, Title: e.Title, Doc: e.Doc, Cost: e.Cost, Cite: e.Cite, Params: params(e.New())})
		}
		return list
	},
	"summarizers": func() (list []listed) {
		for _, e := range summarize.Entries {
			l := listed{Name: e.Name, Title: e.Title, Doc: e.Doc, Cost: e.Cost, Cite: e.Cite, Params: params(e.New())}
			if _, ok := e.New().(summarize.Oracle); ok {
				l.Traits = []string{"an oracle: told the gold summaries"}
			}
			list = append(list, l)
		}
		return list
	},
	"metrics": func() (list []listed) {
		for _, m := range allmetrics.Metrics {
			list = append(list, listed{Name: m.Name, Title: m.Title, Doc: m.Doc, Blind: m.Blind, Better: string(m.Better), Range: rangeOf(m), Traits: traits(m), Cite: m.Cite, Params: params(m.New())})
		}
		return list
	},
	"formats": func() (list []listed) {
		for _, f := range format.Formats {
			list = append(list, listed{Name: f.Name, Title: f.Title, Doc: f.Doc})
		}
		return list
	},
}

func rangeOf(m eval.Metric) string {
	end := func(v float64) string {
		switch {
		case math.IsInf(v, 1):
			return "∞"
		case math.IsInf(v, -1):
			return "−∞"
		}
		return strings.Replace(fmt.Sprint(v), "-", "−", 1)
	}
	return end(m.Range[0]) + " to " + end(m.Range[1])
}

func traits(m eval.Metric) (list []string) {
	for _, t := range []struct {
		holds bool
		word  string
	}{
		{m.Symmetric, "symmetric"}, {m.ByStory, "a mean over stories or articles"}, {m.Needs.Sources, "needs outlets"}, {m.Needs.Outlets, "needs a table of outlets"}, {m.Needs.Texts, "needs texts"},
		{m.Needs.Summaries, "needs gold summaries"}, {m.Needs.KeyPoints, "needs gold key points"},
	} {
		if t.holds {
			list = append(list, t.word)
		}
	}
	return list
}

// kindNames is the order in which help names the kinds.
var kindNames = []string{"algorithms", "features", "summarizers", "metrics", "formats"}

func listCommand(s streams) *cobra.Command {
	var o output
	cmd := &cobra.Command{
		Use:       "list " + strings.Join(kindNames, "|") + " [NAME]",
		Short:     "List what there is, with docs",
		Long:      "list shows the algorithms, features, summarizers, metrics or corpus formats; with a name, all about that one.",
		Example:   "  assay list algorithms\n  assay list metrics b3.f1\n  assay list metrics --format json",
		Args:      between(1, 2, "what to list ("+strings.Join(kindNames, ", ")+"), and a name"),
		ValidArgs: kindNames,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := o.checkFormat([]string{"text", "json"}); err != nil {
				return err
			}
			kind, err := spec.Find("kind", kindNames, func(k string) string { return k }, args[0])
			if err != nil {
				return fmt.Errorf("list %s: it lists %s", args[0], strings.Join(kindNames, ", "))
			}
			list := kinds[kind]()
			if len(args) == 2 {
				for _, e := range allalgorithms.Entries {
					if kind == "algorithms" && e.Named(args[1]) {
						args[1] = e.Name
					}
				}
				one, err := spec.Find(strings.TrimSuffix(kind, "s"), list, func(l listed) string { return l.Name }, args[1])
				if err != nil {
					return err
				}
				list = []listed{one}
			}
			return o.write(s, func(w io.Writer) error {
				if o.format == "json" {
					e := json.NewEncoder(w)
					e.SetEscapeHTML(false)
					e.SetIndent("", "  ")
					return e.Encode(list)
				}
				return writeList(w, list, len(args) == 2)
			})
		},
	}
	o.flags(cmd, "text", "json")
	return cmd
}

// writeList prints a paragraph each; for a single thing all that is known.
func writeList(w io.Writer, list []listed, whole bool) error {
	for i, l := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		head := l.Name
		if l.Family != "" {
			head += " (" + l.Family + ")"
		}
		fmt.Fprintf(w, "%s: %s\n%s", head, l.Title, indent(l.Doc, 2))
		if l.Better != "" {
			fmt.Fprintf(w, "  better: %s; range: %s\n", l.Better, l.Range)
		}
		if whole && len(l.Traits) > 0 {
			fmt.Fprintf(w, "  %s\n", strings.Join(l.Traits, "; "))
		}
		if l.Blind != "" {
			fmt.Fprint(w, indent("blind to: "+l.Blind, 2))
		}
		if whole && l.Cost != "" {
			fmt.Fprint(w, indent("cost: "+l.Cost, 2))
		}
		if whole {
			for _, c := range l.Cite {
				fmt.Fprint(w, indent("source: "+c, 2))
			}
		}
		for _, p := range l.Params {
			line := p.Name
			if p.Default != "" {
				line += "=" + p.Default
			}
			if p.OneOf != "" {
				line += " (" + strings.ReplaceAll(p.OneOf, ",", ", ") + ")"
			}
			if p.Doc != "" {
				line += ": " + p.Doc
			}
			fmt.Fprint(w, indent(line, 4))
		}
	}
	return nil
}
