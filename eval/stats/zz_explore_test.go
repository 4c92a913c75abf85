package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// world: stories with sizes; split; small foreign parts move into other stories' clusters; merges of whole stories with prob.
func world(stories int, mergeWhole float64, heavy bool, seed uint64) (gold, pred corpus.Labels) {
	random := rand.New(rand.NewPCG(seed, 77))
	for s := range stories {
		size := 1 + int(random.ExpFloat64()*6)
		if heavy {
			size = 1 + int(random.ExpFloat64()*3*math.Exp(random.NormFloat64()*0.8))
		}
		parts := 1
		for random.IntN(3) == 0 {
			parts++
		}
		home := int32(10 * s)
		if random.Float64() < mergeWhole {
			home = int32(10 * random.IntN(stories))
		}
		stray := -1
		host := int32(0)
		if random.IntN(3) == 0 && size > 3 {
			stray = 1 + random.IntN(2)
			host = int32(10 * random.IntN(stories))
		}
		for i := range size {
			gold = append(gold, int32(s))
			switch {
			case i < stray:
				pred = append(pred, host)
			default:
				pred = append(pred, home+int32(min(9, random.IntN(parts)*random.IntN(2))))
			}
		}
	}
	return gold, pred.Canonical()
}

func termsOf(t testing.TB, gold, pred corpus.Labels, names ...string) []eval.Terms {
	c, _ := eval.NewCase(t.Context(), gold, pred, nil)
	var out []eval.Terms
	for _, n := range names {
		v, _ := measure(t, n).Scorer.Score(c)
		out = append(out, v.Terms)
	}
	// purity b: article gets its cluster's purity
	tb := c.Table()
	most := make([]int, len(tb.Clusters))
	for s := range tb.Stories {
		for _, c := range tb.Row(s) {
			most[c.Cluster] = max(most[c.Cluster], c.Count)
		}
	}
	rows := make([][]float64, len(tb.Stories))
	for s := range rows {
		rows[s] = []float64{0, float64(tb.Stories[s])}
		for _, c := range tb.Row(s) {
			rows[s][0] += float64(c.Count) * float64(most[c.Cluster]) / float64(tb.Clusters[c.Cluster])
		}
	}
	out = append(out, eval.Terms{Rows: rows, Combine: func(s []float64) float64 { return s[0] / s[1] }})
	return out
}

func TestExplore(t *testing.T) {
	if os.Getenv("EXPLORE") == "" {
		t.Skip()
	}
	names := []string{"b3.f1", "b3.p", "ari", "pair.f1", "nmi", "ami", "purity", "inverse_purity", "purity*"}
	for _, merge := range []float64{0, 0.1, 0.3} {
		for _, heavy := range []bool{false, true} {
			S := 5000
			gold, pred := world(S, merge, heavy, 1)
			truth := termsOf(t, gold, pred, names[:len(names)-1]...)
			start := make([]int, S+1)
			for _, g := range gold {
				start[g+1]++
			}
			for s := range S {
				start[s+1] += start[s]
			}
			for _, design := range []string{"rows", "within", "fresh"} {
				runs := 1000
				n := 200
				want := make([]float64, len(names))
				for v := range names {
					want[v] = truth[v].Value().Value
				}
				vals := make([][]float64, len(names))
				hit := map[string][]int{Percentile: make([]int, len(names)), BCa: make([]int, len(names))}
				type iv struct {
					m    string
					list []Interval
				}
				var all []iv
				for r := range runs {
					random := rand.New(rand.NewPCG(uint64(r), 5))
					var terms []eval.Terms
					switch design {
					case "rows":
						perm := random.Perm(S)[:n]
						for _, tt := range truth {
							x := eval.Terms{Combine: tt.Combine}
							for _, s := range perm {
								x.Rows = append(x.Rows, tt.Rows[s])
							}
							terms = append(terms, x)
						}
					case "within":
						if r >= 300 {
							continue
						}
						perm := random.Perm(S)[:n]
						g := make(corpus.Labels, len(gold))
						for i := range g {
							g[i] = corpus.None
						}
						for at, s := range perm {
							for i := start[s]; i < start[s+1]; i++ {
								g[i] = int32(at)
							}
						}
						terms = termsOf(t, g, pred, names[:len(names)-1]...)
					case "fresh":
						g, p := world(n, merge, heavy, uint64(1000+r))
						terms = termsOf(t, g, p, names[:len(names)-1]...)
					}
					for v := range terms {
						vals[v] = append(vals[v], terms[v].Value().Value)
					}
					for _, method := range []string{Percentile, BCa} {
						all = append(all, iv{method, intervals(t, Bootstrap{Replicates: 1000, Level: .95, Seed: uint64(r), Method: method}, terms...)})
					}
				}
				if design == "fresh" {
					for v := range names {
						want[v] = 0
						for _, x := range vals[v] {
							want[v] += x / float64(len(vals[v]))
						}
					}
				}
				for _, i := range all {
					for v := range names {
						if i.list[v].Low <= want[v] && want[v] <= i.list[v].High {
							hit[i.m][v]++
						}
					}
				}
				fmt.Printf("merge=%.1f heavy=%v %s\n", merge, heavy, design)
				for v, name := range names {
					m := 0.0
					for _, x := range vals[v] {
						m += x / float64(len(vals[v]))
					}
					k := float64(len(vals[v]))
					fmt.Printf("  %-16s truth %.4f mean %.4f  perc %.3f bca %.3f\n", name, want[v], m, float64(hit[Percentile][v])/k, float64(hit[BCa][v])/k)
				}
			}
		}
	}
}
