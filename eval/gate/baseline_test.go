package gate

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/all"
)

// small has two stories, an article without one and a distractor.
func small() *corpus.Corpus {
	c := &corpus.Corpus{
		Card:    corpus.Card{Name: "small"},
		Stories: []corpus.Story{{ID: "quake", Title: "The quake"}, {ID: "vote", Title: "The vote"}},
	}
	for _, a := range []struct{ id, story, source string }{
		{"a", "quake", "one.example"}, {"b", "quake", "two.example"}, {"c", "quake", "one.example"},
		{"d", "vote", "one.example"}, {"e", "vote", "one.example"}, {"f", "", "two.example"}, {"g", "", "two.example"},
	} {
		c.Articles = append(c.Articles, corpus.Article{ID: a.id, Title: "Title " + a.id, Story: a.story, Source: a.source})
	}
	c.Articles[6].Distractor = true
	return c
}

// fixed is a system that always gives these labels, by article.
func fixed(labels map[string]int32) Cluster {
	return func(_ context.Context, c *corpus.Corpus, _ uint64) (corpus.Labels, error) {
		out := make(corpus.Labels, len(c.Articles))
		for i := range c.Articles {
			out[i] = labels[c.Articles[i].ID]
		}
		return out, nil
	}
}

func collect(t testing.TB, c *corpus.Corpus, y Cluster, seeds ...uint64) Clustering {
	if len(seeds) == 0 {
		seeds = []uint64{1}
	}
	f, err := Collect(t.Context(), c, y, seeds)
	require.NoError(t, err)
	return f
}

func made(t testing.TB, u Update, old *Baseline, found ...Clustering) *Baseline {
	b, err := u.Make(t.Context(), old, found)
	require.NoError(t, err)
	return b
}

// written is the baseline as it comes back from a file.
func written(t testing.TB, b *Baseline) *Baseline {
	path := filepath.Join(t.TempDir(), "baseline.json")
	require.NoError(t, b.Write(path))
	back, err := Read(path, all.Metrics)
	require.NoError(t, err)
	return back
}

var smallLabels = map[string]int32{"a": 0, "b": 0, "c": 1, "d": 2, "e": 2, "f": 2, "g": -1}

// The file is to be read and edited by people: its form is fixed here.
func TestFileForm(t *testing.T) {
	b := made(t, Update{}, nil, collect(t, small(), fixed(smallLabels)))
	b.Version = "v1"
	share := 0.5
	b.Constraints.LargestCluster = &share
	b.Constraints.MustLink = []Group{{Articles: []string{"a", "b"}, Why: "both tell of the quake"}}
	raw, err := b.encode()
	require.NoError(t, err)
	assert.Equal(t, `{
  "schema": "assay/baseline/2",
  "version": "v1",
  "system": {},
  "policy": {"noise":"singletons","unlabelled":"within","distractors":"within","min_story":1,"sampled":"stories"},
  "alpha": 0.05,
  "power": 0.8,
  "metrics": [
    {"metric":"b3.f1","margin":0.02,"noise":0},
    {"metric":"b3.p","margin":0.02,"noise":0},
    {"metric":"b3.r","margin":0.02,"noise":0}
  ],
  "constraints": {
    "nothing_lost": true,
    "deterministic": "order",
    "largest_cluster": 0.5,
    "must_link": [
      {"articles":["a","b"],"why":"both tell of the quake"}
    ]
  },
  "corpora": [
    {
      "path": "small",
      "name": "small",
      "fingerprint": "`+b.Corpora[0].Fingerprint+`",
      "articles": "`+b.Corpora[0].Articles+`",
      "scores": [
        {"metric":"b3.f1","value":0.794444},
        {"metric":"b3.p","value":0.866667},
        {"metric":"b3.r","value":0.733333}
      ],
      "stories": [
        {"story":"quake","articles":3,"b3":0.7143,"title":"The quake","runs":[{"a":["a","b"],"c":["c"]}]},
        {"story":"vote","articles":2,"b3":0.8,"title":"The vote","runs":[{"d":["d","e"]}]}
      ],
      "unlabelled": [
        {"article":"f","clusters":["d"]},
        {"article":"g","clusters":[""]}
      ]
    }
  ]
}
`, string(raw))
}

