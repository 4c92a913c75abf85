package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval/partial"
)

func duplicatesCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	var shard partial.Shard
	var merged string
	var memory int64
	m, near := minhash.New(), neardup.Config{}
	cmd := &cobra.Command{
		Use:   "duplicates CORPUS",
		Short: "Find the clusters of near-duplicates of a corpus, also in shards",
		Args:  flags.Between(1, 1, "one corpus"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return o.Write(s, func(w io.Writer) error {
				return partial.WriteDuplicates(cmd.Context(), w, c, m, near, shard, memory, merged)
			})
		},
	}
	flags.Params(cmd, m)
	cmd.Flags().Uint64Var(&near.Seed, "seed", 1, "seed of the hash functions")
	cmd.Flags().IntVar(&near.Workers, "workers", 0, "maximum goroutines, without effect on clusters; 0 means one per processor")
	cmd.Flags().StringVar(&merged, "merged", "", "write the clusters in this file, which assay merge made of all shards")
	flags.Shard(cmd, &shard)
	flags.Memory(cmd, &memory)
	o.Flags(cmd)
	return cmd
}
