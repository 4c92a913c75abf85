package geometry

import (
	"math"
	"slices"
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
		var dated []time.Time
		for _, i := range members {
			if m := c.Corpus.Articles[i].Published; !m.IsZero() {
				dated = append(dated, m.Time)
			}
		}
		if len(dated) < 2 {
			return math.NaN()
		}
		return slices.MaxFunc(dated, time.Time.Compare).Sub(slices.MinFunc(dated, time.Time.Compare)).Hours()
	})
}

// singleSource is the share of clusters whose articles are of one outlet.
func singleSource(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus that names outlets"), nil
	}
	return perCluster(c, "no cluster has two articles that name their outlet", func(members []int) float64 {
		var named []string
		for _, i := range members {
			if o := text.Outlet(c.Corpus.Articles[i].Source); o != "" {
				named = append(named, o)
			}
		}
		switch {
		case len(named) < 2:
			return math.NaN()
		case len(slices.Compact(named)) > 1:
			return 0
		}
		return 1
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
