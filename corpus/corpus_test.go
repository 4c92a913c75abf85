package corpus

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func sample() *Corpus {
	c := &Corpus{
		Card: Card{Name: "sample", Lang: "en", Level: "event", Levels: map[string]string{"topic": "topic"}},
		Articles: []Article{
			{ID: "1", Title: "A quake shook the valley", Story: "quake",
				Extra: map[string]json.RawMessage{"topic": json.RawMessage(`"nature"`), "split": json.RawMessage(`"test"`)}},
			{ID: "2", Title: "A ferry burned", Story: "ferry", Lang: "de", Extra: map[string]json.RawMessage{"topic": json.RawMessage(`7`)}},
			{ID: "3", Title: "Quake toll rises", Story: "quake",
				Extra: map[string]json.RawMessage{"topic": json.RawMessage(`"nature"`), "split": json.RawMessage(`"test"`)}},
			{ID: "4", Title: "A recipe", Distractor: true},
			{ID: "5", Title: "Something else"},
		},
		Stories: []Story{{ID: "ferry", Title: "Ferry fire"}},
	}
	c.AddMissingStories()
	return c
}

func TestGold(t *testing.T) {
	c := sample()
	assert.Equal(t, []string{"ferry", "quake"}, []string{c.Stories[0].ID, c.Stories[1].ID})
	assert.Equal(t, Labels{1, 0, 1, None, None}, c.Gold())
	assert.True(t, c.Labelled())
	assert.False(t, (&Corpus{Articles: []Article{{ID: "1"}}}).Labelled())
}

func TestBlind(t *testing.T) {
	for _, a := range sample().Blind() {
		assert.Empty(t, a.Story)
		assert.False(t, a.Distractor)
		assert.Nil(t, a.Extra)
		assert.NotEmpty(t, a.Lang)
	}
	assert.Equal(t, "de", sample().Blind()[1].Lang)
}

func TestLevelsAndSplits(t *testing.T) {
	c := sample()
	topics, err := c.AtLevel("topic")
	require.NoError(t, err)
	assert.Equal(t, "sample@topic", topics.Name())
	assert.Equal(t, Labels{0, 1, 0, None, None}, topics.Gold())
	assert.Equal(t, "7", topics.Stories[1].ID)
	assert.Equal(t, Labels{1, 0, 1, None, None}, c.Gold(), "the corpus itself is untouched")
	_, err = c.AtLevel("entity")
	assert.ErrorContains(t, err, "it has event, topic")
	same, err := c.AtLevel("event")
	require.NoError(t, err)
	assert.Equal(t, "sample", same.Name())

	part, err := topics.Part("test")
	require.NoError(t, err)
	assert.Equal(t, "sample@topic#test", part.Name())
	assert.Len(t, part.Articles, 2)
	assert.Len(t, part.Stories, 1)
	_, err = c.Part("dev")
	assert.ErrorContains(t, err, `no split "dev"`)
}

func TestDigest(t *testing.T) {
	base := sample().Fingerprint()
	assert.Len(t, base, 32)
	assert.Equal(t, base, sample().Fingerprint())
	for name, change := range map[string]func(*Corpus){
		"text":       func(c *Corpus) { c.Articles[0].Text = "x" },
		"gold":       func(c *Corpus) { c.Articles[0].Story = "ferry" },
		"order":      func(c *Corpus) { c.Articles[0], c.Articles[1] = c.Articles[1], c.Articles[0] },
		"distractor": func(c *Corpus) { c.Articles[4].Distractor = true },
		"extra":      func(c *Corpus) { c.Articles[1].Extra["topic"] = json.RawMessage(`8`) },
		"summary":    func(c *Corpus) { c.Stories[0].Summary = "x" },
		"key point":  func(c *Corpus) { c.Stories[0].KeyPoints = []string{""} },
		"image":      func(c *Corpus) { c.Stories[0].Image = &Image{} },
		"boundary":   func(c *Corpus) { c.Articles[0].ID, c.Articles[0].Title = "1A", " quake shook the valley" },
	} {
		c := sample()
		change(c)
		assert.NotEqual(t, base, c.Fingerprint(), name)
	}
	c := sample()
	c.Card.Notes = "moved"
	c.Articles[0].Pos = Pos{"elsewhere", 3}
	assert.Equal(t, base, c.Fingerprint(), "cards and places do not count")
}

func TestJSONKeepsUnknownFields(t *testing.T) {
	line := `{"id":"7","title":"A < B & \"C\"","published":"2031-03-11T07:42:00.5+01:00","story":"s",` +
		`"image":{"content":"a bridge"},"category":{"a":[1,2]},"zz":null}`
	var a Article
	require.NoError(t, json.Unmarshal([]byte(line), &a))
	out, err := a.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, line, string(out))

	var numbered Article
	require.NoError(t, json.Unmarshal([]byte(`{"id":12,"story":3}`), &numbered))
	assert.Equal(t, "12", numbered.ID)
	assert.Equal(t, "3", numbered.Story)

	assert.ErrorContains(t, json.Unmarshal([]byte(`{"id":"1","title":3}`), &a), `field "title"`)
	assert.ErrorContains(t, json.Unmarshal([]byte(`{"id":"1","published":"11/03/2031"}`), &a), "is no date")

	card := `{"name":"n","level":"event","articles":12}`
	var c Card
	require.NoError(t, json.Unmarshal([]byte(card), &c))
	out, err = c.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, card, string(out))
}

func TestArticlesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		a := Article{ID: text.Draw(t, "id"), Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Source: text.Draw(t, "source"),
			Lang: text.Draw(t, "lang"), Story: text.Draw(t, "story"), Distractor: rapid.Bool().Draw(t, "distractor")}
		if rapid.Bool().Draw(t, "pictured") {
			a.Image = &Image{Content: text.Draw(t, "content")}
		}
		raw, err := json.Marshal(a)
		require.NoError(t, err)
		var b Article
		require.NoError(t, json.Unmarshal(raw, &b))
		again, err := json.Marshal(b)
		require.NoError(t, err)
		assert.Equal(t, string(raw), string(again))
	})
}

func TestMoment(t *testing.T) {
	for _, s := range []string{"", "2031-03-11", "2031-03-11T07:42:00Z", "2014-03-10T16:52:50.562+02:00"} {
		m, err := ParseMoment(s)
		require.NoError(t, err)
		assert.Equal(t, s, m.String())
	}
	_, err := ParseMoment("2031-13-11")
	assert.ErrorContains(t, err, "is no date: there is no such day")
}

func TestCanonicalLabels(t *testing.T) {
	assert.Equal(t, Labels{0, 1, None, 0, 2}, Labels{5, 3, -7, 5, 0}.Canonical())
	assert.Equal(t, 3, Labels{5, 3, -7, 5, 0}.Groups())
	assert.Equal(t, [][]int{{4}, {1}, {0, 3}}, Labels{5, 3, -7, 5, 0}.Members())
	assert.Equal(t, [][]int{{1, 3}, {0}}, Labels{1, 0, None, 0, Absent}.Members())
	assert.Empty(t, Labels{None}.Members())
	rapid.Check(t, func(t *rapid.T) {
		l := Labels(rapid.SliceOf(rapid.Int32Range(-2, 6)).Draw(t, "labels"))
		c := l.Canonical()
		assert.Equal(t, c, c.Canonical())
		for i := range l {
			for j := range i {
				assert.Equal(t, l[i] == l[j] && l[i] >= 0, c[i] == c[j] && c[i] >= 0)
			}
		}
	})
}

func TestCheck(t *testing.T) {
	c := sample()
	c.Stories = append(c.Stories, Story{ID: "ghost", Pos: Pos{"stories.jsonl", 4}})
	c.Card.Levels["place"] = "place"
	c.Card.Extra = map[string]json.RawMessage{"articles": json.RawMessage("9")}
	c.Articles[1].Title = "A quake shook the valley"
	c.Articles[4].Title = "cafÃ© society"
	c.Articles = append(c.Articles, Article{ID: "6", Story: "ferry"})
	for i := range c.Articles {
		c.Articles[i].Pos = Pos{"articles.jsonl", i + 1}
	}
	kinds := map[FaultKind]Fault{}
	for _, f := range c.Check() {
		kinds[f.Kind] = f
		assert.NotEmpty(t, f.Kind.Effect(), "%s has no effect", f.Kind)
	}
	for kind, want := range map[FaultKind]string{
		SharedText:     "articles.jsonl:2: article 2 (story ferry) has the text of article 1 (story quake)",
		Mojibake:       "articles.jsonl:5",
		NoText:         "articles.jsonl:6",
		AbsentArticles: "stories.jsonl:4: no article belongs to story ghost",
		Unlabelled:     "1 of 6 articles have no story",
		BadCount:       "the card says 9 articles, the files hold 6",
		MissingField:   `no article has the field "place"`,
	} {
		assert.Contains(t, kinds[kind].Error(), want)
	}
	c = &Corpus{Articles: []Article{{ID: "1", Title: "x"}}}
	moment, _ := ParseMoment("2031-03-11T00:00:00Z")
	c.Articles[0].Published = moment
	var all strings.Builder
	for _, f := range c.Check() {
		all.WriteString(f.Message + "\n")
	}
	assert.Contains(t, all.String(), "the corpus has no gold")
	assert.Contains(t, all.String(), "exactly midnight")
}

func TestStatsAndSample(t *testing.T) {
	s := sample().Stats()
	assert.Equal(t, []int{5, 2, 1, 1, 1, 2}, []int{s.Articles, s.Stories, s.Unlabelled, s.Distractors, s.Singletons, s.LargestOne})

	c := &Corpus{}
	for i := range 60 {
		a := Article{ID: string(rune('a' + i)), Story: string(rune('A' + i%12))}
		if i%5 == 0 {
			a.Story = ""
		}
		c.Articles = append(c.Articles, a)
	}
	c.AddMissingStories()
	part := c.SampleStories(4, 1)
	assert.Len(t, part.Stories, 4)
	assert.Equal(t, 4, part.Gold().Groups())
	assert.Equal(t, part.Fingerprint(), c.SampleStories(4, 1).Fingerprint())
	assert.NotEqual(t, part.Fingerprint(), c.SampleStories(4, 2).Fingerprint())
	for _, members := range part.Gold().Members() {
		assert.Len(t, members, 4, "stories stay whole")
	}
	assert.Equal(t, c.Fingerprint(), c.SampleStories(99, 1).Fingerprint())
}
