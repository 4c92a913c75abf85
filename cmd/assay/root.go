package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

func rootCommand(s flags.Streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "assay",
		Short:         "Measure how good a clustering of news is",
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          help,

		PersistentPreRunE: prepare,
	}
	root.Args = flags.CommandName(root)
	root.Version = versionLine(fingerprint.ThisBuild())
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.AddCommand(benchCommand(s), scoreCommand(s), compareCommand(s), clusterCommand(s), digestCommand(s), explainCommand(s),
		corpusCommand(s), listCommand(s), reportCommand(s), checkCommand(s), tuneCommand(s), ablateCommand(s), trainCommand(s),
		versionCommand(s), initCommand(s), flags.Man(), featuresCommand(s), labelCommand(s), flags.Merge(s.Log), duplicatesCommand(s),
		reproduceCommand(s), granularityCommand(s), auditCommand(s))
	root.SetFlagErrorFunc(flags.Error)
	addHelp(root)
	flags.AddMap(root)
	flags.Help(root)
	flags.Complete(root)
	return root
}

// prepare gives a command's work the cache of spaces, and the summarizers that metrics
// may run, and names its corpora as --map says.
func prepare(cmd *cobra.Command, args []string) error {
	ctx := eval.WithPager(cmd.Context(), summaries.Collector{}.Collect)
	dir, err := flags.CacheDir(cmd)
	if dir != "" {
		ctx = (&features.Cache{Dir: dir}).Context(ctx)
	}
	cmd.SetContext(ctx)
	if err != nil {
		return err
	}
	if err := flags.CheckTargets(cmd, args); err != nil {
		return err
	}
	return flags.Inputs(cmd, args)
}

func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }
