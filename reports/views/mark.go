package views

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
)

// alpha is the level of the tests behind the letters.
const alpha = 0.05

// mostTested is the most algorithms that are tested against each other: the time
// grows with the fourth power of their number.
const mostTested = 30

// letters tests all pairs of algorithms that are no controls by the primary metric,
// story by story, and returns the letters of each by name. Where no test could find
// anything, or the column is not shown, there are none.
func letters(t *reports.Table, list []results.System) (map[string]string, error) {
	k := slices.IndexFunc(t.Columns, func(c reports.Column) bool { return c.Name == results.Primary })
	if k < 0 {
		return nil, nil
	}
	var tested []string
	var terms []eval.Terms
	for _, e := range list {
		if own, ok := e.Terms(); ok && e.Role != results.Control && (terms == nil || own.Stories() == terms[0].Stories()) {
			tested, terms = append(tested, e.Name()), append(terms, own)
		}
	}
	pairs := len(tested) * (len(tested) - 1) / 2
	if pairs == 0 {
		return nil, nil
	}
	if len(tested) > mostTested {
		t.AddNote(&t.Columns[k].Notes, fmt.Sprintf("no letters: %d algorithms are too many for tests of all pairs, which take %d at "+
			"most: choose some with assay report --rows", len(tested), mostTested))
		return nil, nil
	}
	// n stories that differ have 2ⁿ exchanges, of which two are extreme.
	if needed := int(math.Ceil(1 - math.Log2(alpha/float64(pairs)))); terms[0].Stories() < needed {
		t.AddNote(&t.Columns[k].Notes, fmt.Sprintf("no letters: with %s no test could tell any of %s apart; that takes %d stories",
			reports.Counted(terms[0].Stories(), "story"), reports.Counted(pairs, "pair"), needed))
		return nil, nil
	}
	letters, err := stats.Paired{Seed: 1}.Letters(context.Background(), terms, ranked(t, tested, k), alpha)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Title, err)
	}
	t.AddNote(&t.Columns[k].Notes, fmt.Sprintf("letters: sign flips of stories over all %s, two-sided, 5 %% after "+
		"Holm", reports.Counted(pairs, "pair")))
	out := map[string]string{}
	for i, l := range letters {
		out[tested[i]] = l
	}
	return out, nil
}

// ranked are the positions of rows from the best value in column k to the worst.
func ranked(t *reports.Table, names []string, k int) []int {
	good := make([]float64, len(names))
	order := make([]int, len(names))
	for i, name := range names {
		order[i] = i
		good[i] = math.Inf(-1)
		if v := t.Row(name).Cells[k].Value; v != nil {
			good[i], _ = t.Columns[k].Better.Goodness(*v)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(good[b], good[a]) })
	return order
}

// mark marks in each column of scores the best contenders' value, with all that
// print the same, unless all do; and those that share a letter with it. Times and
// memory are not marked: their differences in a run or two are noise.
func mark(t *reports.Table, letters map[string]string) {
	for k, c := range t.Columns {
		if c.Unit != reports.Second && c.Unit != reports.Byte {
			t.MarkBest(k)
		}
		if c.Name == results.Primary {
			markTied(t, k, letters)
		}
	}
}

func markTied(t *reports.Table, k int, letters map[string]string) {
	for row := range t.Rows() {
		if l := letters[row.Name]; l != "" && row.Cells != nil {
			row.Cells[k].Letters = l
		}
	}
	cells := t.Ranked(k)
	for _, cell := range cells {
		cell.Tied = !cell.Best && slices.ContainsFunc(cells, func(o *reports.Cell) bool { return o.Best && share(o.Letters, cell.Letters) })
	}
}

// share reports whether two displays have a letter in common: after z comes a2.
func share(a, b string) bool {
	return slices.ContainsFunc(split(a), func(l string) bool { return slices.Contains(split(b), l) })
}

func split(letters string) []string {
	var list []string
	for _, r := range letters {
		if r >= 'a' && r <= 'z' {
			list = append(list, "")
		}
		if len(list) > 0 {
			list[len(list)-1] += string(r)
		}
	}
	return list
}

// lettered reports whether any cell has letters.
func lettered(t *reports.Table) bool {
	for row := range t.Rows() {
		if slices.ContainsFunc(row.Cells, func(c reports.Cell) bool { return c.Letters != "" }) {
			return true
		}
	}
	return false
}
