//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
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
	require.NotEmpty(t, p.Newest)
	require.NotEmpty(t, p.Packages)
	for _, k := range slices.Concat(p.Tasks, p.Newest) {
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
	const newest = "# Speed\n\n| old |\n\n## Beside the newest releases\n\n| 1 |\n\n## Articles as they come\n\n| 1 |\n"
	require.NoError(t, os.WriteFile(file, []byte(newest), 0o644))
	kept, err = keptSections(file)
	require.NoError(t, err)
	assert.Equal(t, strings.TrimPrefix(newest, "# Speed\n\n| old |\n"), kept)
	require.NoError(t, os.WriteFile(file, []byte("# Speed\n\n## Articles as they come\n\n| 1 |\n"+newestHeading+"\n| 2 |\n"), 0o644))
	kept, err = keptSections(file)
	require.NoError(t, err)
	assert.Equal(t, "\n## Articles as they come\n\n| 1 |\n"+newestHeading+"\n| 2 |\n", kept, "in any order")
	require.NoError(t, os.WriteFile(file, []byte("# Speed\n\n| old |\n\n## Articles as they come\n\n| 1 |\n"), 0o644))
	kept, err = keptSections(file)
	require.NoError(t, err)
	assert.Equal(t, "\n## Articles as they come\n\n| 1 |\n", kept)
}

func TestReplacesASection(t *testing.T) {
	for _, c := range [][2]string{
		{"# A\n\n## B\n\nold\n\n## C\n\nc\n", "# A\n\n## B\n\nnew\n\n## C\n\nc\n"},
		{"# A\n\n## B\n\nold\n", "# A\n\n## B\n\nnew\n"},
		{"# A\n", "# A\n\n## B\n\nnew\n"},
	} {
		assert.Equal(t, c[1], replaceSection(c[0], "\n## B\n", "\n## B\n\nnew\n"))
	}
}

// Nothing of the surroundings tells the peers' libraries of threads.
func TestVariablesOfPeers(t *testing.T) {
	for _, name := range []string{"OMP_WAIT_POLICY", "OPENBLAS_CORETYPE", "OMP_NUM_THREADS"} {
		t.Setenv(name, "7")
	}
	t.Setenv("KEPT", "7")
	e := environment{}
	var told []string
	for _, v := range e.variables(2) {
		if strings.HasPrefix(v, "OMP_") || strings.HasPrefix(v, "OPENBLAS_") {
			told = append(told, v)
		}
	}
	assert.Equal(t, []string{"OMP_NUM_THREADS=2", "OPENBLAS_NUM_THREADS=2"}, told)
	assert.Contains(t, e.variables(2), "KEPT=7")
}

func TestReportsTheNewest(t *testing.T) {
	var out strings.Builder
	e := &environment{threads: 2, installed: []string{"b 1.9"}, failed: []string{"d: no wheel"}}
	rows := []row{{task: task{Name: "c", Peer: "d", Bar: 1}, absent: "no module named d"}}
	require.NoError(t, reportNewest(&out, e, 5, rows))
	for _, want := range []string{"b 1.9", "could not be installed: d: no wheel", "median of 5 runs", "| c | 0.00 (0.00), 0 | d | absent |"} {
		assert.Contains(t, out.String(), want)
	}
	assert.Equal(t, timing{Wall: 2, CPU: 3, Check: "x"}, middle([]timing{{Wall: 1, CPU: 4, Check: "x"}, {Wall: 2, CPU: 3}, {Wall: 3, CPU: 2}}))
}

func TestReadsLabels(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.csv")
	require.NoError(t, os.WriteFile(path, []byte("gold,pred\n3,4\n5,6\n"), 0o644))
	gold, found, err := readLabels(path)
	require.NoError(t, err)
	assert.EqualValues(t, []int32{3, 5}, gold)
	assert.EqualValues(t, []int32{4, 6}, found)
	require.NoError(t, os.WriteFile(path, []byte("gold,pred\n3\n"), 0o644))
	_, _, err = readLabels(path)
	assert.ErrorContains(t, err, "line 2")
}
