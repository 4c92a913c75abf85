// Package tokenizer cuts text into the numbered pieces of a language model, as
// the model's tokenizer.json says: the format of Hugging Face's tokenizers.
//
// It knows the models WordPiece (Schuster & Nakajima 2012), Unigram (Kudo 2018)
// and WordLevel. A part of a file that it does not know is an error that names
// it, never a silent difference. What a file says of truncation and padding is not
// followed, and tokens around a text are apart ([Tokenizer.Around]).
package tokenizer

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A Tokenizer is safe for use by many goroutines.
type Tokenizer struct {
	raw, normal added // added tokens that are looked for before and after the normaliser
	normalizers []normalizer
	splitters   []splitter
	model       model
	size        int
	unknown     int32

	before, after []int32 // tokens around each text
}

// A model cuts one piece of text into tokens and appends their ids.
type model interface {
	encode(ids []int32, piece string) []int32
}

// vocabulary is what New learns of a model beside its cutting.
type vocabulary struct {
	size    int   // the largest id + 1
	unknown int32 // the id of the token that the model names for unknown words, or -1
}

// Size is the largest id of any token + 1.
func (t *Tokenizer) Size() int { return t.size }

// Unknown is the id of the token that the model names for unknown words, or -1
// where it names none. Unigram has such an id but no such name.
func (t *Tokenizer) Unknown() int32 { return t.unknown }

// New reads the content of a tokenizer.json.
func New(content []byte) (*Tokenizer, error) {
	var file struct {
		Added        []addedToken    `json:"added_tokens"`
		Normalizer   json.RawMessage `json:"normalizer"`
		PreTokenizer json.RawMessage `json:"pre_tokenizer"`
		Model        json.RawMessage `json:"model"`
		Around       json.RawMessage `json:"post_processor"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("the tokenizer is not JSON of the form known: %w", err)
	}
	t := new(Tokenizer)
	m, v, err := newModel(file.Model)
	if err != nil {
		return nil, err
	}
	t.model, t.size, t.unknown = m, v.size, v.unknown
	if t.normalizers, err = steps("normalizer", file.Normalizer, newNormalizer, 0); err != nil {
		return nil, err
	}
	if t.splitters, err = steps("pre_tokenizer", file.PreTokenizer, newSplitter, 0); err != nil {
		return nil, err
	}
	if err := t.readAround(file.Around, 0); err != nil {
		return nil, err
	}
	for _, a := range file.Added {
		if a.ID < 0 || a.Content == "" {
			return nil, fmt.Errorf("added token %q has the id %d", a.Content, a.ID)
		}
		t.size = max(t.size, int(a.ID)+1)
		if a.Normalized {
			a.Content = t.normalize(a.Content)
			t.normal.add(a)
		} else {
			t.raw.add(a)
		}
	}
	for _, id := range append(append([]int32(nil), t.before...), t.after...) {
		if id < 0 {
			return nil, fmt.Errorf("a token around texts has the id %d", id)
		}
		t.size = max(t.size, int(id)+1)
	}
	return t, nil
}

// Encode returns the ids of the tokens of a text, in order.
func (t *Tokenizer) Encode(text string) []int32 {
	var ids []int32
	text = strings.ToValidUTF8(text, "\ufffd")
	for i, outer := range t.raw.split(text) {
		if outer.id >= 0 {
			ids = append(ids, outer.id)
			continue
		}
		for j, inner := range t.normal.split(t.normalize(outer.text)) {
			if inner.id >= 0 {
				ids = append(ids, inner.id)
				continue
			}
			pieces := []string{inner.text}
			for _, split := range t.splitters {
				pieces = split(pieces, i == 0 && j == 0)
			}
			for _, piece := range pieces {
				if piece != "" {
					ids = t.model.encode(ids, piece)
				}
			}
		}
	}
	return ids
}

func (t *Tokenizer) normalize(s string) string {
	for _, step := range t.normalizers {
		s = step(s)
	}
	return s
}

func newModel(raw json.RawMessage) (model, vocabulary, error) {
	kind, err := kindOf("model", raw)
	if err != nil {
		return nil, vocabulary{}, err
	}
	switch kind {
	case "WordPiece":
		return newWordPiece(raw)
	case "Unigram":
		return newUnigram(raw)
	case "WordLevel":
		return newWordLevel(raw)
	}
	return nil, vocabulary{}, fmt.Errorf("the tokenizer's model %q is not known: WordPiece, Unigram and WordLevel are", kind)
}

// kindOf reads the type of a part of the file; "" where the part is null.
func kindOf(part string, raw json.RawMessage) (string, error) {
	var typed struct{ Type string }
	if len(raw) == 0 {
		return "", nil
	}
	if err := json.Unmarshal(raw, &typed); err != nil {
		return "", fmt.Errorf("the tokenizer's %s: %w", part, err)
	}
	return typed.Type, nil
}

// maxNesting bounds sequences within sequences.
const maxNesting = 16

// steps reads a part of the file that is a step, a sequence of parts, or null. one makes a
// step of its type.
func steps[T any](part string, raw json.RawMessage, one func(kind string, raw json.RawMessage) (T, error), depth int) ([]T, error) {
	kind, err := kindOf(part, raw)
	switch {
	case err != nil || kind == "":
		return nil, err
	case depth > maxNesting:
		return nil, fmt.Errorf("the tokenizer's %ss are nested more than %d deep", part, maxNesting)
	case kind != "Sequence":
		step, err := one(kind, raw)
		return []T{step}, err
	}
	var p struct{ Normalizers, Pretokenizers []json.RawMessage }
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, err
	}
	var list []T
	for _, inner := range append(p.Normalizers, p.Pretokenizers...) {
		more, err := steps(part, inner, one, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}
