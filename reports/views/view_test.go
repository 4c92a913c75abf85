package views

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

// field is results whose value is that of their terms: of each story the share lost
// is level, give or take a little that differs from system to system.
func field(t *testing.T, stories int, levels map[string]float64, names ...string) []results.Result {
	var list []results.Result
	for i, name := range names {
		r := result(t, name, algorithms.Hierarchical, 1, 0, 0, 1)
		var rows [][]float64
		for s := range stories {
			good := 1 - levels[name]*(1+.5*math.Sin(float64(s*(i+3))))
			rows = append(rows, []float64{4 * good, 4 * good, 4})
		}
		v := eval.Terms{Columns: eval.Transpose(rows), Combine: eval.CombineB3F1}.Value().Value
		r.Scores[0].Value = &v
		r.Terms[results.Primary] = rows
		r.Algorithm.Args = nil
		list = append(list, r)
	}
	return list
}

var levels = map[string]float64{"kmeans": .10, "nmf": .101, "leiden": .3, "minhash": .6, "lda": .1, "one": .9}

func fiveSystems(t *testing.T, stories int) []results.Result {
	list := field(t, stories, levels, "minhash", "kmeans", "leiden", "nmf", "lda", "one")
	list[4].Oracle = true
	list[5].Family = algorithms.Control
	return list
}

// texts are the notes with these numbers.
func texts(t *reports.Table, numbers []int) (list []string) {
	for _, n := range numbers {
		list = append(list, t.Notes[n-1])
	}
	return list
}

func cellOf(t *testing.T, r *reports.Document, algorithm string) reports.Cell {
	row := r.Tables[0].Row(algorithm)
	require.NotNil(t, row)
	return row.Cells[0]
}

func TestLetters(t *testing.T) {
	r, err := Bench(fiveSystems(t, 40), nil)
	require.NoError(t, err)
	best, tied := cellOf(t, r, "kmeans"), cellOf(t, r, "nmf")
	if tied.Best {
		best, tied = tied, best
	}
	assert.True(t, best.Best && !best.Tied)
	assert.True(t, tied.Tied && !tied.Best, "not told apart from the best")
	assert.Equal(t, "a", best.Letters)
	assert.Equal(t, "a", tied.Letters)
	assert.Equal(t, "b", cellOf(t, r, "leiden").Letters)
	assert.Equal(t, "c", cellOf(t, r, "minhash").Letters)
	oracle := cellOf(t, r, "lda")
	assert.Empty(t, oracle.Letters, "an oracle is not tested")
	assert.False(t, oracle.Best || oracle.Tied, "nor ranked")
	assert.Empty(t, cellOf(t, r, "one").Letters, "a control is not tested")
	table := r.Tables[0]
	assert.Equal(t, []string{"tests: sign flips of stories over all 6 pairs, 5 % after Holm"},
		texts(&table, table.Columns[0].Notes))

	again, err := Bench(fiveSystems(t, 40), nil)
	require.NoError(t, err)
	assert.Equal(t, r, again)
	for _, f := range []string{"text", "md", "latex"} { // not those with all digits, which differ between processors
		golden(t, "letters."+f, write(t, r, f))
	}

	few, err := Bench(fiveSystems(t, 7), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"no letters: with so few stories (7) no test could tell 4 algorithms apart; that takes 8"},
		texts(&few.Tables[0], few.Tables[0].Columns[0].Notes))
	assert.Empty(t, cellOf(t, few, "kmeans").Letters)
}

// The letters are those that assay compare finds from the labels' terms.
func TestLettersAgreeWithPairedTests(t *testing.T) {
	list := fiveSystems(t, 40)
	r, err := Bench(list, nil)
	require.NoError(t, err)
	var names []string
	var terms []eval.Terms
	for _, b := range list[:4] {
		names = append(names, b.Algorithm.String())
		terms = append(terms, eval.Terms{Columns: eval.Transpose(b.Terms[results.Primary]), Combine: eval.CombineB3F1})
	}
	var p []float64
	type pair struct{ i, j int }
	var pairs []pair
	for i := range terms {
		for j := range i {
			c, err := stats.Paired{Replicates: 10, Level: .95, Seed: 9}.Compare(t.Context(), terms[i], terms[j])
			require.NoError(t, err)
			p, pairs = append(p, c.P), append(pairs, pair{i, j})
		}
	}
	for n, adjusted := range stats.Holm(p) {
		a, b := cellOf(t, r, names[pairs[n].i]), cellOf(t, r, names[pairs[n].j])
		assert.Equal(t, adjusted > .05, compare.ShareLetter(a.Letters, b.Letters), "%s %s", names[pairs[n].i], names[pairs[n].j])
	}
}

