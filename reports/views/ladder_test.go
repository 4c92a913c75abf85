package views_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-9405df2f/assay/eval/ladder"
	"github.com/seed-9405df2f/assay/reports/views"
)

func TestLadder(t *testing.T) {
	doc := views.Ladder(&ladder.Ladder{Corpus: "day", Space: "tfidf", Empty: 1, Rungs: []ladder.Rung{{Pairs: "copy", Drawn: 3}}})
	table := doc.Tables[0]
	assert.Equal(t, "tfidf on day", table.Title)
	assert.Equal(t, []string{"1 article without a vector"}, table.Facts)
	assert.Len(t, table.Groups[0].Rows[0].Cells, len(table.Columns))
}
