package coverage

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// realsumm reads a file of JSON lines from the REALSumm data (Bhandari et al.
// 2020), which lie beside the project.
func realsumm[T any](t *testing.T, file string) []T {
	path := filepath.Join("..", "..", "..", "shared", "reference", "summaries", file)
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		t.Skipf("%s is not here", path)
	}
	require.NoError(t, err)
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	var list []T
	for lines.Scan() {
		var v T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &v))
		list = append(list, v)
	}
	require.NoError(t, lines.Err())
	return list
}

// ROUGE against ROUGE-1.5.5, which stems: without stems 884 of the 2,500 values
// of ROUGE-1 F agree to five decimals, and the others lie below.
func TestRougeAgainstPyrouge(t *testing.T) {
	type document struct {
		Reference string
		Systems   map[string]struct {
			Summary string
			Scores  map[string]float64
		}
	}
	plain := strings.NewReplacer("<t>", " ", "</t>", " ")
	same, all, off1, off2 := 0, 0, 0.0, 0.0
	for _, d := range realsumm[document](t, "realsumm-scores.jsonl.gz") {
		reference := Tokens(plain.Replace(d.Reference))
		for _, name := range slices.Sorted(maps.Keys(d.Systems)) {
			s := d.Systems[name]
			summary := Tokens(plain.Replace(s.Summary))
			one := RougeN(1, summary, reference).F
			if math.Abs(one-s.Scores["rouge_1_f_score"]) < 1e-5 {
				same++
			}
			all++
			off1 += math.Abs(one - s.Scores["rouge_1_f_score"])
			off2 += math.Abs(RougeN(2, summary, reference).R - s.Scores["rouge_2_recall"])
		}
	}
	t.Logf("%d of %d the same; mean distance %.4f, ROUGE-2 recall %.4f", same, all, off1/float64(all), off2/float64(all))
	assert.Equal(t, 2500, all)
	assert.GreaterOrEqual(t, same, 884)
	assert.Less(t, off1/float64(all), .02)
	assert.Less(t, off2/float64(all), .01)
}
