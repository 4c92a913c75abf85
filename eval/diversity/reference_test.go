package diversity

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// table reads a file of testdata without its header.
func table(t *testing.T, path string) [][]string {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 100)
	return rows[1:]
}

func number(t *testing.T, s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return v
}

func countsOf(t *testing.T, s string) (list []int) {
	for field := range strings.FieldsSeq(s) {
		list = append(list, int(number(t, field)))
	}
	return list
}

// R's vegan is the reference of ecologists: testdata/vegan.R.
func TestAgainstVegan(t *testing.T) {
	for _, row := range table(t, "testdata/vegan.csv") {
		x, measure, want := countsOf(t, row[0]), row[1], number(t, row[2])
		var got float64
		kind, parameter, _ := strings.Cut(measure, "=")
		switch kind {
		case "richness":
			got = Richness(x)
		case "shannon":
			got = Shannon(x)
		case "gini_simpson":
			got = GiniSimpson(x)
		case "simpson.unbiased":
			got = UnbiasedSimpson(x)
		case "pielou":
			got = Pielou(x)
		case "hill q":
			got = Hill(x, number(t, parameter))
		case "rarefied m":
			got = Rarefied(x, int(number(t, parameter)))
			assert.InDelta(t, want, hillAt(distinct(x), total(x), int(number(t, parameter)), 0), 1e-9, "%v", row)
		case "chao1 vegan":
			n := total(x)
			got = Richness(x) + (Chao1(x, true)-Richness(x))*n/(n-1)
		case "rao line":
			got = Rao(x, func(i, j int) float64 { return max(float64(i-j), float64(j-i)) / max(1, float64(len(x)-1)) })
		default:
			t.Fatal("unknown measure", measure)
		}
		assert.InDelta(t, want, got, 1e-9, "%v", row)
	}
}

// testdata/standardised.py has the formulas in exact fractions. Beyond twice the
// size there is nothing.
func TestStandardisedAgainstFractions(t *testing.T) {
	extrapolations, refused := 0, 0
	for _, row := range table(t, "testdata/standardised.csv") {
		x := countsOf(t, row[0])
		got, want, m := Standardised(x, number(t, row[2]), number(t, row[1])), number(t, row[3]), number(t, row[4])
		if m > 2*total(x) {
			assert.NotEqual(t, got, got, "%v", row)
			refused++
			continue
		}
		assert.InDelta(t, want, got, 1e-9, "%v", row)
		if m > total(x) {
			extrapolations++
		}
	}
	assert.Greater(t, extrapolations, 10)
	assert.Greater(t, refused, 3)
}
