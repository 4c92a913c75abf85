// Command assay-steps checks that the time of what reads and writes texts grows no faster
// than n log n, whatever the text. It runs each function on inputs that are hard for it, of
// n and of 8n bytes, and counts the statements executed and the bytes allocated; the input on
// which a function grows fastest is tried again at a greater length. It counts by the counters
// of a build for coverage, the same on every machine, so that it is run from the root of the
// module as
//
//	go run -cover -covermode=atomic -coverpkg=./...,PACKAGES ./cmd/assay-steps
//
// -only chooses functions by parts of their names, -size is n, and -v prints every count.
// Functions are shared out to a process for each processor. Scanning that the runtime does in
// assembly, such as the search for one byte, is not counted: the benchmarks of this package
// measure the time of the same functions and inputs.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

func main() {
	var o options
	flag.StringVar(&o.only, "only", "", "comma-separated parts of the names of functions to run")
	flag.IntVar(&o.size, "size", 512, "bytes of the smaller input")
	flag.IntVar(&o.long, "long", 5_000, "bytes of the smaller input on which a function is tried again; 0 means not")
	flag.BoolVar(&o.all, "v", false, "print every count")
	flag.BoolVar(&o.controls, "controls", false, "try the functions whose growth is known instead")
	flag.IntVar(&o.processes, "processes", runtime.NumCPU(), "processes that functions are shared out to")
	flag.IntVar(&o.process, "process", -1, "the number of this process, from 0; -1 starts all")
	flag.Parse()
	if err := o.run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "assay-steps:", err)
		os.Exit(1)
	}
}

type options struct {
	only               string
	size, long         int
	all, controls      bool
	processes, process int
}

func (o options) run(w io.Writer) error {
	switch {
	case o.size < 2 || o.long < 0 || o.processes < 1:
		return errors.New("-size must be at least 2, -long at least 0, -processes at least 1")
	case o.process < 0 && o.processes > 1:
		return startAll(w, o.processes)
	}
	if err := checkControls(o.size); err != nil {
		return err
	}
	list := everything()
	if o.controls {
		list = nil
		for _, c := range controls {
			list = append(list, tried{c.function, repeated("a")})
		}
	}
	t := tally{options: o, w: w}
	for i, f := range list {
		if o.process < 0 || i%o.processes == o.process {
			if err := t.try(f); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(w, "%d of %d functions and inputs grow faster than n log n\n", t.failed, t.tried)
	if t.failed > 0 || t.tried == 0 && o.process < 0 {
		return fmt.Errorf("%d of %d failed", t.failed, t.tried)
	}
	return nil
}

// startAll starts this program as often as there are processes, and waits for all.
func startAll(w io.Writer, processes int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var started []*exec.Cmd
	for i := range processes {
		c := exec.Command(self, append(os.Args[1:], fmt.Sprintf("-processes=%d", processes), fmt.Sprintf("-process=%d", i))...)
		c.Env = append(os.Environ(), "GOMAXPROCS=1")
		c.Stdout, c.Stderr = w, os.Stderr
		if err = c.Start(); err != nil {
			break
		}
		started = append(started, c)
	}
	for _, c := range started {
		if failed := c.Wait(); failed != nil {
			err = failed
		}
	}
	return err
}

// A tally is what came of the functions tried.
type tally struct {
	options
	w             io.Writer
	tried, failed int
}

// try tries a function on all its inputs.
func (t *tally) try(f tried) error {
	var worst input
	fastest := 0.0
	for _, in := range f.inputs {
		if !t.chosen(f.function, in) {
			continue
		}
		g, err := t.one(f.function, in, t.size)
		if err != nil {
			return err
		}
		if !g.tooFast() && g.ratio() > fastest {
			worst, fastest = in, g.ratio()
		}
	}
	if worst.text == nil || t.long == 0 {
		return nil
	}
	_, err := t.one(f.function, worst, t.long)
	return err
}

func (t *tally) chosen(f function, in input) bool {
	name := f.name + " of " + in.name
	return slices.ContainsFunc(strings.Split(t.only, ","), func(part string) bool { return strings.Contains(name, part) })
}

// one tries a function on one input of n bytes. If it grows too fast, longer ones count: a
// bound, such as that of the sentences that are compared, may not have been reached.
func (t *tally) one(f function, in input, n int) (growth, error) {
	g, err := measure(f, in, n)
	for longer := 1; err == nil && longer <= 2 && g.tooFast() && g.large.steps < hopeless*g.small.steps; longer++ {
		n *= factor
		g, err = measure(f, in, n)
	}
	if err != nil {
		return g, err
	}
	t.tried++
	if g.tooFast() {
		t.failed++
	}
	if t.all || g.tooFast() {
		_, err = fmt.Fprintf(t.w, "%s of %s: %s\n", f.name, in.name, g)
	}
	return g, err
}
