package register

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// Every entry is whole as it is written down, and can be chosen by its name.
func TestEntries(t *testing.T) {
	names := map[string]bool{}
	for i := range Entries {
		e := &Entries[i]
		require.NoError(t, e.Check())
		assert.False(t, names[e.Name], e.Name)
		names[e.Name] = true
		assert.NotEmpty(t, e.Title)
		assert.NotEmpty(t, e.Licence, e.Name)
		assert.NotContains(t, e.Where, "\n")
		assert.NotEmpty(t, e.Cells(), e.Name)
		list, err := Select(Entries, e.Name)
		require.NoError(t, err)
		assert.Len(t, list[0].Parts, len(e.Parts))
	}
}

var told = Source{Cite: "Somebody 2020, table 1"}

func cell(name string, published float64, better eval.Direction) Cell {
	return Cell{Name: name, Metric: "length", Published: published, Tolerance: 0.5, Better: better, Source: told}
}

// lengths is an entry that measures how long its file is.
func lengths(content string, calls *int) Entry {
	file := File{Role: "text", Path: "texts/one.txt", Size: int64(len(content)), Fingerprint: fingerprint.Of([]byte(content))}
	return Entry{Name: "lengths", Title: "Lengths", Licence: "none", Where: "write it yourself", Parts: []Part{
		{Name: "bytes", Files: []File{file}, Cells: []Cell{cell("one", 5, eval.Higher)},
			Measure: func(_ context.Context, j Job) ([]Measurement, error) {
				*calls++
				raw, err := os.ReadFile(j.Path("text"))
				return []Measurement{{Cell: "one", By: "stat", Values: []float64{float64(len(raw))}}}, err
			}},
		{Name: "nowhere", Cells: []Cell{cell("two", 5, eval.Higher)}, Unmeasured: "its data are not published"},
	}}
}

func run(t *testing.T, e Entry, o Options) []Row {
	list, err := Select([]Entry{e})
	require.NoError(t, err)
	results, err := Run(t.Context(), list, o)
	require.NoError(t, err)
	require.Len(t, results, 1)
	return results[0].Rows
}

func folder(t *testing.T, content string) string {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "texts"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "texts", "one.txt"), []byte(content), 0o644))
	return dir
}

func TestRun(t *testing.T) {
	calls := 0
	rows := run(t, lengths("hello", &calls), Options{Data: folder(t, "hello")})
	require.Len(t, rows, 2)
	assert.Equal(t, Within, rows[0].Verdict)
	assert.Equal(t, 5., rows[0].Value)
	assert.True(t, math.IsNaN(rows[0].Low))
	assert.Equal(t, NotComparable, rows[1].Verdict)
	assert.Equal(t, "its data are not published", rows[1].Why)
	assert.Equal(t, "2 published cells in 2 comparisons: 1 within, 1 not comparable.", Count(Result{Rows: rows}).String())
}

// Nothing is measured on files that are absent, or others than those of the register.
func TestHostileData(t *testing.T) {
	calls := 0
	e := lengths("hello", &calls)
	other := folder(t, "hello")
	require.NoError(t, os.Remove(filepath.Join(other, "texts", "one.txt")))
	require.NoError(t, os.Mkdir(filepath.Join(other, "texts", "one.txt"), 0o755))
	notFolder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(notFolder, "texts"), nil, 0o644))
	loop := folder(t, "hello")
	require.NoError(t, os.Remove(filepath.Join(loop, "texts", "one.txt")))
	require.NoError(t, os.Symlink("one.txt", filepath.Join(loop, "texts", "one.txt")))
	for _, c := range []struct{ name, dir, why string }{
		{"no folder", "", "texts/one.txt: no folder of data was given (--data DIR)"},
		{"no file", t.TempDir(), "texts/one.txt is not there"},
		{"another size", folder(t, "hello!"), "texts/one.txt has 6 bytes, and the file of the register 5: other data"},
		{"another fingerprint", folder(t, "hallo"), "texts/one.txt has the fingerprint"},
		{"empty", folder(t, ""), "texts/one.txt has 0 bytes"},
		{"a folder", other, "texts/one.txt is no regular file"},
		{"a file in place of a folder", notFolder, "texts/one.txt"},
		{"a link to itself", loop, "texts/one.txt"},
	} {
		rows := run(t, e, Options{Data: c.dir})
		assert.Equal(t, DataMissing, rows[0].Verdict, c.name)
		assert.Contains(t, rows[0].Why, c.why, c.name)
		assert.True(t, math.IsNaN(rows[0].Value), c.name)
	}
	assert.Zero(t, calls)
	list, err := Select([]Entry{e})
	require.NoError(t, err)
	_, err = Run(t.Context(), list, Options{Data: filepath.Join(t.TempDir(), "absent")})
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = Run(t.Context(), list, Options{Data: filepath.Join(folder(t, "hello"), "texts", "one.txt")})
	assert.ErrorContains(t, err, "is no folder")
	_, err = Run(t.Context(), list, Options{Settings: Settings{Runs: 1}})
	assert.ErrorContains(t, err, "runs")
}

