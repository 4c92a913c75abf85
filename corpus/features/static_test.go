package features

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/tensor"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func texts(list ...string) *Input {
	in := new(Input)
	for _, s := range list {
		in.Articles = append(in.Articles, corpus.Article{Text: s, Lang: "en"})
	}
	return in
}

// The vectors of testdata/static: river (3,4), rose (0,2), bank (-1,0), rate
// (2,-2), the (0,0), full stop (1,1).
func TestStaticIsTheMeanOfTokens(t *testing.T) {
	in := texts("The RIVER rose", "bank bank", "nothing known", "", "the", "rate. river")
	in.Articles[1].Title = "Rate xyz"
	half := float32(math.Sqrt(0.5))
	for folder, want := range map[string][]float32{
		"static": {1, 2, 0, -2. / 3, 0, 0, 0, 0, 0, 0, 2, 1},
		"static-f16": {3 / float32(math.Sqrt(45)), 6 / float32(math.Sqrt(45)), 0, -1, 0, 0, 0, 0, 0, 0, 6 / float32(math.Sqrt(45)),
			3 / float32(math.Sqrt(45))},
		// rows (3,4) and (-1,0); weights 2 for river, .5 for bank, 0 for the
		"static-mapped": {(6 - 1) / 3., 8. / 3, (-1 + 1.5 + 1.5) / 3, 4. / 3, 0, 0, 0, 0, 0, 0, (-1 + 3 + 6) / 3., (4 + 8) / 3.},
	} {
		m := build(t, "static(testdata/"+folder+")", in).Dense
		require.Equal(t, 2, m.Cols)
		assert.InDeltaSlice(t, want, m.Data, 1e-6, folder)
	}
	assert.Equal(t, build(t, "static(testdata/static-f16)", in).Dense, build(t, "static(testdata/static-i8)", in).Dense, "integers, exactly")
	assert.InDelta(t, half, build(t, "static(model=testdata/static-f16)", texts(".")).Dense.Data[0], 1e-7)
}

// The outputs are those of the Python library; the texts are those of the tests
// that come with the models.
func TestStaticAgreesWithModel2Vec(t *testing.T) {
	fixtures := testfiles.Path(t, "models", "model2vec-test-fixtures")
	long := strings.TrimSpace(strings.Repeat("hello ", 1000))
	for _, c := range []struct{ model, output, text string }{
		{"test-model-float32", "embeddings_short.json", "hello world"},
		{"test-model-float32", "embeddings_long.json", long},
		{"test-model-vocab-quantized", "embeddings_vocab_quantized.json", long},
	} {
		var want [][]float32
		raw, err := os.ReadFile(filepath.Join(fixtures, c.output))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, &want))
		got := build(t, fmt.Sprintf("static(%q)", filepath.Join(fixtures, c.model)), texts(c.text)).Dense
		require.Equal(t, len(want[0]), got.Cols)
		worst := 0.0
		for k, v := range want[0] {
			worst = max(worst, math.Abs(float64(v-got.Data[k])))
		}
		assert.LessOrEqual(t, worst, 1e-5)
		t.Logf("%s %s: largest difference %.1e", c.model, c.output, worst)
	}
}

// The integers are the float32 vectors × 127 / the largest, rounded.
func TestQuantizedFixtureIsTheFloat32One(t *testing.T) {
	fixtures := testfiles.Path(t, "models", "model2vec-test-fixtures")
	table := func(model string) (data []float32) {
		err := tensor.OpenSafetensors(filepath.Join(fixtures, model, "model.safetensors"), func(f *tensor.Safetensors) (err error) {
			_, data, err = f.Floats("embeddings")
			return err
		})
		require.NoError(t, err)
		return data
	}
	exact, coarse := table("test-model-float32"), table("test-model-int8")
	require.Len(t, coarse, len(exact))
	largest := float32(0)
	for _, v := range exact {
		largest = max(largest, v, -v)
	}
	for k, v := range exact {
		require.InDelta(t, v*127/largest, coarse[k], 0.51)
	}
	got := build(t, fmt.Sprintf("static(%q)", filepath.Join(fixtures, "test-model-int8")), texts("hello world")).Dense.Data
	want := build(t, fmt.Sprintf("static(%q)", filepath.Join(fixtures, "test-model-float32")), texts("hello world")).Dense.Data
	assert.InDeltaSlice(t, want, got, 0.03)
}

