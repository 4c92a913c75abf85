package storyline

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A pair is an article and a story that it may join.
type pair struct {
	story         int32
	mean, nearest float64 // cosines with the story's first and latest articles
	size          int     // articles of the story in the window
	gap           float64 // days since its latest article; 0 = unknown
}

const numFeatures = 5 // of a pair, the constant included

// features returns what the model weighs.
func (p pair) features() [numFeatures]float64 {
	return [numFeatures]float64{1, p.mean, p.nearest, math.Log(float64(p.size)), inTime(p.gap)}
}

// A linkModel decides whether an article joins a story: it does if the sum of the
// features, weighted by the model, is above 0.
type linkModel [numFeatures]float64

// score is the weighted sum of the features.
func (m *linkModel) score(p pair) float64 {
	sum := 0.
	for k, x := range p.features() {
		sum += m[k] * x
	}
	return sum
}

// best returns the story with the highest score, and whether to join it. Ties are
// broken by the order of the list.
func (m *linkModel) best(list []pair) (story int32, joins bool) {
	most := 0.
	for _, p := range list {
		if score := m.score(p); score > most {
			story, joins, most = p.story, true, score
		}
	}
	return story, joins
}

// An example is a pair, and whether the article belongs to the story.
type example struct {
	pair
	joins  bool
	weight float64
}

// learn corrects the model by logistic regression. The correction has a ridge
// penalty of 1 on the weights of the standardised features (le Cessie & van
// Houwelingen 1992), so that more examples change the model more. Without examples
// it stays as it is.
func (m *linkModel) learn(list []example) {
	if len(list) == 0 {
		return
	}
	rows, mean, deviation := standardised(list)
	known := make([]float64, len(list)) // the scores by the model so far
	for i, l := range list {
		known[i] = m.score(l.pair)
	}
	w := mat.NewVecDense(numFeatures, nil)
	for range 50 { // steps of Newton's method, which takes about ten
		gradient, hessian := mat.NewVecDense(numFeatures, nil), mat.NewSymDense(numFeatures, nil)
		for k := range numFeatures {
			gradient.SetVec(k, -w.AtVec(k))
			hessian.SetSym(k, k, 1)
		}
		for i := range rows {
			x := mat.NewVecDense(numFeatures, rows[i][:])
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
			break // cannot be: the ridge keeps the matrix regular
		}
		w.AddVec(w, &step)
		if mat.Norm(&step, 2) < 1e-9 {
			break
		}
	}
	for k := range numFeatures {
		m[k] += w.AtVec(k) / deviation[k]
		if k > 0 {
			m[0] -= w.AtVec(k) * mean[k] / deviation[k]
		}
	}
}

// standardised returns the features of the examples, all but the constant brought
// to mean 0 and deviation 1. A feature that never varies becomes 0.
func standardised(list []example) (rows [][numFeatures]float64, mean, deviation [numFeatures]float64) {
	n := 0.
	for _, l := range list {
		n += l.weight
	}
	rows = make([][numFeatures]float64, len(list))
	for i, l := range list {
		rows[i] = l.features()
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