// A file without a size and a fingerprint may have any content.
func TestAnyContent(t *testing.T) {
	calls := 0
	e := lengths("hello", &calls)
	e.Parts[0].Files[0].Size, e.Parts[0].Files[0].Fingerprint = 0, ""
	require.NoError(t, e.Check())
	rows := run(t, e, Options{Data: folder(t, "good morning")})
	assert.Equal(t, Better, rows[0].Verdict)
	assert.Equal(t, DataMissing, run(t, e, Options{Data: t.TempDir()})[0].Verdict)
}

// Values that were kept are taken for the same data and settings alone, and damaged files are made anew.
func TestResume(t *testing.T) {
	calls := 0
	e := lengths("hello", &calls)
	e.Parts[0].Files[0].Size, e.Parts[0].Files[0].Fingerprint = 0, ""
	o := Options{Data: folder(t, "hello"), Out: filepath.Join(t.TempDir(), "out")}
	first := run(t, e, o)
	second := run(t, e, o)
	assert.Equal(t, 1, calls)
	assert.Equal(t, first[0].Value, second[0].Value)
	assert.Equal(t, first[0].Verdict, second[0].Verdict)
	o.Seed = 7
	run(t, e, o)
	assert.Equal(t, 2, calls, "another seed")
	o.Data = folder(t, "hallo")
	run(t, e, o)
	assert.Equal(t, 3, calls, "other data")
	e.Parts[0].Cells[0].Published = 90
	assert.Equal(t, Worse, run(t, e, o)[0].Verdict, "what was kept is judged anew")
	assert.Equal(t, 3, calls)
	files, err := filepath.Glob(filepath.Join(o.Out, "lengths-*.json"))
	require.NoError(t, err)
	require.Len(t, files, 3)
	raw, err := os.ReadFile(files[0])
	require.NoError(t, err)
	for i, damaged := range []string{`{"schema":`, "", strings.Replace(string(raw), `"cell": "one"`, `"cell": "none"`, 1)} {
		for _, f := range files {
			require.NoError(t, os.WriteFile(f, []byte(damaged), 0o644))
		}
		assert.Equal(t, Worse, run(t, e, o)[0].Verdict)
		assert.Equal(t, 4+i, calls, damaged)
	}
}

// Whatever a file of kept values holds: it is taken, or measured anew.
func FuzzKept(f *testing.F) {
	k := kept{Schema: Schema, Entry: "lengths", Part: "bytes", Settings: Settings{1, 5}, Version: "v1"}
	f.Add([]byte(`{"schema":"assay/reproduce/1","entry":"lengths","part":"bytes","settings":{"seed":1,"runs":5},"assay":"v1",` +
		`"measured":[{"cell":"one","values":[1]}]}`))
	f.Add([]byte(`{"measured":null}`))
	calls := 0
	part := lengths("hello", &calls).Parts[0]
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "kept.json")
		require.NoError(t, os.WriteFile(path, content, 0o644))
		if list, ok := k.read(path); ok {
			if rows, err := part.judge(list); err == nil {
				assert.GreaterOrEqual(t, len(rows), 1)
			}
		}
	})
}

