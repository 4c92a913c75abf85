package label

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/judge"
	"github.com/seed-9405df2f/assay/internal/lockfile"
)

// schema is that of the first line of a file of judgements.
const schema = "assay/judgements/1"

// A header is the first line of a file of judgements: by what design the questions are drawn.
type header struct {
	Schema  string       `json:"schema"`
	Corpus  string       `json:"corpus"` // fingerprint of the articles, without gold
	Systems []system     `json:"systems"`
	Ask     string       `json:"ask"`
	Screens string       `json:"screens"`
	Seed    uint64       `json:"seed"`
	Survey  judge.Survey `json:"survey,omitzero"`
}

// A system is a clustering that is judged.
type system struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"` // of the labels
}

// A line is one answer. Lines are only ever added; of several of one judge to one question the last
// counts.
type line struct {
	Question string        `json:"question"`
	A        string        `json:"id_a,omitempty"`
	B        string        `json:"id_b,omitempty"`
	Focus    string        `json:"focus,omitempty"`
	Groups   []group       `json:"groups,omitempty"`
	Same     corpus.Answer `json:"same"` // of a focus: yes, or unsure of all
	Judge    string        `json:"judge"`
	Model    bool          `json:"model,omitempty"` // the judge is one
	Time     time.Time     `json:"time"`
	Note     string        `json:"note,omitempty"`
}

// A group is what was shown of one kind of other articles of a focus, and which of them are of its story.
type group struct {
	In       uint8    `json:"in"`
	All      int      `json:"all"`
	Articles []string `json:"articles"`
	Same     []string `json:"same"`
}

// A store is the open file of judgements.
type store struct {
	path   string
	file   *os.File
	unlock func()
	list   []line
}

// openStore opens the file, which it begins with the header if it is new or empty. A last line that was cut off,
// as by a power cut, is left out and overwritten: it was never confirmed.
func openStore(path string, h header) (*store, error) {
	raw, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	s := &store{path: path}
	keep, err := s.read(raw, h)
	if err != nil {
		return nil, err
	}
	s.unlock, err = lockfile.Lock(path+".lock", lockfile.Place{
		Path: path, By: "a session of assay label", Does: "writes to this file", Else: "choose another --out",
	})
	if err != nil {
		return nil, err
	}
	if s.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		s.unlock()
		return nil, err
	}
	if err = s.file.Truncate(int64(keep)); err == nil {
		_, err = s.file.Seek(0, io.SeekEnd)
	}
	if err == nil && keep == 0 {
		err = s.write(h)
	}
	if err != nil {
		s.close()
	}
	return s, err
}

func (s *store) close() error {
	defer s.unlock()
	return s.file.Close()
}

// read parses what the file holds, and returns the length of its whole lines.
func (s *store) read(raw []byte, want header) (keep int, err error) {
	in := bufio.NewReader(bytes.NewReader(raw))
	for number := 1; ; number++ {
		text, err := in.ReadBytes('\n')
		if err != nil { // the rest is no whole line
			return keep, nil
		}
		keep += len(text)
		if number == 1 {
			var have header
			if json.Unmarshal(text, &have) != nil || have.Schema != schema {
				return 0, fmt.Errorf("%s: the file holds something else than judgements of assay label: choose another --out", s.path)
			}
			if err := have.fits(want); err != nil {
				return 0, fmt.Errorf("%s: the judgements were begun with %w: choose another --out, or repeat the command", s.path, err)
			}
			continue
		}
		var x line
		if err := json.Unmarshal(text, &x); err != nil {
			return 0, fmt.Errorf("%s:%d: no judgement: %w", s.path, number, err)
		}
		s.list = append(s.list, x)
	}
}

// fits returns how the design of a file differs from what is wanted.
func (h header) fits(want header) error {
	switch {
	case h.Corpus != want.Corpus:
		return errors.New("other articles")
	case !reflect.DeepEqual(h.Systems, want.Systems):
		return errors.New("other labels")
	case h.Ask != want.Ask:
		return fmt.Errorf("--ask %s", h.Ask)
	case h.Screens != want.Screens:
		return fmt.Errorf("--screens %s", h.Screens)
	case h.Seed != want.Seed:
		return fmt.Errorf("--seed %d", h.Seed)
	}
	return nil
}

// write appends a value as a line and returns when it is on the disk.
func (s *store) write(value any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return err
	}
	at, err := s.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err = s.file.Write(b.Bytes()); err == nil {
		err = s.file.Sync()
	}
	if err != nil { // a disk that is full holds half a line
		return errors.Join(err, s.file.Truncate(at))
	}
	return nil
}

// add appends an answer.
func (s *store) add(x line) error {
	if err := s.write(x); err != nil {
		return fmt.Errorf("%s: the answer is not stored: %w", s.path, err)
	}
	s.list = append(s.list, x)
	return nil
}