// Files of the first version, in which fingerprints are called digests, are read as the same baseline.
// An article may have the id digest.
func TestReadsVersion1(t *testing.T) {
	c := small()
	c.Articles[0].ID = "digest"
	f := collect(t, c, fixed(smallLabels))
	b := made(t, Update{Outlets: &Outlets{"outlets.csv", "5ca1ab1e"}}, nil, f)
	raw, err := b.encode()
	require.NoError(t, err)
	want, err := Parse(raw, "b.json", nil)
	require.NoError(t, err)
	old := strings.NewReplacer(Schema, schema1, `"fingerprint":`, `"digest":`).Replace(string(raw))
	got, err := Parse([]byte(old), "b.json", nil)
	require.NoError(t, err)
	want.raw, got.raw = nil, nil
	assert.Equal(t, want, got)
	_, err = got.Check(t.Context(), []Clustering{f}, 0)
	assert.NoError(t, err)

	_, err = Parse([]byte(strings.Replace(old, schema1, Schema, 1)), "b.json", nil)
	assert.ErrorContains(t, err, `unknown field "digest"`)
}

// What is written comes back, whatever the texts hold, and gives the same labels.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		c := &corpus.Corpus{Card: corpus.Card{Name: rapid.String().Draw(r, "name")}}
		n := rapid.IntRange(1, 12).Draw(r, "articles")
		ids := rapid.SliceOfNDistinct(rapid.StringN(1, 8, -1), n, n, rapid.ID[string]).Draw(r, "ids")
		runs := make([]corpus.Labels, rapid.IntRange(1, 3).Draw(r, "runs"))
		for _, id := range ids {
			story := rapid.SampledFrom([]string{"", "s", "t\"<&\u2028"}).Draw(r, "story")
			c.Articles = append(c.Articles, corpus.Article{ID: id, Story: story})
		}
		c.Articles[0].Story = "s"
		c.AddMissingStories()
		for k := range runs {
			runs[k] = corpus.Labels(rapid.SliceOfN(rapid.Int32Range(-1, 3), n, n).Draw(r, "labels")).Canonical()
		}
		f := Clustering{Corpus: c, Path: "p", Runs: runs, Seeds: []uint64{1, 2, 3}[:len(runs)]}
		b, err := Update{System: System{Algorithm: "x", Seeds: f.Seeds}}.Make(context.Background(), nil, []Clustering{f})
		require.NoError(r, err)
		path := filepath.Join(dir, "baseline.json")
		require.NoError(r, b.Write(path))
		back, err := Read(path, all.Metrics)
		require.NoError(r, err)
		labels, err := back.runs(&back.Corpora[0], c)
		require.NoError(r, err)
		assert.Equal(r, runs, labels)
		again, err := back.encode()
		require.NoError(r, err)
		first, err := os.ReadFile(path)
		require.NoError(r, err)
		assert.Equal(r, string(first), string(again))
		got, err := back.Check(context.Background(), []Clustering{f}, 0)
		require.NoError(r, err)
		assert.Equal(r, Pass, got.Verdict)
	})
}

