package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/bench"
)

// A stored trial is a result with the folder that its labels are in.
type stored struct {
	bench.Result
	dir string
}

// inFolder are results of one folder.
func inFolder(dir string, results []bench.Result) []stored {
	list := make([]stored, len(results))
	for i, r := range results {
		list[i] = stored{r, dir}
	}
	return list
}

// readStored reads results: folders, or their files. Of the same trial in several
// the last counts.
func readStored(paths []string) ([]stored, error) {
	var list []stored
	at := map[string]int{} // by key
	for _, path := range paths {
		results, err := bench.ReadResults(path)
		if err != nil {
			return nil, err
		}
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			path = filepath.Dir(path)
		}
		for _, t := range inFolder(path, results) {
			if i, ok := at[t.Key]; ok {
				list[i] = t
				continue
			}
			at[t.Key] = len(list)
			list = append(list, t)
		}
	}
	return list, nil
}

// opened are corpora that were opened, by digest.
type opened map[string]*corpus.Corpus

// open returns the corpus of a trial, from where the bench found it, and the labels.
func (o opened) open(ctx context.Context, t stored) (*corpus.Corpus, corpus.Labels, error) {
	c := o[t.Corpus.Digest]
	if c == nil {
		var err error
		if c, err = format.Open(ctx, t.Path); err != nil {
			return nil, nil, err
		}
		if c.Digest() != t.Corpus.Digest {
			return nil, nil, fmt.Errorf("%s changed since the bench: run it again", t.Path)
		}
		o[t.Corpus.Digest] = c
	}
	labels, err := readLabels(filepath.Join(t.dir, filepath.FromSlash(t.Labels)), c)
	return c, labels, err
}
