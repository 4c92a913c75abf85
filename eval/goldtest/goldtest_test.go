package goldtest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/goldtest"
)

// Users have a flag of this name, too, and goldtest heeds it.
var update = flag.Bool("update", false, "as users have it")

// A spy is a test that keeps what is reported to it.
type spy struct {
	testing.TB
	errors, logs []string
}

func (s *spy) Helper() {}

func (s *spy) Errorf(form string, args ...any) {
	s.errors = append(s.errors, fmt.Sprintf(form, args...))
}

func (s *spy) Logf(form string, args ...any) { s.logs = append(s.logs, fmt.Sprintf(form, args...)) }

func quakes() *corpus.Corpus {
	c := &corpus.Corpus{Card: corpus.Card{Name: "quakes"}, Stories: []corpus.Story{{ID: "quake", Title: "Quake in Tessaly"},
		{ID: "vote", Title: "Vote in Calder"}}}
	for _, a := range [][3]string{
		{"a", "quake", "Quake kills 21"}, {"b", "quake", "Tessaly shakes"}, {"c", "quake", "Aftershocks"}, {"d", "quake", "Rescue"},
		{"e", "vote", "Renck wins"}, {"f", "vote", "Exit poll"}, {"g", "", "Weather"},
	} {
		c.Articles = append(c.Articles, corpus.Article{ID: a[0], Story: a[1], Title: a[2], Source: a[0] + ".example"})
	}
	return c
}

// by gives each article the label of its id.
func by(labels map[string]int32) func([]corpus.Article) corpus.Labels {
	return func(articles []corpus.Article) corpus.Labels {
		var out corpus.Labels
		for _, a := range articles {
			out = append(out, labels[a.ID])
		}
		return out
	}
}

var (
	right = by(map[string]int32{"a": 0, "b": 0, "c": 0, "d": 0, "e": 1, "f": 1, "g": -1})
	wrong = by(map[string]int32{"a": 0, "b": 0, "c": 2, "d": 1, "e": 1, "f": 1, "g": -1})
)

// reported is what Check reports, as one text.
func reported(t *testing.T, c *corpus.Corpus, cluster func([]corpus.Article) corpus.Labels, options ...goldtest.Option) string {
	s := &spy{TB: t}
	goldtest.Check(s, c, cluster, options...)
	require.LessOrEqual(t, len(s.errors), 1, "one check, one error")
	return strings.Join(s.errors, "")
}

func TestPasses(t *testing.T) {
	assert.Empty(t, reported(t, quakes(), right, goldtest.AtLeast("b3.f1", 1), goldtest.AtMost("clusters.ratio", 1.5),
		goldtest.OneStory("quake", "vote"),
		goldtest.MustLink("a", "d"), goldtest.CannotLink("a", "e", "g"), goldtest.LargestCluster(.6), goldtest.SingleOutlet(0),
		goldtest.Noise(.2),
		goldtest.Deterministic(), goldtest.Policy(eval.Policy{Noise: "drop"})))
}

func TestMessage(t *testing.T) {
	got := reported(t, quakes(), wrong, goldtest.AtLeast("b3.f1", .9), goldtest.OneStory("quake"), goldtest.CannotLink("a", "e"))
	assert.Equal(t, `goldtest: quakes (7 articles, 2 stories)

	wanted:  one_story quake
	got:     its 4 articles are in 3 clusters

	wanted:  b3.f1 at least 0.9
	got:     it is 0.6667

	stories split or merged: 2, the costliest first
	1. Quake in Tessaly (4 articles, b3.f1 0.517)
	   split into 3 (2 + 1 + 1)
	   strayed: c “Aftershocks”, d “Rescue”
	2. Vote in Calder (2 articles, b3.f1 0.800)
	   merged with “Quake in Tessaly” (1)`, got)
}

// The function never sees gold, and may change what it is given.
func TestArticlesAreBlind(t *testing.T) {
	c := quakes()
	assert.Empty(t, reported(t, c, func(articles []corpus.Article) corpus.Labels {
		for i := range articles {
			assert.Empty(t, articles[i].Story)
			articles[i] = corpus.Article{}
		}
		return make(corpus.Labels, len(articles))
	}))
	assert.Equal(t, "quake", c.Articles[0].Story)
}

