package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The figures of docs/limits.md: the whole program, reading included. Run them with
// go test ./cmd/assay -run '^$' -bench Limits -benchtime 1x; ten million labels take 340 MB of disk.
func BenchmarkLimits(b *testing.B) {
	if testing.Short() {
		b.Skip("minutes of work on large files")
	}
	const whole = "purity,inverse_purity,b3.*,ecs,pair.*,ari,fmi,nmi,ami,v,vi,match.accuracy,ceaf.*,psi,nca,muc.*,lea.*,vandongen,gmd"
	for _, x := range []struct {
		name            string
		labels, stories int
		cluster         func(i, story int, random *rand.Rand) int
		args            []string
	}{
		{"oneCluster", 100_000, 100_000, func(int, int, *rand.Rand) int { return 0 }, []string{"--metric", "all"}},
		{"random", 10_000, 2500, func(_, _ int, random *rand.Rand) int { return random.IntN(2500) },
			[]string{"--metric", "match.accuracy,ceaf.e.f1,psi,nca"}},
		{"right95", 1_000_000, 100_000, mostlyRight(100_000), nil},
		{"right95/allPartition", 1_000_000, 100_000, mostlyRight(100_000), []string{"--metric", whole}},
		{"right95", 10_000_000, 100_000, mostlyRight(100_000), nil},
		{"right95", 10_000_000, 1_000_000, mostlyRight(1_000_000), nil},
	} {
		b.Run(fmt.Sprintf("%s/labels=%d/stories=%d", x.name, x.labels, x.stories), func(b *testing.B) {
			dir := b.TempDir()
			gold, found := filepath.Join(dir, "gold.csv"), filepath.Join(dir, "found.csv")
			random := rand.New(rand.NewPCG(1, 1))
			writeLabels(b, gold, x.labels, "s", func(i int) int { return i % x.stories })
			writeLabels(b, found, x.labels, "c", func(i int) int { return x.cluster(i, i%x.stories, random) })
			benchmarkProgram(b, append([]string{"score", gold, found}, x.args...)...)
		})
	}
}

// mostlyRight gives 95 % of the articles the cluster of their story, and others any.
func mostlyRight(stories int) func(_, story int, random *rand.Rand) int {
	return func(_, story int, random *rand.Rand) int {
		if random.IntN(20) > 0 {
			return story
		}
		return random.IntN(stories)
	}
}

func writeLabels(b *testing.B, path string, n int, prefix string, group func(i int) int) {
	file, err := os.Create(path)
	require.NoError(b, err)
	w := bufio.NewWriter(file)
	_, _ = w.WriteString("id,label\n")
	for i := range n {
		_, _ = w.WriteString("a" + strconv.Itoa(i) + "," + prefix + strconv.Itoa(group(i)) + "\n")
	}
	require.NoError(b, w.Flush())
	require.NoError(b, file.Close())
}

// benchmarkProgram runs a command line in a process of its own, and reports its CPU seconds and
// peak memory.
func benchmarkProgram(b *testing.B, args ...string) {
	seconds, most := 0.0, int64(0)
	for b.Loop() {
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), mainVariable+"=1")
		out, err := cmd.CombinedOutput()
		require.NoError(b, err, string(out))
		seconds += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		most = max(most, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	b.ReportMetric(seconds/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(most)/1024, "peak-MB")
}
