package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

func versionCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, its commit and date, and the version of Go",
		Args:  flags.Between(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			b := fingerprint.ThisBuild()
			return o.WriteEither(s, b, func(w io.Writer) error {
				_, err := fmt.Fprintln(w, versionLine(b))
				return err
			})
		},
	}
	o.Flags(cmd, "text", "json")
	return cmd
}

func versionLine(b fingerprint.Build) string {
	line := "assay " + b.Version
	if b.Commit != "" {
		line += fmt.Sprintf(", commit %.12s of %.10s", b.Commit, b.Date)
	}
	if b.Modified {
		line += ", modified"
	}
	return line + ", " + b.Go + " " + b.Platform
}
