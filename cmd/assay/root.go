package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/reports"
)

type streams struct {
	in       io.Reader
	out, err io.Writer
	log      io.Writer // progress and notes
}

func rootCommand(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "assay",
		Short:         "Measure how good a clustering of news is",
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          help,

		PersistentPreRunE: prepare,
	}
	root.Args = flags.CommandName(root)
	root.Version = versionLine(fingerprint.ThisBuild())
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.AddCommand(benchCommand(s), scoreCommand(s), compareCommand(s), clusterCommand(s), digestCommand(s), explainCommand(s),
		corpusCommand(s), listCommand(s), reportCommand(s), checkCommand(s), tuneCommand(s), ablateCommand(s), trainCommand(s),
		versionCommand(s), initCommand(s), manCommand(), featuresCommand(s), labelCommand(s), flags.Merge(s.log), duplicatesCommand(s))
	root.SetFlagErrorFunc(flags.Error)
	addHelp(root)
	flags.AddMap(root)
	flags.Help(root)
	flags.Complete(root)
	return root
}

// prepare gives a command's work the cache of spaces, and the summarizers that metrics
// may run, and names its corpora as --map says.
func prepare(cmd *cobra.Command, args []string) error {
	ctx := eval.WithPager(cmd.Context(), summaries.Collector{}.Collect)
	dir, err := cacheDir(cmd)
	if dir != "" {
		ctx = (&features.Cache{Dir: dir}).Context(ctx)
	}
	cmd.SetContext(ctx)
	if err != nil {
		return err
	}
	if err := flags.CheckTargets(cmd, args); err != nil {
		return err
	}
	return flags.Inputs(cmd, args)
}

const noCache = "no-cache"

// cacheFlag adds --no-cache to a command that builds spaces.
func cacheFlag(cmd *cobra.Command) {
	cmd.Flags().Bool(noCache, false, "rebuild feature spaces and store none on disk")
}

// cacheDir returns the folder of built spaces, "" for none.
func cacheDir(cmd *cobra.Command) (string, error) {
	if without, err := cmd.Flags().GetBool(noCache); err != nil || without {
		return "", nil
	}
	return features.DefaultCacheDir()
}

func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// An output is the destination of the result of a command.
type output struct {
	format string
	path   string
}

// flags adds --format, if there are formats, of which the first is the default, -o and
// --quiet.
func (o *output) flags(cmd *cobra.Command, formats ...string) {
	if len(formats) > 0 {
		cmd.Flags().StringVar(&o.format, "format", formats[0], "output format: "+strings.Join(formats, ", "))
		flags.Before(cmd, func() error {
			if !slices.Contains(formats, o.format) {
				return fmt.Errorf("--format: unknown format %q (one of %s)", o.format, strings.Join(formats, ", "))
			}
			return nil
		})
	}
	cmd.Flags().StringVarP(&o.path, "output", "o", "", "write to this file instead of standard output")
	cmd.Flags().Bool("quiet", false, "suppress progress and notes")
}

func reportFormats() []string {
	return flags.NamesOf(reports.Formats, func(f reports.Format) string { return f.Name })
}

// writeReport writes a document in the chosen format; text is as wide as the terminal, and
// in colours unless NO_COLOR is set.
func (o *output) writeReport(s streams, r *reports.Document) error {
	if f, ok := s.out.(interface{ Fd() uintptr }); ok && o.path == "" {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			r.Width, r.Color = width, os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		}
	}
	return o.write(s, func(w io.Writer) error { return reports.Write(w, r, o.format) })
}

// write writes the result to standard output, or to a file as [atomicfile.Write] does.
func (o *output) write(s streams, write func(io.Writer) error) error {
	if o.path == "" || o.path == "-" {
		return write(s.out)
	}
	return atomicfile.Write(o.path, write)
}

// writeEither writes a value as JSON if that is the format, else as text.
func (o *output) writeEither(s streams, value any, text func(io.Writer) error) error {
	return o.write(s, func(w io.Writer) error {
		if o.format == "json" {
			return reports.WriteJSON(w, value)
		}
		return text(w)
	})
}

// isTerminal reports whether a stream is one.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}
