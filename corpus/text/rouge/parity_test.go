package rouge

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// A document of REALSumm (Bhandari et al. 2020): its reference, and summaries by
// system with the scores that ROUGE-1.5.5 gave them.
type document struct {
	Reference string
	Systems   map[string]struct {
		Summary string
		Scores  map[string]float64
	}
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

// A parity counts the values that agree to five decimals, by name, and why those
// of ROUGE-1 F and ROUGE-L F that do not.
type parity struct {
	same             map[string]int
	otherReference   int // the recall is no whole number of the reference's words
	otherSummary     int // nor the precision of the summary's
	otherWords       int // the lengths are right
	onlyTheSentences int // ROUGE-1 agrees, ROUGE-L does not
}

// add compares the scores of one summary and reports whether F agrees.
func (p *parity) add(family string, c Count, scores map[string]float64) bool {
	got := printed(c)
	want := Score{scores[family+"_precision"], scores[family+"_recall"], scores[family+"_f_score"]}
	for reading, distance := range map[string]float64{".p": got.P - want.P, ".r": got.R - want.R, ".f": got.F - want.F} {
		if math.Abs(distance) < 5e-6 {
			p.same[family+reading]++
		}
	}
	agrees := math.Abs(got.F-want.F) < 5e-6
	switch {
	case agrees || family != "rouge_1":
	case !whole(want.R, c.Reference):
		p.otherReference++
	case !whole(want.P, c.Candidate):
		p.otherSummary++
	default:
		p.otherWords++
	}
	return agrees
}

// whole reports whether a share of n, rounded to five decimals, can be a whole number.
func whole(share float64, n int) bool {
	hits := share * float64(n)
	return math.Abs(hits-math.Round(hits)) < 6e-6*float64(n)
}

// The scores of 2,500 summaries against those of ROUGE-1.5.5 with -m. The program
// read the reference as each system had cut it into words, and the data hold one
// such text for all: where "4pm" is "4 pm" there, the recall is of another number
// of words. And a few references are cut into other sentences: one has
// "… sexual violence' polish immigrant …" as one, which the program saw as two.
func TestParity(t *testing.T) {
	file, err := os.Open(testfiles.Path(t, "reference", "summaries", "realsumm-scores.jsonl.gz"))
	require.NoError(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)

	o := Options{Standard: true, Stem: Stem}
	found := parity{same: map[string]int{}}
	summaries := 0
	for lines.Scan() {
		var d document
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		reference := o.Text(testfiles.Sentences(d.Reference))
		for name, s := range d.Systems {
			candidate := o.Text(testfiles.Sentences(s.Summary))
			lsum := Lsum
			if strings.HasPrefix(name, "ptr_generator") { // whose texts were scored as one sentence each
				lsum = L
			}
			words := found.add("rouge_1", N(1, candidate, reference), s.Scores)
			found.add("rouge_2", N(2, candidate, reference), s.Scores)
			if !found.add("rouge_l", lsum(candidate, reference), s.Scores) && words {
				found.onlyTheSentences++
			}
			summaries++
		}
	}
	require.NoError(t, lines.Err())
	t.Logf("%d summaries: %+v", summaries, found)
	assert.Equal(t, 2500, summaries)
	assert.GreaterOrEqual(t, found.same["rouge_1.f"], 2233)
	assert.GreaterOrEqual(t, found.same["rouge_2.f"], 2237)
	assert.GreaterOrEqual(t, found.same["rouge_l.f"], 2201)
	assert.Zero(t, found.otherWords, "a score that the texts allow is met")
	assert.LessOrEqual(t, found.onlyTheSentences, 32)
}
