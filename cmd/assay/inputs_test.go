package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const harbour = "nr,headline,body,meta.publisher,kind\n" +
	"1,Ferry stops at quay,\"The ferry stopped at the quay, and a crane fell.\",quay.example,x\n" +
	"2,The ferry stops,\"A ferry has stopped at the quay, again.\",b.example,x\n" +
	"3,Crane lifts tug,A crane lifted the tug over the wall.,quay.example,y\n" +
	"4,Tug is lifted,A crane lifted the tug slowly over the wall.,c.example,y\n"

const harbourMap = "id=nr,title=headline,text=body,source=meta.publisher,story=kind"

// piped runs a command with an input.
func piped(t *testing.T, input string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(t.Context(), args, flags.Streams{In: strings.NewReader(input), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// Every command that opens a corpus reads the same from standard input as from a file.
func TestStandardInput(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("stdin", []byte(harbour), 0o600))
	labels := file(t, "labels.csv", "id,label\n1,0\n2,0\n3,0\n4,1\n")
	labels2 := file(t, "labels2.csv", "id,label\n1,0\n2,0\n3,1\n4,1\n")
	for _, command := range []string{
		"corpus check %s", "corpus stats %s", "score %s " + labels, "explain %s " + labels, "cluster %s --algorithm minhash",
		"digest %s", "digest %s --labels " + labels, "compare --gold %s " + labels + " " + labels2,
		"bench --corpus %s --list --algorithm minhash",
		"check --update --corpus %s --algorithm minhash",
	} {
		args := func(name string) []string {
			return append(strings.Fields(strings.ReplaceAll(command, "%s", name)), "--map", harbourMap)
		}
		code, want, errs := assay(t, args("stdin")...)
		require.Zero(t, code, "%s\n%s", command, errs)
		os.Remove(defaultBaseline)
		code, got, errs := piped(t, harbour, args("-")...)
		require.Zero(t, code, "%s\n%s", command, errs)
		plain := strings.NewReplacer("):stdin", "):-", "stdin:", "-:", "stdin", "-")
		assert.Equal(t, strings.Fields(plain.Replace(want)), strings.Fields(plain.Replace(got)), command)
	}
}

func TestLabelsAndPagesFromStandardInput(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("harbour.csv", []byte(harbour), 0o600))
	gold := "csv(story=kind):harbour.csv"
	labels := "id,label\n1,0\n2,0\n3,1\n4,1\n"
	other := file(t, "other.csv", "id,label\n1,0\n2,0\n3,0\n4,1\n")
	for _, args := range [][]string{
		{"score", gold, "-"}, {"explain", gold, "-"}, {"digest", gold, "--labels", "-"}, {"compare", "--gold", gold, "-", other},
	} {
		code, _, errs := piped(t, labels, args...)
		assert.Zero(t, code, "%s\n%s", args, errs)
	}
	code, _, errs := piped(t, `{"articles":["1","2"],"summary":"A ferry stops."}
{"articles":["3","4"],"summary":"A crane lifts."}`+"\n", "score", gold, "--pages", "-")
	assert.Zero(t, code, errs)
	code, _, errs = piped(t, "outlet,owner\nquay.example,Tidewater\n", "score", gold, "--outlets", "-")
	assert.Zero(t, code, errs)

	code, _, errs = piped(t, labels, "score", "-", "-")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errs, "given twice")
	code, out, errs := piped(t, "id,story,cluster\n1,a,0\n2,a,0\n3,b,1\n",
		"score", "/dev/stdin@story", "/dev/stdin@cluster", "--metric", "b3.f1")
	require.Zero(t, code, errs)
	assert.Contains(t, out, "3 articles, 2 stories, 2 clusters")
}

// A bench keeps what came from a stream beside its results, for reports of later.
func TestBenchOfStandardInput(t *testing.T) {
	t.Chdir(t.TempDir())
	code, out, errs := piped(t, harbour, "bench", "--corpus", "-", "--map", harbourMap,
		"--algorithm", "minhash,singletons", "--out", "results")
	require.Zero(t, code, errs)
	assert.Contains(t, out, "4 articles, 2 stories")
	kept, err := os.ReadFile(filepath.Join("results", "stdin"))
	require.NoError(t, err)
	assert.Equal(t, harbour, string(kept))
	succeeds(t, "report", "results", "--format", "html", "-o", "report.html")
	succeeds(t, "compare", "results")
}

// Plans and baselines come from standard input, too; what a plan names so is kept beside the
// results.
func TestPlanAndBaselineOfStandardInput(t *testing.T) {
	t.Chdir(t.TempDir())
	plan := "corpora: [tiny]\nalgorithms: [singletons, one]\n"
	code, out, errs := piped(t, plan, "bench", "-", "--out", "results")
	require.Zero(t, code, errs)
	assert.Contains(t, out, "singletons")

	name := "csv(" + harbourMap + "):-"
	require.NoError(t, os.WriteFile("plan.yaml", []byte("corpora: ['"+name+"']\nalgorithms: [singletons, one]\n"), 0o600))
	code, _, errs = piped(t, harbour, "bench", "plan.yaml", "--out", "piped")
	if assert.Zero(t, code, errs) {
		kept, err := os.ReadFile(filepath.Join("piped", "stdin"))
		require.NoError(t, err)
		assert.Equal(t, harbour, string(kept))
		succeeds(t, "compare", "piped")
	}
	code, _, errs = piped(t, "corpora: ['-']\n", "bench", "-", "--out", "twice")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errs, "only one input")

	succeeds(t, "check", "gate.json", "--update", "--corpus", "tiny", "--algorithm", "minhash", "--again", "0")
	baseline, err := os.ReadFile("gate.json")
	require.NoError(t, err)
	code, out, errs = piped(t, string(baseline), "check", "-")
	assert.Zero(t, code, "%s\n%s", out, errs)
	code, _, errs = piped(t, string(baseline), "check", "-", "--update")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errs, "name the file")
}

func TestMapOfFields(t *testing.T) {
	path := file(t, "harbour.csv", harbour)
	assert.Contains(t, succeeds(t, "corpus", "stats", path, "--map", harbourMap), "stories        2")
	for _, c := range []struct{ value, want string }{
		{"titel=headline", "did you mean title?"},
		{"title=headlin", "did you mean headline?"},
		{"title", "key=value"},
	} {
		code, _, errs := assay(t, "corpus", "stats", path, "--map", c.value)
		assert.Equal(t, exitUsage, code)
		assert.Contains(t, errs, c.want)
	}
	code, _, errs := assay(t, "bench", "--map", "title=headline")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errs, "write it into the name")
	out := filepath.Join(t.TempDir(), "out.parquet")
	succeeds(t, "corpus", "convert", path, out, "--map", harbourMap)
	assert.Contains(t, succeeds(t, "corpus", "stats", out), "stories        2")
}
