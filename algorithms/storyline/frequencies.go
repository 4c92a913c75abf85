package storyline

import "math"

// frequencies counts the articles of the window that have a term.
type frequencies struct {
	df       counts // by term
	n        int
	isFrozen bool      // articles are not counted
	logs     []float32 // of the numbers from 0 on
}

func newFrequencies() *frequencies { return &frequencies{df: newCounts()} }

// frozen returns the same frequencies, which add and remove do not change.
func (f *frequencies) frozen() *frequencies {
	still := *f
	still.isFrozen = true
	return &still
}

func (f *frequencies) add(v *vector) {
	if f.isFrozen {
		return
	}
	f.n++
	for _, t := range v.terms {
		f.df.add(t)
	}
}

func (f *frequencies) remove(v *vector) {
	if f.isFrozen {
		return
	}
	f.n--
	for _, t := range v.terms {
		f.df.remove(t)
	}
}

// weigh returns the squared inverse document frequencies of the terms, in out if it is
// large enough, and sets the scales of v. A weight is count · (ln((1+n)/(1+df)) + 1),
// as in tfidf.
func (f *frequencies) weigh(v *vector, out []float32) []float32 {
	out = out[:0]
	for k := len(f.logs); k <= f.n+1; k++ {
		f.logs = append(f.logs, float32(math.Log(float64(k))))
	}
	var square [2]float32
	for k, t := range v.terms {
		idf := 1 + f.logs[1+f.n] - f.logs[1+f.df.of(t)]
		w := v.counts[k] * idf
		channel := 0
		if k >= v.lead {
			channel = 1
		}
		square[channel] += w * w
		out = append(out, idf*idf)
	}
	v.scale = [2]float32{}
	for channel, share := range [2]float64{1 - leadShare, leadShare} {
		if square[channel] > 0 {
			v.scale[channel] = float32(math.Sqrt(share / float64(square[channel])))
		}
	}
	return out
}
