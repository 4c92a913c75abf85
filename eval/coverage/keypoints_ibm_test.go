package coverage

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func rows(t *testing.T, file string) [][]string {
	f, err := os.Open(testfiles.Path(t, "reference", "keypoints", file))
	require.NoError(t, err)
	defer f.Close()
	list, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	return list[1:]
}

// Arguments of one sentence or two against the key points of their topic and
// side, in words of their own (Friedman-Tadmor et al. 2021, ArgMining shared task
// on key point analysis): another kind of text, where nothing was chosen.
func TestKeyPointsOfArguments(t *testing.T) {
	for _, set := range []struct {
		name      string
		pairs     float64
		precision float64
	}{{"train", 20635, .5}, {"dev", 3458, .4}} {
		arguments, points, group := map[string]string{}, map[string][]string{}, map[string]string{}
		for _, r := range rows(t, "arguments_"+set.name+".csv") {
			arguments[r[0]] = r[1]
		}
		place := map[string]int{}
		for _, r := range rows(t, "key_points_"+set.name+".csv") {
			group[r[0]] = r[2] + r[3]
			place[r[0]] = len(points[group[r[0]]])
			points[group[r[0]]] = append(points[group[r[0]]], r[1])
		}
		found := map[string][]Evidence{}
		var a, top agreement
		for _, r := range rows(t, "labels_"+set.name+".csv") {
			key := r[0] + group[r[1]]
			if found[key] == nil {
				found[key] = CoverKeyPoints(points[group[r[1]]], []string{arguments[r[0]]}, "en")
			}
			e, best := found[key][place[r[1]]], 0.0
			for _, other := range found[key] {
				best = max(best, other.Share)
			}
			a.add(e.Covered, r[2] == "1")
			top.add(e.Share > 0 && e.Share == best, r[2] == "1")
		}
		t.Logf("%s: covered: precision %.3f recall %.3f accuracy %.3f; best of the points: precision %.3f recall %.3f", set.name,
			a.precision(), a.recall(), a.accuracy(), top.precision(), top.recall())
		base := (a.both + a.theirs) / (a.both + a.ours + a.theirs + a.neither)
		assert.Equal(t, set.pairs, a.both+a.ours+a.theirs+a.neither)
		assert.Greater(t, a.precision(), base*2, "twice what chance gives")
	}
}
