package judge

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// The values of PyPI's krippendorff 0.8 and of cohen_kappa_score of scikit-learn.
func TestAgree(t *testing.T) {
	var j corpus.Judgements
	for judge, row := range map[string]string{"ann": "101.0110.1", "bob": "100101.011", "cid": ".1110?1.0."} {
		for i, sign := range row {
			same := map[rune]corpus.Answer{'1': corpus.Yes, '0': corpus.No, '?': corpus.Unsure}[sign]
			if judge == "cid" && sign == '?' { // the reference has a no here
				same = corpus.No
			}
			if sign != '.' {
				j.List = append(j.List, corpus.Judgement{A: "x", B: fmt.Sprint(i), Same: same, Judge: judge})
			}
		}
	}
	a := Agree(&j)
	require.Len(t, a.Judges, 3)
	assert.InDelta(t, 0.34285714285714286, *a.Alpha, 1e-12)
	for i, want := range []struct {
		pairs int
		kappa float64
	}{{7, .72}, {5, 1. / 6}, {6, -1. / 3}} {
		assert.Equal(t, want.pairs, a.Kappas[i].Pairs)
		assert.InDelta(t, want.kappa, *a.Kappas[i].Value, 1e-12)
	}
	assert.Equal(t, "ann", a.Judges[0].Judge)
	assert.InDelta(t, 5./8, a.Judges[0].Yes, 1e-12)
	alone := Agree(&corpus.Judgements{List: []corpus.Judgement{{A: "1", B: "2", Same: corpus.Unsure, Judge: "ann"}}})
	assert.Nil(t, alone.Alpha)
	assert.Nil(t, alone.Judges[0].Disagrees)
	assert.Equal(t, 1., alone.Judges[0].Unsure)
}
