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
//
// With -newest the peers are instead the newest releases of what Python has, which are
// installed in an environment of their own, the folder -env; gen.py alone is then taken
// from -shared. Runs of ours and of a peer alternate. The table takes the place of its
// section of the file -o.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
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
	newest := flag.Bool("newest", false, "compare with the newest releases, installed by pip")
	cache, _ := os.UserCacheDir() // its absence shows when the environment is made
	env := flag.String("env", filepath.Join(cache, "assay-peers"), "with -newest, folder of the Python environment, which is made if absent")
	threads := flag.Int("threads", 2, "with -newest, number of threads of a peer")
	runs := flag.Int("runs", 5, "number of runs of each program")
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
	tasks, compare := planned.Tasks, lab.compare
	if *newest {
		if lab.newest, err = newEnvironment(ctx, *env, planned.Packages, *threads); err != nil {
			return err
		}
		tasks, compare = planned.Newest, lab.alternate
	}
	var rows []row
	for _, t := range tasks {
		if !chosen(t.Name) && !chosen(t.Peer) {
			continue
		}
		r, err := compare(ctx, t)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		rows = append(rows, r)
		fmt.Fprintln(os.Stderr, r.line())
	}
	if *newest {
		return writeNewest(*out, lab, rows)
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

// writeNewest writes the section of the newest releases to standard output, or into a
// file in its place.
func writeNewest(file string, l lab, rows []row) error {
	section := new(strings.Builder)
	if err := reportNewest(section, l.newest, l.runs, rows); err != nil {
		return err
	}
	if file == "" {
		_, err := io.WriteString(os.Stdout, section.String())
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return atomicfile.Write(file, func(w io.Writer) error {
		_, err := io.WriteString(w, replaceSection(string(text), newestHeading, section.String()))
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
