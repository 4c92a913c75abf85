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

	"github.com/seed-9405df2f/assay/corpus/text"
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

// Key points found against the judgements of people: 100 documents, 24 systems,
// 26,400 judgements.
func TestKeyPointsAgreeWithPeople(t *testing.T) {
	type document struct {
		SCUs    []string
		Systems map[string]struct {
			Summary string
			Present []int `json:"scu_present"`
		}
	}
	agree, marked, all := 0, 0, 0
	var ours, theirs []float64 // recall of each summary of the systems that write freely
	for _, d := range realsumm[document](t, "realsumm-units.jsonl.gz") {
		for _, name := range slices.Sorted(maps.Keys(d.Systems)) {
			s := d.Systems[name]
			found, judged := 0, 0
			for i, e := range CoverKeyPoints(d.SCUs, text.Sentences(s.Summary), "en") {
				if e.Covered {
					found++
				}
				if e.Covered == (s.Present[i] == 1) {
					agree++
				}
				judged += s.Present[i]
			}
			all += len(d.SCUs)
			marked += found
			if strings.HasPrefix(name, "abs") {
				ours = append(ours, float64(found)/float64(len(d.SCUs)))
				theirs = append(theirs, float64(judged)/float64(len(d.SCUs)))
			}
		}
	}
	t.Logf("%d judgements: agreement %.3f, marked %.3f, r %.3f", all, float64(agree)/float64(all), float64(marked)/float64(all), pearson(ours, theirs))
	assert.Equal(t, 26400, all)
	assert.InDelta(t, .762, float64(agree)/float64(all), .005)
	assert.InDelta(t, .466, float64(marked)/float64(all), .005)
	assert.Greater(t, pearson(ours, theirs), .62)
}

func pearson(x, y []float64) float64 {
	var sx, sy, xx, yy, xy float64
	n := float64(len(x))
	for i := range x {
		sx, sy = sx+x[i], sy+y[i]
		xx, yy, xy = xx+x[i]*x[i], yy+y[i]*y[i], xy+x[i]*y[i]
	}
	return (xy - sx*sy/n) / math.Sqrt((xx-sx*sx/n)*(yy-sy*sy/n))
}
