package tokenizer

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// wordPiece takes the longest known piece from the left, again and again; a word
// that has an unknown rest is unknown as a whole.
type wordPiece struct {
	first    map[string]int32 // pieces that begin a word
	rest     map[string]int32 // those that go on, without their prefix
	longest  int              // bytes of the longest piece
	maxRunes int              // longer words are unknown
	unknown  int32
}

func newWordPiece(raw json.RawMessage) (model, vocabulary, error) {
	p := struct {
		Vocab    map[string]int32
		Unknown  string `json:"unk_token"`
		Prefix   string `json:"continuing_subword_prefix"`
		MaxRunes int    `json:"max_input_chars_per_word"`
	}{Unknown: "[UNK]", Prefix: "##", MaxRunes: 100}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, vocabulary{}, fmt.Errorf("the tokenizer's WordPiece: %w", err)
	}
	v, err := named(p.Vocab, p.Unknown)
	if err != nil {
		return nil, v, err
	}
	m := &wordPiece{first: p.Vocab, rest: map[string]int32{}, maxRunes: p.MaxRunes, unknown: v.unknown}
	for piece, id := range p.Vocab {
		m.longest = max(m.longest, len(piece))
		if after, ok := strings.CutPrefix(piece, p.Prefix); ok {
			m.rest[after] = id
		}
	}
	return m, v, nil
}

// named checks a vocabulary by name.
func named(ids map[string]int32, unknown string) (vocabulary, error) {
	var v vocabulary
	for token, id := range ids {
		if id < 0 {
			return v, fmt.Errorf("the tokenizer gives %q the id %d", token, id)
		}
		v.size = max(v.size, int(id)+1)
	}
	id, ok := ids[unknown]
	if !ok {
		return v, fmt.Errorf("the tokenizer's vocabulary lacks its token for unknown words, %q", unknown)
	}
	v.unknown = id
	return v, nil
}

func (m *wordPiece) encode(ids []int32, piece string) []int32 {
	if utf8.RuneCountInString(piece) > m.maxRunes {
		return append(ids, m.unknown)
	}
	before := len(ids)
	known := m.first
	for piece != "" {
		end := cut(piece, m.longest)
		id, ok := known[piece[:end]]
		for !ok && end > 0 {
			_, size := utf8.DecodeLastRuneInString(piece[:end])
			if end -= size; end > 0 {
				id, ok = known[piece[:end]]
			}
		}
		if !ok || end == 0 {
			return append(ids[:before], m.unknown)
		}
		ids = append(ids, id)
		piece, known = piece[end:], m.rest
	}
	return ids
}

// cut is the largest length up to limit at which s may be cut between characters.
func cut(s string, limit int) int {
	if len(s) <= limit {
		return len(s)
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return limit
}
