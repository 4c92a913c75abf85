package judge

import (
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// An Agreement is how far judges agree on the pairs that more than one answered yes or no.
type Agreement struct {
	Alpha  *float64 `json:"alpha"` // Krippendorff's, nominal; null if no pair has two answers, or all answers are equal
	Judges []Record `json:"judges"`
	Kappas []Kappa  `json:"kappas,omitempty"`
}

// A Record is what one judge did.
type Record struct {
	Judge     string   `json:"judge"`
	Answers   int      `json:"answers"`
	Yes       float64  `json:"yes"`       // share of the answers
	Unsure    float64  `json:"unsure"`    // share of the answers
	Disagrees *float64 `json:"disagrees"` // share of the pairs of which most others say otherwise
}

// A Kappa is Cohen's κ of two judges over the pairs that both answered.
type Kappa struct {
	A     string   `json:"a"`
	B     string   `json:"b"`
	Pairs int      `json:"pairs"`
	Value *float64 `json:"value"`
}

// Agree compares the judges of pairs. "Unsure" is no answer here.
func Agree(j *corpus.Judgements) (a Agreement) {
	answers, _ := j.Answers()
	names := j.Judges()
	at := map[string]int{}
	for i, name := range names {
		at[name] = i
	}
	units := map[[2]string][]int{} // by pair the answer of each judge: 1, -1 or 0
	order := [][2]string(nil)
	records := make([]Record, len(names))
	for _, x := range answers {
		key := [2]string{min(x.A, x.B), max(x.A, x.B)}
		if units[key] == nil {
			units[key] = make([]int, len(names))
			order = append(order, key)
		}
		r := &records[at[x.Judge]]
		r.Answers++
		switch x.Same {
		case corpus.Yes:
			units[key][at[x.Judge]] = 1
			r.Yes++
		case corpus.No:
			units[key][at[x.Judge]] = -1
		default:
			r.Unsure++
		}
	}
	var table [][]int
	for _, key := range order {
		table = append(table, units[key])
	}
	for i := range records {
		r := &records[i]
		r.Judge = names[i]
		r.Yes, r.Unsure = r.Yes/float64(r.Answers), r.Unsure/float64(r.Answers)
		r.Disagrees = disagrees(table, i)
	}
	a.Alpha, a.Judges = alpha(table), records
	for i := range names {
		for k := range i {
			if kappa := kappaOf(table, k, i); kappa.Pairs > 0 {
				kappa.A, kappa.B = names[k], names[i]
				a.Kappas = append(a.Kappas, kappa)
			}
		}
	}
	return a
}

// alpha is Krippendorff's α of nominal data (Hayes and Krippendorff 2007): 1 less the observed
// disagreement by the expected one.
func alpha(units [][]int) *float64 {
	observed, count, all := 0.0, [2]float64{}, 0.0
	for _, u := range units {
		n := [2]float64{}
		for _, v := range u {
			if v != 0 {
				n[(v+1)/2]++
			}
		}
		if m := n[0] + n[1]; m > 1 {
			observed += 2 * n[0] * n[1] / (m - 1)
			count[0], count[1], all = count[0]+n[0], count[1]+n[1], all+m
		}
	}
	expected := 2 * count[0] * count[1] / (all - 1)
	return stats.Defined(1 - observed/expected)
}

// kappaOf is Cohen's κ (1960) of two judges.
func kappaOf(units [][]int, a, b int) (k Kappa) {
	count := [2][2]float64{}
	for _, u := range units {
		if u[a] != 0 && u[b] != 0 {
			count[(u[a]+1)/2][(u[b]+1)/2]++
			k.Pairs++
		}
	}
	n := float64(k.Pairs)
	observed := (count[0][0] + count[1][1]) / n
	chance := 0.0
	for v := range 2 {
		chance += (count[v][0] + count[v][1]) / n * (count[0][v] + count[1][v]) / n
	}
	k.Value = stats.Defined((observed - chance) / (1 - chance))
	return k
}

// disagrees is the share of a judge's answers against which most of the others are.
func disagrees(units [][]int, judge int) *float64 {
	against, all := 0.0, 0.0
	for _, u := range units {
		others := 0
		for i, v := range u {
			if i != judge {
				others += v
			}
		}
		if u[judge] != 0 && others != 0 {
			all++
			if (others > 0) != (u[judge] > 0) {
				against++
			}
		}
	}
	if all == 0 {
		return stats.Defined(math.NaN())
	}
	return stats.Defined(against / all)
}
