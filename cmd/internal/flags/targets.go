package flags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// The flags that name what is written; a value of --also is FORMAT=FILE.
var (
	fileFlags   = []string{"output", "repair", "flow", "dendrogram", "weights", "also"}
	folderFlags = []string{"out", "charts"}
)

// CheckTargets checks before any work that what the flags name can be written.
func CheckTargets(cmd *cobra.Command, args []string) error {
	var list []atomicfile.Target
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		file, folder := slices.Contains(fileFlags, f.Name), slices.Contains(folderFlags, f.Name)
		values := []string{f.Value.String()}
		if many, ok := f.Value.(pflag.SliceValue); ok {
			values = many.GetSlice()
		}
		for _, path := range values {
			if f.Name == "also" {
				_, path, _ = strings.Cut(path, "=")
			}
			if (file || folder && !cmd.Flags().Changed("list")) && path != "" && path != "-" {
				list = append(list, atomicfile.Target{Name: "--" + f.Name, Path: path, Folder: folder})
			}
		}
	})
	inputs, err := inputNames(cmd, args)
	if err != nil {
		return err
	}
	return atomicfile.CheckAll(list, inputs)
}