// Every fault is told with its line and what to do about it.
func TestReadErrors(t *testing.T) {
	b := made(t, Update{}, nil, collect(t, small(), fixed(smallLabels)))
	raw, err := b.encode()
	require.NoError(t, err)
	for _, c := range []struct{ from, to, want string }{
		{`"alpha": 0.05`, `"alpha": 0.05 // five percent`, `b.json:6: this is no JSON`},
		{`"alpha": 0.05`, `"alpha": 5`, `b.json:6: alpha 5: it must be over 0 and under 0.5`},
		{`"power": 0.8`, `"power": "much"`, `b.json:7: field "power" cannot be a string: write a number`},
		{`"nothing_lost": true`, `"nothing_lots": true`, `b.json:14: unknown field "nothing_lots"`},
		{`"margin":0.02`, `"margin":0`, `b.json:9: the margin of b3.f1 is 0`},
		{`"metric":"b3.p","margin"`, `"metric":"b3.*","margin"`, `b.json:10: b3.* is a group of`},
		{`"metric":"b3.p","margin"`, `"metric":"b3.q","margin"`, `b.json:10: unknown metric`},
		{`"deterministic": "order"`, `"deterministic": "always"`, `b.json:15: deterministic is "always": write "rerun"`},
		{`"deterministic": "order"`, `"must_link": [{"articles":["a"]}]`, `b.json:15: must_link has a group of 1 articles`},
		{`"deterministic": "order"`, `"must_link": [{"story":"quake"}]`, `must_link takes a list of articles`},
		{`"deterministic": "order"`, `"noise": 3`, `b.json:15: noise is 3: it is a share`},
		{`"deterministic": "order"`, `"at_least": {"b3.g1": 0.5}`, `b.json:15: at_least: unknown metric`},
		{`"noise":"singletons"`, `"noise":"loud"`, `b.json:5: noise=loud`},
		{`assay/baseline/2`, `assay/baseline/3`, `b.json:2: schema "assay/baseline/3": this assay reads`},
	} {
		text := strings.Replace(string(raw), c.from, c.to, 1)
		require.NotEqual(t, string(raw), text)
		_, err := Parse([]byte(text), "b.json", all.Metrics)
		require.Error(t, err, c.to)
		assert.Contains(t, err.Error(), c.want)
		var u *Usage
		assert.True(t, errors.As(err, &u), c.to)
	}
	_, err = Parse(raw[:len(raw)/2], "b.json", all.Metrics)
	assert.ErrorContains(t, err, "the file ends too early")
	_, err = Parse(append(raw, '{'), "b.json", all.Metrics)
	assert.ErrorContains(t, err, "more after the end")
	_, err = Parse(nil, "b.json", all.Metrics)
	assert.ErrorContains(t, err, "the file ends too early")
}

// A baseline whose stories do not fit the corpus is an error with a line.
func TestCheckErrors(t *testing.T) {
	f := collect(t, small(), fixed(smallLabels))
	raw, err := made(t, Update{}, nil, f).encode()
	require.NoError(t, err)
	for _, c := range []struct{ from, to, want string }{
		{`"c":["c"]`, `"c":["x"]`, `b.json:29: article "x" is not in corpus small`},
		{`,"c":["c"]`, ``, `article "c" has no cluster here`},
		{`"runs":[{"d":["d","e"]}]`, `"runs":[{"d":["d","e"]},{"d":["d","e"]}]`, `b.json:30: story "vote" has 2 runs`},
		{`"clusters":["d"]`, `"clusters":[]`, `b.json:33: article "f" has 0 runs`},
		{`"nothing_lost": true`, `"must_link": [{"articles":["a","nobody"]}]`,
			`b.json:14: must_link names article "nobody", which no corpus here has`},
		{`"nothing_lost": true`, `"one_story": [{"story":"nothing"}]`, `b.json:14: one_story names story "nothing"`},
	} {
		text := strings.Replace(string(raw), c.from, c.to, 1)
		require.NotEqual(t, string(raw), text, c.from)
		b, err := Parse([]byte(text), "b.json", all.Metrics)
		require.NoError(t, err)
		_, err = b.Check(t.Context(), []Clustering{f}, 0)
		assert.ErrorContains(t, err, c.want)
	}
	b, err := Parse(raw, "b.json", all.Metrics)
	require.NoError(t, err)
	f.Corpus = small()
	f.Corpus.Articles[0].Text = "other"
	_, err = b.Check(t.Context(), []Clustering{f}, 0)
	assert.ErrorIs(t, err, ErrOtherArticles)
	_, err = b.Check(t.Context(), nil, 0)
	assert.Error(t, err)
	f = collect(t, small(), fixed(smallLabels), 1, 2)
	_, err = b.Check(t.Context(), []Clustering{f}, 0)
	assert.ErrorContains(t, err, "2 runs, and the baseline has 1")
}

// More labels do not need a new baseline: both sides are scored by the new gold.
func TestNewGold(t *testing.T) {
	b := written(t, made(t, Update{}, nil, collect(t, small(), fixed(smallLabels))))
	c := small()
	c.Articles[5].Story = "vote"
	r, err := b.Check(t.Context(), []Clustering{collect(t, c, fixed(smallLabels))}, 0)
	require.NoError(t, err)
	assert.Equal(t, Pass, r.Verdict)
	assert.Equal(t, 1.0, *r.Corpora[0].Metrics[1].Old, "f is no stranger in its cluster now")
	assert.Contains(t, r.Notes[0], "The gold of small changed")
}

