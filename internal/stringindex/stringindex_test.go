package stringindex

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestIndexIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []string
		var x Index
		want := map[string]int{}
		at := func(i int) string { return list[i] }
		for _, s := range rapid.SliceOfN(rapid.StringN(0, 3, -1), 0, 3000).Draw(t, "strings") {
			if _, ok := want[s]; !ok {
				assert.Equal(t, -1, x.Number(s, -1, at))
				want[s] = len(list)
			}
			n := x.Number(s, len(list), at)
			assert.Equal(t, want[s], n)
			if n == len(list) {
				list = append(list, s)
			}
		}
	})
}
