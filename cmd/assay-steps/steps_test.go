package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every function runs on every input, and the names tell them apart.
func TestCases(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range everything() {
		for _, in := range f.inputs {
			name := f.name + " of " + in.name
			assert.False(t, seen[name], name)
			seen[name] = true
			require.NotPanics(t, f.prepare(in.text(200)), name)
		}
	}
	assert.Greater(t, len(seen), 10_000)
}

// Built for counting, the program finds what grows too fast, and names the function, the
// input and the counts.
func TestControls(t *testing.T) {
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command to build with: ", err)
	}
	program := filepath.Join(t.TempDir(), "steps")
	out, err := exec.CommandContext(t.Context(), tool, "build", "-cover", "-covermode=atomic",
		"-coverpkg=github.com/seed-9405df2f/assay/cmd/assay-steps", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, processes := range []string{"1", "3"} {
		var said strings.Builder
		c := exec.CommandContext(t.Context(), program, "-controls", "-processes", processes, "-long", "0")
		c.Stdout = &said
		var exit *exec.ExitError
		require.ErrorAs(t, c.Run(), &exit)
		assert.Equal(t, 1, exit.ExitCode())
		assert.Contains(t, said.String(), `control: quadratic of "a": from 512 to 4096 bytes, steps grow from `)
		assert.Regexp(t, `control: quadratic of .* \(x6\d\.\d\), memory`, said.String())
		assert.Regexp(t, `control: quadratic memory of .*, memory from \d+ to \d+ \(x[3-9]\d`, said.String())
		assert.NotContains(t, said.String(), "control: linear")
		assert.NotContains(t, said.String(), "n log n of")
	}
	out, err = exec.CommandContext(t.Context(), program, "-only", "language.Code of \"a\"", "-processes", "1").CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Contains(t, string(out), "0 of 1 functions and inputs grow faster than n log n")
	_, err = exec.CommandContext(t.Context(), program, "-only", "no such function", "-processes", "1").CombinedOutput()
	assert.Error(t, err, "nothing was tried")
}

func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		power   float64
		factor  uint64
		tooFast bool
	}{{1, 8, false}, {1, 9, false}, {1.5, 22, true}, {2, 64, true}} {
		g := growth{n: 512, small: cost{50_000, 1e6}, large: cost{50_000 * c.factor, 8e6}}
		assert.Equal(t, c.tooFast, g.tooFast(), "n to the %v", c.power)
		g = growth{n: 512, small: cost{50_000, 1e6}, large: cost{400_000, 1e6 * c.factor}}
		assert.Equal(t, c.tooFast, g.tooFast(), "memory of n to the %v", c.power)
	}
}

func TestCountersOfAnotherForm(t *testing.T) {
	for _, raw := range []string{"", "\x00cwm", fmt.Sprintf("\x00cvm%100s", "")} {
		_, err := sumCounters([]byte(raw))
		assert.ErrorContains(t, err, "another form")
	}
}

// Of each function the time of inputs of three sizes: choose some by -bench, since there
// are thousands.
func BenchmarkCases(b *testing.B) {
	for _, f := range everything() {
		for _, in := range f.inputs {
			for _, n := range []int{10_000, 100_000, 1_000_000} {
				b.Run(fmt.Sprintf("%s of %s/%d", f.name, in.name, n), func(b *testing.B) {
					call := f.prepare(in.text(n))
					b.SetBytes(int64(n))
					for b.Loop() {
						call()
					}
				})
			}
		}
	}
}
