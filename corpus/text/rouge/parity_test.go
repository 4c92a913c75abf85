package rouge

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/shared"
)

// A document of REALSumm (Bhandari et al. 2020): its reference, and summaries by
// system with the scores that ROUGE-1.5.5 gave them.
type document struct {
	ID        any
	Reference string
	Systems   map[string]struct {
		Summary string
		Scores  map[string]float64
	}
}

// glued is where two sentences of the data stand without a mark between them.
var glued = regexp.MustCompile(` \.([a-zA-Z])`)

// marked cuts a text at the marks of its sentences.
func marked(s string) []string {
	s = strings.ReplaceAll(glued.ReplaceAllString(s, " .</t>$1"), "<t>", "")
	var list []string
	for part := range strings.SplitSeq(s, "</t>") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// printed is a score as ROUGE-1.5.5 prints it: P and R are rounded before F is
// taken of them.
func printed(c Count) Score {
	s := c.Score(0.5)
	s.P, s.R = fiveDecimals(s.P), fiveDecimals(s.R)
	if s.P+s.R > 0 {
		s.F = fiveDecimals(s.P * s.R / (0.5*s.P + 0.5*s.R))
	}
	return s
}

func fiveDecimals(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 5, 64), 64)
	return y
}

// The scores of 2,500 summaries against those of ROUGE-1.5.5 with -m. Every
// document was scored against the reference as each system had cut it into words,
// and the data hold one of those: where that one is another, as with "4pm" for
// "4 pm", the recall differs, and often the hits.
func TestParity(t *testing.T) {
	file, err := os.Open(shared.Path(t, "reference", "summaries", "realsumm-scores.jsonl.gz"))
	require.NoError(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)

	o := Options{Standard: true, Stem: Stem}
	same := map[string]int{}
	otherReference, otherCandidate, rest, summaries := 0, 0, 0, 0
	for lines.Scan() {
		var d document
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		reference := o.Text(marked(d.Reference))
		for _, name := range slices.Sorted(maps.Keys(d.Systems)) {
			s := d.Systems[name]
			candidate := o.Text(marked(s.Summary))
			summaries++
			lsum := Lsum
			if strings.HasPrefix(name, "ptr_generator") { // whose texts were scored as one sentence each
				lsum = L
			}
			for family, c := range map[string]Count{"rouge_1": N(1, candidate, reference), "rouge_2": N(2, candidate, reference), "rouge_l": lsum(candidate, reference)} {
				got := printed(c)
				want := Score{s.Scores[family+"_precision"], s.Scores[family+"_recall"], s.Scores[family+"_f_score"]}
				count := func(reading string, got, want float64) bool {
					if math.Abs(got-want) > 5e-6 {
						return false
					}
					same[family+reading]++
					return true
				}
				p, r := count(".p", got.P, want.P), count(".r", got.R, want.R)
				if !count(".f", got.F, want.F) && family == "rouge_1" {
					switch {
					case p && !r:
						otherReference++
					case !whole(want.R, c.Reference):
						otherReference++
					case !whole(want.P, c.Candidate):
						otherCandidate++
					default:
						rest++
						t.Logf("%v %s: %+v, %+v", d.ID, name, c, want)
					}
				}
			}
		}
	}
	require.NoError(t, lines.Err())
	t.Logf("%d summaries: %v; of ROUGE-1 F the rest: reference of another length %d, summary of another length %d, other words %d", summaries, same, otherReference, otherCandidate, rest)
	assert.Equal(t, 2500, summaries)
	assert.Zero(t, rest, "a score that the reference and the summary allow is met")
	assert.GreaterOrEqual(t, same["rouge_1.f"], 2233)
	assert.GreaterOrEqual(t, same["rouge_2.f"], 2237)
	assert.GreaterOrEqual(t, same["rouge_l.f"], 2201)
}

// whole says whether a share of n is a whole number, as hits are.
func whole(share float64, n int) bool {
	hits := share * float64(n)
	return math.Abs(hits-math.Round(hits)) < 6e-6*float64(n)
}
