package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/results"
)

// crashVariable makes the test program a child that dies.
const crashVariable = "ASSAY_TEST_CRASH"

func TestMain(m *testing.M) {
	if os.Getenv(crashVariable) != "" {
		fmt.Fprintln(os.Stderr, "something broke")
		os.Exit(3)
	}
	ServeIfChild(outside())
	os.Exit(m.Run())
}

func plan() Plan {
	return Plan{
		Corpora:    []string{"tiny"},
		Algorithms: []string{"kmeans(k=gold)", "agglomerative(distance=0.9)", "random(sizes=gold)", "by(day)"},
		Seeds:      2, Replicates: 50,
	}
}

func TestTrials(t *testing.T) {
	trials, err := Trials(t.Context(), plan())
	require.NoError(t, err)
	var list []string
	keys := map[string]bool{}
	for _, trial := range trials {
		list = append(list, fmt.Sprintf("%s %d", trial.Algorithm, trial.Seed))
		keys[trial.Key()] = true
	}
	assert.Equal(t, []string{"kmeans(k=gold) 1", "kmeans(k=gold) 2", "agglomerative(distance=0.9,linkage=average) 1",
		"random(sizes=gold) 1", "random(sizes=gold) 2", "by(day) 1"}, list)
	assert.Len(t, keys, len(trials))

	p := plan()
	p.Algorithms = []string{"kmeans(k=gold,space=lsa)", "kmeans(space=lsa(dims=100))"}
	trials, err = Trials(t.Context(), p)
	require.NoError(t, err)
	assert.Len(t, trials, 2, "the same algorithm written twice is run once a seed")
}

func TestResultsNeedAFolder(t *testing.T) {
	_, err := Run(t.Context(), plan(), Options{})
	assert.EqualError(t, err, "no folder for the results: set Options.Dir")
}

func TestOrders(t *testing.T) {
	p := plan()
	p.Seeds, p.Orders = 1, 2
	p.Algorithms = []string{"agglomerative(distance=0.9)", "by(day)", "minhash"}
	stored, err := Run(t.Context(), p, Options{Dir: t.TempDir()})
	require.NoError(t, err)
	require.Len(t, stored, 3+1+3, "no control is run in other orders")
	value := func(i int) float64 { return *stored[i].Score("b3.f1").Value }
	assert.Equal(t, []int{0, 1, 2, 0, 0, 1, 2},
		[]int{stored[0].Order, stored[1].Order, stored[2].Order, stored[3].Order, stored[4].Order, stored[5].Order, stored[6].Order})
	assert.InDelta(t, value(0), value(1), 1e-9, "average linkage does not depend on the order, and labels are back in place")
	assert.InDelta(t, value(4), value(6), 1e-9)
}

func TestNotes(t *testing.T) {
	p := plan()
	p.Seeds, p.Algorithms = 1, []string{"kmeans(k=silhouette)"}
	stored, err := Run(t.Context(), p, Options{Dir: t.TempDir()})
	require.NoError(t, err)
	require.Len(t, stored[0].Notes, 1)
	assert.Contains(t, stored[0].Notes[0], "by silhouette")
}

func TestPlanErrors(t *testing.T) {
	for want, change := range map[string]func(*Plan){
		"did you mean kmeans?":     func(p *Plan) { p.Algorithms = []string{"kmean(k=3)"} },
		"did you mean b3.f1?":      func(p *Plan) { p.Metrics = []string{"b3.f"} },
		"no such file or folder":   func(p *Plan) { p.Corpora = []string{"nowhere"} },
		"missing.csv":              func(p *Plan) { p.Algorithms = []string{"labels(missing.csv)"} },
		"there is no gold":         func(p *Plan) { p.Corpora = []string{unlabelled(t)} },
		"never closed":             func(p *Plan) { p.Algorithms = []string{"kmeans("} },
		"unknown parameter \"kk\"": func(p *Plan) { p.Algorithms = []string{"kmeans(kk=3)"} },
	} {
		p := plan()
		change(&p)
		_, err := Trials(t.Context(), p)
		assert.ErrorContains(t, err, want)
	}
}

func unlabelled(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "a.jsonl")
	require.NoError(t, os.WriteFile(path, []byte("{\"id\":\"1\"}\n"), 0o644))
	return path
}

