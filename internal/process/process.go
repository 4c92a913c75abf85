// Package process runs programs that must not outlive their work. A [Program] ends with
// all that it started: when it returns, when its context is done, and when the process
// that runs it is killed.
//
// On Linux and other Unix systems a supervisor runs in between: this program once more,
// which runs no main function. It learns from a pipe that its parent is gone. On Linux it
// adopts the orphans among its descendants, so that it finds those that fork twice, start
// a session of their own and ignore signals. Elsewhere the process group is ended, on
// Windows the job object.
package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// patience is how long to wait for processes that have been killed.
const patience = 10 * time.Second

// A Program is a command and what it is given.
type Program struct {
	Args           []string
	Env            []string // beside the environment of this process
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	// Measure asks for the memory of the program and all that it starts, and Memory
	// limits it, in bytes; 0 means no limit.
	Measure bool
	Memory  int64
}

// Run runs the program and waits until nothing of it is left. The error is ctx.Err(), a
// [*MemoryError], an [*ExitError], or says why the program could not be run.
func (p Program) Run(ctx context.Context) error {
	if len(p.Args) == 0 {
		return errors.New("no program to run")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	meter, _ := ctx.Value(meterKey{}).(*Meter)
	limit := MemoryError{Limit: p.Memory}
	if p.Measure && meter != nil && meter.Limit > 0 && (p.Memory == 0 || meter.Limit < p.Memory) {
		limit = MemoryError{Limit: meter.Limit, Trial: true}
	}
	p.Memory = limit.Limit
	end, err := p.run(ctx)
	if p.Measure && meter != nil {
		meter.add(end.Peak)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case p.Memory > 0 && end.Peak > p.Memory:
		return &limit
	case err != nil:
		return err
	case end.Code != 0:
		return &ExitError{Code: end.Code, Signal: syscall.Signal(end.Signal)}
	}
	return nil
}

// An end is what became of a program.
type end struct {
	Code   int   `json:"code"`             // -1 if a signal ended it
	Signal int   `json:"signal,omitempty"` // which one
	Peak   int64 `json:"peak"`             // memory in bytes
}

// An ExitError is an exit status other than 0, or a signal.
type ExitError struct {
	Code   int // -1 if a signal ended the program
	Signal syscall.Signal
}

func (e *ExitError) Error() string {
	if e.Signal != 0 {
		return "signal: " + e.Signal.String()
	}
	return fmt.Sprintf("exit status %d", e.Code)
}

// A MemoryError is a program that was ended because it needed more than its limit.
type MemoryError struct {
	Limit int64 // in bytes
	Trial bool  // it is the limit of a Meter, not of the Program
}

func (e *MemoryError) Error() string {
	if e.Limit%1e6 == 0 {
		return fmt.Sprintf("it needed more than its limit of %d MB", e.Limit/1e6)
	}
	return fmt.Sprintf("it needed more than its limit of %d bytes", e.Limit)
}

// A Meter limits and measures the programs that run under its context, those that ask
// for Measure.
type Meter struct {
	Limit    int64 // in bytes; 0 = none
	programs atomic.Int64
	peak     atomic.Int64
}

type meterKey struct{}

// Context returns a context whose programs the meter measures.
func (m *Meter) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// Programs returns the number of programs that ran.
func (m *Meter) Programs() int64 { return m.programs.Load() }

// Peak returns the most memory that one of the programs held with all that it started,
// in bytes; 0 if none ran, or all ended before anything of them was seen.
func (m *Meter) Peak() int64 { return m.peak.Load() }

func (m *Meter) add(peak int64) {
	m.programs.Add(1)
	raise(&m.peak, peak)
}

// raise sets a maximum to x if that is larger.
func raise(maximum *atomic.Int64, x int64) {
	for old := maximum.Load(); x > old && !maximum.CompareAndSwap(old, x); old = maximum.Load() {
	}
}

// Signals are those that end a run. A hang-up that was ignored from the start, as nohup
// does, stays ignored.
func Signals() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}
