// Package corpus holds labelled news: articles, the gold stories that group them, and
// a card that describes the corpus. Labels and their files are here, too. Package
// format reads and writes corpora.
package corpus

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Article is one document. Its JSON is a line of a corpus file.
type Article struct {
	ID         string                     `json:"id"` // unique in the corpus
	Title      string                     `json:"title,omitempty"`
	Text       string                     `json:"text,omitempty"`
	Source     string                     `json:"source,omitempty"` // the outlet, best as its registrable domain
	URL        string                     `json:"url,omitempty"`
	Published  Moment                     `json:"published,omitzero"`
	Lang       string                     `json:"lang,omitempty"`       // BCP 47, such as "en"
	Story      string                     `json:"story,omitempty"`      // id of the gold story; empty = unlabelled
	Distractor bool                       `json:"distractor,omitempty"` // known to belong to no story
	Image      *Image                     `json:"image,omitempty"`
	Extra      map[string]json.RawMessage `json:"-"` // fields that assay does not know, kept as read

	Pos Pos `json:"-"` // where it was read

	unknown bool // of a corpus of WithUnknown: the corpus itself does not have it
}

// A Story is a gold group of articles. Only its ID is required.
type Story struct {
	ID         string                     `json:"id"`
	Title      string                     `json:"title,omitempty"`
	Summary    string                     `json:"summary,omitempty"`
	KeyPoints  []string                   `json:"key_points,omitempty"`
	References []string                   `json:"references,omitempty"` // further reference summaries
	Image      *Image                     `json:"image,omitempty"`
	Extra      map[string]json.RawMessage `json:"-"`

	Pos Pos `json:"-"`
}

// An Image is a picture of an article or a story.
type Image struct {
	URL     string `json:"url,omitempty"`
	Source  string `json:"source,omitempty"`  // the outlet that published it
	Content string `json:"content,omitempty"` // what it shows
}

// A Pos is a place in a file, for messages.
type Pos struct {
	File string
	Line int // from 1; 0 = unknown
}

func (p Pos) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// A Moment is when an article was published: an instant, or only a day.
// The zero Moment is unknown.
type Moment struct {
	Time time.Time
	Day  bool // only the day is known
}

// IsZero reports whether the moment is unknown.
func (m Moment) IsZero() bool { return m.Time.IsZero() }

// Compare orders moments by time, an unknown one last.
func (m Moment) Compare(o Moment) int {
	switch {
	case m.IsZero() == o.IsZero():
		return m.Time.Compare(o.Time)
	case m.IsZero():
		return 1
	}
	return -1
}

func (m Moment) String() string { return string(m.append(nil)) }

func (m Moment) append(dst []byte) []byte {
	switch {
	case m.IsZero():
		return dst
	case m.Day:
		return m.Time.AppendFormat(dst, time.DateOnly)
	}
	return m.Time.AppendFormat(dst, time.RFC3339Nano)
}

// A Corpus is articles with their gold. Stories has an entry for each story id that
// an article names, and may have stories without articles.
type Corpus struct {
	Card     Card
	Level    string // the gold level chosen; empty = the card's own
	Split    string // the part chosen; empty = all
	Articles []Article
	Stories  []Story
	// Outlets has the owner, country and lean of outlets, by text.Outlet of an article's
	// source. It comes from a table of the user's (format.ReadOutlets) and is not part
	// of the corpus or its fingerprint.
	Outlets map[string]Outlet
	// Golds are several gold levels that the corpus is scored against, or is one of; nil for one level.
	Golds *Golds
	// OneSided reports whether labels may lack articles, or have others (Align): scores then count the articles of both sides apart.
	OneSided bool
	// Judged is the gold of a corpus of Judgements.Corpus or Judgements.Of: pairs, in place of stories.
	Judged *Judgements

	rows          *rows      // of a corpus of OfLabels, which has no Articles
	languages     *detection // of the articles that declare none; nil before they were asked for
	noteLanguages func(Fault)
}

// An Outlet is what is known about a publisher. Any field may be unknown.
type Outlet struct {
	Owner   string   // empty = unknown; equal for outlets of one owner
	Country string   // empty = unknown
	Lean    *float64 // political lean, -1 (left) to 1 (right); nil = unknown
}

// A Card describes a corpus: what it is, how it was made and how to use it.
type Card struct {
	Name     string            `json:"name"`
	Version  string            `json:"version,omitempty"`
	Lang     string            `json:"lang,omitempty"`
	Level    string            `json:"level,omitempty"` // what a gold group is: event, story, topic, …
	Licence  string            `json:"licence,omitempty"`
	Citation string            `json:"citation,omitempty"`
	Notes    string            `json:"notes,omitempty"`
	Levels   map[string]string `json:"levels,omitempty"` // further gold levels, by article field
	Splits   []string          `json:"splits,omitempty"`
	// Documents reports whether articles are mentions: their ids are that of a document, a colon, and a place in it. BLANC then takes
	// pairs of one document alone.
	Documents bool                       `json:"documents,omitempty"`
	Extra     map[string]json.RawMessage `json:"-"`
}

