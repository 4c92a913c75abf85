package tokenizer

import (
	"encoding/json"
	"fmt"
)

// wordLevel knows whole words.
type wordLevel struct {
	ids     map[string]int32
	unknown int32
}

func newWordLevel(raw json.RawMessage) (model, vocabulary, error) {
	p := struct {
		Vocab   map[string]int32
		Unknown string `json:"unk_token"`
	}{Unknown: "<unk>"}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, vocabulary{}, fmt.Errorf("the tokenizer's WordLevel: %w", err)
	}
	v, err := named(p.Vocab, p.Unknown)
	return &wordLevel{p.Vocab, v.unknown}, v, err
}

func (m *wordLevel) encode(ids []int32, piece string) []int32 {
	id, ok := m.ids[piece]
	if !ok {
		id = m.unknown
	}
	return append(ids, id)
}
