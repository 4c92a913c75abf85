package summarize

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A sentence repeats another from more than half of its pairs on.
func TestRepeatsFromMoreThanHalf(t *testing.T) {
	own := map[uint64]bool{1: true, 2: true, 3: true, 4: true}
	assert.False(t, repeats(own, map[uint64]bool{1: true, 2: true, 5: true}), "exactly half")
	assert.True(t, repeats(own, map[uint64]bool{1: true, 2: true, 3: true}))
}
