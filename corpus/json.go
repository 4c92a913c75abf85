package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// fields are the members of one JSON object. take removes the known ones; the rest
// are extras.
type fields struct {
	raw map[string]json.RawMessage
	err error
}

func parseFields(data []byte) fields {
	var f fields
	f.err = json.Unmarshal(data, &f.raw)
	return f
}

func (f *fields) take(name string, into any) {
	raw, ok := f.raw[name]
	if !ok || f.err != nil {
		return
	}
	delete(f.raw, name)
	if err := json.Unmarshal(raw, into); err != nil {
		f.err = fmt.Errorf("field %q: %s does not fit: %w", name, clip(raw), err)
	}
}

// id takes a string, or a number as written: ids are often numbers.
func (f *fields) id(name string, into *string) {
	raw, ok := f.raw[name]
	if !ok || f.err != nil {
		return
	}
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		*into = string(raw)
		delete(f.raw, name)
		return
	}
	f.take(name, into)
}

func (f *fields) rest() map[string]json.RawMessage {
	if len(f.raw) == 0 {
		return nil
	}
	return f.raw
}

func clip(raw []byte) []byte {
	if len(raw) > 40 {
		return append(bytes.Clone(raw[:37]), "..."...)
	}
	return raw
}

// UnmarshalJSON reads one article; unknown fields go to Extra.
func (a *Article) UnmarshalJSON(data []byte) error {
	f := parseFields(data)
	f.id("id", &a.ID)
	f.take("title", &a.Title)
	f.take("text", &a.Text)
	f.take("source", &a.Source)
	f.take("url", &a.URL)
	var published string
	f.take("published", &published)
	f.take("lang", &a.Lang)
	f.id("story", &a.Story)
	f.take("distractor", &a.Distractor)
	f.take("image", &a.Image)
	a.Extra = f.rest()
	if f.err == nil {
		a.Published, f.err = ParseMoment(published)
	}
	return f.err
}

// MarshalJSON writes the form that UnmarshalJSON reads: the known fields that are
// present, in a fixed order, then the extras by name.
func (a Article) MarshalJSON() ([]byte, error) {
	return object(struct {
		ID         string `json:"id"`
		Title      string `json:"title,omitempty"`
		Text       string `json:"text,omitempty"`
		Source     string `json:"source,omitempty"`
		URL        string `json:"url,omitempty"`
		Published  string `json:"published,omitempty"`
		Lang       string `json:"lang,omitempty"`
		Story      string `json:"story,omitempty"`
		Distractor bool   `json:"distractor,omitempty"`
		Image      *Image `json:"image,omitempty"`
	}{a.ID, a.Title, a.Text, a.Source, a.URL, a.Published.String(), a.Lang, a.Story, a.Distractor, a.Image}, a.Extra)
}

// UnmarshalJSON reads one story; unknown fields go to Extra.
func (s *Story) UnmarshalJSON(data []byte) error {
	f := parseFields(data)
	f.id("id", &s.ID)
	f.take("title", &s.Title)
	f.take("summary", &s.Summary)
	f.take("key_points", &s.KeyPoints)
	f.take("references", &s.References)
	f.take("image", &s.Image)
	s.Extra = f.rest()
	return f.err
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (s Story) MarshalJSON() ([]byte, error) {
	return object(struct {
		ID         string   `json:"id"`
		Title      string   `json:"title,omitempty"`
		Summary    string   `json:"summary,omitempty"`
		KeyPoints  []string `json:"key_points,omitempty"`
		References []string `json:"references,omitempty"`
		Image      *Image   `json:"image,omitempty"`
	}{s.ID, s.Title, s.Summary, s.KeyPoints, s.References, s.Image}, s.Extra)
}

// UnmarshalJSON reads a card; unknown fields go to Extra.
func (c *Card) UnmarshalJSON(data []byte) error {
	f := parseFields(data)
	f.take("name", &c.Name)
	f.take("version", &c.Version)
	f.take("lang", &c.Lang)
	f.take("level", &c.Level)
	f.take("licence", &c.Licence)
	f.take("citation", &c.Citation)
	f.take("notes", &c.Notes)
	f.take("levels", &c.Levels)
	f.take("splits", &c.Splits)
	c.Extra = f.rest()
	return f.err
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (c Card) MarshalJSON() ([]byte, error) {
	type plain Card
	return object(plain(c), c.Extra)
}

// object prints a struct as JSON with the extras after its own fields. It does not
// escape HTML, so that text stays readable.
func object(known any, extra map[string]json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(known); err != nil {
		return nil, err
	}
	out := bytes.TrimSuffix(b.Bytes(), []byte("}\n"))
	for _, name := range sortedKeys(extra) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, key...), ':'), extra[name]...)
	}
	return append(out, '}'), nil
}
