package bert

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Tiny random models of three kinds, made by transformers: the same tokens, and vectors
// within 2·10⁻⁵.
func TestTinyModels(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import torch, transformers, sentencepiece, google.protobuf").Run() != nil {
		t.Skip("python3 with torch, transformers, sentencepiece and protobuf is not installed")
	}
	script, err := filepath.Abs(filepath.Join("testdata", "tiny.py"))
	require.NoError(t, err)
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), python, script, dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, kind := range []string{"xlm-roberta", "bert", "distilbert"} {
		m, err := Load(filepath.Join(dir, kind))
		require.NoError(t, err, kind)
		raw, err := os.ReadFile(filepath.Join(dir, kind, "reference.jsonl"))
		require.NoError(t, err)
		worst, lines := 0., 0
		for line := range strings.Lines(string(raw)) {
			var want reference
			require.NoError(t, json.Unmarshal([]byte(line), &want))
			ids, _ := m.Tokens(want.Text)
			assert.Equal(t, want.IDs, ids, "%s: %q", kind, want.Text)
			got := [][]float32{make([]float32, m.Dims())}
			require.NoError(t, m.Embed(t.Context(), got, [][]int32{want.IDs}, 1, func(int) {}))
			for i, v := range want.Embedding {
				worst = max(worst, math.Abs(float64(v-got[0][i])))
			}
			lines++
		}
		assert.Equal(t, 12, lines)
		t.Logf("%s: largest difference of an element: %.2g", kind, worst)
		assert.Less(t, worst, 2e-5, kind)
	}
}
