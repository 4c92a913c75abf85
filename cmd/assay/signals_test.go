//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
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
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL} {
			t.Run(fmt.Sprintf("%s, %s", name, signal), func(t *testing.T) {
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
				require.NoError(t, cmd.Process.Signal(signal))
				_ = cmd.Wait()
				if signal != syscall.SIGKILL {
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
				if signal == syscall.SIGKILL {
					assert.Eventually(t, gone, 20*time.Second, 5*time.Millisecond)
				} else {
					assert.True(t, gone(), "the command waits until they have ended")
				}
			})
		}
	}
}