func TestFunctionsThatFail(t *testing.T) {
	got := reported(t, quakes(), func([]corpus.Article) corpus.Labels { panic("no memory") })
	assert.Contains(t, got, "quakes: the function panicked: no memory")
	assert.Contains(t, got, "goldtest_test.go", "the stack tells where")
	got = reported(t, quakes(), func([]corpus.Article) corpus.Labels { return corpus.Labels{0} })
	assert.Contains(t, got, "the function returned 1 labels for 7 articles: it must return one for each")
	assert.Contains(t, reported(t, quakes(), nil), "the function panicked")
	calls := 0
	got = reported(t, quakes(), func(articles []corpus.Article) corpus.Labels {
		labels := right(articles)
		calls++
		labels[0] = int32(calls) // once with e and f, then alone
		return labels
	}, goldtest.Deterministic())
	assert.Contains(t, got, "two runs on the same articles differ: one has a and e together, the other not")
}

func TestWrongOptions(t *testing.T) {
	for want, option := range map[string]goldtest.Option{
		`unknown metric`:      goldtest.AtLeast("b3.g1", 1),
		`names article "x"`:   goldtest.MustLink("a", "x"),
		`names story "storm"`: goldtest.OneStory("storm"),
		`it is a share`:       goldtest.Noise(2),
		`noise=loud`:          goldtest.Policy(eval.Policy{Noise: "loud"}),
		"there is no baseline testdata/none.json: " +
			"make it with go test -run '^TestWrongOptions$' -goldtest.update": goldtest.Baseline("testdata/none.json"),
	} {
		assert.Contains(t, reported(t, quakes(), right, option), want)
	}
}

// A baseline is written with the flag only, and holds the next run to it.
func TestBaseline(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quakes.json")
	for _, name := range []string{"goldtest.update", "update"} {
		os.Remove(path)
		require.NoError(t, flag.Set(name, "true"))
		s := &spy{TB: t}
		goldtest.Check(s, quakes(), right, goldtest.Baseline(path), goldtest.Metrics("b3.r"))
		require.NoError(t, flag.Set(name, "false"))
		assert.Empty(t, s.errors)
		require.Len(t, s.logs, 1)
		assert.Contains(t, s.logs[0], "is written: look at what changed")
	}
	require.False(t, *update)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Empty(t, reported(t, quakes(), right, goldtest.Baseline(path)))

	got := reported(t, quakes(), wrong, goldtest.Baseline(path))
	for _, want := range []string{
		"metric:  b3.r", "verdict: inconclusive", "stories worse than in the baseline: 2",
		"1. Quake in Tessaly (4 articles, b3.f1 1.000 → 0.517)",
		"split into 3 (2 + 1 + 1), was whole", "strayed: c “Aftershocks”, d “Rescue”",
	} {
		assert.Contains(t, got, want)
	}
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "without the flag nothing is written")

	other := quakes()
	other.Articles[0].Title = "Another"
	assert.Contains(t, reported(t, other, right, goldtest.Baseline(path)), "its articles are not those of the baseline")
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o644))
	assert.Contains(t, reported(t, quakes(), right, goldtest.Baseline(path)), "the file ends too early")
}

// The example's baseline in testdata.
func TestNewsroom(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	goldtest.Check(t, c, byNames, goldtest.Baseline("testdata/newsroom.json"), goldtest.AtLeast("b3.f1", .7), goldtest.LargestCluster(.2))
	if flag.Lookup("goldtest.update").Value.String() == "true" || *update {
		return
	}
	got := reported(t, c, func(articles []corpus.Article) corpus.Labels {
		labels := byNames(articles)
		for i := range labels {
			labels[i] /= 4 // clusters are welded to others that began at about the same time
		}
		return labels
	}, goldtest.Baseline("testdata/newsroom.json"))
	assert.Contains(t, got, "verdict: fail")
	assert.Contains(t, got, "merged with “")
}

// Titles that want to be something else stay on their line.
func TestHostileTitles(t *testing.T) {
	c := quakes()
	c.Stories[0].Title = "Quake\n--- FAIL: TestOther\n\x1b[31m\u202e" + strings.Repeat("x", 10_000)
	c.Articles[2].Title = "After\r\nshocks"
	got := reported(t, c, wrong, goldtest.AtLeast("b3.f1", .9))
	assert.NotContains(t, got, "\n---")
	assert.NotContains(t, got, "\x1b")
	assert.NotContains(t, got, "\u202e")
	assert.Less(t, len(got), 2000)
}