func TestSeedsAreAveragedForTests(t *testing.T) {
	list := fiveSystems(t, 40)
	second := fiveSystems(t, 40)[1]
	second.Seed = 2
	r, err := Bench(append(list, second), nil)
	require.NoError(t, err)
	one, err := Bench(list, nil)
	require.NoError(t, err)
	assert.Equal(t, cellOf(t, one, "kmeans").Letters, cellOf(t, r, "kmeans").Letters)
	broken := fiveSystems(t, 40)
	broken[1].Terms[results.Primary] = broken[1].Terms[results.Primary][:3]
	broken[2].Terms[results.Primary][5] = []float64{1}
	r, err = Bench(broken, nil)
	require.NoError(t, err, "terms that do not fit take no part")
	assert.Empty(t, cellOf(t, r, "leiden").Letters)
}

func TestTooManyForLetters(t *testing.T) {
	list := fiveSystems(t, 40)
	for k := range compare.MostTested {
		more := fiveSystems(t, 40)[1]
		s, err := spec.Parse(fmt.Sprintf("kmeans(k=%d)", 100+k))
		require.NoError(t, err)
		more.Algorithm = s
		list = append(list, more)
	}
	r, err := Bench(list, nil)
	require.NoError(t, err)
	assert.Empty(t, cellOf(t, r, "kmeans").Letters)
	assert.Contains(t, strings.Join(r.Tables[0].Notes, "\n"), "too many for tests of all pairs")
}

func TestShare(t *testing.T) {
	assert.True(t, compare.ShareLetter("abz2", "z2"))
	assert.False(t, compare.ShareLetter("ab", "cd"))
	assert.False(t, compare.ShareLetter("a2", "a"), "a2 comes after z and is a letter of its own")
	assert.False(t, compare.ShareLetter("", ""))
}

func TestViews(t *testing.T) {
	list := fiveSystems(t, 40)
	names := func(v View) (out []string) {
		r, err := v.Bench(list)
		require.NoError(t, err)
		for _, g := range r.Tables[0].Groups {
			for _, row := range g.Rows {
				out = append(out, row.Name)
			}
		}
		return out
	}
	assert.Equal(t, []string{"nmf", "kmeans", "leiden", "minhash", "lda", "one"}, names(View{Sort: "b3.f1"}), "best first, by group")
	assert.Equal(t, []string{"minhash", "leiden"}, names(View{Rows: []string{"leiden", "min*"}}))
	assert.Equal(t, []string{"minhash"}, names(View{Rows: []string{"minhash(threshold=0.5)"}}), "a spec however it is written")
	assert.Len(t, names(View{Group: "none"}), 6)

	none, err := View{Group: "none", Sort: "b3.f1", Digits: 1, Spread: "none"}.Bench(list)
	require.NoError(t, err)
	require.Len(t, none.Tables[0].Groups, 1)
	assert.NotContains(t, write(t, none, "md"), "<br>", "no interval is shown")
	assert.NotNil(t, cellOf(t, none, "kmeans").Low, "but the data has it")
	assert.Equal(t, "0.9", none.Tables[0].Columns[0].Format(*cellOf(t, none, "kmeans").Value))
	assert.True(t, cellOf(t, none, "kmeans").Best && cellOf(t, none, "nmf").Best, "equal as printed")
	oracle := none.Tables[0].Row("lda")
	assert.Equal(t, []string{"told the gold's sizes: not ranked"}, texts(&none.Tables[0], oracle.Notes))
	assert.NotContains(t, strings.Join(none.Notes, " "), "95 % interval")

	family, err := View{Group: "family"}.Bench(list)
	require.NoError(t, err)
	assert.Equal(t, "hierarchical", family.Tables[0].Groups[0].Title)
	assert.True(t, cellOf(t, family, "nmf").Best)

	metric, err := View{Table: "metric", Columns: []string{"b3.*"}}.Bench(list)
	require.NoError(t, err)
	assert.Equal(t, "b3.f1", metric.Tables[0].Title)

	for want, v := range map[string]View{
		"group=kind: must be one of role, family, none":                       {Group: "kind"},
		"sort=ari: no such column is shown: choose among b3.f1":               {Sort: "ari", Columns: []string{"b3.f1"}},
		"rows: no result is of dbscan: choose among minhash, kmeans, ":        {Rows: []string{"kmeans", "dbscan"}},
		"columns: no metric that was scored is like muc*: choose among b3.f1": {Columns: []string{"muc*"}},
		"columns: no result has the metric ari: run the bench with --metric ": {Columns: []string{"ari"}},
		"precision=12: must be at most 9":                                     {Digits: 12},
		"table=day: must be one of corpus, algorithm, metric":                 {Table: "day"},
		`unknown metric "b3.f"; did you mean b3.f1?`:                          {Columns: []string{"b3.f"}},
	} {
		_, err := v.Bench(list)
		assert.ErrorContains(t, err, want)
	}
	unknown := fiveSystems(t, 40)
	unknown[0].Scores = append(unknown[0].Scores, stats.Score{Metric: "of.tomorrow"})
	_, err = Bench(unknown, nil)
	assert.NoError(t, err, "a metric that this version does not know")
	assert.NoError(t, View{Sort: "time"}.Check([]string{"ari"}))
	assert.ErrorContains(t, View{Columns: []string{"b3.f1"}}.Check([]string{"ari"}), "no result has the metric b3.f1")
}

