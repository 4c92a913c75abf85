package gate

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A chance is what makes a gain less certain than the bootstrap over units has it.
type chance struct {
	alpha  float64 // of the test, one-sided
	units  int
	runs   float64 // variance between runs that is not between items; 0 if it is not known
	total  float64 // variance between runs
	count  int     // of the runs behind total
	perRun float64 // the sum of 1/n over the two sides, n being their numbers of runs
}

// chance estimates it from the runs of the old system.
func (m ScoreMetric) chance(ctx context.Context, t tester) (*chance, error) {
	c := &chance{alpha: t.alpha, count: len(m.Old), perRun: 1/float64(len(m.Old)) + 1/float64(len(m.New))}
	for _, n := range m.Counts {
		if n > 0 {
			c.units++
		}
	}
	if len(m.Old) < 2 || c.units < 2 {
		return c, nil
	}
	var terms []eval.Terms
	var values []float64
	for _, run := range m.Old {
		v := m.value(run)
		terms, values = append(terms, v.Terms), append(values, v.Value)
	}
	v, err := stats.Bootstrap{Replicates: t.replicates, Seed: t.seed, Workers: t.workers}.Decompose(ctx, terms)
	c.runs, c.total = v.Runs, stat.Variance(values, nil)
	return c, err
}

// widen makes the interval of a test wider, and returns its standard error.
func (c *chance) widen(x *Test, standardError float64) float64 {
	if c == nil || x.Gain == nil || x.Low == nil || x.High == nil || !(standardError > 0) || c.units < 2 {
		return standardError
	}
	items := standardError * standardError
	all := items + c.runs*c.perRun
	spread := items * items / float64(c.units-1)
	if c.runs > 0 {
		spread += math.Pow(c.total*c.perRun, 2) / float64(c.count-1)
	}
	student := distuv.StudentsT{Sigma: 1, Nu: all * all / spread}.Quantile(1 - c.alpha)
	factor := student / distuv.UnitNormal.Quantile(1-c.alpha) * math.Sqrt(all/items)
	*x.Low, *x.High = *x.Gain-factor*(*x.Gain-*x.Low), *x.Gain+factor*(*x.High-*x.Gain)
	return factor * standardError
}
