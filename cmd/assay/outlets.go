package main

import (
	"github.com/spf13/cobra"
)

// outletsFlag adds the flag for a table of outlets.
func outletsFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "outlets", "", "table of outlets: CSV or JSON lines with outlet, owner, country, lean")
}
