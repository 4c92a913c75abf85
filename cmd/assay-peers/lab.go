//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gonum.org/v1/gonum/stat"
)

// A lab is the folders and the number of runs.
type lab struct {
	peers, data string
	files       map[string]string // how data are made, by name
	runs        int
	newest      *environment // or nil
}

// A row is one task run by both programs.
type row struct {
	task
	mine, theirs timing
	absent       string // why the peer did not run
}

func (l lab) compare(ctx context.Context, t task) (row, error) {
	for _, name := range t.Data {
		if err := l.make(ctx, name); err != nil {
			return row{}, err
		}
	}
	r := row{task: t}
	var err error
	// Theirs first: a peer saves some of the data.
	if r.theirs, err = l.theirs(ctx, t); err != nil {
		r.absent = err.Error()
	}
	if t.Single && err == nil {
		alone, err := l.theirs(ctx, t, "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
		if err == nil {
			r.theirs.CPU = min(r.theirs.CPU, alone.CPU)
		}
	}
	t.Ours.Runs = l.runs
	r.mine, err = l.ours(ctx, t.Ours)
	return r, err
}

// make makes a file of data if it is absent.
func (l lab) make(ctx context.Context, name string) error {
	path := filepath.Join(l.data, name)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	args := strings.Fields(l.fill(l.files[name]))
	script := filepath.Join(l.peers, "gen.py")
	cmd := exec.CommandContext(ctx, script, args...)
	if l.newest != nil {
		cmd = exec.CommandContext(ctx, l.newest.python, append([]string{script}, args...)...)
	}
	_, _, err := execute(cmd)
	return err
}

// fill puts the folders of data and of models into a text.
func (l lab) fill(text string) string {
	return strings.NewReplacer("{data}", l.data, "{models}", filepath.Join(l.peers, "..", "models")).Replace(text)
}

// execute runs a command, and returns its output and its peak memory.
func execute(cmd *exec.Cmd) (out []byte, memory float64, err error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if out, err = cmd.Output(); err != nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return nil, 0, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, lines[len(lines)-1])
	}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		memory = float64(u.Maxrss) * 1024
	}
	return out, memory, nil
}

// ours runs a job in a process of its own.
func (l lab) ours(ctx context.Context, j job) (timing, error) {
	for _, path := range []*string{&j.Matrix, &j.Sparse, &j.Graph, &j.Articles, &j.Labels} {
		if *path != "" {
			*path = filepath.Join(l.data, *path)
		}
	}
	j.Space = l.fill(j.Space)
	text, err := json.Marshal(j)
	if err != nil {
		return timing{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return timing{}, err
	}
	out, memory, err := execute(exec.CommandContext(ctx, self, "-ours", string(text)))
	if err != nil {
		return timing{}, err
	}
	var t timing
	err = json.Unmarshal(out, &t)
	t.Memory = memory
	return t, err
}

// theirs runs the script of a peer and reads the line of the task.
func (l lab) theirs(ctx context.Context, t task, env ...string) (timing, error) {
	var args []string
	for a := range strings.FieldsSeq(t.Args) {
		args = append(args, l.fill(a))
	}
	switch {
	case t.Script == "ref_r.R":
		args = append(args, "runs="+strconv.Itoa(l.runs))
	case t.Phase == "":
		args = append(args, "--runs", strconv.Itoa(l.runs))
	}
	if t.Script == "ref_dense.py" {
		args = append(args, "--peers", t.Peer)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(l.peers, t.Script), args...)
	cmd.Env = append(os.Environ(), env...)
	return measured(cmd, t)
}

// measured runs the command of a peer and reads the line of the task.
func measured(cmd *exec.Cmd, t task) (timing, error) {
	out, memory, err := execute(cmd)
	if err != nil {
		return timing{}, err
	}
	for line := range strings.Lines(string(out)) {
		var p printed
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			return timing{}, fmt.Errorf("%s printed %q: %w", filepath.Base(cmd.Path), line, err)
		}
		if found, ok := p.timing(t); ok {
			found.Memory = memory
			return found, nil
		}
	}
	return timing{}, fmt.Errorf("%s printed no line of %s", filepath.Base(cmd.Path), t.Peer)
}

// printed is a line of a peer's script.
type printed map[string]any

// number is a field of it, 0 if there is none.
func (p printed) number(name string) float64 {
	v, _ := p[name].(float64)
	return v
}

func (p printed) part(name string) printed {
	v, _ := p[name].(map[string]any)
	return v
}

// timing returns the timing of a task, if the line has it.
func (p printed) timing(t task) (timing, bool) {
	if t.Phase != "" {
		wall, cpu := p.part("wall_s"), p.part("cpu_s")
		var sum timing
		for phase := range wall {
			if phase == t.Phase || t.Phase == shingling && slices.Contains([]string{"shingle", "sketch", "index", "query"}, phase) {
				sum.Wall, sum.CPU = sum.Wall+wall.number(phase), sum.CPU+cpu.number(phase)
			}
		}
		sum.Check = p.check()
		return sum, sum.Wall > 0
	}
	if p["absent"] != nil || p["peer"] != t.Peer && p["algo"] != t.Peer {
		return timing{}, false
	}
	from := p
	if inner := p.part("seconds"); inner != nil {
		from = inner
	}
	return timing{Wall: from.number("median_s"), CPU: from.number("cpu_s"), Check: p.check()}, true
}

// check is a number that is the same for the same work.
func (p printed) check() string {
	for _, c := range []struct{ field, format string }{
		{"inertia", "inertia %.7g"}, {"modularity", "modularity %.4f"}, {"height_sum", "heights %.7g"}, {"terms", "%.0f terms"},
		{"pairs", "%.0f pairs"}, {"absolutes", "absolute values %.5g"},
		{"error", "error %.6g"}, {"clusters", "%.0f clusters"}, {"check", "%.0f clusters"}, {"score", "score %.6f"}, {"recall", "recall %.3f"},
	} {
		if p[c.field] != nil {
			return fmt.Sprintf(c.format, p.number(c.field))
		}
	}
	return ""
}

// thousands groups the digits of a number.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// A growth is the cost of one algorithm at several sizes.
type growth struct {
	sequence
	rows    []int
	timings []timing
}

// steps is the number of sizes of a sequence, each twice the one before.
const steps = 4

func (l lab) grow(ctx context.Context, s sequence) (growth, error) {
	g := growth{sequence: s}
	for _, name := range []string{s.Job.Matrix, s.Job.Articles} {
		if name == "" {
			continue
		}
		if err := l.make(ctx, name); err != nil {
			return g, err
		}
	}
	for step := range steps {
		j := s.Job
		j.Rows, j.Runs = s.First<<step, 1
		t, err := l.ours(ctx, j)
		if err != nil {
			return g, err
		}
		g.rows, g.timings = append(g.rows, j.Rows), append(g.timings, t)
	}
	return g, nil
}

// exponent is the slope of the least squares line through the logarithms of
// sizes and costs.
func (g growth) exponent(cost func(timing) float64) float64 {
	var x, y []float64
	for i, rows := range g.rows {
		x, y = append(x, math.Log(float64(rows))), append(y, math.Log(cost(g.timings[i])))
	}
	_, slope := stat.LinearRegression(x, y, nil, false)
	return slope
}
