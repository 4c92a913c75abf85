package diversity

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// In newsroom the field wire names the original of each copy: with it, copies have
// the outlet of the original; without it, near-duplicates find those that were little edited, and no others.
func TestNewsroomCopies(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	at := map[string]int{}
	for i, a := range c.Articles {
		at[a.ID] = i
	}
	told := originsOf(t, c)
	original := map[int]int{}
	for i := range c.Articles {
		if j, ok := at[wireField(&c.Articles[i])]; ok {
			original[i] = j
			assert.Equal(t, told[j], told[i], c.Articles[i].ID)
			assert.Equal(t, text.Outlet(c.Articles[j].Source), told[i].outlet)
		}
		c.Articles[i].Extra = nil
	}
	require.Greater(t, len(original), 20)
	found, copies := originsOf(t, c), 0
	for i, j := range original {
		if found[i].text == found[j].text {
			copies++
		}
	}
	texts := map[int32]int{}
	for i, o := range found {
		first, ok := texts[o.text]
		if !ok {
			texts[o.text] = i
			continue
		}
		assert.Equal(t, told[first].text, told[i].text, "%s and %s are no copies", c.Articles[first].ID, c.Articles[i].ID)
	}
	t.Logf("%d of %d copies found by their texts", copies, len(original))
	assert.Greater(t, copies, len(original)/2)
}

// Reports of agencies that others printed are few in wikinews, and count for them.
func TestWikinewsAgencies(t *testing.T) {
	c, err := format.Open(t.Context(), testfiles.Path(t, "corpora", "wikinews"))
	require.NoError(t, err)
	moved := map[string]string{}
	for i, o := range originsOf(t, c) {
		if own := text.Outlet(c.Articles[i].Source); own != o.outlet {
			moved[own] = o.outlet
		}
	}
	assert.Equal(t, map[string]string{"huffingtonpost.com": "apnews.com", "rawstory.com": "reuters.com", "ap.org": "apnews.com",
		"straitstimes.com": "afp.com"}, moved)
}
