//go:build unix && !linux

package process

import (
	"os"
	"runtime"
	"syscall"
)

// maxrssUnit is the unit of the kernel's account of memory, in bytes.
var maxrssUnit = func() int64 {
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return 1
	}
	return 1024
}()

// adoptOrphans does nothing: a process that leaves the group of the program and outlives
// its parent is not found here.
func adoptOrphans() {}

// A tree is the processes below a supervisor.
type tree struct{}

// start starts the program in a process group of its own.
func (*tree) start(path string, args []string, _ bool) (int, error) {
	return syscall.ForkExec(path, args, &syscall.ProcAttr{
		Env: os.Environ(), Files: []uintptr{0, 1, 2}, Sys: &syscall.SysProcAttr{Setpgid: true},
	})
}

// account returns 0: the kernel counts the memory of single processes alone.
func (*tree) account() int64 { return 0 }

func (s *supervisor) kill() { _ = syscall.Kill(-s.group, syscall.SIGKILL) }

// sample does nothing: the memory is known here when a child has ended, of the largest
// process.
func (s *supervisor) sample() {}

// Peak is not known here.
func Peak() int64 { return 0 }
