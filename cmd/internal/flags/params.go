package flags

import (
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/spec"
)

// Params adds a flag for each parameter of v, or for the named ones alone. v is a
// pointer to a tagged struct of which the zero value means the defaults. A flag that is
// absent leaves v as it is.
func Params(cmd *cobra.Command, v any, names ...string) {
	for _, p := range spec.Params(v) {
		if len(names) > 0 && !slices.Contains(names, p.Name) {
			continue
		}
		name, usage := strings.ReplaceAll(p.Name, "_", "-"), p.Doc
		if p.OneOf != "" {
			usage += ": " + strings.ReplaceAll(p.OneOf, ",", ", ")
		}
		f := cmd.Flags().VarPF(&paramValue{p, v}, name, "", usage)
		if f.DefValue = p.Default; p.Type.Kind() == reflect.Bool {
			f.NoOptDefVal = "true" // --flag alone
		}
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

// Outlets adds the flag for a table of outlets.
func Outlets(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "outlets", "", "table of outlets: CSV or JSON lines with outlet, owner, country, lean")
}
