//go:build unix

package process

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parentVariable makes the test program a parent that runs a script until it is killed.
const parentVariable = "ASSAY_TEST_PARENT"

func TestMain(m *testing.M) {
	if script := os.Getenv(parentVariable); script != "" {
		_ = Program{Args: []string{"sh", "-c", script}}.Run(context.Background())
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// stubborn are scripts that start processes in all the ways in which they get lost. Each
// process writes its number to the file $SEEN; the last word is how the script goes on.
var stubborn = map[string]string{
	"alone":        `echo $$ >>$SEEN; trap "" TERM INT HUP; `,
	"child":        `(echo $(exec sh -c 'echo $PPID') >>$SEEN; trap "" TERM INT HUP; sleep 60) & `,
	"forks twice":  `(sh -c 'trap "" TERM INT HUP; echo $$ >>$SEEN; sleep 60; sleep 60' & ) & wait; `,
	"pipeline":     `sh -c 'echo $$ >>$SEEN; sleep 60' | sh -c 'echo $$ >>$SEEN; sleep 60; :' & `,
	"session":      `setsid sh -c 'trap "" TERM INT HUP; echo $$ >>$SEEN; sleep 60; :' & `,
	"daemon":       `(setsid sh -c '(trap "" TERM INT HUP; sh -c "echo \$\$ >>$SEEN; sleep 60; :" ) & exit 0' & ) & `,
	"ever new":     `(echo $(exec sh -c 'echo $PPID') >>$SEEN; trap "" TERM; while :; do sleep .01 & wait; done) & `,
	"closed files": `setsid sh -c 'exec 0<&- >/dev/null 2>&1; echo $$ >>$SEEN; sleep 60; :' & `,
	"stopped":      `(echo $(exec sh -c 'echo $PPID') >>$SEEN; kill -STOP $(exec sh -c 'echo $PPID')) & `,
}

// needs skips a test of a script without the tools that it calls.
func needs(t *testing.T, script string) {
	if strings.Contains(script, "setsid") {
		if runtime.GOOS != "linux" {
			t.Skip("a process in a session of its own is found on Linux alone")
		}
		if _, err := exec.LookPath("setsid"); err != nil {
			t.Skip("needs setsid")
		}
	}
}

// started waits until a script has written the numbers of its processes.
func started(t *testing.T, seen string) (list []int) {
	require.Eventually(t, func() bool {
		raw, _ := os.ReadFile(seen)
		list = list[:0]
		for _, word := range strings.Fields(string(raw)) {
			pid, err := strconv.Atoi(word)
			require.NoError(t, err)
			list = append(list, pid)
		}
		return len(list) > 0 && bytes.HasSuffix(raw, []byte("\n"))
	}, 20*time.Second, 5*time.Millisecond)
	return list
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

func TestNothingIsLeftOf(t *testing.T) {
	for name, script := range stubborn {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needs(t, script)
			seen := filepath.Join(t.TempDir(), "seen")
			p := Program{Env: []string{"SEEN=" + seen}}

			t.Run("a program that ends", func(t *testing.T) {
				p.Args = []string{"sh", "-c", script + `while ! test -s $SEEN; do sleep .01; done; exit 0`}
				require.NoError(t, p.Run(t.Context()))
				for _, pid := range started(t, seen) {
					assert.False(t, alive(pid))
				}
			})
			require.NoError(t, os.Remove(seen))
			t.Run("a program that is cancelled", func(t *testing.T) {
				p.Args = []string{"sh", "-c", script + `sleep 60; :`}
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan error)
				go func() { done <- p.Run(ctx) }()
				pids := started(t, seen)
				begin := time.Now()
				cancel()
				assert.ErrorIs(t, <-done, context.Canceled)
				assert.Less(t, time.Since(begin), patience)
				for _, pid := range pids {
					assert.False(t, alive(pid))
				}
			})
			require.NoError(t, os.Remove(seen))
			t.Run("a program whose parent is killed", func(t *testing.T) {
				self, err := os.Executable()
				require.NoError(t, err)
				parent := exec.Command(self)
				parent.Env = append(os.Environ(), "SEEN="+seen, parentVariable+"="+script+`sleep 60; :`)
				require.NoError(t, parent.Start())
				pids := started(t, seen)
				require.NoError(t, parent.Process.Kill())
				_ = parent.Wait()
				assert.Eventually(t, func() bool {
					for _, pid := range pids {
						if alive(pid) {
							return false
						}
					}
					return true
				}, patience, 5*time.Millisecond)
			})
		})
	}
}

// A supervisor that is asked to end takes its program with it; one that is killed leaves at
// least no process of the program's group.
func TestSupervisorEnds(t *testing.T) {
	for signal, want := range map[syscall.Signal]string{
		syscall.SIGTERM: "signal: terminated", syscall.SIGKILL: "the supervisor of the program died",
	} {
		seen := filepath.Join(t.TempDir(), "seen")
		done := make(chan error)
		go func() {
			script := `trap "" TERM; echo $PPID >>$SEEN; echo $$ >>$SEEN; sleep 60; :`
			done <- Program{Args: []string{"sh", "-c", script}, Env: []string{"SEEN=" + seen}}.Run(t.Context())
		}()
		var pids []int
		require.Eventually(t, func() bool { pids = started(t, seen); return len(pids) == 2 }, 5*time.Second, 5*time.Millisecond)
		require.NoError(t, syscall.Kill(pids[0], signal))
		assert.ErrorContains(t, <-done, want)
		assert.Eventually(t, func() bool { return !alive(pids[1]) }, patience, 5*time.Millisecond)
	}
}

