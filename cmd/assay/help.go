package main

import (
	"embed"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/reports/reference"
)

//go:embed help
var helpTexts embed.FS

// addHelp gives a command, and those below it, the texts of its file: what it does, and
// its examples.
func addHelp(cmd *cobra.Command) {
	name := strings.ReplaceAll(strings.TrimPrefix(cmd.CommandPath(), "assay "), " ", "-")
	if text, err := helpTexts.ReadFile("help/" + name + ".txt"); err == nil {
		cmd.Long, cmd.Example, _ = strings.Cut(strings.TrimSuffix(string(text), "\n"), "\n\nExamples:\n")
	}
	for _, sub := range cmd.Commands() {
		addHelp(sub)
	}
}

// complete lets the shell complete the flags of a command with the names in the lists.
func complete(cmd *cobra.Command) {
	for flag, names := range map[string]func() []string{
		"algorithm":  func() []string { return listedNames("algorithms") },
		"metric":     func() []string { return append(listedNames("metrics"), "all") },
		"columns":    func() []string { return append(listedNames("metrics"), "time", "memory", "all") },
		"rows":       func() []string { return listedNames("algorithms") },
		"sort":       func() []string { return append(listedNames("metrics"), "time", "memory") },
		"summarizer": func() []string { return listedNames("summarizers") },
		"corpus":     gold.Names,
	} {
		if cmd.Flags().Lookup(flag) != nil {
			cobra.CheckErr(cmd.RegisterFlagCompletionFunc(flag, lastOf(names)))
		}
	}
	if f := cmd.Flags().Lookup("format"); f != nil {
		_, formats, _ := strings.Cut(f.Usage, ": ")
		cobra.CheckErr(cmd.RegisterFlagCompletionFunc("format", lastOf(func() []string { return strings.Split(formats, ", ") })))
	}
	if flags.OpensCorpus(cmd) {
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return gold.Names(), cobra.ShellCompDirectiveDefault // and files
		}
	}
	for _, sub := range cmd.Commands() {
		complete(sub)
	}
}

func listedNames(kind string) []string {
	k, _ := reference.Of(kind)
	return k.Names()
}

// lastOf completes the last name of a comma-separated list.
func lastOf(names func() []string) cobra.CompletionFunc {
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
