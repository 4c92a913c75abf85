package features

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestInternerIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.StringMatching(`[ab\x00é]{0,12}`)).Draw(t, "words")
		var table interner
		want := map[string]int{}
		for _, w := range words {
			n, isNew := table.number(keyOf(w))
			known, ok := want[w]
			if !ok {
				known = len(want)
				want[w] = known
			}
			assert.Equal(t, known, n, "%q", w)
			assert.Equal(t, !ok, isNew, "%q", w)
			assert.Equal(t, w, table.words[n])
		}
	})
}

func TestInternerGrows(t *testing.T) {
	var table interner
	for range 2 {
		for i := range 100_000 {
			n, _ := table.number(keyOf(fmt.Sprint(i * i)))
			assert.Equal(t, i, n)
		}
	}
	assert.Len(t, table.words, 100_000)
}

// Words of a kind are spread over the table: hardly more than the one and a half
// looks of a random function at half load.
func TestInternerSpreads(t *testing.T) {
	for _, form := range []string{"%d", "w%06d", "%03d", "president%d", "%d\x00\x00"} {
		var table interner
		for i := range 60_000 {
			table.number(keyOf(fmt.Sprintf(form, i)))
		}
		looks := 0
		for at, s := range table.slots {
			if s.number != 0 {
				looks += 1 + (at-table.home(s.key))&(len(table.slots)-1)
			}
		}
		assert.Less(t, float64(looks)/float64(len(table.words)), 2.0, form)
	}
}
