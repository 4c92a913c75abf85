package process

import (
	"bytes"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// maxrssUnit is the unit of the kernel's account of memory, in bytes.
const maxrssUnit = 1024

// adoptOrphans makes this process the parent of descendants whose parent has ended.
func adoptOrphans() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// A tree is the processes below a supervisor.
type tree struct {
	cgroup *cgroup // nil if there is none
}

// start starts the program, in a control group of its own if it is to be measured and
// that can be had.
func (t *tree) start(path string, args []string, measure bool) (int, error) {
	if measure {
		t.cgroup = newCgroup("/sys/fs/cgroup", "memory")
	}
	attr := &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}, Sys: t.cgroup.attributes()}
	pid, err := syscall.ForkExec(path, args, attr)
	if err != nil && t.cgroup != nil { // the group may be made but not entered
		t.cgroup.remove()
		t.cgroup = nil
		attr.Sys = t.cgroup.attributes()
		pid, err = syscall.ForkExec(path, args, attr)
	}
	return pid, err
}

// account returns the memory that the kernel counted, and ends the account.
func (t *tree) account() int64 {
	defer t.cgroup.remove()
	return t.cgroup.peak()
}

// kill kills each descendant.
func (s *supervisor) kill() {
	s.cgroup.kill()
	for _, pid := range descendants(os.Getpid()) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// sample raises the peak to what the descendants hold now. Pages that several share are
// counted once: each process has its part of them. A process that alone held more a moment
// ago counts with that.
func (s *supervisor) sample() {
	list := descendants(os.Getpid())
	var sum int64
	for _, pid := range list {
		status := read(pid, "status")
		raise(&s.peak, kilobytes(status, "VmHWM:"))
		sum += kilobytes(status, "VmRSS:")
	}
	if len(list) < 2 || sum <= s.peak.Load() {
		return
	}
	sum = 0
	for _, pid := range list {
		parts := kilobytes(read(pid, "smaps_rollup"), "Pss:")
		if parts == 0 { // not allowed, or an old kernel
			parts = kilobytes(read(pid, "status"), "VmRSS:")
		}
		sum += parts
	}
	raise(&s.peak, sum)
}

// Peak is the most memory that this process held at once, in bytes, as Linux reports it; 0
// elsewhere.
func Peak() int64 { return kilobytes(read(os.Getpid(), "status"), "VmHWM:") }

// read reads a file on a process; nil if that has ended.
func read(pid int, name string) []byte {
	raw, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/" + name)
	return raw
}

// kilobytes returns the bytes that a line such as "VmRSS: 12 kB" names, 0 if absent.
func kilobytes(text []byte, field string) int64 {
	at := bytes.Index(text, []byte("\n"+field))
	if at < 0 {
		return 0
	}
	words := bytes.Fields(text[at+1+len(field):])
	if len(words) == 0 {
		return 0
	}
	kB, err := strconv.ParseInt(string(words[0]), 10, 64)
	if err != nil {
		return 0
	}
	return kB * 1024
}

// descendants lists the processes below one.
func descendants(of int) (list []int) {
	children := map[int][]int{}
	proc, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer proc.Close()
	names, _ := proc.Readdirnames(-1)
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		// The name, in parentheses, may hold anything; the state and the parent follow.
		raw := read(pid, "stat")
		fields := bytes.Fields(raw[bytes.LastIndexByte(raw, ')')+1:])
		if len(fields) < 2 {
			continue // it has ended
		}
		if parent, err := strconv.Atoi(string(fields[1])); err == nil {
			children[parent] = append(children[parent], pid)
		}
	}
	for next := children[of]; len(next) > 0; next = next[1:] {
		list = append(list, next[0])
		next = append(next, children[next[0]]...)
	}
	return list
}
