//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

const (
	crashRounds   = 10
	killsPerRound = 6
	smallDisk     = 32 << 20
)

// diskVariable makes the test run in the folder that it names, the small disk.
const diskVariable = "ASSAY_TEST_DISK"

// A bench that is killed at any moment, also on a disk that is full, ends with the results
// of one that was not, and leaves no process and no file behind.
func TestCrashes(t *testing.T) {
	testfiles.Long(t, "60 kills of a bench")
	dir := os.Getenv(diskVariable)
	small := dir != ""
	switch {
	case small:
		require.NoError(t, syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""))
		require.NoError(t, syscall.Mount("none", dir, "tmpfs", 0, fmt.Sprint("size=", smallDisk)))
	case exec.Command("unshare", "--mount", "--map-root-user", "true").Run() == nil:
		onSmallDisk(t)
		return
	default:
		t.Log("a mount namespace of one's own is not allowed here: the size of files is limited instead")
		dir = t.TempDir()
	}
	c := newCrasher(t, dir)
	whole := filepath.Join(dir, "whole")
	c.prepare(whole)
	begin := time.Now()
	c.finish(whole)
	longest := time.Since(begin)
	want := c.content(whole)
	random := rand.New(rand.NewPCG(1, 60))
	full := 0
	for round := range crashRounds {
		out := filepath.Join(dir, fmt.Sprint("out", round))
		c.prepare(out)
		for range killsPerRound {
			cmd := c.command(out)
			if random.IntN(3) == 0 {
				full++
				if free := random.IntN(60 << 10); small {
					c.fill(free)
				} else {
					limitFiles(cmd, free)
				}
			}
			c.kill(cmd, time.Duration(random.Float64()*float64(longest)), signals[random.IntN(len(signals))])
			c.nothingRuns()
			require.NoError(t, os.RemoveAll(c.ballast))
		}
		c.age()
		c.finish(out)
		got := c.content(out)
		assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
		for name := range want {
			assert.Equal(t, want[name], got[name], "round %d: %s", round, name)
		}
		c.noTemporary()
		require.NoError(t, os.RemoveAll(out))
	}
	t.Logf("%d kills, %d of them on a full disk; an unbroken run takes %s", crashRounds*killsPerRound, full, longest)
}

// onSmallDisk runs the test once more, in a mount namespace of its own.
func onSmallDisk(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, "-test.run=^TestCrashes$", "-test.v")
	cmd.Env = append(os.Environ(), diskVariable+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	raw, err := cmd.CombinedOutput()
	t.Logf("%s", raw)
	require.NoError(t, err)
}

// A crasher runs benches and kills them.
type crasher struct {
	*testing.T
	dir, ballast, mark string
	args, env          []string
}

func newCrasher(t *testing.T, dir string) *crasher {
	c := &crasher{T: t, dir: dir, ballast: filepath.Join(dir, "ballast"), mark: fmt.Sprint("ASSAY_TEST_MARK=", os.Getpid())}
	tmp := filepath.Join(dir, "tmp")
	require.NoError(t, os.Mkdir(tmp, 0o755))
	script := filepath.Join(dir, "script.sh")
	require.NoError(t, os.WriteFile(script, []byte(`trap "" TERM INT HUP
(setsid sh -c '(trap "" TERM HUP; sleep 60; :) & exit' &) &
sleep .05
sed -E 's/.*"id":"([^"]*)".*/{"id":"\1","cluster":"\1"}/'
`), 0o644))
	c.args = []string{"bench", "--corpus", "tiny", "--metric", "b3.f1,rouge1.r", "--replicates", "50", "--algorithm",
		fmt.Sprintf("external(%q),kmeans(k=3),storyline,minhash,one,external(%[1]q,timeout=50s)", "sh "+script)}
	c.env = append(os.Environ(), mainVariable+"=1", c.mark, "TMPDIR="+tmp, features.CacheVariable+"="+filepath.Join(dir, "cache"))
	return c
}

// manifest lists what benches wrote to a folder.
const manifest = ".assay-files"

// foreign are files in a folder of results that are not a bench's.
var foreign = []string{"labels/.gitignore", "labels/mine.csv", "labels/.x.csv.123", "pages/.keep", "notes.txt", ".results.jsonl.old"}

