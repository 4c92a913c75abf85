package judge

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// prior is how many answers the model of smooth is worth in each stratum.
const prior = 2

// smooth returns, for each stratum, the share of pairs of one story: mostly what was answered,
// and for little of it by a logistic model that knows the band and whether a system has the
// pairs together. The variances and the allocation come from it, and not the estimates.
func (s *Survey) smooth() []float64 {
	model := s.model()
	out := make([]float64, len(s.Strata))
	for h, x := range s.Strata {
		out[h] = (s.observed(h)*float64(x.Judged) + prior*model[h]) / (float64(x.Judged) + prior)
	}
	return out
}

// model fits the log odds of the strata by ridge regression to the answers: a constant, a slope
// by band, and one for pairs that each system has together. Without answers it says that odds fall
// to a fifth from band to band.
func (s *Survey) model() []float64 {
	const width = 4
	mean := [width]float64{0, -1.6, 1, 1} // what the ridge pulls to
	strength := [width]float64{.1, 2, 1, 1}
	features := func(x Stratum) [width]float64 {
		return [width]float64{1, float64(x.Band), float64(x.Together & 1), float64(x.Together >> 1 & 1)}
	}
	w := mean
	odds := func(x Stratum) (sum float64) {
		for j, f := range features(x) {
			sum += f * w[j]
		}
		return sum
	}
	share := func(x Stratum) float64 { return 1 / (1 + math.Exp(-odds(x))) }
	for range 25 { // Newton's method converges in fewer
		gradient, hessian := mat.NewVecDense(width, nil), mat.NewSymDense(width, nil)
		for j := range width {
			gradient.SetVec(j, -strength[j]*(w[j]-mean[j]))
			hessian.SetSym(j, j, strength[j])
		}
		for _, x := range s.Strata {
			p, m, f := share(x), float64(x.Judged), features(x)
			for j := range width {
				gradient.SetVec(j, gradient.AtVec(j)+f[j]*(float64(x.Same)-m*p))
				for k := j; k < width; k++ {
					hessian.SetSym(j, k, hessian.At(j, k)+f[j]*f[k]*m*p*(1-p))
				}
			}
		}
		var step mat.VecDense
		if step.SolveVec(hessian, gradient) != nil {
			break
		}
		size := 0.0
		for j := range width {
			size = max(size, math.Abs(step.AtVec(j)))
		}
		for j := range width {
			w[j] += step.AtVec(j) * min(1, 2/max(size, 1e-12)) // never more than 2 at once
		}
		if size < 1e-6 {
			break
		}
	}
	out := make([]float64, len(s.Strata))
	for h, x := range s.Strata {
		out[h] = share(x)
	}
	return out
}
