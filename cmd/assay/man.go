package main

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

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write man pages and shell completions into a folder",
		Args:  between(1, 1, "a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, build := cmd.Root(), fingerprint.ThisBuild()
			header := doc.GenManHeader{Section: "1", Source: "assay " + build.Version, Manual: "assay"}
			if date, err := time.Parse(time.RFC3339, build.Date); err == nil {
				header.Date = &date
			}
			var files []atomicfile.File
			add := func(folder, name string, write func(io.Writer) error) {
				files = append(files, atomicfile.File{Path: filepath.Join(args[0], folder, name), Write: write})
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
			add("completions", "assay.bash", func(w io.Writer) error { return root.GenBashCompletionV2(w, true) })
			add("completions", "_assay", root.GenZshCompletion)
			add("completions", "assay.fish", func(w io.Writer) error { return root.GenFishCompletion(w, true) })
			add("completions", "assay.ps1", root.GenPowerShellCompletionWithDesc)
			return atomicfile.WriteAll(files...)
		},
	}
}
