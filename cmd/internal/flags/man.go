package flags

import (
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// Man is the command that writes man pages and completions.
func Man() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write man pages and shell completions into a folder",
		Args:  Between(1, 1, "a folder"),
		RunE:  func(cmd *cobra.Command, args []string) error { return writeMan(cmd.Root(), args[0]) },
	}
}

// writeMan writes a man page for a command and for each below it into dir/man1, and shell
// completions into dir/completions.
func writeMan(root *cobra.Command, dir string) error {
	build := fingerprint.ThisBuild()
	header := doc.GenManHeader{Section: "1", Source: root.Name() + " " + build.Version, Manual: root.Name()}
	if date, err := time.Parse(time.RFC3339, build.Date); err == nil {
		header.Date = &date
	}
	var files []atomicfile.File
	add := func(folder, name string, write func(io.Writer) error) {
		files = append(files, atomicfile.File{Path: filepath.Join(dir, folder, name), Write: write})
	}
	var pages func(*cobra.Command)
	pages = func(c *cobra.Command) {
		add("man1", strings.ReplaceAll(c.CommandPath(), " ", "-")+".1", func(w io.Writer) error {
			h := header // GenMan changes it
			return doc.GenMan(c, &h, w)
		})
		for _, sub := range c.Commands() {
			pages(sub)
		}
	}
	pages(root)
	add("completions", root.Name()+".bash", func(w io.Writer) error { return root.GenBashCompletionV2(w, true) })
	add("completions", "_"+root.Name(), root.GenZshCompletion)
	add("completions", root.Name()+".fish", func(w io.Writer) error { return root.GenFishCompletion(w, true) })
	add("completions", root.Name()+".ps1", root.GenPowerShellCompletionWithDesc)
	return atomicfile.WriteAll(files...)
}
