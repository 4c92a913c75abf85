package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// outletsFlag adds the flag for a table of outlets.
func outletsFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "outlets", "", "table of outlets (CSV or JSON lines: outlet, owner, country, lean), for metrics that ask for these")
}

// addOutlets gives a corpus the table of outlets at a path, and returns the digest
// of the file; no path gives nothing.
func addOutlets(c *corpus.Corpus, path string) (digest string, err error) {
	if path == "" {
		return "", nil
	}
	if c.Outlets, err = format.ReadOutlets(path); err != nil {
		return "", err
	}
	return fingerprint.Sum([]string{path})
}
