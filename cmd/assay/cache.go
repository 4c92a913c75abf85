package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus/features"
)

const noCache = "no-cache"

// cacheFlag adds --no-cache to a command that builds spaces.
func cacheFlag(cmd *cobra.Command) {
	cmd.Flags().Bool(noCache, false, "rebuild feature spaces and store none on disk")
}

// useCache gives a command that has the flag the cache of spaces.
func useCache(cmd *cobra.Command, _ []string) error {
	dir, err := cacheDir(cmd)
	if err != nil || dir == "" {
		return err
	}
	cache := features.Cache{Dir: dir}
	cmd.SetContext(cache.Context(cmd.Context()))
	return nil
}

// cacheDir returns the folder of built spaces, "" for none.
func cacheDir(cmd *cobra.Command) (string, error) {
	if without, err := cmd.Flags().GetBool(noCache); err != nil || without {
		return "", nil
	}
	return features.DefaultCacheDir()
}
