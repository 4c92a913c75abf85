package flags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/reports/reference"
)

// Complete lets the shell complete the flags of a command with the names in the lists.
func Complete(cmd *cobra.Command) {
	for flag, names := range map[string]func() []string{
		"algorithm":  func() []string { return ListedNames("algorithms") },
		"metric":     func() []string { return append(ListedNames("metrics"), "all") },
		"columns":    func() []string { return append(ListedNames("metrics"), "time", "memory", "all") },
		"rows":       func() []string { return ListedNames("algorithms") },
		"sort":       func() []string { return append(ListedNames("metrics"), "time", "memory") },
		"summarizer": func() []string { return ListedNames("summarizers") },
		"only":       func() []string { return ListedNames("audits") },
		"corpus":     gold.Names,
	} {
		if cmd.Flags().Lookup(flag) != nil {
			cobra.CheckErr(cmd.RegisterFlagCompletionFunc(flag, LastOf(names)))
		}
	}
	if f := cmd.Flags().Lookup("format"); f != nil {
		_, formats, _ := strings.Cut(f.Usage, ": ")
		cobra.CheckErr(cmd.RegisterFlagCompletionFunc("format", LastOf(func() []string { return strings.Split(formats, ", ") })))
	}
	if OpensCorpus(cmd) {
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return gold.Names(), cobra.ShellCompDirectiveDefault // and files
		}
	}
	for _, sub := range cmd.Commands() {
		Complete(sub)
	}
}

// ListedNames returns the names in the list of that kind.
func ListedNames(kind string) []string {
	k, _ := reference.Of(kind)
	return k.Names()
}

// LastOf completes the last name of a comma-separated list.
func LastOf(names func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
		done := written[:strings.LastIndexByte(written, ',')+1]
		var list []string
		for _, name := range names() {
			list = append(list, done+name)
		}
		slices.Sort(list)
		return list, cobra.ShellCompDirectiveNoSpace
	}
}
