package bench

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

func TestLineup(t *testing.T) {
	list := lineup()
	lines := 0
	for line := range strings.Lines(lineupText) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	require.Len(t, list, lines, "every line is read")
	for _, u := range list {
		assert.Positive(t, u.seconds, u.spec)
		assert.GreaterOrEqual(t, u.articles, 1., u.spec)
		assert.GreaterOrEqual(t, u.stories, 0., u.spec)
		assert.LessOrEqual(t, u.on(results.Corpus{Articles: 10_000, Stories: 500}), patience, u.spec)
	}
	each, err := Plan{Algorithms: Lineup()}.candidates()
	require.NoError(t, err)
	assert.Len(t, each, lines, "no sweeps")
}

func TestLineupFitsTheCorpus(t *testing.T) {
	plan := Plan{Algorithms: Lineup()}
	each, err := plan.candidates()
	require.NoError(t, err)
	var notes []string
	ctx := format.Noting(t.Context(), func(f corpus.Fault) { notes = append(notes, f.Error()) })
	kept := func(articles, stories int) (specs []string) {
		for _, c := range fitting(ctx, each, results.Corpus{Articles: articles, Stories: stories}, "news.jsonl") {
			specs = append(specs, c.spec.String())
		}
		return specs
	}
	all := kept(10_000, 500)
	assert.Len(t, all, len(each))
	assert.Empty(t, notes)
	assert.ElementsMatch(t, all, kept(1, 1))

	slow := kept(100_000, 10_000)
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0], "news.jsonl: 100000 articles of 10000 stories are many")
	assert.Contains(t, notes[0], "spectral(k=gold)")
	assert.Less(t, len(slow), len(all))
	assert.Subset(t, all, slow)
}

func TestLineupRunsFastAlgorithmsFirst(t *testing.T) {
	position := func(specs []string, name string) int {
		for i, s := range specs {
			if strings.HasPrefix(s, name) {
				return i
			}
		}
		t.Fatalf("%s is not in %v", name, specs)
		return 0
	}
	plan := Plan{Algorithms: Lineup()}
	each, err := plan.candidates()
	require.NoError(t, err)
	var large []string
	for _, c := range fitting(t.Context(), each, results.Corpus{Articles: 10_000, Stories: 500}, "news.jsonl") {
		large = append(large, c.spec.String())
	}
	assert.Less(t, position(large, "one"), position(large, "leiden"))
	assert.Less(t, position(large, "leiden"), position(large, "storyline"))
	run := func(p Plan) (specs []string) {
		p.Corpora = []string{"tiny"}
		trials, err := Trials(t.Context(), p)
		require.NoError(t, err)
		for _, trial := range trials {
			specs = append(specs, trial.Algorithm.String())
		}
		return specs
	}
	standard := run(Plan{})
	assert.Len(t, standard, len(Lineup()))
	assert.Less(t, position(standard, "storyline"), position(standard, "one"), "a small corpus takes moments")
	assert.Equal(t, []string{"storyline", "one"}, run(Plan{Algorithms: []string{"storyline", "one"}}), "what is named is run in its order")
}

// Headlines in scripts without spaces are clustered about as well as the same headlines in English.
func TestLineupOnScriptsWithoutSpaces(t *testing.T) {
	scores := func(split string) (list []float64) {
		c, err := format.Open(t.Context(), "headlines#"+split)
		require.NoError(t, err)
		require.Equal(t, 120, len(c.Articles))
		for _, algorithm := range Lineup() {
			labels, _, err := all.Run(t.Context(), c, algorithm, 1, 0)
			require.NoError(t, err)
			v, err := eval.Score(c.Gold(), labels, "b3.f1")
			require.NoError(t, err)
			list = append(list, v.Value)
		}
		return list
	}
	english := scores("en")
	for _, split := range []string{"zh", "ja", "th"} {
		total := 0.
		for i, v := range scores(split) {
			total += v - english[i]
			assert.GreaterOrEqual(t, v, english[i]-.07, "%s by %s", split, Lineup()[i])
		}
		mean := total / float64(len(english))
		t.Logf("%s: %+.3f on average", split, mean)
		assert.GreaterOrEqual(t, mean, -.05, split)
	}
}