// The expected values were computed with NumPy 1.24 from the file: the weighted
// mean of the rows 2 222 1006 44 546 3 7 3826 464 4, brought to unit length.
func TestStaticOnWordVectors(t *testing.T) {
	model := testfiles.Path(t, "models", "glove-6b-100d-top40k")
	got := build(t, fmt.Sprintf("static(%q)", model), texts("The bank raised its rate, and qqqqq rivers rose.")).Dense
	assert.InDeltaSlice(t, []float32{0.0728851, 0.0234329, 0.0418049, -0.0355102, 0.0172006, -0.0897152}, got.Data[:6], 1e-6)
	assert.InDelta(t, 0.016674853745370324, got.Data[99], 1e-6)
}

func TestStaticRefuses(t *testing.T) {
	header := func(h string) string { return string([]byte{byte(len(h)), 0, 0, 0, 0, 0, 0, 0}) + h }
	good := map[string]string{}
	for _, name := range []string{"model.safetensors", "tokenizer.json", "config.json"} {
		raw, err := os.ReadFile(filepath.Join("testdata", "static", name))
		require.NoError(t, err)
		good[name] = string(raw)
	}
	for _, c := range [][3]string{
		{"model.safetensors", "no safetensors", "no safetensors file"},
		{"model.safetensors", header(`{"e":{"dtype":"I8","shape":[0,1],"data_offsets":[0,0]}}`), `no tensor "embeddings"`},
		{"model.safetensors", header(`{"embeddings":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}`) + "ab", "not tokens × dims"},
		{"model.safetensors", header(`{"embeddings":{"dtype":"I8","shape":[2,1],"data_offsets":[0,2]}}`) + "ab",
			"has 7 tokens, tensor \"embeddings\" only 2 rows"},
		{"model.safetensors", header(`{"embeddings":{"dtype":"F16","shape":[1,1],"data_offsets":[0,2]}}`) + "\x00\x7e", "row 0 holds NaN"},
		{"model.safetensors", header(
			`{"embeddings":{"dtype":"I8","shape":[1,1],"data_offsets":[0,1]},"mapping":{"dtype":"I8","shape":[7],"data_offsets":[0,7]}}`) +
			"\x00\x00\x00\x00\x00\x00\x01", "token 6 to row 1 of 1"},
		{"model.safetensors", header(
			`{"embeddings":{"dtype":"I8","shape":[7,1],"data_offsets":[0,7]},"weights":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}`) +
			"abcdefg", `"weights" has the shape [2]; the tokenizer has 7`},
		{"tokenizer.json", `{"model":{"type":"BPE"}}`, `model "BPE" is not known`},
		{"config.json", `{"normalize":3}`, "cannot unmarshal"},
		{"config.json", "", "no such file"},
	} {
		folder := t.TempDir()
		for name, content := range good {
			if name == c[0] {
				content = c[1]
			}
			if content != "" {
				require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
			}
		}
		_, err := (&Static{Model: folder}).Build(t.Context(), texts("a"))
		assert.ErrorContains(t, err, c[2])
		assert.ErrorContains(t, err, filepath.Join(folder, c[0]))
	}
}

func BenchmarkStatic(b *testing.B) {
	model := testfiles.Path(b, "models", "glove-6b-100d-top40k")
	in := &Input{Articles: synthetic(2000)}
	b.Run("articles=2000/words=120/dims=100", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			build(b, fmt.Sprintf("static(%q)", model), in)
		}
	})
}
