package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A word that a table has twice would have the value of one of the two by chance.
func TestTables(t *testing.T) {
	words := 0
	for line := range strings.Lines(tablesFile + sentencesFile) {
		if line != "\n" && !strings.ContainsRune("#[", rune(line[0])) {
			words += strings.Count(line, ", ") + 1
		}
	}
	for name, table := range tables {
		assert.NotEmpty(t, table, name)
		words -= len(table)
	}
	assert.Zero(t, words)
}
