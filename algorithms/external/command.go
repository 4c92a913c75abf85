package external

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/process"
	"github.com/seed-9405df2f/assay/spec"
)

// CommandEntry is a clustering by any program.
var CommandEntry = algorithms.Entry{
	Name: "external", Title: "Any program", Family: algorithms.Outside,
	Doc: "Runs a command through the shell. The program reads the articles as JSON lines on its standard input, as a corpus " +
		"file has them but without gold, " +
		"and writes a line {\"id\":…,\"cluster\":…} for each on its standard output; -1 or null is noise. Its standard error " +
		"is shown when it fails. ASSAY_SEED and ASSAY_WORKERS are in its environment.",
	Cost: "the program's; its memory, with that of all that it starts, is measured",
	New:  func() algorithms.Clusterer { return NewCommand() },
}

type Command struct {
	Command string        `spec:"command,positional,required" doc:"the command, run by sh"`
	Timeout time.Duration `spec:"timeout" default:"10m" doc:"time limit, such as 90s"`
	Memory  int           `spec:"memory" default:"0" range:"0:" doc:"limit in megabytes of the program and all that it starts; 0 = none"`
	Seeded  bool          `spec:"seeded" default:"false" doc:"the clusters depend on ASSAY_SEED: run the program with several seeds"`
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

// UsesSeed reports whether the clusters depend on the seed.
func (c *Command) UsesSeed() bool { return c.Seeded }

// outputLimit bounds what is read of a program that floods its output.
const outputLimit = 1 << 28

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
	out, err := c.run(limited, stop, p)
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
	return file.Align(ids(p.Articles), corpus.IDPolicy{Fixed: "missing,unknown"})
}

// run runs the program on the articles and returns what it wrote. stop ends it with the
// reason given.
func (c *Command) run(ctx context.Context, stop context.CancelCauseFunc, p *algorithms.Problem) ([]byte, error) {
	in, fed := io.Pipe()
	defer in.Close()
	go func() {
		fed.CloseWithError(feed(fed, p.Articles)) // if a program does not read everything, its answer shows it
	}()
	out := &bounded{limit: outputLimit, full: func() { stop(fmt.Errorf("it wrote more than %d MB", outputLimit>>20)) }}
	errs := &tail{limit: 4096}
	workers := p.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	err := process.Program{
		Args:  []string{"sh", "-c", c.Command},
		Env:   []string{fmt.Sprintf("ASSAY_SEED=%d", p.Seed), fmt.Sprintf("ASSAY_WORKERS=%d", workers)},
		Stdin: in, Stdout: out, Stderr: errs,
		Measure: true, Memory: int64(c.Memory) * 1e6,
	}.Run(ctx)
	var exit *process.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("%w%s", err, errs.explain())
	}
	return out.kept.Bytes(), err
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
