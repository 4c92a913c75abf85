//go:build linux

package process

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCgroupPeak(t *testing.T) {
	for name, c := range map[string]struct {
		peak, stat string
		want       int64
	}{
		"all its own":         {"5000000\n", "anon 4000000\nfile 0\nshmem 0\n", 5000000},
		"files that it read":  {"5000000\n", "anon 10\nfile 3000000\nshmem 1000000\nslab_reclaimable 500\n", 2999500},
		"nothing but files":   {"5000000\n", "file 6000000\nfile_mapped 7\n", 0},
		"an older kernel":     {"", "", 0},
		"names are not alike": {"5000000\n", "kernel_file 3\ninactive_file 8\n", 5000000},
	} {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(path, "memory.peak"), []byte(c.peak), 0o644))
			require.NoError(t, os.WriteFile(filepath.Join(path, "memory.stat"), []byte(c.stat), 0o644))
			dir, err := os.Open(path)
			require.NoError(t, err)
			defer dir.Close()
			assert.Equal(t, c.want, (&cgroup{dir}).peak())
		})
	}
	var none *cgroup
	assert.Zero(t, none.peak())
	none.kill()
	none.remove()
}

// A program starts in the group, is killed with it, and the group can be removed then.
func TestCgroupHoldsAProgram(t *testing.T) {
	var g *cgroup
	for _, mount := range []string{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"} {
		if g == nil {
			g = newCgroup(mount, "")
		}
	}
	if g == nil {
		t.Skip("no control group can be made here")
	}
	path := g.dir.Name()
	pid, err := syscall.ForkExec("/bin/sh", []string{"sh", "-c", "sleep 60 & wait"}, &syscall.ProcAttr{Sys: g.attributes()})
	if err != nil {
		g.remove()
		t.Skip("the control group cannot be entered here: ", err)
	}
	both := func() bool { return bytes.Count(g.read("cgroup.procs"), []byte("\n")) == 2 }
	require.Eventually(t, both, 20*time.Second, time.Millisecond)
	g.kill()
	var status syscall.WaitStatus
	_, err = syscall.Wait4(pid, &status, 0, nil)
	require.NoError(t, err)
	assert.Equal(t, syscall.SIGKILL, status.Signal())
	assert.Eventually(t, func() bool { return len(g.read("cgroup.procs")) == 0 }, 5*time.Second, time.Millisecond)
	g.remove()
	assert.NoDirExists(t, path)
	assert.Nil(t, newCgroup(t.TempDir(), "memory"))
}