// A part that fails is a result; the others are measured.
func TestFailures(t *testing.T) {
	e := Entry{Name: "faults", Parts: []Part{
		{Name: "error", Measure: func(context.Context, Job) ([]Measurement, error) { return nil, errors.New("no luck") }},
		{Name: "panic", Measure: func(context.Context, Job) ([]Measurement, error) { panic("oh") }},
		{Name: "none", Measure: func(context.Context, Job) ([]Measurement, error) { return nil, nil }},
		{Name: "twice", Measure: func(context.Context, Job) ([]Measurement, error) {
			return []Measurement{{Cell: "a", Values: []float64{1}}, {Cell: "a", Values: []float64{1}}}, nil
		}},
		{Name: "other", Measure: func(context.Context, Job) ([]Measurement, error) {
			return []Measurement{{Cell: "a", Values: []float64{1}}, {Cell: "b", Values: []float64{1}}}, nil
		}},
		{Name: "undefined", Measure: func(context.Context, Job) ([]Measurement, error) {
			return []Measurement{{Cell: "a", Values: []float64{math.NaN()}}}, nil
		}},
		{Name: "good", Measure: func(context.Context, Job) ([]Measurement, error) {
			return []Measurement{{Cell: "a", Values: []float64{1}}}, nil
		}},
	}}
	for i := range e.Parts {
		e.Parts[i].Cells = []Cell{cell("a", 1, eval.Higher)}
	}
	rows := run(t, e, Options{Out: t.TempDir()})
	require.Len(t, rows, 7)
	for i, want := range []string{"no luck", "panic: oh", "cell a was not measured", "measured twice", "is no cell", "not defined"} {
		assert.Equal(t, Failed, rows[i].Verdict)
		assert.Contains(t, rows[i].Why, want)
	}
	assert.Equal(t, Within, rows[6].Verdict)
	assert.ErrorContains(t, Failures([]Result{{Entry: &e, Rows: rows}}), "measuring failed: faults/error, faults/panic, faults/none")
	assert.NoError(t, Failures([]Result{{Entry: &e, Rows: rows[6:]}}))

	ctx, cancel := context.WithCancel(t.Context())
	list, err := Select([]Entry{e})
	require.NoError(t, err)
	cancel()
	_, err = Run(ctx, list, Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestJudge(t *testing.T) {
	end := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		published float64
		better    eval.Direction
		m         Measurement
		want      Verdict
	}{
		{10, eval.Higher, Measurement{Values: []float64{10.5}}, Within},
		{10, eval.Higher, Measurement{Values: []float64{10.51}}, Better},
		{10, eval.Higher, Measurement{Values: []float64{9}}, Worse},
		{10, eval.Lower, Measurement{Values: []float64{9}}, Better},
		{10, eval.Lower, Measurement{Values: []float64{11}}, Worse},
		{10, eval.Descriptive, Measurement{Values: []float64{11}}, Differs},
		{10, eval.Higher, Measurement{Values: []float64{11}, Low: end(9), High: end(13)}, Better}, // an interval over data has no part
		{10, eval.Higher, Measurement{Values: []float64{11}, Incomparable: "other data"}, NotComparable},
		{10, eval.Higher, Measurement{}, Failed},
	} {
		assert.Equal(t, c.want, cell("a", c.published, c.better).Judge(c.m), "%+v", c)
	}
}

// The interval of runs is where the mean of as many runs as were published lies, 95 times in 100. Student's t with four
// degrees of freedom has its 97.5 % point at 2.776.
func TestEstimate(t *testing.T) {
	m := Measurement{Values: []float64{1, 2, 3, 4, 5}} // mean 3, deviation √2.5
	value, low, high := cell("a", 3, eval.Higher).Estimate(m)
	assert.InDelta(t, 3, value, 1e-12)
	assert.InDelta(t, 3-2.776*math.Sqrt(2.5/5), low, 1e-3)
	assert.InDelta(t, 3+2.776*math.Sqrt(2.5/5), high, 1e-3)
	one := cell("a", 3, eval.Higher)
	one.Runs = 1
	_, _, high = one.Estimate(m)
	assert.InDelta(t, 3+2.776*math.Sqrt(2.5*(1+1./5)), high, 1e-3)
	value, low, high = one.Estimate(Measurement{Values: []float64{2, 2}})
	assert.Equal(t, []float64{2, 2, 2}, []float64{value, low, high})
}

// Within is symmetric, and better and worse change places with the direction.
func TestJudgeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1, 1), 1, 5).Draw(t, "values")
		c := cell("a", rapid.Float64Range(-1, 1).Draw(t, "published"), eval.Higher)
		c.Tolerance = rapid.Float64Range(1e-6, 0.5).Draw(t, "tolerance")
		c.Runs = rapid.IntRange(0, 5).Draw(t, "runs")
		lower := c
		lower.Better = eval.Lower
		opposite := map[Verdict]Verdict{Within: Within, Better: Worse, Worse: Better}
		got := c.Judge(Measurement{Values: values})
		assert.Equal(t, opposite[got], lower.Judge(Measurement{Values: values}))
		c.Tolerance *= 2
		if got == Within {
			assert.Equal(t, Within, c.Judge(Measurement{Values: values}), "a wider tolerance takes all that a narrow one takes")
		}
	})
}

