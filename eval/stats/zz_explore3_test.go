package stats

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

func purities(t testing.TB, gold, pred corpus.Labels) []eval.Terms {
	c, _ := eval.NewCase(t.Context(), gold, pred, nil)
	tb := c.Table()
	hostN := make([]int, len(tb.Clusters))
	host := make([]int, len(tb.Clusters))
	for s := range tb.Stories {
		for _, c := range tb.Row(s) {
			if c.Count > hostN[c.Cluster] {
				hostN[c.Cluster], host[c.Cluster] = c.Count, s
			}
		}
	}
	ratio := func(s []float64) float64 { return s[0] / s[1] }
	out := make([]eval.Terms, 3)
	for v := range out {
		out[v].Combine = ratio
	}
	for s := range tb.Stories {
		r := [3]float64{}
		for _, c := range tb.Row(s) {
			n, u, b := float64(c.Count), float64(tb.Clusters[c.Cluster]-tb.Labelled[c.Cluster]), float64(tb.Clusters[c.Cluster])
			if host[c.Cluster] == s && n > u {
				r[0] += n
			}
			if host[c.Cluster] == s && n == u {
				r[0] += n / 2
			}
			r[1] += n * max(float64(hostN[c.Cluster]), u) / b
			// host: u counts as foreign: (n+... ) credit host n - intruding
			if host[c.Cluster] == s {
				r[2] += n * n / (n + u)
			}
		}
		for v := range out {
			out[v].Rows = append(out[v].Rows, []float64{r[v], float64(tb.Stories[s])})
		}
	}
	return out
}

func TestExplore3(t *testing.T) {
	if os.Getenv("EXPLORE") == "" {
		t.Skip()
	}
	for _, cfg := range [][2]float64{{0, 0.1}, {0, 0.33}, {0.1, 0.1}, {0.3, 0}} {
		S := 5000
		sizes := goldOf(S, 1)
		gold, pred := clusterOf(sizes, cfg[0], cfg[1], 1)
		truth := purities(t, gold, pred)[0].Value().Value
		start := make([]int, S+1)
		for s := range S {
			start[s+1] = start[s] + sizes[s]
		}
		for _, n := range []int{200, 2500} {
			hits := make([]int, 3)
			means := make([]float64, 3)
			runs := 300
			for r := range runs {
				random := rand.New(rand.NewPCG(uint64(r), 5))
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
				terms := purities(t, g, pred)
				iv := intervals(t, Bootstrap{Replicates: 400, Level: .95, Seed: uint64(r)}, terms...)
				for v := range terms {
					means[v] += terms[v].Value().Value / float64(runs)
					if iv[v].Low <= truth && truth <= iv[v].High {
						hits[v]++
					}
				}
			}
			fmt.Printf("%v n=%d truth %.4f\n", cfg, n, truth)
			for v, name := range []string{"half", "upper", "lower"} {
				fmt.Printf("   %s mean %.4f cover %.3f\n", name, means[v], float64(hits[v])/float64(runs))
			}
		}
	}
}
