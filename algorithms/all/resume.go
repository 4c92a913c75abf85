package all

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/lockfile"
	"github.com/seed-9405df2f/assay/spec"
)

// A Resumed run has taken the articles of a corpus into a stream whose state is in a file.
// No other run can go on with the file before End.
type Resumed struct {
	*storyline.Taken
	Notes []string

	path   string
	state  []byte
	unlock func()
}

// Resume goes on with the stream whose state is in a file, and begins one if there is no
// such file. The file is as it was until End.
func Resume(ctx context.Context, c *corpus.Corpus, algorithm, path string, workers int) (_ *Resumed, err error) {
	s, err := spec.Parse(algorithm)
	if err != nil {
		return nil, err
	}
	_, clusterer, s, err := Parse(s)
	if err != nil {
		return nil, err
	}
	online, ok := clusterer.(*storyline.Online)
	if !ok {
		return nil, fmt.Errorf("%s has no state to keep: only %s has", s, storyline.OnlineEntry.Name)
	}
	if err := algorithms.CheckTexts(online, c); err != nil {
		return nil, fmt.Errorf("%s: %w", s, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	r := &Resumed{path: path}
	place := lockfile.Place{Path: path, By: "a run", Does: "goes on with this state", Else: "choose another file"}
	if r.unlock, err = lockfile.Lock(path+".lock", place); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			r.unlock()
		}
	}()
	state, err := online.Begin()
	if err != nil {
		return nil, err
	}
	if err := restore(state, path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	articles := slices.Clone(c.Articles)
	for i, a := range articles {
		if a.Lang == "" {
			articles[i].Lang = c.Card.Lang
		}
	}
	if r.Taken, err = state.Take(ctx, articles, workers); err != nil {
		return nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	if r.state, err = state.MarshalBinary(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r.note()
	return r, nil
}

// restore reads a state, if there is a file.
func restore(state *storyline.State, path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return errors.Unwrap(err)
	case !info.Mode().IsRegular():
		return errors.New("it is no regular file, and cannot hold a state")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return errors.Unwrap(err)
	}
	return state.UnmarshalBinary(data)
}

func (r *Resumed) note() {
	if r.Earlier > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d earlier articles have another story now: they follow the articles given", r.Earlier))
	}
	if r.Reused > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d articles have the ids of earlier ones with other words: they count as further articles; "+
			"give each an id of its own, if they are no later versions", r.Reused))
	}
}

// WriteLabels writes ids and stories as labels.
func (r *Resumed) WriteLabels(w io.Writer) error { return corpus.WriteLabels(w, r.IDs, r.Stories) }

// End calls write, and replaces the file by the state after the articles unless that
// fails: who takes the same articles again gets the same stories. Then other runs can go
// on with the file.
func (r *Resumed) End(write func() error) error {
	defer r.unlock()
	if err := write(); err != nil {
		return err
	}
	return atomicfile.Write(r.path, func(w io.Writer) error {
		_, err := w.Write(r.state)
		return err
	})
}
