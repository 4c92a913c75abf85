package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// UnmarshalJSON reads one article; unknown fields go to Extra.
func (a *Article) UnmarshalJSON(data []byte) (err error) {
	a.Extra, err = unmarshal(data, a)
	return err
}

// MarshalJSON writes the form that UnmarshalJSON reads: the known fields that are
// present, in a fixed order, then the extras by name.
func (a Article) MarshalJSON() ([]byte, error) {
	type plain Article
	return marshal(plain(a), a.Extra)
}

// UnmarshalJSON reads one story; unknown fields go to Extra.
func (s *Story) UnmarshalJSON(data []byte) (err error) {
	s.Extra, err = unmarshal(data, s)
	return err
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (s Story) MarshalJSON() ([]byte, error) {
	type plain Story
	return marshal(plain(s), s.Extra)
}

// UnmarshalJSON reads a card; unknown fields go to Extra.
func (c *Card) UnmarshalJSON(data []byte) (err error) {
	c.Extra, err = unmarshal(data, c)
	return err
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (c Card) MarshalJSON() ([]byte, error) {
	type plain Card
	return marshal(plain(c), c.Extra)
}

// MarshalText writes the form that ParseMoment reads.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalJSON reads a string by ParseMoment.
func (m *Moment) UnmarshalJSON(data []byte) error {
	var s string
	err := json.Unmarshal(data, &s)
	if err == nil {
		*m, err = ParseMoment(s)
	}
	return err
}

// unmarshal sets the fields of a struct from a JSON object by the exact names of their
// tags, and returns the other members of the object. An id may be a number, which is
// kept as written.
func unmarshal(data []byte, into any) (rest map[string]json.RawMessage, err error) {
	if err := json.Unmarshal(data, &rest); err != nil {
		return nil, err
	}
	v := reflect.ValueOf(into).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		raw, ok := rest[name]
		if !ok || name == "-" {
			continue
		}
		delete(rest, name)
		if (name == "id" || name == "story") && strings.IndexByte("-0123456789", raw[0]) >= 0 {
			v.Field(i).SetString(string(raw))
			continue
		}
		err := json.Unmarshal(raw, v.Field(i).Addr().Interface())
		if typ := (*json.UnmarshalTypeError)(nil); errors.As(err, &typ) {
			err = fmt.Errorf("field %q: %s does not fit: %w", name, clip(raw), err)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(rest) == 0 {
		return nil, nil
	}
	return rest, nil
}

func clip(raw []byte) []byte {
	if len(raw) > 40 {
		return append(bytes.Clone(raw[:37]), "..."...)
	}
	return raw
}

// marshal prints a struct as JSON with the extras after its own fields. It does not
// escape HTML, so that text stays readable.
func marshal(known any, extra map[string]json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(known); err != nil {
		return nil, err
	}
	out := bytes.TrimSuffix(b.Bytes(), []byte("}\n"))
	for _, name := range sortedKeys(extra) {
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		out = append(append(append(append(out, ','), key...), ':'), extra[name]...)
	}
	return append(out, '}'), nil
}
