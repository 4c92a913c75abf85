package external

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// CommandEntry is a clustering by any program.
var CommandEntry = algorithms.Entry{
	Name: "external", Title: "Any program", Family: algorithms.Outside,
	Doc: "Runs a command through the shell. The program reads the articles as JSON lines on its standard input, as a corpus " +
		"file has them but without gold, " +
		"and writes a line {\"id\":…,\"cluster\":…} for each on its standard output; -1 or null is noise. Its standard error " +
		"is shown when it fails.",
	Cost: "the program's; its memory is watched, not measured",
	New:  func() algorithms.Clusterer { return NewCommand() },
}

type Command struct {
	Command string        `spec:"command,positional,required" doc:"the command, run by sh"`
	Timeout time.Duration `spec:"timeout" default:"10m" doc:"time limit, such as 90s"`
	Memory  int           `spec:"memory" default:"0" range:"0:" doc:"limit in megabytes of the program and all that it starts; 0 = none"`
}

// NewCommand returns a program whose Command is to be set; the other parameters are at their defaults.
func NewCommand() *Command { return spec.Defaults(new(Command)) }

// Valid wants a time limit.
func (c *Command) Valid() error {
	if c.Timeout <= 0 {
		return fmt.Errorf("timeout=%s: must be a time above 0, such as 90s or 10m", c.Timeout)
	}
	return nil
}

// outputLimit bounds what is read of a program that floods its output.
const outputLimit = 1 << 28

// watch is how often the memory of the program is looked at.
const watch = 50 * time.Millisecond

// Cluster runs the program on the articles.
func (c *Command) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("external", c); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, ctx.Err()
	}
	limited, cancel := context.WithTimeoutCause(ctx, c.Timeout, fmt.Errorf("it ran longer than its timeout of %s", c.Timeout))
	defer cancel()
	limited, stop := context.WithCancelCause(limited)
	defer stop(nil)
	out, err := c.run(limited, stop, p.Articles)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if cause := context.Cause(limited); cause != nil {
		err = cause
	}
	if err != nil {
		return nil, fmt.Errorf("the program %q failed: %w", c.Command, err)
	}
	file, err := format.ParseLabels(ctx, "output of "+c.Command, out)
	if err != nil {
		return nil, err
	}
	return file.Align(ids(p.Articles), corpus.IDPolicy{})
}

// run starts the program, feeds it and returns what it wrote. stop ends it with
// the reason given.
func (c *Command) run(ctx context.Context, stop context.CancelCauseFunc, articles []corpus.Article) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "sh", "-c", c.Command)
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process.Pid) }
	cmd.WaitDelay = 2 * time.Second // for children that hold the pipes open
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out := &bounded{limit: outputLimit, full: func() { stop(fmt.Errorf("it wrote more than %d MB", outputLimit>>20)) }}
	errs := &tail{limit: 4096}
	cmd.Stdout, cmd.Stderr = out, errs
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	group := cmd.Process.Pid // Wait forgets it
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		defer in.Close()
		feed(in, articles) // if a program does not read everything, its answer shows it
	}()
	if c.Memory > 0 {
		go c.guard(ctx, group, stop)
	}
	err = cmd.Wait()
	_ = killGroup(group) // what it left running
	<-fed
	if err != nil {
		return nil, fmt.Errorf("%w%s", err, errs.explain())
	}
	return out.kept.Bytes(), nil
}

func feed(w io.Writer, articles []corpus.Article) error {
	b := bufio.NewWriterSize(w, 1<<16)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for i := range articles {
		if err := e.Encode(articles[i]); err != nil {
			return err
		}
	}
	return b.Flush()
}

func (c *Command) guard(ctx context.Context, pid int, stop context.CancelCauseFunc) {
	limit := int64(c.Memory) * 1e6
	ticks := time.NewTicker(watch)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			if groupMemory(pid) > limit {
				stop(fmt.Errorf("it needed more than its limit of %d MB", c.Memory))
				return
			}
		}
	}
}

// bounded keeps what is written up to a limit, and calls full beyond it.
type bounded struct {
	kept  bytes.Buffer // not embedded: its ReadFrom would pass the limit by
	limit int
	full  func()
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.kept.Len()+len(p) > b.limit {
		b.full()
		return 0, errors.New("too much output")
	}
	return b.kept.Write(p)
}

// tail keeps the end of what is written.
type tail struct {
	kept  []byte
	limit int
}

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if over := len(t.kept) - t.limit; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(p), nil
}

// explain is its last line, in which most programs write their error.
func (t *tail) explain() string {
	lines := strings.Split(strings.TrimSpace(string(t.kept)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return ": " + last
	}
	return ""
}
