package process

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// A cgroup is a control group of version 2 for one program. The kernel accounts for the
// memory of its processes together, also between two samples.
type cgroup struct {
	dir *os.File
}

// newCgroup makes a group below the mount point of the hierarchy, beside this process or
// below it, wherever the controller is passed on. It returns nil where that is not allowed,
// as on most machines without delegation.
func newCgroup(mount, controller string) *cgroup {
	raw, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	_, own, ok := bytes.Cut(append([]byte("\n"), raw...), []byte("\n0::"))
	if !ok {
		return nil
	}
	own, _, _ = bytes.Cut(own, []byte("\n"))
	here := filepath.Join(mount, string(own))
	for _, above := range []string{here, filepath.Dir(here)} {
		passed, err := os.ReadFile(filepath.Join(above, "cgroup.subtree_control"))
		if err != nil || len(controller) > 0 && !bytes.Contains(passed, []byte(controller)) {
			continue
		}
		path := filepath.Join(above, "assay-"+strconv.Itoa(os.Getpid()))
		if os.Mkdir(path, 0o755) != nil {
			continue
		}
		if dir, err := os.Open(path); err == nil {
			return &cgroup{dir}
		}
		_ = os.Remove(path)
	}
	return nil
}

// attributes are those of a process that starts in the group.
func (g *cgroup) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true}
	if g != nil {
		a.UseCgroupFD, a.CgroupFD = true, int(g.dir.Fd())
	}
	return a
}

// peak is the most memory that the processes held at once, at least. The kernel counts
// copies of files that it keeps, which no program needs: what is left of them comes off.
func (g *cgroup) peak() int64 {
	if g == nil {
		return 0
	}
	most, _ := strconv.ParseInt(string(bytes.TrimSpace(g.read("memory.peak"))), 10, 64)
	stat := append([]byte("\n"), g.read("memory.stat")...)
	return max(0, most-max(0, number(stat, "file")-number(stat, "shmem"))-number(stat, "slab_reclaimable"))
}

// kill kills all processes of the group at once.
func (g *cgroup) kill() {
	if g != nil {
		_ = os.WriteFile(filepath.Join(g.dir.Name(), "cgroup.kill"), []byte("1"), 0)
	}
}

// remove removes the group, which must be empty.
func (g *cgroup) remove() {
	if g != nil {
		g.dir.Close()
		_ = os.Remove(g.dir.Name())
	}
}

func (g *cgroup) read(name string) []byte {
	raw, _ := os.ReadFile(filepath.Join(g.dir.Name(), name))
	return raw
}

// number returns the value of a line such as "file 4096", 0 if absent.
func number(text []byte, name string) int64 {
	_, after, ok := bytes.Cut(text, []byte("\n"+name+" "))
	if !ok {
		return 0
	}
	value, _, _ := bytes.Cut(after, []byte("\n"))
	n, _ := strconv.ParseInt(string(value), 10, 64)
	return n
}