// prepare makes a folder that has foreign files.
func (c *crasher) prepare(out string) {
	for _, name := range foreign {
		path := filepath.Join(out, name)
		require.NoError(c, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(c, os.WriteFile(path, []byte("mine: "+name), 0o644))
	}
}

func (c *crasher) command(out string) *exec.Cmd {
	self, err := os.Executable()
	require.NoError(c, err)
	cmd := exec.Command(self, append(c.args, "--out", out)...)
	cmd.Env = c.env
	return cmd
}

// finish runs a bench to its end.
func (c *crasher) finish(out string) {
	raw, err := c.command(out).CombinedOutput()
	require.NoError(c, err, "%s", raw)
	c.nothingRuns()
}

// fill leaves that many bytes of the disk free.
func (c *crasher) fill(free int) {
	var disk syscall.Statfs_t
	require.NoError(c, syscall.Statfs(c.dir, &disk))
	file, err := os.Create(c.ballast)
	require.NoError(c, err)
	defer file.Close()
	size := int64(disk.Bavail)*disk.Bsize - int64(free)
	require.NoError(c, syscall.Fallocate(int(file.Fd()), 0, 0, max(size, 1)))
}

// limitFiles limits the size of files that are written.
func limitFiles(cmd *exec.Cmd, size int) {
	cmd.Args = append([]string{"sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, size/512), cmd.Path}, cmd.Args[1:]...)
	cmd.Path = "/bin/sh"
}

// signals are how a bench is ended: mostly so that it cannot help.
var signals = append(slices.Repeat([]syscall.Signal{syscall.SIGKILL}, 9), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)

// kill runs a bench and ends it after a while.
func (c *crasher) kill(cmd *exec.Cmd, after time.Duration, signal syscall.Signal) {
	require.NoError(c, cmd.Start())
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(signal) })
	_ = cmd.Wait()
	timer.Stop()
}

// nothingRuns waits until no process has the mark of the benches.
func (c *crasher) nothingRuns() {
	var left []string
	assert.Eventually(c, func() bool {
		left = nil
		all, _ := filepath.Glob("/proc/[0-9]*/environ")
		for _, path := range all {
			raw, _ := os.ReadFile(path)
			if strings.Contains(string(raw), c.mark+"\x00") {
				line, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
				left = append(left, strings.ReplaceAll(string(line), "\x00", " "))
			}
		}
		return len(left) == 0
	}, 20*time.Second, 5*time.Millisecond)
	require.Empty(c, left)
}

// content is what a folder of results holds, without what times, memory and machines
// differ in.
func (c *crasher) content(out string) map[string]string {
	content := map[string]string{}
	require.NoError(c, filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(out, path)
		if content[name] = string(raw); name == manifest { // what a bench began twice is listed twice
			lines := strings.Fields(string(raw))
			slices.Sort(lines)
			content[name] = strings.Join(slices.Compact(lines), " ")
		}
		return err
	}))
	for _, name := range foreign {
		assert.Equal(c, "mine: "+name, content[name])
	}
	delete(content, "results.jsonl")
	list, err := results.Read(out)
	require.NoError(c, err)
	for _, r := range list {
		require.Equal(c, results.OK, r.Status, r.Error)
		r.Seconds, r.PeakMemory, r.Host = results.Seconds{}, 0, results.Host{}
		raw, err := json.Marshal(r)
		require.NoError(c, err)
		content[r.Key] = string(raw)
	}
	return content
}

// age makes what killed processes left in the cache as old as what is removed from there.
func (c *crasher) age() {
	all, err := filepath.Glob(filepath.Join(c.dir, "cache", "*"))
	require.NoError(c, err)
	for _, path := range all {
		require.NoError(c, os.Remove(path)) // spaces are built again, and the cache tidied up
	}
	all, err = filepath.Glob(filepath.Join(c.dir, "cache", ".*"))
	require.NoError(c, err)
	for _, path := range all {
		require.NoError(c, os.Chtimes(path, time.Time{}, time.Now().Add(-2*time.Hour)))
	}
}

func (c *crasher) noTemporary() {
	for _, pattern := range []string{"tmp/*", "tmp/.*", "cache/.*"} {
		left, err := filepath.Glob(filepath.Join(c.dir, pattern))
		require.NoError(c, err)
		assert.Empty(c, left)
	}
}