func TestSelect(t *testing.T) {
	calls := 0
	entries := []Entry{lengths("hello", &calls), {Name: "other", Parts: []Part{{Name: "a"}}}}
	list, err := Select(entries)
	require.NoError(t, err)
	assert.Len(t, list, 2)
	list, err = Select(entries, "other", "lengths/nowhere")
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, "lengths", list[0].Name)
	require.Len(t, list[0].Parts, 1)
	assert.Equal(t, "nowhere", list[0].Parts[0].Name)
	for _, names := range [][]string{{"lengths", "lengths/bytes"}, {"lengths/bytes", "lengths"}} {
		list, err = Select(entries, names...)
		require.NoError(t, err)
		assert.Len(t, list[0].Parts, 2, "all and one are all")
	}
	_, err = Select(entries, "length")
	assert.ErrorContains(t, err, "lengths")
	_, err = Select(entries, "lengths/byte")
	assert.ErrorContains(t, err, "bytes")
}

func TestCheck(t *testing.T) {
	calls := 0
	for want, change := range map[string]func(*Entry){
		"two parts":          func(e *Entry) { e.Parts[1].Name = "bytes" },
		"the reason why":     func(e *Entry) { e.Parts[1].Unmeasured = "" },
		"empty or given":     func(e *Entry) { e.Parts[0].Cells = append(e.Parts[0].Cells, e.Parts[0].Cells[0]) },
		"needs a source":     func(e *Entry) { e.Parts[0].Cells[0].Source.Cite = "" },
		"above 0":            func(e *Entry) { e.Parts[0].Cells[0].Tolerance = 0 },
		"leaves the folder":  func(e *Entry) { e.Parts[0].Files[0].Path = "../secret" },
		"size and":           func(e *Entry) { e.Parts[0].Files[0].Fingerprint = "" },
		"is empty or given ": func(e *Entry) { e.Parts[0].Files[0].Role = "" },
	} {
		e := lengths("hello", &calls)
		require.NoError(t, e.Check())
		change(&e)
		assert.ErrorContains(t, e.Check(), want)
	}
}

// A list of files is read whatever it holds; what does not fit it is left out.
func FuzzManifest(f *testing.F) {
	f.Add("a data x/y.gz 12 0123456789abcdef\n# no\nb data")
	f.Fuzz(func(t *testing.T, text string) {
		n := 0
		for _, files := range manifest(text) {
			n += len(files)
		}
		assert.LessOrEqual(t, n, strings.Count(text, "\n")+1)
	})
}

func TestParseVerdicts(t *testing.T) {
	list, err := ParseVerdicts([]string{"worse", " not comparable"})
	require.NoError(t, err)
	assert.Equal(t, []Verdict{Worse, NotComparable}, list)
	_, err = ParseVerdicts([]string{"wors"})
	assert.ErrorContains(t, err, "worse")
}
