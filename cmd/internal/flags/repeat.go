package flags

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-9405df2f/assay/reports"
)

// noNumber are flags that change no number of a report, and --map, which the names of the
// corpora say.
var noNumber = []string{"format", "output", "quiet", "workers", "charts", "chart-format", "no-cache", Map}

// CommandLine is the command as it was given, but for such flags.
func CommandLine(cmd *cobra.Command, args []string) string {
	words := append([]string{"assay", cmd.Name()}, args...)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(noNumber, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			words = append(words, "--"+f.Name, v)
		}
	})
	return reports.Command(words...)
}
