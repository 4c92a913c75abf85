package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
)

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write man pages and shell completions into a folder",
		Args:  flags.Between(1, 1, "a folder"),
		RunE:  func(cmd *cobra.Command, args []string) error { return flags.WriteMan(cmd.Root(), args[0]) },
	}
}
