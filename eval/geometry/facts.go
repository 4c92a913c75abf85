package geometry

import (
	"math"
	"time"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
)

// timespan is the mean over clusters of the hours between the first and the last
// article.
func timespan(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus that says when articles were published"), nil
	}
	return perCluster(c, "no cluster has two articles with a time", func(members []int) float64 {
		var first, last time.Time
		dated := 0
		for _, i := range members {
			m := c.Corpus.Articles[i].Published
			if m.IsZero() {
				continue
			}
			if dated == 0 || m.Time.Before(first) {
				first = m.Time
			}
			if dated == 0 || m.Time.After(last) {
				last = m.Time
			}
			dated++
		}
		if dated < 2 {
			return math.NaN()
		}
		return last.Sub(first).Hours()
	})
}

// singleSource is the share of clusters whose articles are of one outlet.
func singleSource(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus that names outlets"), nil
	}
	return perCluster(c, "no cluster has two articles that name their outlet", func(members []int) float64 {
		first, named, single := "", 0, 1.0
		for _, i := range members {
			o := text.Outlet(c.Corpus.Articles[i].Source)
			if o == "" {
				continue
			}
			if named == 0 {
				first = o
			}
			if o != first {
				single = 0
			}
			named++
		}
		if named < 2 {
			return math.NaN()
		}
		return single
	})
}

// perCluster is the mean of value over the articles of the clusters, without those for
// which it is NaN; undefined for the reason if it is NaN for all.
func perCluster(c *eval.Case, reason string, value func(members []int) float64) (eval.Value, error) {
	clusters := c.Pred.Members()
	values := make([]float64, len(clusters))
	for k, members := range clusters {
		values[k] = value(members)
	}
	if v := mean(values); !math.IsNaN(v) {
		return eval.Value{Value: v}, nil
	}
	return eval.Undefined(reason), c.Context().Err()
}
