package diversity

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

func lean(v float64) *float64 { return &v }

// owned is a corpus of outlets a to d: a and b of one owner, c without a row.
func owned(outlets ...string) *corpus.Corpus {
	c := stories(outlets...)
	c.Outlets = map[string]corpus.Outlet{
		"a.com": {Owner: "X", Country: "CA", Lean: lean(-1)},
		"b.com": {Owner: "X", Country: "NZ", Lean: lean(-0.5)},
		"d.com": {Owner: "Y", Country: "NZ", Lean: lean(1)},
	}
	return c
}

func TestLayers(t *testing.T) {
	c := owned("abcd")
	for text, want := range map[string]float64{
		"source.richness":                              4,
		"source.richness(by=owner)":                    3, // X, c.com itself, Y
		"source.richness(by=country)":                  2,
		"source.hill(by=lean)":                         1 / (4.0/9 + 1.0/9), // a and b are left
		"source.rao(distance=outlet)":                  0.75,
		"source.rao(distance=owner)":                   2 * (2*0.25*0.5 + 0.25*0.25), // X with half, c and d with a quarter
		"source.rao(distance=country)":                 4.0 / 9,
		"source.rao":                                   2.0 / 9 * (0.25 + 1 + 0.75),
		"source.rao(distance=all)":                     2.0 / 9 * ((0.0+1+0.25)/3 + (1+1+1)/3.0 + (1+0+0.75)/3),
		"source.leinster_cobbold(distance=owner)":      1 / (0.25 + 2.0/16),
		"source.leinster_cobbold(distance=outlet,q=0)": 4,
		"source.richness.bias(by=owner)":               0,
		"source.standardised(coverage=0.3,by=owner)": score(t, "source.standardised(coverage=0.3)", stories("aacd"),
			make(corpus.Labels, 4)).Value,
		"source.blindspot(by=owner)":  0,
		"source.divergence(by=owner)": Divergence([]int32{0, 0, 1, 2}, []int{2, 1, 1}),
	} {
		assert.InDelta(t, want, score(t, text, c, make(corpus.Labels, 4)).Value, 1e-12, text)
	}
}

func TestWithoutATable(t *testing.T) {
	c := stories("abcd")
	for _, text := range []string{"source.hill(by=owner)", "source.rao", "source.leinster_cobbold.bias", "source.blindspot"} {
		assert.Contains(t, score(t, text, c, make(corpus.Labels, 4)).Reason, "--outlets FILE", text)
	}
	c.Outlets = map[string]corpus.Outlet{"z.com": {Owner: "Z"}}
	assert.Equal(t, "the table of outlets gives no outlet of the corpus a lean",
		score(t, "source.hill(by=lean)", c, make(corpus.Labels, 4)).Reason)
	assert.NotEmpty(t, score(t, "source.rao", c, make(corpus.Labels, 4)).Reason)
	assert.NotEmpty(t, score(t, "source.blindspot", c, make(corpus.Labels, 4)).Reason)
	assert.Equal(t, 4.0, score(t, "source.hill(by=owner)", c, make(corpus.Labels, 4)).Value, "each owns itself")
}

// A story that one side alone covers, in a window of two sides.
func TestBlindspotOfStories(t *testing.T) {
	c := stories("abcdefgh", "abcdijkl")
	c.Outlets = map[string]corpus.Outlet{}
	for _, o := range "abcdefgh" {
		c.Outlets[string(o)+".com"] = corpus.Outlet{Lean: lean(-1)}
	}
	for _, o := range "ijkl" {
		c.Outlets[string(o)+".com"] = corpus.Outlet{Lean: lean(0.5)}
	}
	gold := c.Gold()
	// Of 16 articles 4 are on the right: (3/4)^8 · 2 = .2002.
	assert.Equal(t, 0.0, score(t, "source.blindspot(alpha=0.2)", c, gold).Value)
	assert.Equal(t, 0.5, score(t, "source.blindspot(alpha=0.21)", c, gold).Value)
	merged := make(corpus.Labels, 16)
	assert.Equal(t, 0.0, score(t, "source.blindspot.error(alpha=0.2)", c, merged).Value)
	assert.Equal(t, 1.0, score(t, "source.blindspot.error(alpha=0.21)", c, merged).Value, "the merge hides the first story's blind spot")
}

