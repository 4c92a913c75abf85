//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// line is a short form of a row.
func (r row) line() string {
	if r.absent != "" {
		return fmt.Sprintf("%s: ours %.2f s (%.2f CPU); the peer is absent: %s", r.Name, r.mine.Wall, r.mine.CPU, r.absent)
	}
	return fmt.Sprintf("%s: ours %.2f s (%.2f CPU, %s), %s %.2f s (%.2f CPU, %s): CPU %.2f, wanted %.2f",
		r.Name, r.mine.Wall, r.mine.CPU, r.mine.Check, r.called(), r.theirs.Wall, r.theirs.CPU, r.theirs.Check, r.mine.CPU/r.theirs.CPU, r.Bar)
}

// called is the name of the peer.
func (t task) called() string {
	switch {
	case t.Peer != "":
		return strings.TrimPrefix(t.Peer, "R-")
	case t.Script == "ref_minhash.py":
		return "NumPy"
	}
	return "scikit-learn"
}

func (g growth) line() string {
	return fmt.Sprintf("growth of %s: n^%.2f time, n^%.2f memory", g.Name, g.exponent(cpu), g.exponent(memory))
}

func cpu(t timing) float64    { return t.CPU }
func memory(t timing) float64 { return t.Memory }

func report(w io.Writer, rows []row, growths []growth) error {
	out := new(strings.Builder)
	fmt.Fprintf(out, "# Speed\n\n%s\n", strings.TrimSpace(preface))
	fmt.Fprintf(out, "\nMeasured with %s.\n", machine())
	if len(rows) > 0 {
		fmt.Fprint(out, "\n## Beside others\n\n")
		writeRows(out, rows)
	}
	if len(growths) > 0 {
		fmt.Fprint(out, "\n## How the cost grows\n\nCPU seconds and peak MB of the whole process at n, 2n, 4n and 8n articles, once each, and "+
			"the exponents of the lines fitted to their logarithms.\n\n| algorithm | n | CPU s | time grows as | MB | memory grows as "+
			"|\n|---|---|---|---|---|---|\n")
	}
	for _, g := range growths {
		var seconds, megabytes []string
		for _, t := range g.timings {
			seconds, megabytes = append(seconds, fmt.Sprintf("%.2f", t.CPU)), append(megabytes, fmt.Sprintf("%.0f", t.Memory/1e6))
		}
		fmt.Fprintf(out, "| %s | %s | %s | n^%.1f | %s | n^%.1f |\n", g.Name, thousands(g.First), strings.Join(seconds, ", "), g.exponent(cpu),
			strings.Join(megabytes, ", "), g.exponent(memory))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// machine names the compiler, the processor and the number of cores.
func machine() string {
	name := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, found := strings.Cut(string(text), "model name"); found {
			line, _, _ := strings.Cut(rest, "\n")
			name = strings.TrimLeft(line, "\t :")
		}
	}
	return fmt.Sprintf("%s on %d cores of %s (%s/%s)", runtime.Version(), runtime.NumCPU(), name, runtime.GOOS, runtime.GOARCH)
}

// writeRows writes the table of tasks, and what shows that the work was the same.
func writeRows(out *strings.Builder, rows []row) {
	fmt.Fprint(out, "| task | ours: s (CPU s), MB | peer | s (CPU s), MB | ours / peer: wall | CPU | memory | at most "+
		"|\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		mine := fmt.Sprintf("%.2f (%.2f), %.0f", r.mine.Wall, r.mine.CPU, r.mine.Memory/1e6)
		if r.absent != "" {
			fmt.Fprintf(out, "| %s | %s | %s | absent | | | | %.2f |\n", r.Name, mine, r.called(), r.Bar)
			continue
		}
		fmt.Fprintf(out, "| %s | %s | %s | %.2f (%.2f), %.0f | %.2f | %.2f | %.2f | %.2f%s |\n", r.Name, mine, r.called(),
			r.theirs.Wall, r.theirs.CPU, r.theirs.Memory/1e6,
			r.mine.Wall/r.theirs.Wall, r.mine.CPU/r.theirs.CPU, r.mine.Memory/r.theirs.Memory, r.Bar, r.memoryBar())
	}
	fmt.Fprint(out, "\nWhat shows that the work was the same:\n\n")
	for _, r := range rows {
		if r.absent == "" && r.theirs.Check != "" {
			fmt.Fprintf(out, "- %s: ours %s; %s %s\n", r.Name, r.mine.Check, r.called(), r.theirs.Check)
		}
	}
}

// keptSections returns the sections of a file that are measured by themselves, which
// are kept.
func keptSections(file string) (string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	first := len(text)
	for _, heading := range []string{newestHeading, "\n## Articles as they come\n"} {
		if at := strings.Index(string(text), heading); at >= 0 {
			first = min(first, at)
		}
	}
	return string(text[first:]), err
}

func (r row) memoryBar() string {
	if r.Memory == 0 {
		return ""
	}
	return fmt.Sprintf(", memory %.2f", r.Memory)
}

const preface = `
Made by

    go run ./cmd/assay-peers -shared ../shared -data /tmp/peers -o docs/speed.md

which runs the peers that are installed beside ours, on the same data, each in a process of its own. Figures are medians of
several runs, with the data loaded; memory is the most that the whole process had, its data included. A ratio below 1 means that
ours takes less; the last column is what was asked for. On a machine that does other things too, the CPU column says more than
the wall column. Where a peer's threads spin while they wait, its CPU seconds are those of one thread, if these are fewer.
`
