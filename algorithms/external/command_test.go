package external

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

func run(t *testing.T, ctx context.Context, text string, articles []corpus.Article) (corpus.Labels, error) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs sh")
	}
	s, err := spec.Parse(text)
	require.NoError(t, err)
	c := CommandEntry.New()
	require.NoError(t, spec.Bind(s, c))
	return c.Cluster(ctx, &algorithms.Problem{Articles: articles})
}

func three() []corpus.Article {
	return []corpus.Article{{ID: "a", Title: "quake in the valley"}, {ID: "b", Title: "valley of the quake", Text: "x \"y\""}, {ID: "c"}}
}

func answer(lines string) string {
	return fmt.Sprintf("external(%q)", "cat >/dev/null; printf '"+lines+"'")
}

func TestCommand(t *testing.T) {
	labels, err := run(t, t.Context(), answer(`{"id":"c","cluster":-1}\n{"id":"a","cluster":"x"}\n{"id":"b","cluster":"x"}\n`), three())
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 0, corpus.None}, labels)
	labels, err = run(t, t.Context(), "external(false)", nil)
	require.NoError(t, err)
	assert.Empty(t, labels, "nothing is run for no articles")
}

func TestCommandSeesNoGold(t *testing.T) {
	c := &corpus.Corpus{Articles: []corpus.Article{{ID: "a", Title: "t", Story: "secret"}}}
	seen := filepath.Join(t.TempDir(), "seen")
	_, err := run(t, t.Context(), fmt.Sprintf("external(%q)", "cat > "+seen+`; echo '{"id":"a","cluster":1}'`), c.Blind())
	require.NoError(t, err)
	raw, err := os.ReadFile(seen)
	require.NoError(t, err)
	assert.Equal(t, "{\"id\":\"a\",\"title\":\"t\"}\n", string(raw))
}

// Each way to fail gives an error that says which it was.
func TestCommandFailures(t *testing.T) {
	for name, c := range map[string]struct{ spec, want string }{
		"dies":           {`external("echo line one >&2; echo no such model >&2; exit 3")`, "exit status 3: no such model"},
		"hangs":          {`external("sleep 60",timeout=100ms)`, "it ran longer than its timeout of 100ms"},
		"hangs in child": {`external("sleep 60 & wait",timeout=100ms)`, "it ran longer than its timeout"},
		"floods":         {`external("yes")`, "it wrote more than 256 MB"},
		"unknown ids": {answer(`{"id":"a","cluster":1}\n{"id":"b","cluster":1}\n{"id":"c","cluster":1}\n{"id":"z","cluster":1}\n`),
			`1 of 4 labels are for articles that the corpus does not have: ["z"] (remove them)`},
		"misses one":    {answer(`{"id":"a","cluster":1}\n`), `2 of 3 articles have no label: ["b" "c"] (add them)`},
		"no answer":     {`external("cat >/dev/null")`, "output of cat"},
		"nonsense":      {`external("cat >/dev/null; echo hello")`, "output of cat"},
		"not there":     {`external("no-such-program-here")`, "not found"},
		"reads nothing": {`external("exec 0<&-; exit 1")`, "exit status 1"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			labels, err := run(t, t.Context(), c.spec, three())
			assert.ErrorContains(t, err, c.want)
			assert.Nil(t, labels)
			assert.Less(t, time.Since(began), 30*time.Second)
		})
	}
}

func TestCommandMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is watched on Linux")
	}
	// The child of the shell holds the memory, not the shell.
	_, err := run(t, t.Context(), `external("head -c 400000000 /dev/zero | tail -c 300000000 | sleep 30",memory=50,timeout=20s)`, three())
	assert.ErrorContains(t, err, "it needed more than its limit of 50 MB")
}

func TestCommandCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	began := time.Now()
	_, err := run(t, ctx, `external("sleep 60 & sleep 60")`, three())
	assert.ErrorIs(t, err, context.Canceled)
	assert.Less(t, time.Since(began), 10*time.Second)
}

// The program is told the seed and the processors that it may use, and only by its own
// account depends on the seed.
func TestCommandSeed(t *testing.T) {
	c := NewCommand()
	for workers, want := range map[int]string{3: "3", 0: fmt.Sprint(runtime.GOMAXPROCS(0))} {
		c.Command = `cat >/dev/null; test "$ASSAY_SEED $ASSAY_WORKERS" = "42 ` + want + `"; ` +
			`for i in a b c; do echo "{\"id\":\"$i\",\"cluster\":$?}"; done`
		labels, err := c.Cluster(t.Context(), &algorithms.Problem{Articles: three(), Seed: 42, Workers: workers})
		require.NoError(t, err)
		assert.Equal(t, corpus.Labels{0, 0, 0}, labels)
	}
	assert.False(t, c.UsesSeed())
	c.Seeded = true
	assert.True(t, c.UsesSeed())
	assert.Equal(t, "external(x,seeded=true)", spec.Of("external", &Command{Command: "x", Timeout: 10 * time.Minute, Seeded: true}).String())
}

func TestCommandSpec(t *testing.T) {
	s, err := spec.Parse(`external("python3 my.py",timeout=90s)`)
	require.NoError(t, err)
	c := CommandEntry.New()
	require.NoError(t, spec.Bind(s, c))
	assert.Equal(t, `external("python3 my.py",timeout=1m30s)`, spec.Of("external", c).String())
	for text, want := range map[string]string{
		"external(x,timeout=soon)": "must be a time such as", "external(x,timeout=0s)": "must be a time above 0",
	} {
		s, err = spec.Parse(text)
		require.NoError(t, err)
		assert.ErrorContains(t, spec.Bind(s, CommandEntry.New()), want)
	}
}

// The program of docs/external.md runs unchanged.
func TestDocumentedExample(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("needs python3")
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "external.md"))
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)```python\n(.*?)```").FindSubmatch(raw)
	require.NotNil(t, code)
	path := filepath.Join(t.TempDir(), "cluster.py")
	require.NoError(t, os.WriteFile(path, code[1], 0o644))
	labels, err := run(t, t.Context(), fmt.Sprintf("external(%q)", "python3 "+path), three())
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 0, corpus.None}, labels)
}
