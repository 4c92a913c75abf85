package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// paramFlags adds a flag for each parameter of v, or for the named ones alone. v is a
// pointer to a tagged struct of which the zero value means the defaults. A flag that is
// absent leaves v as it is.
func paramFlags(cmd *cobra.Command, v any, names ...string) {
	for _, p := range spec.Params(v) {
		if len(names) > 0 && !slices.Contains(names, p.Name) {
			continue
		}
		name, usage := strings.ReplaceAll(p.Name, "_", "-"), p.Doc
		if p.OneOf != "" {
			usage += ": " + strings.ReplaceAll(p.OneOf, ",", ", ")
		}
		cmd.Flags().VarPF(&paramValue{p, v}, name, "", usage).DefValue = p.Default
		if p.OneOf != "" {
			choices := cobra.FixedCompletions(strings.Split(p.OneOf, ","), cobra.ShellCompDirectiveNoFileComp)
			cobra.CheckErr(cmd.RegisterFlagCompletionFunc(name, choices))
		}
	}
}

// A paramValue is the flag of a parameter.
type paramValue struct {
	spec.Param
	of any
}

func (p *paramValue) String() string        { return p.Get(p.of) }
func (p *paramValue) Set(text string) error { return p.Param.Set(p.of, text) }

// Type is what help calls the value.
func (p *paramValue) Type() string {
	switch name := p.Param.Type.String(); {
	case name == "time.Duration":
		return "duration"
	case p.Nested:
		return "spec"
	case p.Param.Type.PkgPath() == "":
		return strings.TrimSuffix(name, "64")
	}
	return "string"
}

// An idPolicy is how strictly the ids of predictions have to fit the gold's.
type idPolicy struct {
	Missing string `spec:"missing" oneof:"error,singletons" doc:"articles without a predicted label"`
	Unknown string `spec:"unknown" oneof:"error,ignore" doc:"predicted labels for articles that the gold does not have"`
}

func (p idPolicy) allow() corpus.IDPolicy {
	return corpus.IDPolicy{Missing: p.Missing == "singletons", Unknown: p.Unknown == "ignore"}
}
