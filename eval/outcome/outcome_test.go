package outcome

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// labels are the letters of a text as groups; a dot is no group.
func labels(text string) (l corpus.Labels) {
	for _, r := range text {
		l = append(l, int32(r-'a'))
		if r == '.' {
			l[len(l)-1] = corpus.None
		}
	}
	return l
}

// news is a corpus with these stories; its articles are called a0, a1 and so on.
func news(gold string) *corpus.Corpus {
	c := &corpus.Corpus{}
	for s := range labels(gold).Groups() {
		c.Stories = append(c.Stories, corpus.Story{ID: fmt.Sprint("s", s)})
	}
	for i, s := range labels(gold) {
		a := corpus.Article{ID: fmt.Sprint("a", i)}
		if s >= 0 {
			a.Story = c.Stories[s].ID
		}
		c.Articles = append(c.Articles, a)
	}
	return c
}

func of(t testing.TB, gold, found string, p eval.Policy) *Outcomes {
	require.Len(t, found, len(gold))
	c := news(gold)
	k, err := p.Case(t.Context(), c.Gold(), labels(found), c)
	require.NoError(t, err)
	return Of(k)
}

func TestOf(t *testing.T) {
	o := of(t, "aaaabb.", "aaabbcb", eval.Policy{})
	assert.Equal(t, Story{
		Articles: []int{0, 1, 2, 3},
		Parts:    []Part{{Cluster: 0, Articles: []int{0, 1, 2}}, {Cluster: 1, Articles: []int{3}}},
	}, o.Stories[0])
	assert.Equal(t, []int{3}, o.Stories[0].Missing())
	assert.Equal(t, []int{3, 4, 6}, o.Clusters[1].Articles)
	assert.Equal(t, []int{4, 6}, o.Foreign(1, 0))
	assert.False(t, o.Exact(0))
	assert.True(t, of(t, "aabb", "bbaa", eval.Policy{}).Exact(1))
	assert.False(t, of(t, "aab", "bbb", eval.Policy{}).Exact(0), "it is whole, but not alone")

	small := of(t, "aab", "aab", eval.Policy{MinStory: 2})
	assert.Empty(t, small.Stories[1])
	assert.Equal(t, corpus.None, small.Main(1))
	assert.Empty(t, small.Stories[1].Missing())
	list, all := small.CoClustered()(1, 10)
	assert.Empty(t, list)
	assert.Zero(t, all)
	assert.False(t, small.Exact(1))
}

// The one tie rule, of main clusters and of hosts.
func TestTies(t *testing.T) {
	for _, c := range []struct {
		gold, found string
		main        []int32 // by story
		host        []int32 // by cluster
	}{
		{"aaa", "abb", []int32{1}, []int32{0, 0}},                               // most articles
		{"aab", "aba", []int32{1, 0}, []int32{1, 0}},                            // the smaller cluster, though it comes later
		{"aa", "ab", []int32{0}, []int32{0, 0}},                                 // the first cluster
		{"aaab", "aabb", []int32{0, 1}, []int32{0, 1}},                          // main there, though both have one article
		{"aaaabbb", "aabbbba", []int32{0, 1}, []int32{0, 1}},                    // both halves equal: the smaller cluster
		{"aaaaabb", "aabbccc", []int32{0, 2}, []int32{0, 0, 1}},                 // most of cluster c
		{"bbbaaaaa", "abcccccc", []int32{2, 0}, []int32{1, 1, 0}},               // a is most of c
		{"aaabbcccc", "xxyyzyzzz", []int32{0, 1, 2}, []int32{0, 1, 2}},          // y: a, b and c one article each but b is main there
		{"aaabbcccc", "yzwyvzzww", []int32{0, 3}, []int32{0}},                   // y: a is main there, though b is smaller
		{"aabbb", "ccccc", []int32{0, 0}, []int32{1}},                           // most articles
		{"aaabbb", "cccccc", []int32{0, 0}, []int32{0}},                         // the first story
		{"aaabb", "ccdcc", []int32{0, 0}, []int32{1, 0}},                        // both main there and equal: the smaller story
		{"aab..", "ccc..", []int32{0, 0}, []int32{0, corpus.None, corpus.None}}, // articles without a story host nothing
	} {
		o := of(t, c.gold, c.found, eval.Policy{})
		for s, want := range c.main {
			assert.Equal(t, want, o.Main(int32(s)), "the main cluster of story %d of %s in %s", s, c.gold, c.found)
		}
		for k, want := range c.host {
			assert.Equal(t, want, o.Clusters[k].Host, "the host of cluster %d of %s in %s", k, c.gold, c.found)
		}
	}
}

// Parts and clusters hold every article once; what is missing and foreign follows from them.
func TestOutcomesHoldEveryArticle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(r, "articles")
		gold := corpus.Labels(rapid.SliceOfN(rapid.Int32Range(-1, 4), n, n).Draw(r, "gold"))
		gold[0] = 0
		k, err := eval.NewCase(t.Context(), gold, rapid.SliceOfN(rapid.Int32Range(-1, 4), n, n).Draw(r, "found"), nil)
		require.NoError(r, err)
		o := Of(k)
		for s, story := range o.Stories {
			var parts []int
			for _, p := range story.Parts {
				parts = append(parts, p.Articles...)
				for _, i := range p.Articles {
					require.Equal(r, p.Cluster, k.Pred[i])
				}
			}
			slices.Sort(parts)
			require.Equal(r, story.Articles, parts)
			for _, i := range story.Articles {
				require.Equal(r, int32(s), k.Gold[i])
				require.Equal(r, o.IsMissing(i), slices.Contains(story.Missing(), i))
			}
			require.True(r, slices.IsSortedFunc(story.Parts, func(a, b Part) int { return cmp.Compare(len(b.Articles), len(a.Articles)) }))
		}
		for c, cluster := range o.Clusters {
			for _, i := range cluster.Articles {
				require.Equal(r, int32(c), k.Pred[i])
				foreign := cluster.Host >= 0 && slices.Contains(o.Foreign(int32(c), cluster.Host), i)
				require.Equal(r, foreign, o.IsForeign(i))
			}
		}
	})
}

