//go:build linux

// Command assay-peers compares the speed and memory of assay's algorithms with those of
// other programs, in one run on one machine, and writes a table of ratios. It is run from
// the root of the module, on Linux:
//
//	go run ./cmd/assay-peers -shared ../shared -data /tmp/peers -o docs/speed.md
//
// The folder peers in -shared has the scripts of the other programs, and says how to
// install them and how their data are made. Every program runs in a process of its own,
// loads its data before the clock starts, and is timed -runs times. -only chooses tasks by
// parts of their names.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "assay-peers:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	shared := flag.String("shared", "../shared", "folder that contains peers")
	data := flag.String("data", filepath.Join(os.TempDir(), "peers"), "folder for the data, which are made if absent")
	only := flag.String("only", "", "comma-separated parts of the names of tasks to run")
	runs := flag.Int("runs", 3, "number of runs of each program")
	out := flag.String("o", "", "file of the table, Markdown (default standard output)")
	child := flag.String("ours", "", "internal: a job, as JSON")
	flag.Parse()
	if *child != "" {
		return serve(ctx, *child)
	}
	planned, err := readPlan()
	if err != nil {
		return err
	}
	lab := lab{peers: filepath.Join(*shared, "peers"), data: *data, files: planned.Files, runs: *runs}
	if _, err := os.Stat(lab.peers); err != nil {
		return fmt.Errorf("the peers are not at %s: give the folder with -shared", lab.peers)
	}
	if err := os.MkdirAll(lab.data, 0o755); err != nil {
		return err
	}
	chosen := func(name string) bool {
		for part := range strings.SplitSeq(*only, ",") {
			if strings.Contains(name, part) {
				return true
			}
		}
		return false
	}
	var rows []row
	for _, t := range planned.Tasks {
		if !chosen(t.Name) {
			continue
		}
		r, err := lab.compare(ctx, t)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		rows = append(rows, r)
		fmt.Fprintln(os.Stderr, r.line())
	}
	var growths []growth
	for _, s := range planned.Series {
		if !chosen("growth " + s.Name) {
			continue
		}
		g, err := lab.grow(ctx, s)
		if err != nil {
			return fmt.Errorf("growth of %s: %w", s.Name, err)
		}
		growths = append(growths, g)
		fmt.Fprintln(os.Stderr, g.line())
	}
	if *out == "" {
		return report(os.Stdout, rows, growths)
	}
	stream, err := keptSections(*out)
	if err != nil {
		return fmt.Errorf("reading what to keep: %w", err)
	}
	return atomicfile.Write(*out, func(w io.Writer) error {
		if err := report(w, rows, growths); err != nil {
			return err
		}
		_, err := io.WriteString(w, stream)
		return err
	})
}

// serve runs one of our jobs in this process, and prints the measurements.
func serve(ctx context.Context, text string) error {
	var j job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return fmt.Errorf("reading the job: %w", err)
	}
	t, err := j.run(ctx)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(t)
}
