package bert

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

type reference struct {
	Text      string
	IDs       []int32
	Embedding []float32
}

func references(t testing.TB, path string) (list []reference) {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r reference
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r))
		list = append(list, r)
	}
	require.NoError(t, lines.Err())
	return list
}

// The vectors of all-MiniLM-L6-v2 are those of an independent forward pass.
func TestMiniLM(t *testing.T) {
	dir := testfiles.Path(t, "models", "all-minilm-l6-v2")
	m, err := Load(dir)
	require.NoError(t, err)
	want := references(t, filepath.Join(dir, "reference.jsonl.gz"))
	require.Len(t, want, 55)
	var texts [][]int32
	var out [][]float32
	for _, r := range want {
		ids, _ := m.Tokens(r.Text)
		if len(ids) == 0 { // a text without words has only the tokens around it
			ids = slices.Concat(m.before, m.after)
		}
		assert.Equal(t, r.IDs, ids, "%q", r.Text)
		texts, out = append(texts, ids), append(out, make([]float32, m.Dims()))
	}
	done := 0
	require.NoError(t, m.Embed(t.Context(), out, texts, 1, func(n int) { done += n }))
	assert.Equal(t, len(texts), done)
	worst := 0.
	for i, r := range want {
		for k, v := range r.Embedding {
			worst = max(worst, math.Abs(float64(v-out[i][k])))
		}
	}
	t.Logf("largest difference of an element: %.2g", worst)
	assert.Less(t, worst, 2e-5)

	// A vector depends on neither the others nor the number of goroutines.
	again := [][]float32{make([]float32, m.Dims()), make([]float32, m.Dims())}
	require.NoError(t, m.Embed(t.Context(), again, [][]int32{texts[7], texts[3]}, 3, func(int) {}))
	assert.Equal(t, out[7], again[0])
	assert.Equal(t, out[3], again[1])
}

func TestFunctions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := []float32{rapid.Float32Range(-20, 20).Draw(t, "y")}
		wide := float64(y[0])
		gelu.apply(y)
		assert.InDelta(t, wide*math.Erfc(-wide/math.Sqrt2)/2, y[0], 2e-6)
	})
}

func BenchmarkMiniLM128Tokens(b *testing.B) {
	m, err := Load(testfiles.Path(b, "models", "all-minilm-l6-v2"))
	require.NoError(b, err)
	ids := make([]int32, 128)
	for i := range ids {
		ids[i] = int32(1000 + i)
	}
	out := [][]float32{make([]float32, m.Dims()), make([]float32, m.Dims())}
	for b.Loop() {
		_ = m.Embed(b.Context(), out, [][]int32{ids, ids}, 1, func(int) {})
	}
	b.ReportMetric(float64(2*b.N)/b.Elapsed().Seconds(), "texts/s")
}
