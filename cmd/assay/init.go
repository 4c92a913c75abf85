package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/check"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// workflow is docs/ci/github-actions.yml.
//
//go:embed ci/clusters.yml
var workflow []byte

const planFile = "plan.yaml"

var workflowFile = filepath.Join(".github", "workflows", "clusters.yml")

func initCommand(s flags.Streams) *cobra.Command {
	a := flags.Algorithm{}
	cmd := &cobra.Command{
		Use:   "init CORPUS",
		Short: "Write a plan, a baseline and a CI file for a corpus",
		Args:  flags.Between(1, 1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, path := range []string{planFile, defaultBaseline, workflowFile} {
				if _, err := os.Lstat(path); !os.IsNotExist(err) {
					return fmt.Errorf("%s is there already: init writes new files only, in the folder where it is run", path)
				}
				if err := atomicfile.Check(path); err != nil {
					return err
				}
			}
			in := check.Input{Baseline: defaultBaseline, Known: allmetrics.Metrics, Corpora: args, Algorithm: a.Spec, Workers: a.Workers}
			made, err := in.Update(cmd.Context(), gate.Update{})
			if err != nil {
				return err
			}
			files := []atomicfile.File{
				{Path: planFile, Write: func(w io.Writer) error { return bench.WritePlan(w, bench.Plan{Corpora: args}) }},
				{Path: workflowFile, Write: func(w io.Writer) error { _, err := w.Write(workflow); return err }},
			}
			if err := atomicfile.WriteAll(files...); err != nil {
				return err
			}
			if err := made.Baseline.Write(defaultBaseline); err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.Out, "# %s: what is compared; edit its list of algorithms\nassay bench %[1]s\n"+
				"# %s: what %s makes of the corpus; commit it\nassay check\n# %s: the same in GitHub Actions; commit it\n",
				planFile, defaultBaseline, a.Spec, workflowFile)
			return err
		},
	}
	cmd.Flags().Bool("quiet", false, "suppress progress and notes")
	a.Flags(cmd)
	cobra.CheckErr(cmd.Flags().Set("algorithm", "storyline"))
	cmd.Flags().Lookup("algorithm").DefValue = "storyline"
	return cmd
}
