// Package flags is what the commands of assay share in their flags: those of tagged
// structs, those that name inputs and targets, and how help shows them.
package flags

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// groups are the flags that many commands have, by what they are about. Those of a command
// alone come first.
var groups = []struct {
	title string
	names []string
}{
	{"Input", []string{"data", "corpus", "gold", "labels", "pages", "map", "same-at", "outlets", "last", "judged", "missing",
		"unknown", "protocol", "algorithm"}},
	{"Scores", []string{"metric", "noise", "unlabelled", "distractors", "min-story", "sampled", "summarizer"}},
	{"Statistics", []string{"replicates", "interval", "alpha", "seed", "seeds", "orders", "runs", "rope"}},
	{"Run", []string{"out", "list", "time-limit", "memory", "workers", "no-cache", "allow-failures", "prices", "shard"}},
	{"Output", []string{"format", "output", "images", "also", "columns", "rows", "row", "table", "sort", "group", "precision", "intervals",
		"limit", "verdict", "charts", "chart-format", "quiet", "help", "version"}},
}

// Help makes a command, and those below it, show their flags in groups, as wide as the
// terminal.
func Help(cmd *cobra.Command) {
	cobra.AddTemplateFunc("groupedFlags", func(cmd *cobra.Command) string { return grouped(cmd.Flags(), width(cmd)) })
	cobra.AddTemplateFunc("wrapped", func(cmd *cobra.Command) string { return wrapped(cmp.Or(cmd.Long, cmd.Short), width(cmd)) })
	template := cmd.UsageTemplate()
	before, rest, _ := strings.Cut(template, "{{if .HasAvailableLocalFlags}}")
	_, after, _ := strings.Cut(rest, "{{if .HasHelpSubCommands}}")
	cmd.SetUsageTemplate(before + "{{if .HasAvailableLocalFlags}}\n\n{{groupedFlags .}}{{end}}{{if .HasHelpSubCommands}}" + after)
	cmd.SetHelpTemplate("{{wrapped .}}\n\n{{if or .Runnable .HasSubCommands}}{{.UsageString}}{{end}}")
}

// wrapped breaks the paragraphs of a text into lines of the width at most. Lines that begin
// with a space stay as they are.
func wrapped(text string, width int) string {
	var b strings.Builder
	column := 0
	for line := range strings.Lines(strings.TrimSpace(text)) {
		if words := strings.Fields(line); len(words) == 0 || strings.HasPrefix(line, " ") {
			if column > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(line)
			column = 0
			continue
		}
		for word := range strings.FieldsSeq(line) {
			n := utf8.RuneCountInString(word)
			switch {
			case column > 0 && column+1+n > width:
				b.WriteByte('\n')
				column = 0
			case column > 0:
				b.WriteByte(' ')
				column++
			}
			b.WriteString(word)
			column += n
		}
	}
	return b.String()
}

// width is that of the terminal that help is written to, at least 60 columns, else 80.
func width(cmd *cobra.Command) int {
	if f, ok := cmd.OutOrStdout().(interface{ Fd() uintptr }); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil {
			return max(60, columns)
		}
	}
	return 80
}

// grouped returns the flags under the titles of their groups.
func grouped(all *pflag.FlagSet, width int) string {
	title := map[string]string{}
	for _, g := range groups {
		for _, name := range g.names {
			title[name] = g.title
		}
	}
	sets := map[string]*pflag.FlagSet{}
	all.VisitAll(func(f *pflag.Flag) {
		of := title[f.Name]
		if sets[of] == nil {
			sets[of] = pflag.NewFlagSet(of, pflag.ContinueOnError)
		}
		sets[of].AddFlag(shown(f))
	})
	var parts []string
	add := func(title, of string) {
		if sets[of] != nil {
			parts = append(parts, title+":\n"+strings.TrimRight(sets[of].FlagUsagesWrapped(width), "\n"))
		}
	}
	add("Flags", "")
	for _, g := range groups {
		add(g.title, g.title)
	}
	return strings.Join(parts, "\n\n")
}

// shown is a flag as help shows it.
func shown(f *pflag.Flag) *pflag.Flag {
	one := *f
	switch f.Value.Type() {
	case "stringArray":
		one.Value = typed{f.Value, "list"}
	case "stringToString":
		one.Value = typed{f.Value, "name=value"}
	case "string":
		if f.DefValue != "" && f.DefValue != "0" && !strings.Contains(f.Usage, "(default") { // as it is typed, without quotation marks
			one.Usage, one.DefValue = fmt.Sprintf("%s (default %s)", f.Usage, f.DefValue), ""
		}
	}
	if one.DefValue == "[]" {
		one.DefValue = ""
	}
	return &one
}

// A typed value has another name for its type.
type typed struct {
	pflag.Value
	name string
}

func (t typed) Type() string { return t.name }
