package text

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIDs(t *testing.T) {
	assert.Equal(t, [][]int32{{0, 1, 0}, {}, {2, 1}}, IDs([]string{"a", "b", "a"}, nil, []string{"c", "b"}))
}
