//go:build unix

package process

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// supervisorVariable makes this program a supervisor; its value is a task.
const supervisorVariable = "ASSAY_SUPERVISOR"

// A task is what a supervisor is told beside the command.
type task struct {
	Measure bool  `json:"measure,omitempty"`
	Memory  int64 `json:"memory,omitempty"`
}

// A report is what a supervisor says of its program: its process when it has begun, then
// its end, or why it could not be started.
type report struct {
	Process int    `json:"process,omitempty"`
	End     *end   `json:"end,omitempty"`
	Error   string `json:"error,omitempty"`
}

// The files of a supervisor behind its standard ones. Of the first the other end is
// closed when the parent wants the end, or is gone.
const (
	leashFile = 3 + iota
	reportFile
)

// The supervisor takes the place of the main function of whatever program runs this:
// nothing has to be called there.
func init() {
	text, ok := os.LookupEnv(supervisorVariable)
	if !ok {
		return
	}
	os.Unsetenv(supervisorVariable)
	var t task
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", supervisorVariable, err)
		os.Exit(2)
	}
	t.supervise(os.Args)
	os.Exit(0)
}

// run runs the program under a supervisor and returns what it reported.
func (p Program) run(ctx context.Context) (end, error) {
	text, err := json.Marshal(task{Measure: p.Measure, Memory: p.Memory})
	if err != nil {
		return end{}, err
	}
	self, err := executable()
	if err != nil {
		return end{}, err
	}
	held, leash, err := os.Pipe()
	if err != nil {
		return end{}, err
	}
	defer leash.Close()
	reports, written, err := os.Pipe()
	if err != nil {
		held.Close()
		return end{}, err
	}
	defer reports.Close()
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = p.Args
	cmd.Env = append(append(os.Environ(), p.Env...), supervisorVariable+"="+string(text))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.Stdin, p.Stdout, p.Stderr
	cmd.ExtraFiles = []*os.File{held, written}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the signals of a terminal are not for it
	cmd.Cancel = leash.Close
	cmd.WaitDelay = 2 * patience
	err = cmd.Start()
	held.Close()
	written.Close()
	if err != nil {
		return end{}, fmt.Errorf("starting the supervisor of a program: %w", err)
	}
	first, last := make(chan report, 1), make(chan report, 1)
	go func() {
		var r report
		d := json.NewDecoder(reports)
		_ = d.Decode(&r)
		first <- r
		if r.Process != 0 {
			_ = d.Decode(&r)
		}
		last <- r
	}()
	err = cmd.Wait()
	r := <-last
	switch {
	case r.Error != "":
		return end{}, fmt.Errorf("%s", r.Error)
	case r.End != nil:
		if err != nil && cmd.ProcessState.Success() {
			return *r.End, err // what it wrote could not be passed on
		}
		return *r.End, nil
	}
	if group := (<-first).Process; group > 0 {
		_ = syscall.Kill(-group, syscall.SIGKILL)
	}
	return end{}, fmt.Errorf("the supervisor of the program died: %v", err)
}

// executable is this program, also after another file has taken its name.
func executable() (string, error) {
	const linux = "/proc/self/exe"
	if _, err := os.Stat(linux); err == nil {
		return linux, nil
	}
	return os.Executable()
}

// A supervisor watches one program.
type supervisor struct {
	group int                     // process of the program, and its process group
	ended chan syscall.WaitStatus // the program has
	empty chan struct{}           // closed when no child is left; on Linux, no descendant
	peak  atomic.Int64
	tree        // what this system knows of the processes
	floor int64 // memory that a child counts as its own because it was this process before exec
}

// supervise runs the program, and returns when nothing of it is left.
func (t task) supervise(args []string) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	syscall.CloseOnExec(leashFile)
	syscall.CloseOnExec(reportFile)
	leash, reports := os.NewFile(leashFile, "leash"), json.NewEncoder(os.NewFile(reportFile, "report"))
	s := &supervisor{ended: make(chan syscall.WaitStatus, 1), empty: make(chan struct{})}
	adoptOrphans()
	path, err := exec.LookPath(args[0])
	if err == nil {
		s.group, err = s.start(path, args, t.Measure)
	}
	if err != nil {
		_ = reports.Encode(report{Error: err.Error()})
		return
	}
	if t.Measure {
		s.sample() // at once: the program may end before anything else is done
	}
	s.floor = 2 * Peak()
	_ = reports.Encode(report{Process: s.group})
	os.Stdin.Close() // the program alone holds its ends
	os.Stdout.Close()
	released := make(chan struct{})
	go func() {
		_, _ = leash.Read(make([]byte, 1))
		close(released)
	}()
	go s.reap()
	status := s.watch(t, stop, released)
	s.killAll()
	status.Peak = max(status.Peak, s.account())
	_ = reports.Encode(report{End: &status})
}

// watch returns when the program has ended, or has to.
func (s *supervisor) watch(t task, stop <-chan os.Signal, released <-chan struct{}) end {
	next := time.NewTimer(0)
	if !t.Measure {
		next.Stop()
	}
	for {
		select {
		case status := <-s.ended:
			e := end{Code: status.ExitStatus(), Peak: s.peak.Load()}
			if status.Signaled() {
				e.Signal = int(status.Signal())
			}
			return e
		case <-stop:
			return end{Code: -1, Signal: int(syscall.SIGTERM), Peak: s.peak.Load()}
		case <-released:
			return end{Code: -1, Signal: int(syscall.SIGKILL), Peak: s.peak.Load()}
		case <-next.C:
			begin := work()
			s.sample()
			if t.Memory > 0 && s.peak.Load() > t.Memory {
				return end{Code: -1, Signal: int(syscall.SIGKILL), Peak: s.peak.Load()}
			}
			// Short enough to see a limit passed, and about a twentieth of a processor.
			next.Reset(min(max(10*time.Millisecond, 20*(work()-begin)), 250*time.Millisecond))
		}
	}
}

// reap waits for the children, adopted ones among them, until there are none.
func (s *supervisor) reap() {
	defer close(s.empty)
	for {
		var status syscall.WaitStatus
		var usage syscall.Rusage
		pid, err := syscall.Wait4(-1, &status, 0, &usage)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return
		}
		if most := int64(usage.Maxrss) * maxrssUnit; most > s.floor {
			raise(&s.peak, most)
		}
		if pid == s.group {
			s.ended <- status
		}
	}
}

// work returns the processor time that this process has used.
func work() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// killAll kills all that the program has left, until nothing is.
func (s *supervisor) killAll() {
	late := time.After(patience)
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		s.kill()
		select {
		case <-s.empty:
			return
		case <-late: // what cannot be killed, such as a program with more rights
			return
		case <-time.After(pause):
		}
	}
}
