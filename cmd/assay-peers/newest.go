//go:build linux

package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed newest.py
var newestScript string

// An environment is a Python of its own with the newest releases of the peers.
type environment struct {
	python, script string
	threads        int
	installed      []string // name and version
	failed         []string // what could not be installed, and why
}

// newEnvironment makes the environment in a folder unless it is there, and installs
// the packages that it has not.
func newEnvironment(ctx context.Context, folder string, packages []string, threads int) (*environment, error) {
	e := &environment{
		python: filepath.Join(folder, "bin", "python3"), script: filepath.Join(folder, "newest.py"), threads: threads,
	}
	if _, err := os.Stat(e.python); err != nil {
		if _, _, err := execute(exec.CommandContext(ctx, "python3", "-m", "venv", folder)); err != nil {
			return nil, fmt.Errorf("making an environment in %s: %w", folder, err)
		}
	}
	if err := os.WriteFile(e.script, []byte(newestScript), 0o644); err != nil {
		return nil, err
	}
	for _, name := range packages {
		version, err := e.install(ctx, name)
		if err != nil {
			e.failed = append(e.failed, fmt.Sprintf("%s: %v", name, err))
		} else {
			e.installed = append(e.installed, version)
		}
	}
	return e, nil
}

// install installs a package if it is absent, and returns its name and version. One
// that cannot be installed leaves the others alone.
func (e *environment) install(ctx context.Context, name string) (string, error) {
	version := `import importlib.metadata as m, sys; print(sys.argv[1], m.version(sys.argv[1]))`
	bare, _, _ := strings.Cut(name, "==")
	ask := func() (string, error) {
		out, _, err := execute(exec.CommandContext(ctx, e.python, "-c", version, bare))
		return strings.TrimSpace(string(out)), err
	}
	if found, err := ask(); err == nil {
		return found, nil
	}
	if _, _, err := execute(exec.CommandContext(ctx, e.python, "-m", "pip", "install", "--quiet", name)); err != nil {
		return "", err
	}
	return ask()
}

// variables are those of this process, without what tells numerical libraries of
// threads, and with the number of them.
func (e *environment) variables(threads int) []string {
	kept := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "OMP_") || strings.HasPrefix(v, "OPENBLAS_")
	})
	return append(kept, fmt.Sprintf("OMP_NUM_THREADS=%d", threads), fmt.Sprintf("OPENBLAS_NUM_THREADS=%d", threads))
}

// run runs a task of a peer once.
func (e *environment) run(ctx context.Context, l lab, t task, threads int) (timing, error) {
	cmd := exec.CommandContext(ctx, e.python, append([]string{e.script}, strings.Fields(l.fill(t.Args))...)...)
	cmd.Env = e.variables(threads)
	return measured(cmd, t)
}

// alternate runs a task by the peer and by us in turn. Where the peer's threads spin
// while they wait, the run with one thread counts if it takes less time of processors.
func (l lab) alternate(ctx context.Context, t task) (row, error) {
	for _, name := range t.Data {
		if err := l.make(ctx, name); err != nil {
			return row{}, err
		}
	}
	r := row{task: t}
	t.Ours.Runs = 1
	var mine, theirs, alone []timing
	for range l.runs {
		for _, threads := range []int{l.newest.threads, 1} {
			if r.absent != "" || threads == 1 && !t.Single {
				continue
			}
			found, err := l.newest.run(ctx, l, t, threads)
			switch {
			case err != nil:
				r.absent = err.Error()
			case threads == 1:
				alone = append(alone, found)
			default:
				theirs = append(theirs, found)
			}
		}
		found, err := l.ours(ctx, t.Ours)
		if err != nil {
			return row{}, err
		}
		mine = append(mine, found)
	}
	r.mine = middle(mine)
	if r.absent == "" {
		r.theirs = middle(theirs)
		if t.Single {
			r.theirs.CPU = min(r.theirs.CPU, middle(alone).CPU)
		}
	}
	return r, nil
}

// middle is the median of each figure of several runs.
func middle(runs []timing) timing {
	of := func(figure func(timing) float64) float64 {
		var values []float64
		for _, t := range runs {
			values = append(values, figure(t))
		}
		return median(values)
	}
	return timing{
		Wall: of(func(t timing) float64 { return t.Wall }), CPU: of(cpu), Memory: of(memory), Check: runs[0].Check,
	}
}

const (
	newestHeading = "\n## Beside the newest releases\n"
	newestCommand = "go run ./cmd/assay-peers -newest -shared ../shared -data /tmp/peers -o docs/speed.md"
)

// reportNewest writes the section of the newest releases.
func reportNewest(w io.Writer, e *environment, runs int, rows []row) error {
	out := new(strings.Builder)
	fmt.Fprintf(out, "%s\nMade by\n\n    %s\n\n", newestHeading, newestCommand)
	fmt.Fprintf(out, "which installs the newest releases in an environment of its own: %s. ", strings.Join(e.installed, ", "))
	figure := fmt.Sprintf("is the median of %d runs", runs)
	if runs == 1 {
		figure = "is that of one run"
	}
	fmt.Fprintf(out, "Each figure %s, of ours and of the peer in turn, each in a process of its own with %d threads.\n", figure, e.threads)
	fmt.Fprintf(out, "\nMeasured with %s.\n\n", machine())
	for _, f := range e.failed {
		fmt.Fprintf(out, "- could not be installed: %s\n", f)
	}
	writeRows(out, rows)
	_, err := io.WriteString(w, out.String())
	return err
}

// replaceSection returns a text whose section of a heading is another one; it comes
// last if there is none.
func replaceSection(text, heading, section string) string {
	before, rest, found := strings.Cut(text, heading)
	if !found {
		return strings.TrimRight(text, "\n") + "\n" + section
	}
	_, after, found := strings.Cut(rest, "\n## ")
	if found {
		after = "\n## " + after
	}
	return before + section + after
}