// A metric of an outside module has its direction and may be sorted by.
func TestOutsideMetric(t *testing.T) {
	list := fiveSystems(t, 40)
	for i := range list {
		v := float64(i)
		list[i].Scores = append(list[i].Scores, stats.Score{Metric: "largest", Value: &v})
	}
	own := eval.Metric{Name: "largest", Title: "Largest cluster", Better: eval.Lower, New: func() eval.Scorer {
		return eval.ScoreFunc(func(*eval.Case) (eval.Value, error) { return eval.Value{}, nil })
	}}
	r, err := View{Metrics: []eval.Metric{own}, Columns: []string{"largest"}, Sort: "largest"}.Bench(list)
	require.NoError(t, err)
	assert.Equal(t, eval.Lower, r.Tables[0].Columns[0].Better)
	assert.True(t, cellOf(t, r, "minhash").Best)
	_, err = View{Columns: []string{"largest"}}.Bench(list)
	assert.ErrorContains(t, err, "unknown metric")
}

// What the numbers of a table do not have in common is noted below it.
func TestWarnings(t *testing.T) {
	list := fiveSystems(t, 40)
	list[2].Version, list[2].Host.OS, list[2].Replicates, list[2].Outlets = "v0.0.9", "plan9", 50, "abc"
	shuffled := list[1]
	shuffled.Order = 1
	old := list[0]
	list = append([]results.Result{old}, append(list, shuffled)...)
	list[4].Scores = []stats.Score{{Metric: "b3.f1", Reason: "of its own"}} // nmf
	list[4].Terms = nil
	r, err := Bench(list, nil)
	require.NoError(t, err)
	table := r.Tables[0]
	assert.Equal(t, []string{"made by assay v0.0.9, most others by v0.1.0"}, texts(&table, table.Row("leiden").Notes))
	assert.Equal(t, []string{"1 earlier result of the same seed left out: the last counts"}, texts(&table, table.Row("minhash").Notes))
	assert.Equal(t, []string{"of its own"}, texts(&table, table.Row("nmf").Cells[0].Notes))
	time := table.Columns[len(table.Columns)-1]
	assert.Contains(t, texts(&table, time.Notes)[0], "not comparable: measured on linux/amd64, 2 processors, go1.26.0 and on plan9/")
	whole := strings.Join(table.Notes, "\n")
	assert.Contains(t, whole, "intervals by different numbers of replicates: 2000, 50")
	assert.Contains(t, whole, "2 different tables of outlets")
	assert.Contains(t, whole, "not shown: 1 run with the articles in another order")
	for _, f := range []string{"text", "md", "latex", "csv", "json"} {
		out := write(t, r, f)
		for _, note := range table.Notes {
			for _, word := range strings.Fields(note)[:2] {
				assert.Contains(t, out, word, f)
			}
		}
	}
}

// Tables of one name are told apart by what differs.
func TestTitles(t *testing.T) {
	list := fiveSystems(t, 40)
	for _, r := range fiveSystems(t, 40) {
		r.Policy.Noise = "drop"
		list = append(list, r)
	}
	for _, r := range fiveSystems(t, 40) {
		r.Corpus.Fingerprint = "fedcba9876543210"
		list = append(list, r)
	}
	r, err := Bench(list, nil)
	require.NoError(t, err)
	assert.Equal(t, "made_up (fingerprint 0123456789ab; noise=singletons, unlabelled=within, distractors=within)", r.Tables[0].Title)
	assert.Equal(t, "made_up (fingerprint 0123456789ab; noise=drop, unlabelled=within, distractors=within)", r.Tables[1].Title)
	assert.Contains(t, r.Tables[2].Title, "fingerprint fedcba987654")
	byMetric, err := View{Table: "metric"}.Bench(list)
	require.NoError(t, err)
	assert.Len(t, byMetric.Tables[0].Columns, 3, "no table is lost")
}

