package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// Across is the comparison of systems by one metric over several corpora.
type Across struct {
	Measure            eval.Measure
	Corpora            []string
	Baseline           string
	Standings          []Standing // by mean rank, the best first
	PFriedman          float64    // p of the hypothesis that all systems are equal, by Iman and Davenport's F
	CriticalDifference float64    // of mean ranks (Nemenyi)
	ROPE               float64
	Warnings           []string
}

// A Standing is one system over all corpora.
type Standing struct {
	System string
	Oracle bool
	Values []float64 // by corpus
	Mean   float64
	Rank   float64 // mean rank; 1 is best
	// P and Posterior are against the baseline; NaN and zero for the baseline itself.
	P         float64 // Wilcoxon's, after Holm
	Posterior stats.Posterior
}

// MinCorpora is the least number of corpora over which systems are ranked.
const MinCorpora = 3

// Over ranks the contenders that have a value on every corpus. tables has a table by the same measure
// for each corpus. Values that differ by at most rope are practically equal.
func Over(ctx context.Context, corpora []string, tables []Table, rope float64, s Settings) (*Across, error) {
	s = s.withDefaults()
	out := &Across{Measure: tables[0].Measure, Corpora: corpora, ROPE: rope}
	out.Standings = standings(tables)
	if len(out.Standings) < 2 {
		return nil, fmt.Errorf("fewer than two systems ran on all of the %d corpora", len(corpora))
	}
	good := make([][]float64, len(corpora)) // by corpus and system
	for _, t := range out.Standings {
		for c, v := range out.goodness(t) {
			good[c] = append(good[c], v)
		}
	}
	ranks, err := stats.Friedman(good)
	if err != nil {
		return nil, err
	}
	out.PFriedman = ranks.PF
	out.CriticalDifference = stats.CriticalDifference(len(out.Standings), len(corpora), s.Alpha)
	for i, r := range ranks.Ranks {
		out.Standings[i].Rank = r
	}
	slices.SortStableFunc(out.Standings, func(a, b Standing) int { return cmp.Compare(a.Rank, b.Rank) })
	base := slices.IndexFunc(out.Standings, func(t Standing) bool { return t.System == s.Baseline })
	if base < 0 {
		base = max(0, slices.IndexFunc(out.Standings, func(t Standing) bool { return !t.Oracle }))
	}
	out.Baseline = out.Standings[base].System
	if err := out.against(ctx, base, s); err != nil {
		return nil, err
	}
	if len(corpora) < 6 {
		out.Warnings = append(out.Warnings,
			fmt.Sprintf("%d corpora: Wilcoxon's p cannot fall under %.3g, so no pair can differ at 5 %% unless there are six",
				len(corpora), math.Pow(2, 1-float64(len(corpora)))))
	}
	return out, nil
}

func standings(tables []Table) []Standing {
	var list []Standing
	for _, row := range tables[0].Rows {
		t := Standing{System: row.System, Oracle: row.Oracle, P: math.NaN()}
		for _, table := range tables {
			i := slices.IndexFunc(table.Rows, func(r Row) bool { return r.System == row.System && !r.Control && r.Score.Value != nil })
			if i >= 0 {
				t.Values = append(t.Values, *table.Rows[i].Score.Value)
				t.Mean += *table.Rows[i].Score.Value / float64(len(tables))
			}
		}
		if len(t.Values) == len(tables) {
			list = append(list, t)
		}
	}
	return list
}

// goodness returns a system's values by corpus, of which larger is better.
func (a *Across) goodness(t Standing) (list []float64) {
	for _, v := range t.Values {
		list = append(list, a.Measure.Better.Order(v))
	}
	return list
}

func (a *Across) against(ctx context.Context, base int, s Settings) error {
	usual := a.goodness(a.Standings[base])
	var tested []int
	var p []float64
	for k, t := range a.Standings {
		if k == base {
			continue
		}
		good := a.goodness(t)
		w, err := stats.Wilcoxon(usual, good)
		if err != nil {
			return err
		}
		tested, p = append(tested, k), append(p, w.P)
		bayes := stats.SignedRank{ROPE: a.ROPE, Seed: s.Seed, Workers: s.Workers}
		if a.Standings[k].Posterior, err = bayes.Compare(ctx, usual, good); err != nil {
			return err
		}
	}
	for n, adjusted := range stats.Holm(p) {
		a.Standings[tested[n]].P = adjusted
	}
	return nil
}
