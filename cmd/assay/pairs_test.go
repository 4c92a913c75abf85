package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Pairs that people judged are gold, whatever their names are.
func TestJudgedPairs(t *testing.T) {
	pairs := file(t, "pairs.csv", "a,b,same,judge\n1,2,5,<script>\n2,3,4,<script>\n1,3,2,ann\n3,4,0,ann\n4,5,?,ann\n")
	found := file(t, "found.csv", "id,label\n1,x\n2,x\n3,y\n4,y\n5,y\n6,z\n")
	text := succeeds(t, "score", pairs, found, "--same-at", "4")
	assert.Contains(t, text, "5 pairs of 5 articles judged: 2 same, 2 different, 1 unsure")
	assert.Contains(t, text, "judge=<script>")
	assert.Contains(t, text, "not of the corpus")
	assert.NotContains(t, succeeds(t, "score", pairs, found, "--same-at", "4", "--format", "html"), "judge=<script>")
	assert.Equal(t, map[string]float64{"pair.p": .5, "pair.mcc": 0},
		scores(t, "pairs(same_at=4):"+pairs, found, "--metric", "pair.p,pair.mcc"))
	for want, args := range map[string][]string{
		"say from which on two articles are of one story, as in --same-at 4": {pairs, found},
		"b3.f1 needs the stories of all articles":                            {pairs, found, "--same-at", "4", "--metric", "b3.f1"},
		"judged pairs are no clusters":                                       {pairs, "--same-at", "4"},
		"judged pairs know no stories":                                       {pairs, found, "--same-at", "4", "--limit", "3"},
	} {
		assert.Contains(t, fails(t, append([]string{"score"}, args...)...), want)
	}
}
