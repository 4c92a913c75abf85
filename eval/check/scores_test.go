package check

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/gate"
)

// answers writes a table of scores of questions in documents, and returns its path: wrong is the share of wrong answers, of which most are
// the same in all files of a seed.
func answers(t testing.TB, dir, name string, questions int, wrong float64, seed uint64) string {
	hard, own := rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(seed, 2))
	var b strings.Builder
	b.WriteString("id,document,acc,error\n")
	for i := range questions {
		x := hard.Float64()
		if own.Float64() < .1 {
			x = own.Float64()
		}
		right := 1
		if x < wrong {
			right = 0
		}
		fmt.Fprintf(&b, "q%d,d%d,%d,%g\n", i, i/4, right, x)
	}
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}

func TestPlantedRegression(t *testing.T) {
	dir := t.TempDir()
	old, again := answers(t, dir, "old.csv", 600, .2, 1), answers(t, dir, "again.csv", 600, .2, 2)
	worse, slightly := answers(t, dir, "worse.csv", 600, .3, 3), answers(t, dir, "slightly.csv", 600, .22, 4)
	for _, c := range []struct {
		in   Scores
		want gate.Verdict
	}{
		{Scores{Old: old, New: worse}, gate.Fail},
		{Scores{Old: old, New: worse, ScoreSettings: ScoreSettings{Unit: "document"}}, gate.Fail},
		{Scores{Old: old, New: worse, Metrics: []string{"acc"}, Repeats: []string{again, answers(t, dir, "third.csv", 600, .2, 5)}}, gate.Fail},
		{Scores{Old: old, New: old}, gate.Pass},
		{Scores{Old: old, New: again, Margins: []string{"0.04"}}, gate.Pass},
		{Scores{Old: old, New: slightly, Margins: []string{"acc=0.1"}}, gate.Warn},
		{Scores{Old: old, New: again, Margins: []string{"acc=0.001"}}, gate.Inconclusive},
		{Scores{Old: worse, New: old}, gate.Pass},
		{Scores{Old: worse, New: old, Lower: []string{"acc"}}, gate.Fail},
	} {
		r, err := c.in.Run(t.Context())
		require.NoError(t, err)
		assert.Equal(t, c.want, r.Verdict, "%+v: %+v", c.in, r.Corpora[0].Metrics)
		assert.Equal(t, 600, r.Corpora[0].Articles)
	}
}

func TestScoresNotes(t *testing.T) {
	dir := t.TempDir()
	old, again := answers(t, dir, "old.csv", 200, .2, 1), answers(t, dir, "again.csv", 200, .2, 2)
	r, err := Scores{Old: old, New: again, Metrics: []string{"acc,error"}, ScoreSettings: ScoreSettings{Unit: "document"}}.Run(t.Context())
	require.NoError(t, err)
	on := r.Corpora[0]
	assert.Equal(t, []string{"error: more is taken for better. If less is, add --lower error."}, r.Notes)
	assert.Equal(t, 50, on.Stories)
	assert.Equal(t, "document", on.Scored.Unit)
	for _, m := range on.Metrics {
		assert.Equal(t, 50, m.Items.Wins+m.Items.Losses+m.Items.Ties)
		assert.Equal(t, 200, m.Items.Items)
	}
	r, err = Scores{Old: old, New: again, Repeats: []string{again}, Lower: []string{"error"}}.Run(t.Context())
	require.NoError(t, err)
	assert.Empty(t, r.Notes)
	assert.Equal(t, 2, r.Corpora[0].Scored.OldRuns)
	require.Len(t, r.Corpora[0].Metrics, 2)
	assert.Equal(t, 2, sum(r.Corpora[0].Metrics[0].Items.Self))
	assert.Positive(t, r.Corpora[0].Metrics[1].Items.Noise)
}

func sum(count map[gate.Verdict]int) (n int) {
	for _, k := range count {
		n += k
	}
	return n
}