func TestReadPlan(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plan.yaml")
	require.NoError(t, os.WriteFile(path, []byte("corpora: [tiny]\nalgorithms:\n  - kmeans(k=3)\nseeds: 3\ntime_limit: 90s\n"), 0o644))
	p, err := ReadPlan(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, Plan{Corpora: []string{"tiny"}, Algorithms: []string{"kmeans(k=3)"}, Seeds: 3, TimeLimit: 90 * time.Second}, p)
	require.NoError(t, os.WriteFile(path, []byte("corpora: [tiny]\nseed_s: 3\n"), 0o644))
	_, err = ReadPlan(t.Context(), path)
	assert.ErrorContains(t, err, "plan.yaml")
	assert.ErrorContains(t, err, "seed_s")
	for text, want := range map[string]string{
		strings.Repeat("[", 100_000):                           "plan.yaml: lists within lists, 100000 deep",
		strings.Repeat("- ", 100_000):                          "plan.yaml: lists within lists, 100000 deep",
		strings.Repeat("{\n", 51):                              "51 deep",
		strings.Repeat("[a, ", 40) + strings.Repeat("]", 40):   "plan.yaml",
		`{"x":[` + strings.Repeat(`"a",`, 100_000) + `"b"]}`:   "plan.yaml: [1:2] unknown field \"x\"",
		strings.Repeat("seed: 1 # [\n", 60):                    "plan.yaml",
		"seed: 1\n" + strings.Repeat("# see [\n", 60) + "x: 1": "unknown field \"x\"\n",
	} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		_, err = ReadPlan(t.Context(), path)
		assert.ErrorContains(t, err, want)
		assert.Less(t, len(err.Error()), 5000)
	}
}

// content is a results file without what times, memory and machines differ in.
func content(t *testing.T, dir string) string {
	raw, err := os.ReadFile(filepath.Join(dir, "results.jsonl"))
	require.NoError(t, err)
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		var r results.Result
		require.NoError(t, json.Unmarshal([]byte(line), &r))
		r.Seconds, r.PeakMemory, r.Host = results.Seconds{}, 0, results.Host{}
		clean, err := json.Marshal(r)
		require.NoError(t, err)
		out.Write(append(clean, '\n'))
	}
	return out.String()
}

func TestRunAndResume(t *testing.T) {
	whole := t.TempDir()
	stored, err := Run(t.Context(), plan(), Options{Dir: whole})
	require.NoError(t, err)
	require.Len(t, stored, 6)
	for _, r := range stored {
		require.Equal(t, results.OK, r.Status, r.Error)
		assert.NotNil(t, r.Score("b3.f1").Value)
		assert.Len(t, r.Terms[results.Primary], 3)
		labels, err := corpus.ReadLabels(filepath.Join(whole, r.Labels))
		require.NoError(t, err)
		assert.Len(t, labels.IDs, 12)
	}
	assert.True(t, stored[0].Oracle)
	want := content(t, whole)

	// Stopped after any number of trials, with the line being written cut off, and
	// run again with other workers: the same content.
	for stop := range 6 {
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		_, err := Run(ctx, plan(), Options{Dir: dir, Workers: 1, Progress: func(p Progress) {
			if p.Result != nil && p.Done == stop || stop == 0 {
				cancel()
			}
		}})
		require.ErrorIs(t, err, context.Canceled)
		file := filepath.Join(dir, "results.jsonl")
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, stop, strings.Count(string(raw), "\n"))
		require.NoError(t, os.WriteFile(file, append(raw, `{"schema":"assay/resu`...), 0o644))
		resumed := 0
		_, err = Run(t.Context(), plan(), Options{Dir: dir, Workers: 3, Progress: func(p Progress) {
			if p.Resumed {
				resumed++
			}
		}})
		require.NoError(t, err)
		assert.Equal(t, stop, resumed)
		assert.Equal(t, want, content(t, dir), "stopped after %d", stop)
		cancel()
	}
}

// A stored result serves for the same corpus in another place.
func TestResumeElsewhere(t *testing.T) {
	dir := t.TempDir()
	p := Plan{Corpora: []string{"tiny"}, Algorithms: []string{"one"}, Replicates: 50}
	_, err := Run(t.Context(), p, Options{Dir: dir})
	require.NoError(t, err)
	c, err := format.Open(t.Context(), "tiny")
	require.NoError(t, err)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	require.NoError(t, format.Write(elsewhere, c))
	p.Corpora = []string{elsewhere}
	stored, err := Run(t.Context(), p, Options{Dir: dir, Runner: func(context.Context, Job) (Outcome, error) {
		t.Error("the trial was run again")
		return Outcome{}, nil
	}})
	require.NoError(t, err)
	assert.Equal(t, elsewhere, stored[0].Path)
}

func TestChildGivesTheSame(t *testing.T) {
	here, there := t.TempDir(), t.TempDir()
	_, err := Run(t.Context(), plan(), Options{Dir: here})
	require.NoError(t, err)
	stored, err := Run(t.Context(), plan(), Options{Dir: there, Runner: Isolated()})
	require.NoError(t, err)
	assert.Equal(t, content(t, here), content(t, there))
	if _, err := os.Stat("/proc/self/status"); err == nil {
		assert.Greater(t, stored[0].PeakMemory, int64(1<<20))
	}
}