func TestCoClustered(t *testing.T) {
	o := of(t, "aaaabbccd..", "aaaaaaaaaaa", eval.Policy{})
	for story, want := range map[int32][]CoClustered{
		0: {{corpus.None, 2}, {1, 2}, {2, 2}, {3, 1}}, 1: {{0, 4}, {corpus.None, 2}, {2, 2}, {3, 1}},
	} {
		sharing := o.CoClustered()
		for most := range 6 {
			list, all := sharing(story, most)
			assert.Equal(t, want[:min(most, 4)], append([]CoClustered{}, list...))
			assert.Equal(t, 4, all)
		}
	}
	list, all := of(t, "aabb", "aabb", eval.Policy{}).CoClustered()(0, 3)
	assert.Empty(t, list)
	assert.Zero(t, all)
}

// What shares a main cluster is what the labels of its articles say.
func TestInMain(outer *testing.T) {
	rapid.Check(outer, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.RuneFrom([]rune("abcd.")), 8, 8, -1)
		found := rapid.StringOfN(rapid.RuneFrom([]rune("abcd")), 8, 8, -1)
		o := of(outer, "abcd"+letters.Draw(t, "gold"), "abcd"+found.Draw(t, "found"), eval.Policy{})
		sharing := o.CoClustered()
		for story := range int32(len(o.Stories)) {
			count := map[int32]int{}
			for _, i := range o.Foreign(o.Main(story), story) {
				count[o.Case.Gold[i]]++
			}
			list, all := sharing(story, 10)
			assert.Len(t, list, len(count))
			assert.Equal(t, len(count), all)
			for _, one := range list {
				assert.Equal(t, count[one.Story], one.Articles)
			}
			for other := corpus.None; other < int32(len(o.Stories)); other++ {
				if other != story {
					assert.Equal(t, count[other] > 0, o.InMain(story, other))
				}
			}
		}
	})
}

func TestValues(t *testing.T) {
	m, err := eval.Named("b3.f1")
	require.NoError(t, err)
	score := func(found string) eval.Terms {
		v, err := m.Score(of(t, "aabbc", found, eval.Policy{MinStory: 2}).Case)
		require.NoError(t, err)
		return v.Terms
	}
	good, bad := score("aabbc"), score("abccd")
	values := Values(bad)
	assert.InDeltaSlice(t, []float64{2. / 3, 1}, values[:2], 1e-12)
	assert.True(t, len(values) < 3 || math.IsNaN(values[2]), "the policy leaves c out")

	stories := []corpus.Story{{ID: "a"}, {ID: "b", Title: "B"}}
	shifts := Shifts(stories, m, bad, good)
	require.Len(t, shifts, 2)
	assert.Equal(t, "a", shifts[0].Story.ID)
	assert.InDelta(t, 1./3, shifts[0].Gain, 1e-12)
	assert.Zero(t, shifts[1].Gain)
	dropped := eval.Terms{Combine: func(s []float64) float64 { return s[0] }}
	for _, column := range bad.Columns {
		dropped.Columns = append(dropped.Columns, append([]float64{0}, column[1:]...))
	}
	assert.True(t, math.IsNaN(Values(dropped)[0]), "no term, no value")
	assert.Len(t, Shifts(stories, m, dropped, good), 1)
	assert.Len(t, Shifts(stories, m, good, dropped), 1)
	m.Better = eval.Lower
	assert.InDelta(t, -1./3, Shifts(stories, m, bad, good)[0].Gain, 1e-12)
}

func TestWorst(t *testing.T) {
	stories := []corpus.Story{{ID: "a"}, {ID: "b", Title: "B"}, {ID: "c"}, {ID: "d"}, {ID: "e"}}
	terms := eval.Terms{Columns: [][]float64{{1, 1, 1, 0, 1}, {1, 4, 2, 0, 2}}, Combine: func(s []float64) float64 { return s[0] / s[1] }}
	worst := func(better eval.Direction, byStory bool, n int) (ids []string) {
		m := eval.Measure{Metric: eval.Metric{Better: better, ByStory: byStory, Range: [2]float64{0, 1}}}
		for _, v := range Worst(stories, m, terms, n) {
			ids = append(ids, v.Story)
		}
		return ids
	}
	assert.Equal(t, []string{"b", "c", "e"}, worst(eval.Higher, true, 5))
	assert.Equal(t, []string{"b", "c"}, worst(eval.Higher, true, 2))
	assert.Equal(t, []string{"a", "c", "e", "b"}, worst(eval.Lower, true, 5))
	assert.Equal(t, []string{"b", "c", "e"}, worst(eval.TargetOne, true, 5))
	assert.Empty(t, worst(eval.Descriptive, true, 5))
	assert.Empty(t, worst(eval.Higher, false, 5))
	assert.Equal(t, StoryValue{Metric: "m", Story: "b", Title: "B", Value: 0.25},
		Worst(stories, eval.Measure{Metric: eval.Metric{Better: eval.Higher, ByStory: true, Range: [2]float64{0, 1}},
			Spec: specOf("m")}, terms, 1)[0])
}
