package process

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// run runs the program in a job object, which ends with this process. A process that the
// program starts before it is in the job is not found.
func (p Program) run(ctx context.Context) (end, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return end{}, err
	}
	defer windows.CloseHandle(job)
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	size := uint32(unsafe.Sizeof(limits))
	set := windows.JobObjectExtendedLimitInformation
	if _, err := windows.SetInformationJobObject(job, uint32(set), uintptr(unsafe.Pointer(&limits)), size); err != nil {
		return end{}, err
	}
	cmd := exec.CommandContext(ctx, p.Args[0], p.Args[1:]...)
	cmd.Env = append(os.Environ(), p.Env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.Stdin, p.Stdout, p.Stderr
	cmd.Cancel = func() error { return windows.TerminateJobObject(job, 1) }
	cmd.WaitDelay = patience
	if err := cmd.Start(); err != nil {
		return end{}, err
	}
	const rights = windows.PROCESS_SET_QUOTA | windows.PROCESS_TERMINATE
	handle, err := windows.OpenProcess(rights, false, uint32(cmd.Process.Pid))
	if err == nil {
		err = windows.AssignProcessToJobObject(job, handle)
		windows.CloseHandle(handle)
	}
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return end{}, err
	}
	err = cmd.Wait()
	_ = windows.TerminateJobObject(job, 1) // what it left running
	_ = windows.QueryInformationJobObject(job, int32(set), uintptr(unsafe.Pointer(&limits)), size, nil)
	e := end{Code: cmd.ProcessState.ExitCode(), Peak: int64(limits.PeakJobMemoryUsed)}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil
	}
	return e, err
}

// Peak is not known here.
func Peak() int64 { return 0 }