func TestSpacesAreShared(t *testing.T) {
	cache := t.TempDir()
	p := plan()
	p.Algorithms = []string{"kmeans(k=2)", "kmeans(k=3)", "agglomerative(distance=0.9)"}
	jobs := 0
	run := func() []results.Result {
		jobs = 0
		inner := Isolated()
		stored, err := Run(t.Context(), p, Options{Dir: t.TempDir(), Cache: cache, Runner: func(ctx context.Context, j Job) (Outcome, error) {
			if j.Space != nil {
				jobs++
			}
			return inner(ctx, j)
		}})
		require.NoError(t, err)
		return stored
	}
	first := run()
	assert.Equal(t, 2, jobs, "lsa and tfidf, for five trials")
	second := run()
	spaces, err := os.ReadDir(cache)
	require.NoError(t, err)
	assert.Len(t, spaces, 2)
	for i, r := range second {
		require.Equal(t, results.OK, r.Status, r.Error)
		assert.Positive(t, r.Seconds.Features)
		assert.Equal(t, first[i].Seconds.Features, r.Seconds.Features, "what it took to build, though it was taken from the cache")
	}
	for _, s := range spaces {
		require.NoError(t, os.Truncate(filepath.Join(cache, s.Name()), 100))
	}
	for i, r := range run() {
		assert.Equal(t, first[i].Scores, r.Scores, "a damaged space is built again")
	}
}

func TestFailuresAreRecordedAndTheRestGoesOn(t *testing.T) {
	labels := filepath.Join(t.TempDir(), "labels.csv")
	require.NoError(t, os.WriteFile(labels, []byte("id,label\nt001,1\n"), 0o644))
	p := plan()
	p.Algorithms = []string{fmt.Sprintf("labels(%q)", labels), "one"}
	dir := t.TempDir()
	for range 2 {
		stored, err := Run(t.Context(), p, Options{Dir: dir})
		require.NoError(t, err)
		assert.Equal(t, results.Failed, stored[0].Status)
		assert.Contains(t, stored[0].Error, "11 of 12 articles have no label")
		assert.Equal(t, results.OK, stored[1].Status)
	}
	assert.Equal(t, 2, strings.Count(content(t, dir), "\n"), "failures are not tried again")

	require.NoError(t, os.WriteFile(labels, []byte("id,label\nt001,2\n"), 0o644))
	_, err := Run(t.Context(), p, Options{Dir: dir})
	require.NoError(t, err)
	assert.Equal(t, 3, strings.Count(content(t, dir), "\n"), "but a file that changed makes another trial")
}

func TestLimits(t *testing.T) {
	p := plan()
	p.Algorithms = []string{"one"}
	dir := t.TempDir()
	slow := func(ctx context.Context, j Job) (Outcome, error) {
		<-ctx.Done()
		return Outcome{}, ctx.Err()
	}
	p.TimeLimit = time.Millisecond
	stored, err := Run(t.Context(), p, Options{Dir: dir, Runner: slow})
	require.NoError(t, err)
	assert.Equal(t, results.OutOfTime, stored[0].Status)
	_, err = Run(t.Context(), p, Options{Dir: dir,
		Runner: func(context.Context, Job) (Outcome, error) { return Outcome{}, errors.New("tried again") }})
	require.NoError(t, err, "the same limit is not tried again")
	p.TimeLimit = time.Minute
	stored, err = Run(t.Context(), p, Options{Dir: dir})
	require.NoError(t, err)
	assert.Equal(t, results.OK, stored[0].Status, "another limit is")
	stored, err = results.Read(dir)
	require.NoError(t, err)
	require.Len(t, stored, 1, "the last line of a trial counts")
	assert.Equal(t, results.OK, stored[0].Status)
}

func TestMemoryLimitEndsTheChild(t *testing.T) {
	p := plan()
	p.Algorithms = []string{"one"}
	p.Memory = 1 << 10
	stored, err := Run(t.Context(), p, Options{Dir: t.TempDir(), Runner: Isolated()})
	require.NoError(t, err)
	assert.Equal(t, results.OutOfMemory, stored[0].Status)
	assert.Contains(t, stored[0].Error, "limit of 1024 bytes")
}

func TestACrashIsAResult(t *testing.T) {
	t.Setenv(crashVariable, "1")
	p := plan()
	p.Algorithms = []string{"one"}
	stored, err := Run(t.Context(), p, Options{Dir: t.TempDir(), Runner: Isolated()})
	require.NoError(t, err)
	assert.Equal(t, results.Failed, stored[0].Status)
	assert.Contains(t, stored[0].Error, "something broke")
}

func TestDamagedResults(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "results.jsonl")
	require.NoError(t, os.WriteFile(path, []byte("nonsense\n"), 0o644))
	_, err := results.Read(dir)
	assert.ErrorContains(t, err, "results.jsonl:1: this is no result")
	_, err = Run(t.Context(), plan(), Options{Dir: dir})
	assert.ErrorContains(t, err, "results.jsonl:1")
	require.NoError(t, os.WriteFile(path, []byte("{\"schema\":\"assay/result/9\"}\n"), 0o644))
	_, err = results.Read(dir)
	assert.ErrorContains(t, err, `has the form "assay/result/9"`)
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	_, err = results.Read(dir)
	assert.ErrorContains(t, err, "no results")
}
