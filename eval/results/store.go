package results

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/spec"
)

// The files of a results folder.
const (
	resultsFile = "results.jsonl"
	labelsDir   = "labels"
	pagesDir    = "pages"
)

// LabelsFile is where the labels of a trial belong, from the folder of the results.
func LabelsFile(key string) string { return labelsDir + "/" + key + ".csv" }

// PagesFile is the same for the pages of the trial's clusters.
func PagesFile(key string) string { return pagesDir + "/" + key + ".jsonl" }

// A Store is the results file of a folder, open for appending by this process alone.
type Store struct {
	dir    string
	file   *os.File
	last   map[string]Result // by key
	unlock func()
}

// Open opens the results of a folder, which is made if absent; a folder that another
// process has open is an error. A last line that was cut off is removed; any other damage
// is an error.
func Open(dir string) (_ *Store, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, last: map[string]Result{}}
	if s.unlock, err = lock(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.unlock()
		}
	}()
	if err := removeTemporary(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, resultsFile)
	list, whole, err := read(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if s.file, err = os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o666); err != nil {
		return nil, err
	}
	if err := s.file.Truncate(whole); err != nil {
		s.file.Close()
		return nil, err
	}
	for _, r := range list {
		s.last[r.Key] = r
	}
	return s, nil
}

// Get returns the last result of a trial.
func (s *Store) Get(key string) (r Result, ok bool) {
	r, ok = s.last[key]
	return r, ok
}

// Append writes one line and waits until it is on the disk.
func (s *Store) Append(r Result) error {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return err
	}
	if err := atomicfile.Append(s.file, line.Bytes()); err != nil {
		return err
	}
	if err := s.file.Sync(); err != nil {
		return err
	}
	s.last[r.Key] = r
	return nil
}

// Close closes the file, and lets other processes open the folder.
func (s *Store) Close() error {
	defer s.unlock()
	return s.file.Close()
}

// Read reads results files, or folders that hold one. Each result knows its folder
// (Dir). Only the last line of a trial counts.
func Read(paths ...string) ([]Result, error) {
	var list []Result
	at := map[string]int{}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, resultsFile)
		}
		results, _, err := read(path)
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			if i, ok := at[r.Key]; ok {
				list[i] = r
				continue
			}
			at[r.Key] = len(list)
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%v: there are no results in it", paths)
	}
	return list, nil
}

// read returns the results of a file and the length of its whole lines.
func read(path string) (list []Result, whole int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	reader := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return list, whole, nil
		}
		if err != nil {
			return nil, 0, err
		}
		r := Result{Dir: filepath.Dir(path)}
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, 0, fmt.Errorf("%s:%d: this is no result: %w (remove the line to run its trial again)", path, n, err)
		}
		if r.Schema == oldSchema {
			err = r.upgrade(line)
		}
		if err != nil || r.Schema != Schema {
			return nil, 0, fmt.Errorf("%s:%d: the line has the form %q, this assay reads %q", path, n, r.Schema, Schema)
		}
		if r.Family == "made elsewhere" { // its name of before
			r.Family = algorithms.Outside
		}
		list = append(list, r)
		whole += int64(len(line))
	}
}

// oldSchema called the fingerprint of a corpus its digest, and by the parameter digest
// metrics chose a summarizer.
const oldSchema = "assay/result/1"

// upgrade takes from a line of the old schema what the new one names otherwise.
func (r *Result) upgrade(line []byte) error {
	var old struct {
		Corpus struct {
			Digest string `json:"digest"`
		} `json:"corpus"`
	}
	r.Schema = Schema
	err := json.Unmarshal(line, &old)
	r.Corpus.Fingerprint = old.Corpus.Digest
	for i := range r.Metrics {
		r.Metrics[i] = renamed(r.Metrics[i])
	}
	for i := range r.Scores {
		if s, err := spec.Parse(r.Scores[i].Metric); err == nil {
			r.Scores[i].Metric = renamed(s).String()
		}
	}
	return err
}

// renamed has the parameter digest of a metric under its present name.
func renamed(metric spec.Spec) spec.Spec {
	args := slices.Clone(metric.Args)
	for i := range args {
		if args[i].Name == "digest" {
			args[i].Name = "summarizer"
		}
	}
	slices.SortStableFunc(args, func(a, b spec.Arg) int { return strings.Compare(a.Name, b.Name) })
	metric.Args = args
	return metric
}