func originsOf(t *testing.T, c *corpus.Corpus) []origin {
	k, err := eval.NewCase(t.Context(), c.Gold(), c.Gold(), c)
	require.NoError(t, err)
	o, err := origins(k)
	require.NoError(t, err)
	return o
}

const report = "the bridge over the harbour opened on monday after nine years of work and crowds walked across it in the rain"

func TestCopiesCountOnce(t *testing.T) {
	c := stories("abcd", "ab")
	day := func(d int) corpus.Moment { return corpus.Moment{Time: time.Date(2031, 3, d, 0, 0, 0, 0, time.UTC)} }
	for i := range c.Articles {
		c.Articles[i].ID = string(rune('p' + i))
		c.Articles[i].Text = strings.Repeat(string(rune('p'+i))+"word ", 9) + c.Articles[i].ID
		c.Articles[i].Published = day(9)
	}
	c.Articles[0].Text, c.Articles[1].Text = report+" today", report // a copies b
	c.Articles[1].Published = day(8)
	pred := c.Gold()
	assert.Equal(t, 3.0, score(t, "source.richness", c, pred).Value)
	assert.Equal(t, 2.5, score(t, "source.richness(syndicated=once)", c, pred).Value)
	outlets := func() (list []string) {
		o := originsOf(t, c)
		for _, origin := range o {
			list = append(list, origin.outlet)
		}
		return list
	}
	assert.Equal(t, []string{"b.com", "b.com", "c.com", "d.com", "a.com", "b.com"}, outlets())
	c.Articles[1].Published = corpus.Moment{}
	assert.Equal(t, "a.com", outlets()[1], "a date is earlier than none")
	c.Articles[0].Text = "LONDON (AP) - " + report
	assert.Equal(t, []string{"apnews.com", "apnews.com"}, outlets()[:2])
	c.Articles[2].Text = "PARIS (AP) - something else altogether that nobody has copied"
	assert.Equal(t, 2.0, score(t, "source.richness(syndicated=once)", c, pred).Value, "one agency speaks twice")
	c.Articles[3].Extra = map[string]json.RawMessage{"wire": json.RawMessage(`"p"`)}
	assert.Equal(t, "a.com", outlets()[3], "the original's outlet, by its id")
	c.Articles[3].Extra["wire"] = json.RawMessage(`"Reuters"`)
	assert.Equal(t, "reuters.com", outlets()[3])
	for i := range c.Articles[:2] {
		c.Articles[i].Source = ""
	}
	assert.Equal(t, []string{"", ""}, outlets()[:2], "nobody is named")
}

func TestCopiesOfAgencies(t *testing.T) {
	c := stories("ab")
	c.Articles[0].Text, c.Articles[1].Text, c.Articles[1].Source = report, report, "in.reuters.com"
	for _, o := range originsOf(t, c) {
		assert.Equal(t, origin{0, "reuters.com"}, o)
	}
}

func TestNaNStoriesAreLeftOut(t *testing.T) {
	c := stories("aabb", "ab")
	v := score(t, "source.rarefied.bias(m=3)", c, corpus.Labels{0, 0, 0, 0, 1, 1})
	assert.Zero(t, v.Value)
	assert.True(t, math.IsNaN(v.Terms.Combine(v.Terms.Row(1, nil))))
	v = score(t, "source.hhi.error", c, corpus.Labels{0, 0, 1, 1, 0, 0})
	assert.InDelta(t, (0.5+0.125)/2, v.Value, 1e-12, "bb for aabb, and aaab for ab")
}
