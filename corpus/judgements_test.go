package corpus

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// judgements makes judgements of texts such as "a=b ann", one a line.
func judgements(list ...string) *Judgements {
	j := &Judgements{Path: "j"}
	for i, text := range list {
		pair, judge, _ := strings.Cut(text, " ")
		at := strings.IndexAny(pair, "=≠?")
		same := map[string]Answer{"=": Yes, "≠": No, "?": Unsure}
		sign := string([]rune(pair[at:])[0])
		j.List = append(j.List, Judgement{A: pair[:at], B: pair[at+len(sign):], Same: same[sign], Judge: judge, Line: i + 1})
	}
	return j
}

func TestPairs(t *testing.T) {
	j := judgements("a=b ann", "b≠a bob", "b=a cid", "c≠d ann", "d=c ann", "c≠e", "c=e", "e=a", "e=a", "a≠e bob")
	assert.Equal(t, []string{"a", "b", "c", "d", "e"}, j.IDs())
	assert.Equal(t, []string{"", "ann", "bob", "cid"}, j.Judges())
	want := []Pair{{0, 1, Yes, 1, 0}, {2, 3, Yes, 4, 0}, {2, 4, Unsure, 6, 0}, {0, 4, Yes, 8, 0}}
	assert.Equal(t, want, j.Pairs(), "the last answer of a judge, the majority of judges")
	assert.Equal(t, []Pair{{0, 1, No, 2, 0}, {0, 4, No, 10, 0}}, j.Pairs("bob"))
	assert.Equal(t, "4 pairs of 5 articles judged: 3 same, 0 different, 1 unsure", j.Sentence())
}

func TestContradictions(t *testing.T) {
	j := judgements("a=b", "b=c", "x=a", "c≠a", "x≠y", "y?a", "b≠z", "c=d", "x≠d", "x=b ann", "x≠b bob")
	var found []string
	for _, f := range j.Check() {
		found = append(found, string(f.Kind)+": "+f.Error())
	}
	assert.Equal(t, []string{
		`judges disagree: j:11: x and b are judged "no" here and "yes" in line 10: the majority counts, of a tie none`,
		"contradicting judgements: j:4: a and c are judged different, but pairs judged the same join them: a = b = c: judge one of these again",
		"contradicting judgements: j:9: x and d are judged different, but pairs judged the same join them: x = a = b = c = d: " +
			"judge one of these again",
	}, found)
}
