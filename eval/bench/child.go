package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/process"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// A Runner does a job: Job.Run does it in this process, Isolated is the one that
// measures memory and outlives crashes.
type Runner func(ctx context.Context, j Job) (Outcome, error)

// exitMemory is how a child says that it ran into its memory limit.
const exitMemory = 86

// child runs each job in a process of its own: command must lead to serve.
// Its standard input stays open as long as this process lives.
func child(command ...string) Runner {
	return func(ctx context.Context, j Job) (Outcome, error) {
		in, feed, err := os.Pipe()
		if err != nil {
			return Outcome{}, err
		}
		defer feed.Close()
		defer in.Close()
		go func() {
			// A child that dies at once breaks the pipe; how it died tells more.
			_ = json.NewEncoder(feed).Encode(j)
		}()
		var stderr bytes.Buffer
		messages := messages{ctx: ctx}
		err = process.Program{Args: command, Env: []string{childVariable + "=1"}, Stdin: in, Stdout: &messages, Stderr: &stderr}.Run(ctx)
		if ctx.Err() != nil {
			return Outcome{}, ctx.Err()
		}
		if err == nil && messages.outcome == nil {
			err = errors.New("it gave no outcome")
		}
		if err == nil {
			return *messages.outcome, nil
		}
		return died(err, stderr.String(), j.Memory), nil
	}
}

// A message is a line that a child writes: how far a step is, and at the end its outcome.
type message struct {
	Step    *progress.Step `json:"step,omitempty"`
	Outcome *Outcome       `json:"outcome,omitempty"`
}

// messages takes what a child writes, and passes its steps on.
type messages struct {
	ctx     context.Context
	line    []byte // as far as it has come
	outcome *Outcome
}

func (a *messages) Write(data []byte) (int, error) {
	n := len(data)
	for {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			a.line = append(a.line, data...)
			return n, nil
		}
		var next message
		if err := json.Unmarshal(append(a.line, data[:end]...), &next); err != nil {
			return 0, fmt.Errorf("reading its outcome: %w", err)
		}
		if s := next.Step; s != nil {
			progress.Report(a.ctx, s.Name, s.Done, s.Total)
		}
		a.outcome, a.line, data = next.Outcome, nil, data[end+1:]
	}
}

// died puts the end of a child that gave no outcome into words.
func died(err error, stderr string, limit int64) Outcome {
	var exit *process.ExitError
	if errors.As(err, &exit) {
		if exit.Code == exitMemory {
			return Outcome{Status: results.OutOfMemory, Error: fmt.Sprintf("needed more than the limit of %d bytes", limit)}
		}
		if exit.Signal == syscall.SIGKILL {
			return Outcome{Status: results.OutOfMemory, Error: "the system ended the process, most likely for lack of memory"}
		}
	}
	if strings.Contains(stderr, "runtime: out of memory") || strings.Contains(stderr, "cannot allocate memory") {
		return Outcome{Status: results.OutOfMemory, Error: "the system gave no more memory"}
	}
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	return Outcome{Status: results.Failed, Error: fmt.Sprintf("the process died (%v): %s", err, lines[0])}
}

// serve reads one job, does it with further rows and writes how far it is and its outcome:
// the other end of child.
// It ends the process when its input ends, since then the parent is gone, and
// when it needs more memory than the job allows.
func serve(ctx context.Context, in io.Reader, out io.Writer, rows Rows) error {
	decoder := json.NewDecoder(in)
	var j Job
	if err := decoder.Decode(&j); err != nil {
		return fmt.Errorf("reading the job: %w", err)
	}
	go func() {
		io.Copy(io.Discard, in)
		os.Exit(1)
	}()
	if j.Memory > 0 {
		debug.SetMemoryLimit(j.Memory / 10 * 9) // collect garbage rather than run into the limit
		go guardMemory(j.Memory)
	}
	j.Rows = rows
	var mu sync.Mutex
	write := func(a message) error {
		mu.Lock()
		defer mu.Unlock()
		return json.NewEncoder(out).Encode(a)
	}
	result, err := j.Run(progress.With(ctx, func(s progress.Step) {
		_ = write(message{Step: &s}) // a parent that is gone ends this process
	}))
	if err != nil {
		return err
	}
	return write(message{Outcome: &result})
}

func guardMemory(limit int64) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(5 * time.Millisecond) {
		metrics.Read(sample)
		if int64(sample[0].Value.Uint64()-sample[1].Value.Uint64()) > limit {
			os.Exit(exitMemory)
		}
	}
}
