package register

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/spec"
)

// Settings are what measured values depend on beside the data.
type Settings struct {
	Seed uint64 `json:"seed" spec:"seed" default:"1" doc:"seed of the first run"`
	Runs int    `json:"runs" spec:"runs" default:"5" range:"2:1000" doc:"runs of what depends on chance"`
}

// Full is the settings with their defaults written out.
func (s Settings) Full() Settings {
	_ = spec.Fill(&s) // what is invalid stays as it is: Run reports it
	return s
}

// Options says what is measured, and where data and results are.
type Options struct {
	Settings
	Data     string // folder of the data; empty = none
	Out      string // folder in which measured values are kept, to go on with; empty = none are
	Workers  int    // goroutines; 0 = one a processor. Values do not depend on it
	Progress func(Progress)
}

// Progress reports a part that begins or, if Seconds is not negative, has ended.
type Progress struct {
	Entry, Part string
	Done, Total int // parts
	Seconds     float64
	Resumed     bool // the values were kept already
}

// String is a line for a part that has ended, empty for one that begins or was kept already.
func (p Progress) String() string {
	if p.Seconds < 0 || p.Resumed {
		return ""
	}
	return fmt.Sprintf("%d/%d  %s  (%.1f s)\n", p.Done, p.Total, strings.TrimSuffix(p.Entry+"/"+p.Part, "/"), p.Seconds)
}

// A Job is what a part is given to measure.
type Job struct {
	Settings
	Workers int

	dir   string
	files []File
}

// Path returns the path of the file in a role of the part, empty for none.
func (j Job) Path(role string) string {
	for _, f := range j.files {
		if f.Role == role {
			return filepath.Join(j.dir, filepath.FromSlash(f.Path))
		}
	}
	return ""
}

// A Result is what an entry came to.
type Result struct {
	Entry   *Entry
	Rows    []Row
	Missing bool // data of at least one part are not there
}

// A Row is a figure beside what was measured for it. A cell that was measured in several ways has as many rows.
type Row struct {
	Part string
	Cell Cell
	By   string
	// Value is NaN if nothing was measured, and Low and High if there is no interval.
	Value, Low, High float64
	Verdict          Verdict
	Why              string
}