func TestNotesFollowTheirCells(t *testing.T) {
	list := fiveSystems(t, 40)
	for i, r := range fiveSystems(t, 40) {
		r.Corpus.Name, r.Corpus.Fingerprint = "second", "fedcba"
		if i == 1 {
			r.Notes = []string{"k=7"}
		}
		list = append(list, r)
	}
	list[1].Notes = []string{"k=5"}
	list[2].Notes = []string{"alike everywhere"}
	list[8].Notes = []string{"alike everywhere"}
	byMetric, err := View{Table: "metric"}.Bench(list)
	require.NoError(t, err)
	table := byMetric.Tables[0]
	assert.Equal(t, []string{"k=5"}, texts(&table, table.Row("kmeans").Cells[0].Notes))
	assert.Equal(t, []string{"k=7"}, texts(&table, table.Row("kmeans").Cells[1].Notes))
	assert.Equal(t, []string{"alike everywhere"}, texts(&table, table.Row("leiden").Notes))
	assert.Contains(t, table.Notes, "second: tests: sign flips of stories over all 6 pairs, 5 % after Holm")
	byAlgorithm, err := View{Table: "algorithm", TableRows: "metric"}.Bench(list)
	require.NoError(t, err)
	table = byAlgorithm.Tables[1]
	require.Equal(t, "kmeans", table.Title)
	assert.Equal(t, []string{"k=7"}, texts(&table, table.Columns[1].Notes))
}

func TestCommands(t *testing.T) {
	list := fiveSystems(t, 40)[:2]
	for i := range list {
		list[i].Path = "my news/it's"
	}
	again := list[1]
	again.Seed = 2
	list = append(list, again)
	assert.Equal(t, []string{`assay bench --corpus 'my news/it'\''s' --algorithm minhash,kmeans --metric b3.f1 --seeds 2`}, commands(list))

	list[0].Policy.Noise = "drop"
	list[1].Seed, list[1].Replicates, list[1].Order = 7, 100, 2
	list[2].Status, list[2].Limit, list[2].Corpus.Name = results.OutOfTime, "10m0s", "other"
	assert.Equal(t, []string{
		`assay bench --corpus 'my news/it'\''s' --algorithm minhash --metric b3.f1 --noise drop`,
		`assay bench --corpus 'my news/it'\''s' --algorithm kmeans --metric b3.f1 --seed 7 --orders 2 --replicates 100`,
		`assay bench --corpus 'my news/it'\''s' --algorithm kmeans --metric b3.f1 --seed 2 --time-limit 10m0s`,
	}, commands(list))
}

// Reports of comparisons go through every format, too.
func TestCompareFormats(t *testing.T) {
	m, err := eval.Named("b3.f1")
	require.NoError(t, err)
	v, low := .5, .25
	score := stats.Score{Metric: "b3.f1", Value: &v, Low: &low, High: &v}
	table := compare.Table{Measure: m, Baseline: "a", Rows: []compare.Row{
		{System: "a", Score: score, Letters: "a"},
		{System: "b", Score: score, Letters: "a", Difference: &stats.Comparison{Delta: -.1, Low: -.2, High: .1}, Holm: .3, Wins: 1},
	}}
	r := &reports.Document{
		Schema: reports.Schema, Tables: []reports.Table{compareTable("made_up", []string{"fact"}, table, .05)}, Notes: compareNotes,
	}
	for _, f := range reports.Formats {
		assert.NotEmpty(t, write(t, r, f.Name))
	}
	golden(t, "compare.json", write(t, r, "json"))
}

// A report of twenty algorithms takes a fraction of a second.
func BenchmarkReport(b *testing.B) {
	for _, stories := range []int{39, 1000} {
		b.Run(fmt.Sprintf("algorithms=20/corpora=2/stories=%d", stories), func(b *testing.B) {
			var list []results.Result
			for c := range 2 {
				for i := range 20 {
					v := float64(i) / 20
					r := results.Result{Status: results.OK, Family: algorithms.Centroid, Scores: []stats.Score{{Metric: "b3.f1", Value: &v}}}
					r.Corpus.Name, r.Algorithm.Name = fmt.Sprint(c), fmt.Sprint(i)
					r.Terms = map[string][][]float64{}
					for s := range stories {
						r.Terms[results.Primary] = append(r.Terms[results.Primary], []float64{2 + math.Sin(float64(s*i)), 2 + math.Cos(float64(s*i)), 4})
					}
					list = append(list, r)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Bench(list, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