// The constraints of a new baseline hold on all of its corpora.
func TestStandingConstraintsOfSeveralCorpora(t *testing.T) {
	byPosition := func(_ context.Context, c *corpus.Corpus, _ uint64) (corpus.Labels, error) {
		labels := make(corpus.Labels, len(c.Articles))
		for i := range labels {
			labels[i] = int32(i / 3)
		}
		return labels, nil
	}
	anyOrder, oneOrder := collect(t, small(), fixed(smallLabels)), collect(t, small(), byPosition)
	for _, found := range [][]Clustering{{anyOrder, oneOrder}, {oneOrder, anyOrder}} {
		c, err := standing(t.Context(), found)
		require.NoError(t, err)
		assert.Equal(t, Constraints{NothingLost: true, Deterministic: Rerun}, c)
	}
	lost := anyOrder
	lost.Missing = []string{"a"}
	c, err := standing(t.Context(), []Clustering{lost, anyOrder})
	require.NoError(t, err)
	assert.Equal(t, Constraints{Deterministic: Order}, c)
}

// An update keeps what people edited, and widens nothing by itself.
func TestUpdateKeeps(t *testing.T) {
	f := collect(t, small(), fixed(smallLabels))
	old := made(t, Update{}, nil, f)
	old.Metrics[0].Margin, old.Alpha = 0.07, 0.1
	old.Constraints.CannotLink = []Group{{Articles: []string{"a", "d"}, Why: "not the same"}}
	b := made(t, Update{Metrics: []string{"b3.f1", "ari"}}, written(t, old), f)
	assert.Equal(t, []Margin{{"b3.f1", 0.07, 0}, {"ari", 0.02, 0}}, b.Metrics)
	assert.Equal(t, 0.1, b.Alpha)
	assert.Equal(t, old.Constraints.CannotLink, b.Constraints.CannotLink)
	assert.Equal(t, 0.02, made(t, Update{Calibrate: true}, old, f).Metrics[0].Margin)
	_, err := Update{Metrics: []string{"clusters"}}.Make(t.Context(), nil, []Clustering{f})
	assert.ErrorContains(t, err, "only describes")
	_, err = Update{Metrics: []string{"keypoints.recall"}, Known: all.Metrics}.Make(t.Context(), nil, []Clustering{f})
	assert.ErrorContains(t, err, "keypoints.recall")
}

// A system that depends on its seed has a wider margin: three standard deviations
// of its runs.
func TestNoise(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	seeded := func(_ context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
		labels := c.Gold()
		for i := range labels {
			if labels[i] < 0 || (uint64(i)*2654435761+seed*40503)%7 < seed%4 {
				labels[i] = int32(1000 + i)
			}
		}
		return labels, nil
	}
	f := collect(t, c, seeded)
	f.Seeded = true
	b := made(t, Update{}, nil, f)
	assert.Greater(t, b.Metrics[0].Noise, 0.01)
	assert.InDelta(t, 3*b.Metrics[0].Noise, b.Metrics[0].Margin, 1e-4)
	assert.Equal(t, Rerun, b.Constraints.Deterministic, "it heeds the positions of the articles")
	assert.Zero(t, made(t, Update{Again: -1}, nil, f).Metrics[0].Noise)
}

// Nothing that a file holds makes reading it panic.
func FuzzParse(f *testing.F) {
	b, err := Update{}.Make(context.Background(), nil, []Clustering{{Corpus: small(), Runs: []corpus.Labels{{0, 0, 1, 2, 2, 2, -1}}}})
	require.NoError(f, err)
	raw, err := b.encode()
	require.NoError(f, err)
	f.Add(raw)
	f.Add([]byte(`{"schema":"assay/baseline/2"}`))
	f.Add([]byte(`[`))
	found := Clustering{Corpus: small(), Runs: []corpus.Labels{{0, 0, 1, 2, 2, 2, -1}}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := Parse(raw, "b.json", all.Metrics)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		if _, err := b.Check(t.Context(), []Clustering{found}, 1); err != nil {
			assert.NotEmpty(t, err.Error())
		}
	})
}
