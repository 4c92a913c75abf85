//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// However a command ends, the program that it runs for clusters ends, and all that this
// has started.
func TestNoProgramOutlivesItsCommand(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	for name, args := range map[string][]string{
		"bench":   {"bench", "--corpus", "tiny", "--algorithm"},
		"tune":    {"tune", "--corpus", "tiny", "--corpus", "newsroom", "--algorithm"},
		"cluster": {"cluster", "tiny", "--algorithm"},
		"check":   {"check", "--update", "--corpus", "tiny", "--algorithm"},
	} {
		for _, sent := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL} {
			t.Run(fmt.Sprintf("%s, %s", name, sent), func(t *testing.T) {
				if signal.Ignored(sent) {
					t.Skip("these tests were started with the signal ignored, as by nohup, and so is what they start")
				}
				dir := t.TempDir()
				seen := filepath.Join(dir, "seen")
				script := file(t, "hang.sh", `trap "" TERM INT HUP
(setsid sh -c '(sh -c "echo \$\$ >>`+seen+`; sleep 60; :") & exit' &) &
while ! test -s `+seen+`; do sleep .01; done
echo $$ >>`+seen+`
sleep 60; :`)
				cmd := exec.Command(self, append(args, fmt.Sprintf("external(%q)", "sh "+script))...)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), mainVariable+"=1")
				require.NoError(t, cmd.Start())
				var pids []string
				require.Eventually(t, func() bool {
					raw, _ := os.ReadFile(seen)
					pids = strings.Fields(string(raw))
					return len(pids) == 2 && strings.HasSuffix(string(raw), "\n")
				}, time.Minute, 5*time.Millisecond)
				require.NoError(t, cmd.Process.Signal(sent))
				_ = cmd.Wait()
				if sent != syscall.SIGKILL {
					assert.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode())
				}
				gone := func() bool {
					for _, word := range pids {
						pid, err := strconv.Atoi(word)
						require.NoError(t, err)
						if syscall.Kill(pid, 0) == nil {
							return false
						}
					}
					return true
				}
				if sent == syscall.SIGKILL {
					assert.Eventually(t, gone, 20*time.Second, 5*time.Millisecond)
				} else {
					assert.True(t, gone(), "the command waits until they have ended")
				}
			})
		}
	}
}

// A score that is interrupted while it computes ends soon, with the exit code of
// an interruption, and leaves nothing half written: neither output nor a file beside the former one.
func TestScoreEndsSoonWhenItIsInterrupted(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	const n = 1_000_000
	dir := t.TempDir()
	var gold, found strings.Builder
	gold.WriteString("id,story\n")
	found.WriteString("id,cluster\n")
	for i := range n {
		fmt.Fprintf(&gold, "a%d,%d\n", i, i/7)
		fmt.Fprintf(&found, "a%d,%d\n", i, i*7919%n/5)
	}
	for name, content := range map[string]string{"gold.csv": gold.String(), "found.csv": found.String(), "out.json": "the former one\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	for name, to := range map[string][]string{"standard output": nil, "a file": {"-o", "out.json"}} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"score", "gold.csv", "found.csv", "--metric", "match.accuracy,psi,purity,lea.f1,nvi", "--format", "json",
				"--replicates", "1000000"}, to...)
			cmd := exec.Command(self, args...)
			var out, said strings.Builder
			cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, append(os.Environ(), mainVariable+"=1"), &out, &said
			require.NoError(t, cmd.Start())
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			select { // all of it takes hours
			case <-ended:
				require.Fail(t, "score ended before it was interrupted", said.String())
			case <-time.After(2 * time.Second):
			}
			require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				_ = cmd.Process.Kill()
				require.Fail(t, "score goes on after SIGINT")
			}
			assert.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode(), said.String())
			assert.Empty(t, out.String())
			assert.NotContains(t, said.String(), "panic")
			former, err := os.ReadFile(filepath.Join(dir, "out.json"))
			require.NoError(t, err)
			assert.Equal(t, "the former one\n", string(former))
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			assert.Len(t, left, 3, "no temporary file is left")
		})
	}
}
