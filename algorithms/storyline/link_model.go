package storyline

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// evidence is how like an article and a story are.
type evidence struct {
	story         int32
	mean, nearest float64 // cosines with the story's first and latest articles
	size          int     // articles of the story in the window
	gap           float64 // days since its latest article; 0 = unknown
}

const signs = 5 // of evidence, the constant among them

// signs of evidence are what the judge weighs: the nearer the articles and the
// larger the story, the more its mean says. Time counts as a Gaussian of three
// days, as Miranda et al. (2018) have it.
func (e evidence) signs() [signs]float64 {
	const days = 3
	return [signs]float64{1, e.mean, e.nearest, math.Log(float64(e.size)), math.Exp(-e.gap * e.gap / (2 * days * days))}
}

// A judge decides whether an article belongs to a story, by a weighted sum of the
// signs: it does where that is above 0.
type judge struct {
	weights [signs]float64
}

// sum is the weighted sum of the signs.
func (j *judge) sum(e evidence) float64 {
	sum := 0.
	for k, x := range e.signs() {
		sum += j.weights[k] * x
	}
	return sum
}

// best returns the story with the highest sum, and whether to join it; of equal
// ones the first.
func (j *judge) best(list []evidence) (story int32, joins bool) {
	most := 0.
	for _, e := range list {
		if sum := j.sum(e); sum > most {
			story, joins, most = e.story, true, sum
		}
	}
	return story, joins
}

// A lesson is evidence of an article and a story, and whether it belongs there.
type lesson struct {
	evidence
	joins  bool
	weight float64
}

// learn corrects the weights by logistic regression: what it adds to the sum has a
// ridge of 1 on the weights of the signs brought to unit deviation (le Cessie & van
// Houwelingen 1992), so that lessons count for more the more there are of them.
// Without lessons the weights stay.
func (j *judge) learn(list []lesson) {
	if len(list) == 0 {
		return
	}
	rows, mean, deviation := standardised(list)
	known := make([]float64, len(list)) // the sums by the weights so far
	for i, l := range list {
		known[i] = j.sum(l.evidence)
	}
	w := mat.NewVecDense(signs, nil)
	for range 50 { // steps of Newton's method, which takes about ten
		gradient, hessian := mat.NewVecDense(signs, nil), mat.NewSymDense(signs, nil)
		for k := range signs {
			gradient.SetVec(k, -w.AtVec(k))
			hessian.SetSym(k, k, 1)
		}
		for i := range rows {
			x := mat.NewVecDense(signs, rows[i][:])
			p := 1 / (1 + math.Exp(-known[i]-mat.Dot(w, x)))
			miss := -p
			if list[i].joins {
				miss = 1 - p
			}
			gradient.AddScaledVec(gradient, list[i].weight*miss, x)
			hessian.SymRankOne(hessian, list[i].weight*p*(1-p), x)
		}
		var step mat.VecDense
		if step.SolveVec(hessian, gradient) != nil {
			break // the ridge keeps the matrix regular
		}
		w.AddVec(w, &step)
		if mat.Norm(&step, 2) < 1e-9 {
			break
		}
	}
	for k := range signs {
		j.weights[k] += w.AtVec(k) / deviation[k]
		if k > 0 {
			j.weights[0] -= w.AtVec(k) * mean[k] / deviation[k]
		}
	}
}

// standardised are the signs of lessons, all but the constant with mean 0 and
// deviation 1; those that are always the same are 0.
func standardised(list []lesson) (rows [][signs]float64, mean, deviation [signs]float64) {
	n := 0.
	for _, l := range list {
		n += l.weight
	}
	rows = make([][signs]float64, len(list))
	for i, l := range list {
		rows[i] = l.signs()
		for k, x := range rows[i] {
			mean[k] += l.weight * x / n
		}
	}
	for i, row := range rows {
		for k, x := range row {
			deviation[k] += list[i].weight * (x - mean[k]) * (x - mean[k]) / n
		}
	}
	for k := range deviation {
		if deviation[k] = math.Sqrt(deviation[k]); deviation[k] < 1e-9 {
			deviation[k] = math.Inf(1)
		}
	}
	mean[0], deviation[0] = 0, 1
	for i := range rows {
		for k := range rows[i] {
			rows[i][k] = (rows[i][k] - mean[k]) / deviation[k]
		}
	}
	return rows, mean, deviation
}
