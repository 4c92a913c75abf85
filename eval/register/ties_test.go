package register

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

// Long: where the register says that equal distances decide, noise of a millionth moves the figure, and as many runs with it
// give the published one as the register says. The larger data sets were measured by the same code once.
func TestClustbenchTies(t *testing.T) {
	testfiles.Long(t, "clusters two data sets 200 times")
	dir := testfiles.Path(t)
	for _, p := range clustbench.Parts {
		if p.Name != "wut/z1" && p.Name != "wut/x3" {
			continue
		}
		d, err := openNumbers(t.Context(), Job{dir: dir, files: p.Files, Workers: 1}, p.Files)
		require.NoError(t, err)
		rows := scaled(t, d.path)
		for _, c := range p.Cells {
			want, ok := clustbenchTies[p.Name+" "+c.Name]
			if !ok {
				continue
			}
			hits := 0
			for seed := range 20 {
				v, err := d.best(func(k int) (corpus.Labels, error) { return runNoisy(t, c.Name, k, noisy(rows, uint64(seed))) })
				require.NoError(t, err)
				if math.Abs(v-c.Published) <= c.Tolerance+rounding {
					hits++
				}
			}
			assert.Equal(t, want, hits, "%s %s", p.Name, c.Name)
		}
	}
}

func runNoisy(t *testing.T, method string, k int, rows [][]float32) (corpus.Labels, error) {
	s, err := spec.Parse(strings.TrimSuffix(clustbenchMethods[method], ")") + fmt.Sprintf(",k=%d)", k))
	require.NoError(t, err)
	_, c, _, err := allalgorithms.Parse(s)
	require.NoError(t, err)
	return algorithms.RunRows(t.Context(), c, rows)
}

// scaled are the rows of a file, centred and divided by the deviation of all their numbers.
func scaled(t *testing.T, path string) (rows [][]float64) {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	plain, err := gzip.NewReader(file)
	require.NoError(t, err)
	for lines := bufio.NewScanner(plain); lines.Scan(); {
		var row []float64
		for _, field := range strings.Fields(lines.Text()) {
			v, err := strconv.ParseFloat(field, 64)
			require.NoError(t, err)
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	mean, squares := make([]float64, len(rows[0])), 0.0
	for _, row := range rows {
		for c, v := range row {
			mean[c] += v / float64(len(rows))
		}
	}
	for _, row := range rows {
		for c := range row {
			row[c] -= mean[c]
			squares += row[c] * row[c]
		}
	}
	sd := math.Sqrt(squares / float64(len(rows)*len(mean)-1))
	for _, row := range rows {
		for c := range row {
			row[c] /= sd
		}
	}
	return rows
}

func noisy(rows [][]float64, seed uint64) [][]float32 {
	random := rand.New(rand.NewPCG(seed, 7))
	out := make([][]float32, len(rows))
	for i, row := range rows {
		for _, v := range row {
			out[i] = append(out[i], float32(v+1e-6*random.NormFloat64()))
		}
	}
	return out
}
