package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus/features"
)

const (
	noCache       = "no-cache"
	cacheVariable = "ASSAY_CACHE"
)

// cacheFlag adds --no-cache to a command that builds spaces.
func cacheFlag(cmd *cobra.Command) {
	cmd.Flags().Bool(noCache, false, "build feature spaces anew and keep none on disk")
}

// useCache lets a command that has the flag take spaces from the cache and keep
// them there.
func useCache(cmd *cobra.Command, _ []string) error {
	dir, err := cacheDir(cmd)
	if err != nil || dir == "" {
		return err
	}
	cache := features.Cache{Dir: dir}
	cmd.SetContext(cache.Context(cmd.Context()))
	return nil
}

// cacheDir is the folder of built spaces; empty where none are to be kept, or the
// system has no place for them.
func cacheDir(cmd *cobra.Command) (string, error) {
	if without, err := cmd.Flags().GetBool(noCache); err != nil || without {
		return "", nil
	}
	if dir := os.Getenv(cacheVariable); dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", fmt.Errorf("%s: %w", cacheVariable, err)
		}
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	dir = filepath.Join(dir, "assay")
	if err != nil || os.MkdirAll(dir, 0o700) != nil {
		return "", nil // nobody asked for it, so it may be missing
	}
	return dir, nil
}
