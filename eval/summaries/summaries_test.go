package summaries

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/spec"
)

const (
	quake  = "A strong earthquake struck the northern coast on Monday."
	dead   = "The earthquake on the northern coast killed twelve people."
	recipe = "Whisk three eggs with sugar until pale and fluffy."
	oven   = "Bake the cake for 40 minutes in a hot oven."
)

func twoStories() *corpus.Corpus {
	return &corpus.Corpus{
		Card: corpus.Card{Name: "two"},
		Articles: []corpus.Article{
			{ID: "q1", Text: quake, Story: "quake"}, {ID: "q2", Text: dead, Story: "quake"},
			{ID: "c1", Text: recipe, Story: "cake"}, {ID: "c2", Text: oven, Story: "cake"}, {ID: "x", Text: oven, Distractor: true},
		},
		Stories: []corpus.Story{{ID: "quake", Summary: quake, KeyPoints: []string{"Twelve dead"}}, {ID: "cake", Summary: recipe}},
	}
}

func measures(t *testing.T, metrics ...string) []eval.Measure {
	specs, err := spec.ParseAll(metrics)
	require.NoError(t, err)
	list, err := eval.ParseAll(coverage.Metrics, specs)
	require.NoError(t, err)
	return list
}

// found is a case of c with the clusters of names, which go by the articles' ids.
func found(t *testing.T, p eval.Policy, c *corpus.Corpus, names Clusters) *eval.Case {
	file := &corpus.LabelsFile{Path: "labels"}
	ids := make([]string, len(c.Articles))
	for i := range c.Articles {
		ids[i] = c.Articles[i].ID
		file.IDs, file.Groups = append(file.IDs, ids[i]), append(file.Groups, names[ids[i]])
	}
	labels, err := file.Align(ids, corpus.IDPolicy{})
	require.NoError(t, err)
	k, err := p.Case(t.Context(), c.Gold(), labels, c)
	require.NoError(t, err)
	return k
}

var named = Clusters{"q1": "A", "q2": "A", "c1": "B", "c2": "B", "x": "C"}

func read(t *testing.T, lines ...string) (*File, error) {
	path := filepath.Join(t.TempDir(), "pages.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	f, err := Read(path)
	if err != nil {
		assert.Contains(t, err.Error(), path)
	}
	return f, err
}

func score(t *testing.T, k *eval.Case, metric string) float64 {
	v, err := measures(t, metric)[0].Score(k)
	require.NoError(t, err)
	return v.Value
}

// A counting summarizer counts the clusters it is asked about.
type counting struct {
	*summarize.Lead
	asked *int
}

func (c *counting) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	*c.asked++
	return c.Lead.Summarize(ctx, articles)
}

func TestEachSummarizerRunsOnce(t *testing.T) {
	asked := 0
	r := Collector{Further: []summarize.Entry{{Name: "mine",
		New: func() summarize.Summarizer { return &counting{summarize.NewLead(), &asked} }}}}
	k := found(t, eval.Policy{}, twoStories(), named)
	list := measures(t, "rouge1.r(summarizer=mine)", "rouge2.f1(summarizer=mine)", "redundancy(summarizer=mine)",
		"redundancy(summarizer=gold)")
	require.NoError(t, r.Check(list))
	require.NoError(t, r.Collect(k, list))
	assert.Equal(t, 2, asked, "once for each cluster with a story, and none for the distractor")
	require.NoError(t, r.Collect(k, list))
	for _, m := range list {
		_, err := m.Score(k)
		require.NoError(t, err)
	}
	assert.Equal(t, 2, asked)
}

func TestNoSummarizerRunsInVain(t *testing.T) {
	c := twoStories()
	for i := range c.Stories {
		c.Stories[i] = corpus.Story{ID: c.Stories[i].ID}
	}
	k := found(t, eval.Policy{}, c, named)
	assert.Empty(t, k.Summarizers(measures(t, "rouge1.r(summarizer=lead)", "keypoints.recall(summarizer=lead)")))
	assert.Len(t, k.Summarizers(measures(t, "rouge1.r(summarizer=lead)", "redundancy")), 1)
}

