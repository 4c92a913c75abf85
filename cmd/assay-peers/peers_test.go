//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/spec"
)

func TestReadsWhatPeersPrint(t *testing.T) {
	line := func(text string) (p printed) {
		require.NoError(t, json.Unmarshal([]byte(text), &p))
		return p
	}
	dense, ok := line(`{"peer":"faiss","median_s":1.5,"cpu_s":2.5,"inertia":10}`).timing(task{Peer: "faiss"})
	assert.True(t, ok)
	assert.Equal(t, timing{Wall: 1.5, CPU: 2.5, Check: "inertia 10"}, dense)
	nested, ok := line(`{"algo":"nmf","seconds":{"median_s":3,"cpu_s":4},"error":91.5}`).timing(task{Peer: "nmf"})
	assert.True(t, ok)
	assert.Equal(t, timing{Wall: 3, CPU: 4, Check: "error 91.5"}, nested)
	printed := line(`{"wall_s":{"load":9,"shingle":1,"sketch":2},"cpu_s":{"load":9,"shingle":3,"sketch":4},"pairs":7}`)
	phases, ok := printed.timing(task{Phase: shingling})
	assert.True(t, ok)
	assert.Equal(t, timing{Wall: 3, CPU: 7, Check: "7 pairs"}, phases)
	_, ok = line(`{"peer":"faiss","absent":"no module"}`).timing(task{Peer: "faiss"})
	assert.False(t, ok)
}

// Every task names algorithms that there are, and data that can be made.
func TestPlan(t *testing.T) {
	p, err := readPlan()
	require.NoError(t, err)
	require.NotEmpty(t, p.Series)
	require.NotEmpty(t, p.Tasks)
	jobs := map[string]job{}
	for _, s := range p.Series {
		jobs[s.Name] = s.Job
	}
	for _, k := range p.Tasks {
		jobs[k.Name] = k.Ours
		assert.Positive(t, k.Bar, k.Name)
		for _, name := range k.Data {
			assert.Contains(t, p.Files, name)
		}
	}
	for name, j := range jobs {
		if j.Algorithm != "" {
			s, err := spec.Parse(j.Algorithm)
			require.NoError(t, err, name)
			_, _, _, err = all.Parse(s)
			assert.NoError(t, err, name)
		}
	}
}

func TestExponent(t *testing.T) {
	g := growth{rows: []int{10, 20, 40, 80}}
	for _, n := range g.rows {
		g.timings = append(g.timings, timing{CPU: 3 * float64(n) * float64(n), Memory: 5})
	}
	assert.InDelta(t, 2, g.exponent(cpu), 1e-9)
	assert.InDelta(t, 0, g.exponent(memory), 1e-9)
}

func TestReadsGraphs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.txt")
	require.NoError(t, os.WriteFile(path, []byte("0 2 0.5\n1 2 0.25\n"), 0o644))
	g, err := readGraph(path)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 2, 4}, g.Start)
	assert.Equal(t, []int32{2, 2, 0, 1}, g.Index)
	assert.Equal(t, []float32{0.5, 0.25, 0.5, 0.25}, g.Data)
}

func TestReport(t *testing.T) {
	var out strings.Builder
	rows := []row{
		{task: task{Name: "a", Peer: "R-b", Bar: 0.5}, mine: timing{Wall: 1, CPU: 2, Memory: 3e6}, theirs: timing{Wall: 2, CPU: 8, Memory: 6e6}},
		{task: task{Name: "c", Peer: "d"}, absent: "not installed"},
	}
	require.NoError(t, report(&out, rows, nil))
	assert.Contains(t, out.String(), "| a | 1.00 (2.00), 3 | b | 2.00 (8.00), 6 | 0.50 | 0.25 | 0.50 | 0.50 |")
	assert.Contains(t, out.String(), "| absent |")
	assert.Equal(t, "1,234,567", thousands(1234567))
}

func TestKeepsWhatIsMeasuredElsewhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "speed.md")
	kept, err := keptSections(file)
	require.NoError(t, err)
	assert.Empty(t, kept, "there is no file yet")
	require.NoError(t, os.WriteFile(file, []byte("# Speed\n\n| old |\n\n## Articles as they come\n\n| 1 |\n"), 0o644))
	kept, err = keptSections(file)
	require.NoError(t, err)
	assert.Equal(t, "\n## Articles as they come\n\n| 1 |\n", kept)
}
