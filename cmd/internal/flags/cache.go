package flags

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus/features"
)

const noCache = "no-cache"

// Cache adds --no-cache to a command that builds spaces.
func Cache(cmd *cobra.Command) {
	cmd.Flags().Bool(noCache, false, "rebuild feature spaces and store none on disk")
}

// CacheDir returns the folder of built spaces, "" for none.
func CacheDir(cmd *cobra.Command) (string, error) {
	if without, err := cmd.Flags().GetBool(noCache); err != nil || without {
		return "", nil
	}
	return features.DefaultCacheDir()
}
