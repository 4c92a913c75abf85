package corpus

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSeveral(t *testing.T) {
	level := func(name string, rows ...string) *Corpus {
		c := labelsOf(name, rows...).Corpus("day").WithArticles()
		c.Level = name
		return c
	}
	a, b, x := level("a", "1 q", "2 q", "3 r"), level("b", "1 s", "2 t", "3 t"), level("x", "1 u", "2 u", "3 u")
	each, err := Several(Each, []string{"a", "b"}, []*Corpus{a, b})
	require.NoError(t, err)
	require.Len(t, each, 2)
	assert.Equal(t, "day@b", each[1].Name())
	assert.False(t, each[0].Joint())
	assert.Equal(t, []string{"a"}, each[1].Judges())
	assert.Equal(t, b.Fingerprint(), each[1].Fingerprint(), "it is the corpus at that level")
	labels, gold, err := each[0].Judge("b")
	require.NoError(t, err)
	assert.Equal(t, b.Gold(), labels)
	assert.Equal(t, a.Gold(), gold.Gold())
	_, _, err = each[0].Judge("a")
	assert.ErrorContains(t, err, `corpus day@a has no judge "a" (it has b)`)

	joint, err := Several(Max, []string{"a", "b", "x"}, []*Corpus{a, b, x})
	require.NoError(t, err)
	require.Len(t, joint, 1)
	c := joint[0]
	assert.Equal(t, "day@max(a,b,x)", c.Name())
	assert.Equal(t, Max, RuleOf(c.Level))
	assert.Equal(t, []string{"a", "b", "x"}, c.Judges())
	other, err := Several(Max, []string{"a", "b", "x"}, []*Corpus{a, b, a})
	require.NoError(t, err)
	assert.NotEqual(t, other[0].Fingerprint(), c.Fingerprint(), "all levels are in the fingerprint")
	_, gold, err = c.Judge("b")
	require.NoError(t, err)
	assert.Equal(t, "day@max(a,x)", gold.Name())
	_, gold, err = gold.Judge("a")
	require.NoError(t, err)
	assert.Equal(t, "day@x", gold.Name())
	assert.Nil(t, gold.Golds)

	wider, err := c.Align(IDPolicy{Missing: "absent", Unknown: "foreign"}, labelsOf("f", "4 z", "1 z"))
	require.NoError(t, err)
	for _, level := range wider.Corpus.Golds.Levels {
		assert.Equal(t, Absent, level.Gold()[3], "all levels have the further articles")
		assert.True(t, level.OneSided)
	}
	assert.Equal(t, c.Fingerprint(), wider.Corpus.Fingerprint())
	assert.Len(t, a.Articles, 3)

	for message, names := range map[string][]string{"takes two gold levels": {"a"}, `"a" is given twice`: {"a", "a"}} {
		_, err = Several(Mean, names, []*Corpus{a, b}[:len(names)])
		assert.ErrorContains(t, err, message)
	}
	_, err = Several(Mean, []string{"a", "y"}, []*Corpus{a, level("y", "1 q", "3 q", "2 q")})
	assert.ErrorContains(t, err, "not of the same articles in the same order")
	for level, rule := range map[string]string{"max(a,b)": Max, "mean(a)": Mean, "max": "", "max(a": "", "least(a,b)": "", "": "",
		"each(a)": ""} {
		assert.Equal(t, rule, RuleOf(level), level)
	}
}

func TestAddJudges(t *testing.T) {
	level := func(name string, rows ...string) *Corpus {
		c := labelsOf(name, rows...).Corpus("day").WithArticles()
		c.Level = name
		return c
	}
	a, b, x := level("a", "1 q", "2 q", "3 r"), level("b", "1 s", "2 t", "3 t"), level("x", "1 u", "2 u", "3 u")
	first, err := Several(Each, []string{"a", "b"}, []*Corpus{a, b})
	require.NoError(t, err)
	second, err := Several(Each, []string{"x", "a"}, []*Corpus{x, a})
	require.NoError(t, err)
	first[0].AddJudges(second[1])
	assert.Equal(t, []string{"b", "x"}, first[0].Judges())
	assert.Equal(t, []string{"a"}, first[1].Judges(), "of the other level nothing changes")
	labels, gold, err := first[0].Judge("x")
	require.NoError(t, err)
	assert.Equal(t, x.Gold(), labels)
	assert.Equal(t, a.Gold(), gold.Gold())
	a.AddJudges(second[1])
	assert.Equal(t, []string{"x"}, a.Judges(), "it had none")
	a.AddJudges(b)
	assert.Equal(t, []string{"x"}, a.Judges())
}
