package tokenizer

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// A charsmap is the table by which SentencePiece normalises texts: a double-array tree
// (Aoe 1989) over the bytes of what is replaced, and the texts that replace it, each up to
// a zero byte.
type charsmap struct {
	units []uint32
	texts []byte
}

// newPrecompiled reads the step "Precompiled": the table in base64. It begins with the
// number of bytes of the tree.
func newPrecompiled(raw json.RawMessage) (normalizer, error) {
	var p struct {
		Table string `json:"precompiled_charsmap"`
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("the tokenizer's Precompiled: %w", err)
	}
	table, err := base64.StdEncoding.DecodeString(p.Table)
	if err != nil {
		return nil, fmt.Errorf("the tokenizer's Precompiled: %w", err)
	}
	if len(table) < 4 {
		return nil, fmt.Errorf("the tokenizer's Precompiled has no table")
	}
	size := int(binary.LittleEndian.Uint32(table))
	if table = table[4:]; size == 0 || size%4 != 0 || size > len(table) {
		return nil, fmt.Errorf("the tokenizer's Precompiled has %d bytes and says that its tree has %d", len(table), size)
	}
	m := &charsmap{units: make([]uint32, size/4), texts: table[size:]}
	for i := range m.units {
		m.units[i] = binary.LittleEndian.Uint32(table[4*i:])
	}
	return m.normalize, nil
}

// longGrapheme is the number of bytes from which a grapheme is replaced by its characters
// alone, as the tokenizers library does.
const longGrapheme = 6

// normalize replaces graphemes that the tree has, else their characters.
func (m *charsmap) normalize(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for tokens := graphemes.FromString(s); tokens.Next(); {
		grapheme := tokens.Value()
		if len(grapheme) < longGrapheme {
			if text, ok := m.replacement(grapheme); ok {
				b.Write(text)
				continue
			}
		}
		for len(grapheme) > 0 {
			_, n := utf8.DecodeRuneInString(grapheme)
			if text, ok := m.replacement(grapheme[:n]); ok {
				b.Write(text)
			} else {
				b.WriteString(grapheme[:n])
			}
			grapheme = grapheme[n:]
		}
	}
	return b.String()
}

// replacement returns the text that replaces a piece: that of the shortest prefix in the
// tree.
func (m *charsmap) replacement(piece string) ([]byte, bool) {
	at := offset(m.units[0])
	for i := 0; i < len(piece); i++ {
		c := uint32(piece[i])
		if at ^= c; c == 0 || int(at) >= len(m.units) {
			return nil, false
		}
		unit := m.units[at]
		if unit&(1<<31|0xff) != c {
			return nil, false
		}
		at ^= offset(unit)
		if unit>>8&1 == 0 { // no text ends here
			continue
		}
		if int(at) >= len(m.units) {
			return nil, false
		}
		from := int(m.units[at] & (1<<31 - 1))
		if from > len(m.texts) {
			return nil, false
		}
		text := m.texts[from:]
		if end := bytes.IndexByte(text, 0); end >= 0 {
			text = text[:end]
		}
		return text, true
	}
	return nil, false
}

// offset is how far a unit's children are from it.
func offset(unit uint32) uint32 { return unit >> 10 << (unit & (1 << 9) >> 6) }