func TestRun(t *testing.T) {
	shell := func(script string) Program { return Program{Args: []string{"sh", "-c", script}} }
	for name, c := range map[string]struct {
		p    Program
		want string
	}{
		"fine":           {shell("true"), ""},
		"exit status":    {shell("exit 7"), "exit status 7"},
		"killed":         {shell("kill -9 $$"), "signal: killed"},
		"not there":      {Program{Args: []string{"no-such-program-here"}}, "executable file not found"},
		"no command":     {Program{}, "no program to run"},
		"reads no input": {Program{Args: []string{"true"}, Stdin: bytes.NewReader(make([]byte, 1<<20))}, ""},
		"closes input":   {Program{Args: []string{"sh", "-c", "exec 0<&-; sleep .1"}, Stdin: bytes.NewReader(make([]byte, 1<<20))}, ""},
		"no variable":    {shell(`test -z "$` + supervisorVariable + `"`), ""},
		"no more files":  {shell(`! (: >&3) 2>/dev/null && ! (: >&4) 2>/dev/null`), ""},
		"environment":    {Program{Args: []string{"sh", "-c", `test "$A" = "b c"`}, Env: []string{"A=b c"}}, ""},
		"no signal held": {shell(`sleep 60 & kill -TERM $!; wait $!; test $? = 143`), ""},
		"more than 64 K": {shell(`head -c 1000000 /dev/zero`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.p.Run(t.Context())
			if c.want == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, c.want)
			}
		})
	}
	var out, errs bytes.Buffer
	p := Program{Args: []string{"sh", "-c", "cat; echo oh >&2"}, Stdin: strings.NewReader("words"), Stdout: &out, Stderr: &errs}
	require.NoError(t, p.Run(t.Context()))
	assert.Equal(t, "words oh\n", out.String()+" "+errs.String())
}

// hold is a script that holds that many megabytes for a moment.
func hold(megabytes int) string {
	bytes := megabytes * 1000000
	return fmt.Sprintf("head -c %d /dev/zero | tail -c %d | (sleep 1; cat >/dev/null)", bytes+1000, bytes)
}

func TestMemoryIsMeasured(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is measured on Linux while a program runs")
	}
	for name, c := range map[string]struct {
		script    string
		low, high int64 // megabytes
	}{
		"next to none":    {"sleep .1", 0, 15},
		"one":             {hold(60), 60, 90},
		"two at once":     {hold(60) + " & " + hold(60) + "; wait", 120, 165},
		"one after other": {hold(60) + ";" + hold(60), 60, 90},
		"a moment":        {"head -c 80001000 /dev/zero | tail -c 80000000 >/dev/null", 80, 110},
		"far away":        {"(setsid sh -c '" + hold(60) + "' &) & sleep 1.5", 60, 90},
		"shared":          {`python3 -c 'import os,time;x=b"1"*100000000;[os.fork() for i in "ab"];time.sleep(1)'; sleep .2`, 100, 160},
	} {
		t.Run(name, func(t *testing.T) {
			needs(t, c.script)
			if _, err := exec.LookPath("python3"); err != nil && strings.Contains(c.script, "python3") {
				t.Skip("needs python3")
			}
			var m Meter
			require.NoError(t, Program{Args: []string{"sh", "-c", c.script}, Measure: true}.Run(m.Context(t.Context())))
			assert.GreaterOrEqual(t, m.Peak(), c.low*1e6)
			assert.LessOrEqual(t, m.Peak(), c.high*1e6)
		})
	}
}

// A program that ended before anything of it was seen has run, and its memory is unknown.
func TestMemoryIsUnknown(t *testing.T) {
	var m Meter
	assert.Zero(t, m.Programs())
	err := Program{Args: []string{"sh", "-c", "kill -9 $PPID"}, Measure: true}.Run(m.Context(t.Context()))
	assert.ErrorContains(t, err, "the supervisor of the program died")
	assert.EqualValues(t, 1, m.Programs())
	assert.Zero(t, m.Peak())
	for range 10 {
		require.NoError(t, Program{Args: []string{"true"}, Measure: true}.Run(m.Context(t.Context())))
	}
	assert.EqualValues(t, 11, m.Programs())
	assert.Less(t, m.Peak(), int64(15e6))
}

func TestMemoryIsLimited(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is limited on Linux")
	}
	for name, c := range map[string]struct {
		own, meter int64
		want       MemoryError
	}{
		"its own":          {40e6, 0, MemoryError{Limit: 40e6}},
		"the meter's":      {0, 40e6, MemoryError{Limit: 40e6, Trial: true}},
		"its own is less":  {30e6, 40e6, MemoryError{Limit: 30e6}},
		"the meter's less": {50e6, 40e6, MemoryError{Limit: 40e6, Trial: true}},
	} {
		t.Run(name, func(t *testing.T) {
			m := Meter{Limit: c.meter}
			begin := time.Now()
			err := Program{Args: []string{"sh", "-c", "(" + hold(80) + "; sleep 60) & wait"}, Measure: true, Memory: c.own}.
				Run(m.Context(t.Context()))
			var got *MemoryError
			require.ErrorAs(t, err, &got)
			assert.Equal(t, c.want, *got)
			assert.Less(t, time.Since(begin), 50*time.Second)
			assert.Greater(t, m.Peak(), c.want.Limit)
		})
	}
	assert.NoError(t, Program{Args: []string{"sh", "-c", hold(40)}, Measure: true, Memory: 200e6}.Run(t.Context()))
	assert.ErrorContains(t, &MemoryError{Limit: 1 << 10}, "limit of 1024 bytes")
	assert.ErrorContains(t, &MemoryError{Limit: 5e6}, "limit of 5 MB")
}
