package corpus

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func labelsOf(path string, rows ...string) *LabelsFile {
	f := &LabelsFile{Path: path}
	for i, row := range rows {
		id, group, _ := strings.Cut(row, " ")
		f.IDs, f.Groups, f.Lines = append(f.IDs, id), append(f.Groups, group), append(f.Lines, i+1)
	}
	return f
}

func TestAlignOneSided(t *testing.T) {
	gold := labelsOf("gold.csv", "a x", "b x", "c y", "d")
	one, two := labelsOf("one.csv", "a 1", "e 1", "b 2", "f", "d 3"), labelsOf("two.csv", "g 1", "c 1", "e 2", "b 2")
	for _, c := range []*Corpus{gold.Corpus("gold"), gold.Corpus("gold").WithArticles()} {
		a, err := c.Align(IDPolicy{Missing: "absent", Unknown: "foreign"}, one, two)
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "b", "c", "d", "e", "f", "g"}, a.Corpus.IDs())
		assert.Equal(t, Labels{0, 0, 1, None, Absent, Absent, Absent}, a.Corpus.WithArticles().Gold())
		assert.Equal(t, a.Corpus.Gold(), a.Corpus.WithArticles().Gold())
		assert.Equal(t, []Labels{{0, 1, Absent, 2, 0, None, Absent}, {Absent, 0, 1, Absent, 0, Absent, 1}}, a.Labels)
		assert.Equal(t, []Unmatched{{1, 2, 1, 0}, {2, 2, 2, 0}}, a.Unmatched)
		assert.Equal(t, c.Fingerprint(), a.Corpus.Fingerprint(), "what others have is not of the corpus")
		assert.Len(t, c.IDs(), 4, "the corpus itself stays")

		a, err = c.Align(IDPolicy{Missing: "singletons", Unknown: "foreign"}, one, two)
		require.NoError(t, err)
		assert.Equal(t, Labels{0, 1, 2, 3, 0, None, Absent}, a.Labels[0], "only what another file has is absent")
		a, err = c.Align(IDPolicy{Missing: "singletons", Unknown: "ignore"}, one)
		require.NoError(t, err)
		assert.Same(t, c, a.Corpus)
		assert.Equal(t, Labels{0, 1, 2, 3}, a.Labels[0])
	}
	c := gold.Corpus("gold")
	_, err := c.Align(IDPolicy{Missing: "absent"}, one)
	assert.ErrorContains(t, err, "allow it with unknown=ignore or unknown=foreign")
	_, err = c.Align(IDPolicy{Unknown: "foreign"}, one)
	assert.ErrorContains(t, err, "allow it with missing=singletons or missing=absent")
	_, err = one.Align(c.IDs(), IDPolicy{Missing: "absent", Unknown: "foreign"})
	assert.ErrorContains(t, err, "no corpus to add them to")
	got, err := one.Align(c.IDs(), IDPolicy{Missing: "absent", Unknown: "ignore"})
	require.NoError(t, err)
	assert.Equal(t, Labels{0, 1, Absent, 2}, got)
	assert.Equal(t, Labels{0, 1, Absent, 2}, got.Canonical())
	assert.Equal(t, Labels{0, Absent, 1}, Labels{7, Absent, None}.Alone())
	assert.Equal(t, 3, got.Groups())
	var b strings.Builder
	require.NoError(t, WriteLabels(&b, c.IDs(), got))
	assert.Equal(t, "id,label\na,0\nb,1\nd,2\n", b.String())
}

func TestUnmatchedSaysWhatIsHidden(t *testing.T) {
	u := Unmatched{Missing: 2, Unknown: 3, Groups: 3, Whole: 1}
	assert.Len(t, u.Notes(IDPolicy{Missing: "singletons", Unknown: "ignore"}), 2)
	assert.Contains(t, u.Notes(IDPolicy{Unknown: "ignore"})[0],
		"hides 3 labels of articles that the gold does not have, of 3 groups (1 of them whole)")
	assert.Empty(t, u.Notes(IDPolicy{Missing: "absent", Unknown: "foreign"}))
	assert.Empty(t, Unmatched{}.Notes(IDPolicy{Missing: "singletons", Unknown: "ignore"}))
}

// By position nothing says which articles others would be; fewer labels leave the last articles without one.
func TestAlignByPosition(t *testing.T) {
	c := labelsOf("gold.csv", "a x", "b x", "c y").Corpus("gold")
	file := func(rest Rest, groups ...string) *LabelsFile {
		f := &LabelsFile{Path: "f", Groups: groups, ByPosition: true, Rest: rest}
		for i := range groups {
			f.IDs = append(f.IDs, fmt.Sprint(i))
		}
		return f
	}
	both := IDPolicy{Missing: "absent", Unknown: "foreign"}
	_, err := c.Align(both, file(NoRest, "1", "1", "2", "2"))
	assert.ErrorContains(t, err, "by position both must be as many")
	for rest, want := range map[Rest]Labels{NoRest: {0, Absent, Absent}, RestIsNone: {0, None, None}, RestIsAlone: {0, 1, 2}} {
		a, err := c.Align(both, file(rest, "1"))
		require.NoError(t, err)
		assert.Equal(t, want, a.Labels[0])
	}
}

// However two lists overlap: every id has the label of its row, and is Absent exactly where it has none.
func TestAlignIsAJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) *LabelsFile {
			var rows []string
			for _, id := range rapid.SliceOfDistinct(rapid.IntRange(0, 12), rapid.ID).Draw(t, name) {
				rows = append(rows, fmt.Sprintf("i%d %d", id, rapid.IntRange(0, 3).Draw(t, "group")))
			}
			return labelsOf(name, rows...)
		}
		gold, files := draw("gold"), []*LabelsFile{draw("one"), draw("two")}
		a, err := gold.Corpus("gold").Align(IDPolicy{Missing: "absent", Unknown: "foreign"}, files...)
		require.NoError(t, err)
		ids := a.Corpus.IDs()
		own := a.Corpus.Gold()
		for n, f := range append(files, gold) {
			labels, group := own, f.ByID()
			if n < len(files) {
				labels = a.Labels[n]
			}
			seen, missing := 0, 0
			for i, id := range ids {
				g, ok := group[id]
				require.Equal(t, ok, labels[i] != Absent)
				if ok {
					seen++
				} else if i < len(gold.IDs) {
					missing++
				}
				for k, other := range ids[:i] {
					if h, had := group[other]; ok && had {
						require.Equal(t, g == h, labels[i] == labels[k])
					}
				}
			}
			require.Equal(t, len(f.IDs), seen)
			if n < len(files) {
				require.Equal(t, missing, a.Unmatched[n].Missing)
				require.Equal(t, len(f.IDs)-(len(gold.IDs)-missing), a.Unmatched[n].Unknown)
			}
		}
	})
}
