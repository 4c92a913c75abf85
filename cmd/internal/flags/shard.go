package flags

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval/partial"
)

// Shard adds --shard. The zero Shard means that it is not given.
func Shard(cmd *cobra.Command, of *partial.Shard) {
	cmd.Flags().Var((*shardValue)(of), "shard", "do one of n parts of the work, such as 3/100; auto or auto/100 in an array of Slurm or "+
		"an Indexed Job of Kubernetes")
}

// Memory adds --memory, in bytes; 0 if it is not given.
func Memory(cmd *cobra.Command, bytes *int64) {
	cmd.Flags().Var((*memoryValue)(bytes), "memory", "keep about so much in memory, and sort the rest on the disk (default 128MiB)")
}

type shardValue partial.Shard

func (s *shardValue) String() string {
	if s.Count == 0 {
		return ""
	}
	return partial.Shard(*s).String()
}

func (s *shardValue) Set(text string) error {
	shard, err := partial.ParseShard(text, os.Getenv)
	*s = shardValue(shard)
	return err
}

func (s *shardValue) Type() string { return "i/n" }

type memoryValue int64

// memoryUnits are those of amounts of memory.
var memoryUnits = map[string]float64{"KB": 1e3, "MB": 1e6, "GB": 1e9, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30}

func (m *memoryValue) String() string { return "" }

func (m *memoryValue) Set(text string) error {
	text = strings.ToUpper(strings.TrimSpace(text))
	number := strings.TrimRight(text, "KMGIB ")
	n, err := strconv.ParseFloat(number, 64)
	unit, ok := memoryUnits[strings.TrimSpace(text[len(number):])]
	if err != nil || !ok || !(n*unit >= 1<<20 && n*unit < 1<<50) {
		return fmt.Errorf("an amount from 1MB with its unit is wanted, such as 500MB or 2GiB")
	}
	*m = memoryValue(n * unit)
	return nil
}

func (m *memoryValue) Type() string { return "size" }
