package flags

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
)

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Log      io.Writer // progress and notes
}

// Output is the destination of the result of a command.
type Output struct {
	Format string
	Path   string
}

// Flags adds --format, if there are formats, of which the first is the default, -o and
// --quiet.
func (o *Output) Flags(cmd *cobra.Command, formats ...string) {
	if len(formats) > 0 {
		oneOf(cmd, &o.Format, "format", "output format", formats)
	}
	cmd.Flags().StringVarP(&o.Path, "output", "o", "", "write to this file instead of standard output")
	cmd.Flags().Bool("quiet", false, "suppress progress and notes")
}

// oneOf adds a flag for one of several values, of which the first is the default.
func oneOf(cmd *cobra.Command, to *string, name, what string, values []string) {
	cmd.Flags().StringVar(to, name, values[0], what+": "+strings.Join(values, ", "))
	Before(cmd, func() error {
		if !slices.Contains(values, *to) {
			return fmt.Errorf("--%s: unknown format %q (one of %s)", name, *to, strings.Join(values, ", "))
		}
		return nil
	})
}

// ReportFormats returns the names of the formats of reports.
func ReportFormats() []string {
	return NamesOf(reports.Formats, func(f reports.Format) string { return f.Name })
}

// WriteReport writes a document in the chosen format; text is as wide as the terminal, and
// in colours unless NO_COLOR is set.
func (o *Output) WriteReport(s Streams, r *reports.Document) error {
	if f, ok := s.Out.(interface{ Fd() uintptr }); ok && o.Path == "" {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			r.Width, r.Color = width, os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		}
	}
	return o.Write(s, func(w io.Writer) error { return reports.Write(w, r, o.Format) })
}

// Write writes the result to standard output, or to a file as [atomicfile.Write] does.
func (o *Output) Write(s Streams, write func(io.Writer) error) error {
	if o.Path == "" || o.Path == "-" {
		return write(s.Out)
	}
	return atomicfile.Write(o.Path, write)
}

// WriteEither writes a value as JSON if that is the format, else as text.
func (o *Output) WriteEither(s Streams, value any, text func(io.Writer) error) error {
	return o.Write(s, func(w io.Writer) error {
		if o.Format == "json" {
			return reports.WriteJSON(w, value)
		}
		return text(w)
	})
}

// IsTerminal reports whether a stream is one.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// Charts say where charts go, as files.
type Charts struct{ Dir, format string }

// Flags adds --charts and --chart-format.
func (f *Charts) Flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.Dir, "charts", "", "draw charts as files in this folder (assay list charts)")
	oneOf(cmd, &f.format, "chart-format", "format of the chart files", chart.Formats)
}

// Write names the charts that are left out, and writes the others as files, each whole or
// not at all, if a folder is given.
func (f *Charts) Write(s Streams, list []chart.Chart, left []string) error {
	for _, line := range left {
		fmt.Fprintf(s.Log, "left out: %s\n", line)
	}
	if f.Dir == "" {
		return nil
	}
	return chart.SaveAll(f.Dir, f.format, list, func(path string) { fmt.Fprintf(s.Log, "wrote %s\n", path) })
}