func TestScoringAsksNoModel(t *testing.T) {
	llm := `rouge1.r(summarizer=llm(model=m,record=answers,url=http://localhost:1))`
	assert.ErrorContains(t, Collector{}.Check(measures(t, llm)), "score the pages it wrote with --pages")
	assert.NoError(t, Collector{Remote: true}.Check(measures(t, llm)))
	k, err := eval.NewCase(eval.WithPager(t.Context(), Collector{}.Collect), twoStories().Gold(), corpus.Labels{0, 0, 1, 1, 2}, twoStories())
	require.NoError(t, err)
	_, err = measures(t, llm)[0].Score(k)
	assert.ErrorContains(t, err, "--pages")
	assert.ErrorContains(t, Collector{}.Check(measures(t, "rouge1.r(summarizer=leed)")), "did you mean lead?")
}

// Stored pages score what the summarizer's own do, noise and a policy included.
func TestStoredPagesScoreTheSame(t *testing.T) {
	metrics := []string{"rouge2.f1", "keypoints.recall", "keypoints.precision", "extractive.coverage", "redundancy",
		"rouge1.r(summarizer=oracle)"}
	for name, clusters := range map[string]Clusters{
		"clusters": named, "noise": {"q1": "", "q2": "", "c1": "B", "c2": "B", "x": "B"},
		"one": {"q1": "0", "q2": "0", "c1": "0", "c2": "0", "x": "0"},
	} {
		for _, p := range []eval.Policy{{}, {Noise: "one"}, {Distractors: "ignore"}} {
			first := found(t, p, twoStories(), clusters)
			list := measures(t, metrics...)
			summarizers := first.Summarizers(list)
			require.Len(t, summarizers, 2)
			require.NoError(t, Collector{}.Collect(first, list))
			var lines bytes.Buffer
			require.NoError(t, Write(&lines, first, clusters, summarizers))
			f, err := read(t, lines.String())
			require.NoError(t, err)
			second := found(t, p, twoStories(), clusters)
			require.NoError(t, f.Give(second, clusters))
			for _, m := range metrics {
				assert.Equal(t, score(t, first, m), score(t, second, m), "%s of %s under %s", m, name, p)
			}
		}
	}
}

func TestPagesFromElsewhere(t *testing.T) {
	f, err := read(t,
		`{"cluster":"A","summary":"`+dead+`"}`, ``,
		`{"articles":["c2"],"summary":["`+recipe+`","`+oven+`"],"key_points":["Cake"],"unknown":1}`,
		`{"cluster":"C","summary":"A page that nobody needs."}`)
	require.NoError(t, err)
	k := found(t, eval.Policy{}, twoStories(), named)
	require.NoError(t, f.Give(k, named))
	list, err := f.Aim(measures(t, "rouge1.r(stem=porter)", "rouge1.r(summarizer=lead)", "redundancy(summarizer=gold)"),
		func(m eval.Measure) bool { return strings.Contains(m.Spec.String(), "lead") })
	require.NoError(t, err)
	var names []string
	for _, m := range list {
		names = append(names, m.Spec.String())
	}
	assert.Equal(t, []string{"rouge1.r(stem=porter,summarizer=pages)", "rouge1.r(summarizer=lead)", "redundancy(summarizer=gold)"}, names)
	assert.InDelta(t, (5.0/9+1)/2, score(t, k, "rouge1.r(summarizer=pages)"), 1e-15,
		"earthquake, on, the, northern, coast; the cake's in full")

	number, err := read(t, `{"cluster":0,"summary":"","summarizer":"m(b=1,a=2)"}`)
	require.NoError(t, err)
	assert.Equal(t, "m(a=2,b=1)", number.Summarizers()[0].String())
	k = found(t, eval.Policy{}, twoStories(), Clusters{"q1": "0", "q2": "0", "c1": "0", "c2": "0", "x": "0"})
	require.NoError(t, number.Give(k, Clusters{"q1": "0", "q2": "0", "c1": "0", "c2": "0", "x": "0"}))
}