// What does not fit together is one line, and nothing of it is scored in silence.
func TestScoresErrors(t *testing.T) {
	for _, c := range []struct {
		old, new string
		in       Scores
		want     string // of the error; or, after a !, of the notes
	}{
		{"id,acc\n1,1\n2,1\n3,0\n", "id,acc\n1,1\n4,1\n", Scores{},
			"2 of the 3 items of old.csv are not in new.csv (2, 3), and 1 of the 2 of that not in the first (4): score both on the same items"},
		{"id,acc\n1,1\n2,1\n3,0\n", "id,acc\n1,1\n4,1\n", Scores{ScoreSettings: ScoreSettings{Unpaired: "drop"}},
			"!Left out: 2 of the 3 items of old.csv are not in new.csv (2, 3), and 1 of the 2 of that not in the first (4). 1 items are compared."},
		{"id,acc\n1,1\n", "id,acc\n2,1\n", Scores{}, "no item is in both files: 1 of the 1 items of old.csv are not in new.csv (1)"},
		{"id,acc\n1,1\n2,\n", "id,acc\n1,1\n2,1\n", Scores{},
			"old.csv:3: item 2 has no score by acc (missing or NaN), and so 1 in all: score them, or say what they count: --unscored zero"},
		{"id,acc\n1,1\n2,\n", "id,acc\n1,1\n2,1\n", Scores{ScoreSettings: ScoreSettings{Unscored: "drop"}},
			"!acc: 1 items without a score are left out on both sides."},
		{"id,acc\n1,1\n2,nan\n", "id,acc\n1,1\n2,1\n", Scores{ScoreSettings: ScoreSettings{Unscored: "zero"}},
			"!acc: 1 items without a score count as 0 where they have none."},
		{"id,group,acc\n1,a,1\n2,a,1\n", "id,group,acc\n1,a,1\n2,b,1\n", Scores{},
			"new.csv:3: item 2 is of unit b here, and of a in old.csv:3: an item has one unit"},
		{"id,acc\n1,1\n", "id,f1\n1,1\n", Scores{},
			"new.csv: it has no metric acc, which old.csv has: name those to gate with --metric (it has f1)"},
		{"id,acc\n1,1\n", "id,acc,f1\n1,1,0\n", Scores{}, "!f1 is not gated: old.csv has no such metric."},
		{"id,acc\n1,1\n", "id,acc\n1,1\n", Scores{Margins: []string{"acc=x"}}, "--margin acc=x: write METRIC=MARGIN"},
		{"id,acc\n1,1\n", "id,acc\n1,1\n", Scores{Margins: []string{"acc=0"}}, "--margin acc=0: write METRIC=MARGIN"},
		{"id,acc\n1,1\n", "id,acc\n1,1\n", Scores{Margins: []string{"f1=1"}}, `unknown metric "f1"`},
		{"id,acc,f1\n1,1,1\n", "id,acc,f1\n1,1,1\n", Scores{Metrics: []string{"acc"}, Lower: []string{"f1"}}, "--lower: f1 is not gated"},
		{"id,acc\n1,1\n", "id,acc\n1,1\n", Scores{Repeats: []string{"new2.csv"}}, "new2.csv: it lacks item 1, which old.csv has"},
		{"id,acc\n1,1\n", "id,acc\n1,1\n", Scores{ScoreSettings: ScoreSettings{Unpaired: "maybe"}}, "unpaired=maybe"},
	} {
		dir := t.TempDir()
		t.Chdir(dir)
		for name, content := range map[string]string{"old.csv": c.old, "new.csv": c.new, "new2.csv": "id,acc\n7,1\n"} {
			require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
		}
		c.in.Old, c.in.New = "old.csv", "new.csv"
		r, err := c.in.Run(t.Context())
		if note, ok := strings.CutPrefix(c.want, "!"); ok {
			if assert.NoError(t, err) {
				assert.Contains(t, r.Notes, note)
			}
			continue
		}
		if assert.ErrorContains(t, err, c.want) {
			assert.NotContains(t, err.Error(), "\n")
		}
	}
}

// Evaluators' own files: an item that asks something else is not the same item, and epochs are runs.
func TestScoresOfEvaluators(t *testing.T) {
	dir := t.TempDir()
	log := func(name string, value ...string) string {
		var b strings.Builder
		b.WriteString(`{"version":2,"status":"success","eval":{"model":"m"},"samples":[`)
		for i, v := range value {
			input, v, _ := strings.Cut(v, "=")
			fmt.Fprintf(&b, `%s{"id":%d,"epoch":%d,"input":%q,"scores":{"match":{"value":%q}}}`, ","[:min(i, 1)], i/2, i%2+1, input, v)
		}
		b.WriteString("]}")
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
		return path
	}
	old := log("old.json", "a=C", "a=C", "b=C", "b=I", "c=C", "c=C")
	r, err := Scores{Old: old, New: log("new.json", "a=C", "a=I", "b=C", "b=C", "c=I", "c=I")}.Run(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 2, r.Corpora[0].Scored.NewRuns)
	assert.InDelta(t, 5./6, *r.Corpora[0].Metrics[0].Old, 1e-12)
	assert.InDelta(t, 3./6, *r.Corpora[0].Metrics[0].New, 1e-12)

	other := log("other.json", "a=C", "a=I", "b=C", "b=C", "another=I", "another=I")
	_, err = Scores{Old: old, New: other}.Run(t.Context())
	assert.ErrorContains(t, err, "2 asks something else in "+other+": sample 5: score both on the same items")
	_, err = Scores{Old: old, New: log("few.json", "a=C", "a=C", "b=C")}.Run(t.Context())
	assert.ErrorContains(t, err, "1 of the 3 items of "+old+" are not in")
}
