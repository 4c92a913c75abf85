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

func goldOf(stories int, seed uint64) (sizes []int) {
	random := rand.New(rand.NewPCG(seed, 77))
	for range stories {
		sizes = append(sizes, 1+int(random.ExpFloat64()*6))
	}
	return
}

func clusterOf(sizes []int, mergeWhole, strayP float64, seed uint64) (gold, pred corpus.Labels) {
	random := rand.New(rand.NewPCG(seed, 78))
	n := len(sizes)
	for s, size := range sizes {
		parts := 1
		for random.IntN(3) == 0 {
			parts++
		}
		home := int32(10 * s)
		if random.Float64() < mergeWhole {
			home = int32(10 * random.IntN(n))
		}
		stray := -1
		host := int32(0)
		if random.Float64() < strayP && size > 3 {
			stray = 1 + random.IntN(2)
			host = int32(10 * random.IntN(n))
		}
		for i := range size {
			gold = append(gold, int32(s))
			if i < stray {
				pred = append(pred, host)
			} else {
				pred = append(pred, home+int32(min(9, random.IntN(parts)*random.IntN(2))))
			}
		}
	}
	return gold, pred.Canonical()
}

// moved gives rows column with host transfer
func moved(tb *eval.Table, f func(n, b float64) float64) []float64 {
	hostN := make([]int, len(tb.Clusters))
	host := make([]int, len(tb.Clusters))
	for s := range tb.Stories {
		for _, c := range tb.Row(s) {
			if c.Count > hostN[c.Cluster] {
				hostN[c.Cluster], host[c.Cluster] = c.Count, s
			}
		}
	}
	out := make([]float64, len(tb.Stories))
	for s := range out {
		for _, c := range tb.Row(s) {
			j := c.Cluster
			n, b, lab := float64(c.Count), float64(tb.Clusters[j]), float64(tb.Labelled[j])
			nh := float64(hostN[j])
			alone := f(nh, nh+b-lab)
			if host[j] == s {
				out[s] += alone
			} else {
				out[s] += f(n, b) + (f(nh, b)-alone)*n/(lab-nh)
			}
		}
	}
	return out
}

func withColumn(t eval.Terms, k int, col []float64) eval.Terms {
	x := eval.Terms{Combine: t.Combine}
	for s, r := range t.Rows {
		row := append([]float64(nil), r...)
		row[k] = col[s]
		x.Rows = append(x.Rows, row)
	}
	return x
}

func all2(t testing.TB, gold, pred corpus.Labels) []eval.Terms {
	c, _ := eval.NewCase(t.Context(), gold, pred, nil)
	tb := c.Table()
	get := func(n string) eval.Terms {
		v, _ := measure(t, n).Scorer.Score(c)
		return v.Terms
	}
	p := moved(tb, func(n, b float64) float64 { return n * n / b })
	pr := moved(tb, func(n, b float64) float64 { return n * (b - 1) / 2 })
	lg := moved(tb, func(n, b float64) float64 { return n * math.Log(b) })
	var out []eval.Terms
	for _, n := range []string{"b3.p", "b3.f1", "ari", "pair.f1", "nmi", "ami", "homogeneity", "ecs"} {
		x := get(n)
		out = append(out, x)
		switch n[0:2] {
		case "b3":
			out = append(out, withColumn(x, 0, p))
		case "ar", "pa":
			out = append(out, withColumn(x, 2, pr))
		case "nm", "am", "ho":
			out = append(out, withColumn(x, 2, lg))
		case "ec":
			out = append(out, x)
		}
	}
	out = append(out, get("purity"), get("inverse_purity"))
	return out
}

func TestExplore2(t *testing.T) {
	if os.Getenv("EXPLORE") == "" {
		t.Skip()
	}
	names := []string{"b3.p", "*", "b3.f1", "*", "ari", "*", "pair.f1", "*", "nmi", "*", "ami", "*", "homog", "*", "ecs", "*", "purity", "invpurity"}
	for _, cfg := range [][2]float64{{0, 0.1}, {0, 0.33}, {0.1, 0.1}, {0.3, 0}} {
		runs := 600
		n := 200
		var vals [][]float64
		var ivs [][]Interval
		fp := make([]int, len(names))
		for r := range runs {
			sizes := goldOf(n, uint64(r))
			g, p := clusterOf(sizes, cfg[0], cfg[1], uint64(r))
			_, p2 := clusterOf(sizes, cfg[0], cfg[1], uint64(r+100000))
			a, b := all2(t, g, p), all2(t, g, p2)
			var v []float64
			for i := range a {
				v = append(v, a[i].Value().Value)
				if r < 400 {
					c, err := Paired{Flips: 500, Level: .95, Seed: uint64(r)}.Compare(t.Context(), a[i], b[i])
					if err != nil {
						t.Fatal(err)
					}
					if c.P <= 0.05 {
						fp[i]++
					}
				}
			}
			vals = append(vals, v)
			ivs = append(ivs, intervals(t, Bootstrap{Replicates: 600, Level: .95, Seed: uint64(r)}, a...))
		}
		fmt.Println("merge, stray", cfg)
		for i, n := range names {
			m := 0.0
			for _, v := range vals {
				m += v[i] / float64(runs)
			}
			hit := 0
			for _, iv := range ivs {
				if iv[i].Low <= m && m <= iv[i].High {
					hit++
				}
			}
			fmt.Printf("  %-10s mean %.4f cover %.3f  false positives %.3f\n", n, m, float64(hit)/float64(runs), float64(fp[i])/400)
		}
	}
}