func TestPagesThatDoNotFit(t *testing.T) {
	page := func(of string) string { return `{` + of + `,"summary":"Text."}` }
	const missing = `pages: 1 clusters have no page: that of article "c1" (cluster "B"), for one, which is matched to story "cake"`
	for want, lines := range map[string][]string{
		`pages.jsonl:2: the labels have no cluster "D"`:    {page(`"cluster":"A"`), page(`"cluster":"D"`)},
		`pages.jsonl:1: the labels have no article "q3"`:   {page(`"articles":["q1","q3"]`)},
		`:1: its articles are in 2 different clusters`:     {page(`"articles":["q1","c1"]`)},
		`:1: its articles are in 2 different clusters `:    {page(`"cluster":"A","articles":["c1"]`)},
		`:2: a page of this cluster by pages is in line 1`: {page(`"cluster":"A"`), page(`"articles":["q2"]`)},
		missing: {page(`"cluster":"A"`)},
	} {
		f, err := read(t, lines...)
		require.NoError(t, err, want)
		assert.ErrorContains(t, f.Give(found(t, eval.Policy{}, twoStories(), named), named), strings.TrimSpace(want))
	}
	for want, line := range map[string]string{
		"names no cluster": page(`"title":"T"`), "has no summary": `{"cluster":"A"}`, "this is no page": `{"cluster":{},"summary":""}`,
		"this is no page:": `[]`,
		`"assay/page/9"`:   page(`"cluster":"A","schema":"assay/page/9"`), "summarizer: ": page(`"cluster":"A","summarizer":"m("`),
		"gold is the name": page(`"cluster":"A","summarizer":"gold"`), "there are no pages in it": ``,
	} {
		_, err := read(t, line)
		assert.ErrorContains(t, err, want)
	}
	f, err := read(t, page(`"cluster":"A"`))
	require.NoError(t, err)
	k, err := eval.NewCase(t.Context(), corpus.Labels{0}, corpus.Labels{0}, nil)
	require.NoError(t, err)
	assert.ErrorContains(t, f.Give(k, named), "give a corpus")
}

// What a trial stored is scored again without the summarizer, if the clusters and the
// policy are the trial's.
func TestStored(t *testing.T) {
	asked := 0
	r := Collector{Further: []summarize.Entry{{Name: "mine",
		New: func() summarize.Summarizer { return &counting{summarize.NewLead(), &asked} }}}}
	k := found(t, eval.Policy{}, twoStories(), named)
	list := measures(t, "rouge1.r(summarizer=mine)", "rouge1.r(summarizer=lead)")
	require.NoError(t, r.Collect(k, list))
	dir := t.TempDir()
	var lines bytes.Buffer
	require.NoError(t, Write(&lines, k, named, []spec.Spec{{Name: "mine"}}))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "pages.jsonl"), lines.Bytes(), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "labels.csv"), []byte("id,label\nq1,A\nq2,A\nc1,B\nc2,B\nx,C\n"), 0o644))
	trial := results.Result{Dir: dir, Labels: "labels.csv", Pages: "pages.jsonl"}
	trial.Corpus = results.Corpus{Name: "two", Articles: 5}
	stored := Stored(results.Result{}, trial)

	again := found(t, eval.Policy{}, twoStories(), named)
	require.NoError(t, stored(again, list))
	assert.Equal(t, score(t, k, "rouge1.r(summarizer=mine)"), score(t, again, "rouge1.r(summarizer=mine)"))
	assert.Equal(t, 2, asked)
	for _, other := range []*eval.Case{
		found(t, eval.Policy{MinStory: 2}, twoStories(), named),
		found(t, eval.Policy{}, twoStories(), Clusters{"q1": "A", "q2": "B", "c1": "B", "c2": "B", "x": "C"}),
		found(t, eval.Policy{}, twoStories(), Clusters{"q1": "A", "q2": "A", "c1": "A", "c2": "A", "x": "C"}),
	} {
		assert.ErrorContains(t, stored(other, list), `unknown summarizer "mine"`)
	}
}
