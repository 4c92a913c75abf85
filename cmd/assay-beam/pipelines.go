package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strconv"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// A command is a pipeline: a part is made of each shard, parts are merged, and the whole is
// written. The last argument is what it writes.
type command struct {
	name, args, doc string
	check           func(ctx context.Context, j job) error // before any machine works
	part            func(ctx context.Context, j job, s partial.Shard) ([]byte, error)
	merge           func(a, b []byte) ([]byte, error)
	write           func(j job, whole []byte) error
}

// commands is the one list of pipelines.
var commands = []command{
	{"cells", "GOLD FOUND OUT", "the cells of two labels files, as assay score --cells writes them", checkCells, cells,
		partial.MergeBytes, job.writeFile},
	{"duplicates", "CORPUS OUT", "the near-duplicates of a corpus, as assay duplicates and merge write them", checkTexts, duplicates,
		partial.MergeBytes, job.writeFile},
	{"frequencies", "CORPUS OUT", "in how many articles each word is, for the weights of TF-IDF in shards", checkTexts, frequencies,
		partial.MergeBytes, job.writeFile},
	{"bench", "PLAN OUT", "the trials of a plan, as assay bench writes them; OUT.shards keeps what is done", checkBench, trials, joinFolders,
		job.mergeFolders},
}

func commandNamed(name string) (command, bool) {
	for _, c := range commands {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

func init() {
	register.DoFn3x1[context.Context, int, func([]byte), error](&partFn{})
	register.DoFn1x1[[]byte, error](&writeFn{})
	register.Combiner1[[]byte](&mergeFn{})
	register.Emitter1[[]byte]()
	beam.RegisterType(reflect.TypeFor[job]())
}

// A job is what the workers are told of their work.
type job struct {
	Version string // of the program that gave the work
	Dir     string // where it was given: names of files are relative to it
	Command string
	Args    []string
	Shards  int
}

// out is the name of what is written.
func (j job) out() string { return j.Args[len(j.Args)-1] }

// begin returns the command of the work. It is an error if another version of assay gave the
// work, since results of both do not mix, or if the worker does not see the folder of the files.
func (j job) begin() (command, error) {
	c, ok := commandNamed(j.Command)
	if own := fingerprint.Version(); own != j.Version || !ok {
		return c, fmt.Errorf("the work is from assay %s, and this worker is assay %s: install the same on all machines", j.Version, own)
	}
	if err := os.Chdir(j.Dir); err != nil {
		return c, fmt.Errorf("the worker does not share the folder of the files: %w", err)
	}
	return c, nil
}

// run runs the pipeline of a command.
func (c command) run(ctx context.Context, args []string) error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	j := job{fingerprint.Version(), dir, c.name, args, *shards}
	if err := c.check(ctx, j); err != nil {
		return err
	}
	numbers := make([]int, j.Shards)
	for i := range numbers {
		numbers[i] = i
	}
	p, s := beam.NewPipelineWithRoot()
	spread := beam.Reshuffle(s, beam.CreateList(s, numbers)) // over the workers
	parts := beam.ParDo(s, &partFn{Job: j}, spread)
	beam.ParDo0(s, &writeFn{Job: j}, beam.Combine(s, &mergeFn{Job: j}, parts))
	return execute(ctx, p)
}

// A partFn makes the part of a shard.
type partFn struct{ Job job }

func (f *partFn) ProcessElement(ctx context.Context, shard int, emit func([]byte)) error {
	c, err := f.Job.begin()
	if err != nil {
		return err
	}
	part, err := c.part(ctx, f.Job, partial.Shard{Index: shard, Count: f.Job.Shards})
	if err != nil {
		return err
	}
	emit(part)
	return nil
}

// A mergeFn merges parts.
type mergeFn struct{ Job job }

func (f *mergeFn) MergeAccumulators(a, b []byte) ([]byte, error) {
	c, err := f.Job.begin()
	switch {
	case err != nil:
		return nil, err
	case len(a) == 0:
		return b, nil
	case len(b) == 0:
		return a, nil
	}
	return c.merge(a, b)
}

// A writeFn writes the whole, on one of the workers.
type writeFn struct{ Job job }

func (f *writeFn) ProcessElement(whole []byte) error {
	c, err := f.Job.begin()
	if err != nil {
		return err
	}
	return c.write(f.Job, whole)
}

func (j job) writeFile(whole []byte) error {
	return atomicfile.Write(j.out(), func(w io.Writer) error {
		_, err := w.Write(whole)
		return err
	})
}

// labels opens the two labels files of cells.
func (j job) labels(ctx context.Context) (*partial.Labels, error) {
	return partial.OpenLabels(ctx, j.Args[0], j.Args[1], partial.NewPolicy(eval.Policy{}, corpus.IDPolicy{}))
}

func checkCells(ctx context.Context, j job) error {
	if err := atomicfile.Check(j.out()); err != nil {
		return err
	}
	_, err := j.labels(ctx)
	return err
}

func cells(ctx context.Context, j job, s partial.Shard) ([]byte, error) {
	labels, err := j.labels(ctx)
	if err != nil {
		return nil, err
	}
	var part bytes.Buffer
	err = labels.Write(ctx, &part, s)
	return part.Bytes(), err
}

func checkTexts(ctx context.Context, j job) error {
	if err := atomicfile.Check(j.out()); err != nil {
		return err
	}
	c, err := format.Open(ctx, j.Args[0])
	if err != nil {
		return err
	}
	return c.CheckTexts()
}

func duplicates(ctx context.Context, j job, s partial.Shard) ([]byte, error) {
	c, err := format.Open(ctx, j.Args[0])
	if err != nil {
		return nil, err
	}
	var part bytes.Buffer
	err = partial.DuplicatesOf(ctx, &part, c, minhash.New(), neardup.Config{Seed: 1}, s, 0)
	return part.Bytes(), err
}

func frequencies(ctx context.Context, j job, s partial.Shard) ([]byte, error) {
	c, err := format.Open(ctx, j.Args[0])
	if err != nil {
		return nil, err
	}
	var part bytes.Buffer
	err = partial.FrequenciesOf(ctx, &part, c, features.NewTFIDF(), s)
	return part.Bytes(), err
}

func checkBench(ctx context.Context, j job) error {
	if _, err := os.Stat(j.out()); err == nil {
		return fmt.Errorf("%s is there already: name a new folder", j.out())
	}
	_, err := bench.ReadPlan(ctx, j.Args[0])
	return err
}

// trials runs the trials of a shard, those that are not done, and returns the folder of its
// results as a list of one.
func trials(ctx context.Context, j job, s partial.Shard) ([]byte, error) {
	plan, err := bench.ReadPlan(ctx, j.Args[0])
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(j.out()+".shards", strconv.Itoa(s.Index+1))
	if _, err := bench.Run(ctx, plan, bench.Options{Dir: dir, Runner: bench.Isolated(), Shard: s.Index, Shards: s.Count}); err != nil {
		return nil, err
	}
	return json.Marshal([]string{dir})
}

// joinFolders joins two lists of folders.
func joinFolders(a, b []byte) ([]byte, error) {
	var all []string
	for _, part := range [][]byte{a, b} {
		var list []string
		if err := json.Unmarshal(part, &list); err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return json.Marshal(all)
}

func (j job) mergeFolders(whole []byte) error {
	var dirs []string
	if err := json.Unmarshal(whole, &dirs); err != nil {
		return err
	}
	_, err := bench.Merge(j.out(), dirs)
	return err
}
