package about

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOf(t *testing.T) {
	markdown := "# a: The first\n\nOne line,\nand another.\n\nCost: n,\nor less\n\n- X: Y, 1999\n- Z, 2000\n\n# ab: The second\n\nShort.\n"
	assert.Equal(t, Text{"The first", "One line, and another.", "n, or less", []string{"X: Y, 1999", "Z, 2000"}}, Of(markdown, "a"))
	assert.Equal(t, Text{Title: "The second", Doc: "Short."}, Of(markdown, "ab"))
	assert.PanicsWithValue(t, "about: nothing is said of b", func() { Of(markdown, "b") })
}