// Run measures the parts of the entries, or takes what was kept of the same data by the same program. A part of which
// data are missing, or that fails, is a result like any other; err is for a context that is done, and for files that
// cannot be written.
func Run(ctx context.Context, list []Selection, o Options) ([]Result, error) {
	if err := spec.Fill(&o.Settings); err != nil {
		return nil, err
	}
	if o.Data != "" {
		if info, err := os.Stat(o.Data); err != nil {
			return nil, err
		} else if !info.IsDir() {
			return nil, fmt.Errorf("%s: the folder of the data is no folder", o.Data)
		}
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	p := Progress{}
	for _, s := range list {
		p.Total += len(s.Parts)
	}
	var results []Result
	for _, s := range list {
		r := Result{Entry: s.Entry}
		for _, part := range s.Parts {
			p.Entry, p.Part, p.Seconds, p.Resumed = s.Name, part.Name, -1, false
			o.Progress(p)
			clock := time.Now()
			rows, resumed, err := o.part(ctx, s.Entry, part)
			if err != nil {
				return nil, err
			}
			r.Rows = append(r.Rows, rows...)
			r.Missing = r.Missing || rows != nil && rows[0].Verdict == DataMissing
			p.Done, p.Seconds, p.Resumed = p.Done+1, time.Since(clock).Seconds(), resumed
			o.Progress(p)
		}
		results = append(results, r)
	}
	return results, nil
}

// part returns the rows of a part, in the order of its cells.
func (o Options) part(ctx context.Context, e *Entry, part Part) (rows []Row, resumed bool, err error) {
	if part.Measure == nil {
		return part.all(NotComparable, part.Unmeasured), false, nil
	}
	sum, err := find(o.Data, part.Files)
	if errors.As(err, new(missing)) {
		return part.all(DataMissing, err.Error()), false, nil
	}
	if err != nil {
		return nil, false, err
	}
	k := kept{Schema: Schema, Entry: e.Name, Part: part.Name, Settings: o.Settings, Data: sum, Version: fingerprint.Version(),
		Host: results.ThisHost()}
	path := k.path(o.Out)
	if list, ok := k.read(path); ok {
		if rows, err := part.judge(list); err == nil { // else somebody changed the file
			return rows, true, nil
		}
	}
	clock := time.Now()
	k.Measured, err = part.measure(ctx, Job{Settings: o.Settings, Workers: o.Workers, dir: o.Data, files: part.Files})
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err == nil {
		rows, err = part.judge(k.Measured)
	}
	if err != nil {
		return part.all(Failed, err.Error()), false, nil
	}
	k.Seconds = time.Since(clock).Seconds()
	if path == "" {
		return rows, false, nil
	}
	return rows, false, k.write(path)
}

// measure is Measure, of which a panic is an error, and a value that is not defined is none.
func (p Part) measure(ctx context.Context, j Job) (list []Measurement, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	list, err = p.Measure(ctx, j)
	for i := range list {
		if slices.ContainsFunc(list[i].Values, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
			list[i].Values = nil // JSON has no such numbers
		}
		for _, end := range []**float64{&list[i].Low, &list[i].High} {
			if *end != nil {
				*end = stats.Defined(**end)
			}
		}
	}
	return list, err
}

// all gives every cell the same verdict.
func (p Part) all(v Verdict, why string) []Row {
	rows := make([]Row, len(p.Cells))
	for i, c := range p.Cells {
		rows[i] = Row{Part: p.Name, Cell: c, Value: math.NaN(), Low: math.NaN(), High: math.NaN(), Verdict: v, Why: why}
	}
	return rows
}

// judge compares measurements with the figures. It is an error if a cell has none, or one twice.
func (p Part) judge(list []Measurement) (rows []Row, err error) {
	by := map[string][]Measurement{}
	seen := map[[2]string]bool{}
	for _, m := range list {
		if seen[[2]string{m.Cell, m.By}] {
			return nil, fmt.Errorf("cell %s was measured twice by %q", m.Cell, m.By)
		}
		seen[[2]string{m.Cell, m.By}] = true
		by[m.Cell] = append(by[m.Cell], m)
	}
	for _, c := range p.Cells {
		if by[c.Name] == nil {
			return nil, fmt.Errorf("cell %s was not measured", c.Name)
		}
		for _, m := range by[c.Name] {
			rows = append(rows, p.row(c, m))
		}
		delete(by, c.Name)
	}
	for name := range by {
		return nil, fmt.Errorf("%s was measured, which is no cell", name)
	}
	return rows, nil
}

func (p Part) row(c Cell, m Measurement) Row {
	r := Row{Part: p.Name, Cell: c, By: m.By, Verdict: c.Judge(m)}
	r.Value, r.Low, r.High = c.Estimate(m)
	why := []string{m.Incomparable, m.Note}
	if r.Verdict != Within {
		why = append(why, c.Note)
	}
	if r.Verdict == Failed {
		why = append(why, "the value is not defined")
	}
	for _, text := range why {
		if text != "" && r.Why != "" {
			r.Why += "; "
		}
		r.Why += text
	}
	return r
}

// Schema names the form of kept values.
const Schema = "assay/reproduce/1"

// kept is what is kept of a part: the measured values, and what they depend on. They are judged anew when they are read.
type kept struct {
	Schema   string        `json:"schema"`
	Entry    string        `json:"entry"`
	Part     string        `json:"part"`
	Settings Settings      `json:"settings"`
	Data     string        `json:"data"`  // fingerprint of the files
	Version  string        `json:"assay"` // of the program
	Measured []Measurement `json:"measured"`
	Seconds  float64       `json:"seconds"`
	Host     results.Host  `json:"host"`
}

// path is where the values are kept: the name has the fingerprint of all that they depend on.
func (k kept) path(dir string) string {
	if dir == "" {
		return ""
	}
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%+v\x00%s\x00%s", k.Schema, k.Entry, k.Part, k.Settings, k.Data, k.Version)
	return filepath.Join(dir, k.Entry+"-"+fingerprint.Of([]byte(key))+".json")
}

// read returns the values kept in a file, if it holds those of the same part.
func (k kept) read(path string) ([]Measurement, bool) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	var old kept
	if json.Unmarshal(raw, &old) != nil || old.Schema != k.Schema || old.Entry != k.Entry || old.Part != k.Part ||
		old.Settings != k.Settings || old.Data != k.Data || old.Version != k.Version {
		return nil, false
	}
	return old.Measured, true
}

func (k kept) write(path string) error {
	return atomicfile.Write(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		e.SetEscapeHTML(false)
		return e.Encode(k)
	})
}
