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
	fileFlags   = []string{"output", "repair", "flow", "dendrogram", "state", "weights", "also", "sheet"}
	folderFlags = []string{"out", "charts"}
)

const appended = "appended"

// Appended says that the flag --out of a command names a file, which is added to.
func Appended(cmd *cobra.Command) {
	cmd.Flags().Lookup("out").Annotations = map[string][]string{appended: nil}
}

// CheckTargets checks before any work that what the flags name can be written.
func CheckTargets(cmd *cobra.Command, args []string) error {
	var list []atomicfile.Target
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		file, folder := slices.Contains(fileFlags, f.Name), slices.Contains(folderFlags, f.Name)
		if _, is := f.Annotations[appended]; is {
			file, folder = true, false
		}
		for _, path := range valuesOf(f) {
			if f.Name == "also" {
				_, path, _ = strings.Cut(path, "=")
			}
			if (file || folder && !cmd.Flags().Changed("list")) && path != "" && path != "-" {
				list = append(list, atomicfile.Target{Name: "--" + f.Name, Path: path, Folder: folder})
			}
		}
	})
	return atomicfile.CheckAll(list, inputNames(cmd, args))
}
