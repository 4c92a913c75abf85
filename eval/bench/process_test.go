//go:build linux

package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/process"
)

// answer is a shell command that puts all articles into one cluster.
const answer = `sed -E 's/.*"id":"([^"]*)".*/{"id":"\1","cluster":1}/'`

// program is the spec of a script.
func program(t *testing.T, script, params string) string {
	path := filepath.Join(t.TempDir(), "run.sh")
	require.NoError(t, os.WriteFile(path, []byte(script), 0o644))
	return fmt.Sprintf("external(%q%s)", "sh "+path, params)
}

// A program that hangs ends with its trial, and so does what left its group and ignores
// signals, before the next trial begins.
func TestProgramEndsWithItsTrial(t *testing.T) {
	seen := filepath.Join(t.TempDir(), "seen")
	p := Plan{Corpora: []string{"tiny"}, Replicates: 50, TimeLimit: 3 * time.Second, Algorithms: []string{program(t, `trap "" TERM INT
echo $$ >>`+seen+`
(setsid sh -c '(trap "" TERM HUP; sh -c "echo \$\$ >>`+seen+`; sleep 60; :") & exit' &) &
sleep 60; :`, ""), "one"}}
	var list []string
	stored, err := Run(t.Context(), p, Options{Dir: t.TempDir(), Runner: Isolated(), Progress: func(at Progress) {
		if at.Result == nil || at.Done != 1 {
			return
		}
		raw, err := os.ReadFile(seen)
		require.NoError(t, err)
		list = strings.Fields(string(raw))
		for _, word := range list {
			pid, err := strconv.Atoi(word)
			require.NoError(t, err)
			assert.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH)
		}
	}})
	require.NoError(t, err)
	assert.Len(t, list, 2, "both had begun")
	assert.Equal(t, results.OutOfTime, stored[0].Status)
	assert.Equal(t, results.OK, stored[1].Status)
}

// The memory of a trial is its program's.
func TestMemoryOfAProgram(t *testing.T) {
	p := Plan{Corpora: []string{"tiny"}, Replicates: 50, Algorithms: []string{
		program(t, "head -c 150001000 /dev/zero | tail -c 150000000 >/dev/null; "+answer, ""),
		program(t, answer, ""),
	}}
	for _, runner := range []Runner{Isolated(), nil} {
		stored, err := Run(t.Context(), p, Options{Dir: t.TempDir(), Runner: runner})
		require.NoError(t, err)
		for i, megabytes := range [][2]float64{{150, 200}, {0, 20}} {
			require.Equal(t, results.OK, stored[i].Status, stored[i].Error)
			assert.GreaterOrEqual(t, float64(stored[i].PeakMemory)/1e6, megabytes[0])
			assert.LessOrEqual(t, float64(stored[i].PeakMemory)/1e6, megabytes[1], "not that of this process")
		}
	}
	p.Memory = 100e6
	dir := t.TempDir()
	stored, err := Run(t.Context(), p, Options{Dir: dir, Runner: Isolated()})
	require.NoError(t, err)
	assert.Equal(t, results.OutOfMemory, stored[0].Status)
	assert.Contains(t, stored[0].Error, "it needed more than its limit of 100 MB")
	assert.Equal(t, results.OK, stored[1].Status, stored[1].Error)
	p.Memory = 400e6
	stored, err = Run(t.Context(), p, Options{Dir: dir, Runner: Isolated()})
	require.NoError(t, err)
	assert.Equal(t, results.OK, stored[0].Status, "another limit is tried again")
}

// brief runs a program of which nothing is measured: it kills its supervisor at once.
type brief struct{}

func (brief) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := (process.Program{Args: []string{"sh", "-c", "kill -9 $PPID"}, Measure: true}).Run(ctx); err == nil {
		return nil, errors.New("the supervisor lives")
	}
	return make(corpus.Labels, len(p.Articles)), nil
}

// The memory of a program of which nothing was measured is unknown: it is not that of this
// process. A program that ends at once is measured, or is unknown too.
func TestMemoryOfABriefProgram(t *testing.T) {
	rows := Rows{Algorithms: []algorithms.Entry{
		{Name: "brief", Family: algorithms.Centroid, New: func() algorithms.Clusterer { return brief{} }},
	}}
	stored, err := Run(t.Context(), Plan{Corpora: []string{"tiny"}, Replicates: 50, Algorithms: []string{"brief"}, Rows: rows},
		Options{Dir: t.TempDir()})
	require.NoError(t, err)
	require.Equal(t, results.OK, stored[0].Status, stored[0].Error)
	assert.Zero(t, stored[0].PeakMemory)

	for range 10 {
		p := Plan{Corpora: []string{"tiny"}, Replicates: 50, Algorithms: []string{program(t, answer, "")}}
		stored, err = Run(t.Context(), p, Options{Dir: t.TempDir()})
		require.NoError(t, err)
		require.Equal(t, results.OK, stored[0].Status, stored[0].Error)
		assert.LessOrEqual(t, stored[0].PeakMemory, int64(20e6))
	}
}

// A program that says that it depends on the seed is run with each.
func TestSeededProgram(t *testing.T) {
	script := `sed -E 's/.*"id":"t?0*([0-9]*)".*/\1/' | while read n; do ` +
		`printf '{"id":"t%03d","cluster":%d}\n' $n $((n % (ASSAY_SEED + 1))); done`
	p := Plan{Corpora: []string{"tiny"}, Replicates: 50, Seed: 3, Seeds: 3, Metrics: []string{"b3.f1"},
		Algorithms: []string{program(t, script, ",seeded=true"), program(t, script, "")}}
	stored, err := Run(t.Context(), p, Options{Dir: t.TempDir()})
	require.NoError(t, err)
	require.Len(t, stored, 4)
	values := map[float64]bool{}
	for i, r := range stored {
		require.Equal(t, results.OK, r.Status, r.Error)
		if i < 3 {
			values[*r.Score("b3.f1").Value] = true
		}
	}
	assert.Greater(t, len(values), 1, "other seeds give other clusters")
	assert.Equal(t, stored[0].Score("b3.f1").Value, stored[3].Score("b3.f1").Value)
}