// Name returns the name of the corpus with the chosen level and split, as a user
// writes it: ecbplus@topic, neus#test.
func (c *Corpus) Name() string {
	name := c.Card.Name
	if c.Level != "" {
		name += "@" + c.Level
	}
	if c.Split != "" {
		name += "#" + c.Split
	}
	return name
}

// Gold returns the gold labels: for each article the index of its story in Stories,
// None if it has no story, Absent if the corpus does not have it (WithUnknown).
func (c *Corpus) Gold() Labels {
	if c.rows != nil {
		return slices.Clone(c.rows.gold)
	}
	at := make(map[string]int32, len(c.Stories))
	for i, s := range c.Stories {
		at[s.ID] = int32(i)
	}
	gold := make(Labels, len(c.Articles))
	for i := range c.Articles {
		if gold[i] = None; c.Articles[i].unknown {
			gold[i] = Absent
		}
		if s, ok := at[c.Articles[i].Story]; ok && c.Articles[i].Story != "" {
			gold[i] = s
		}
	}
	return gold
}

// IDs returns the ids of the articles, in their order. The list must not be changed.
func (c *Corpus) IDs() []string {
	if c.rows != nil {
		return c.rows.ids
	}
	ids := make([]string, len(c.Articles))
	for i := range c.Articles {
		ids[i] = c.Articles[i].ID
	}
	return ids
}

// Documents numbers the documents of the articles, by first appearance: what is before the last colon of their ids.
func (c *Corpus) Documents() Labels {
	ids := c.IDs()
	list, number := make(Labels, len(ids)), map[string]int32{}
	for i, id := range ids {
		name := id[:max(0, strings.LastIndexByte(id, ':'))]
		n, known := number[name]
		if !known {
			n = int32(len(number))
			number[name] = n
		}
		list[i] = n
	}
	return list
}

// HasGold reports whether an article has a story, or pairs are judged.
func (c *Corpus) HasGold() bool { return c.Judged != nil || c.Labelled() }

// Labelled reports whether any article belongs to a gold story.
func (c *Corpus) Labelled() bool {
	if c.rows != nil && c.rows.gold.largest() >= 0 {
		return true
	}
	return slices.ContainsFunc(c.Articles, func(a Article) bool { return a.Story != "" })
}

// Blind returns copies of the articles without gold and unknown fields: what an
// algorithm may see. Each has the language that Language returns.
func (c *Corpus) Blind() []Article {
	list := make([]Article, len(c.Articles))
	for i, a := range c.Articles {
		a.Story, a.Distractor, a.Extra, a.Pos = "", false, nil, Pos{}
		a.Lang = c.Language(i)
		list[i] = a
	}
	return list
}

// AddMissingStories appends an entry for each story that an article names and Stories
// lacks, in the order of the articles.
func (c *Corpus) AddMissingStories() {
	known := make(map[string]bool, len(c.Stories))
	for _, s := range c.Stories {
		known[s.ID] = true
	}
	var missing []string
	for i := range c.Articles {
		if id := c.Articles[i].Story; id != "" && !known[id] {
			known[id] = true
			missing = append(missing, id)
		}
	}
	c.Stories = slices.Grow(c.Stories, len(missing))
	for _, id := range missing {
		c.Stories = append(c.Stories, Story{ID: id})
	}
}

// LevelNames lists the gold levels of the card, its own first, which may have no name.
func (c *Corpus) LevelNames() []string {
	return append([]string{c.Card.Level}, sortedKeys(c.Card.Levels)...)
}

// AtLevel returns the corpus with the gold of another level of the card's Levels.
// Story texts belong to the card's own level; at other levels there are none.
func (c *Corpus) AtLevel(name string) (*Corpus, error) {
	if name == c.Card.Level {
		return c, nil
	}
	field, ok := c.Card.Levels[name]
	if !ok {
		names := cmp.Or(strings.Join(c.LevelNames(), ", "), "none by name")
		return nil, fmt.Errorf("corpus %s has no gold level %q (it has %s)", c.Card.Name, name, names)
	}
	at := *c
	at.Level, at.Stories = name, nil
	at.Articles = make([]Article, len(c.Articles))
	for i, a := range c.Articles {
		a.Story = plain(a.Extra[field])
		at.Articles[i] = a
	}
	at.AddMissingStories()
	return &at, nil
}

// Part returns the articles whose field "split" has the given value, with their
// stories.
func (c *Corpus) Part(split string) (*Corpus, error) {
	part := *c
	part.Split, part.Articles = split, nil
	used := map[string]bool{}
	for _, a := range c.Articles {
		if plain(a.Extra["split"]) == split {
			part.Articles = append(part.Articles, a)
			used[a.Story] = true
		}
	}
	if len(part.Articles) == 0 {
		return nil, fmt.Errorf("corpus %s has no split %q (its card names %v)", c.Card.Name, split, c.Card.Splits)
	}
	part.Stories = slices.DeleteFunc(slices.Clone(c.Stories), func(s Story) bool { return !used[s.ID] })
	return &part, nil
}

// plain returns the value of a JSON string, or any other JSON value as written; null
// gives "".
func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}
