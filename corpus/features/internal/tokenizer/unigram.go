package tokenizer

import (
	"encoding/json"
	"fmt"
	"math"
	"unicode/utf8"
)

// unigram cuts a piece where the sum of the tokens' log probabilities is largest:
// Viterbi's algorithm, over the tokens that begin at each character. At equal
// sums the cut found first stays.
type unigram struct {
	tree         map[edge]int32 // the next node of a byte tree, whose root is 0
	token        []int32        // the token that ends at a node, or -1
	score        []float64      // of each token
	unknown      int32          // -1: unknown characters are left out
	unknownScore float64
	bytes        []int32 // the tokens of single bytes, nil without byte fallback
}

type edge struct {
	node int32
	next byte
}

// unknownPenalty is how far an unknown character lies below the worst token.
const unknownPenalty = 10

// A scored token is a list in the file: the token, its log probability.
type scored struct {
	token string
	score float64
}

func (s *scored) UnmarshalJSON(raw []byte) error {
	pair := [2]any{}
	if err := json.Unmarshal(raw, &pair); err != nil {
		return err
	}
	token, ok := pair[0].(string)
	score, number := pair[1].(float64)
	if !ok || !number {
		return fmt.Errorf("%.50s is no pair of a token and a number", raw)
	}
	s.token, s.score = token, score
	return nil
}

func newUnigram(raw json.RawMessage) (model, vocabulary, error) {
	var p struct {
		Vocab    []scored
		Unknown  *int `json:"unk_id"`
		Fallback bool `json:"byte_fallback"`
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, vocabulary{}, fmt.Errorf("the tokenizer's Unigram: %w", err)
	}
	if len(p.Vocab) == 0 {
		return nil, vocabulary{}, fmt.Errorf("the tokenizer's Unigram has no vocabulary")
	}
	m := &unigram{tree: map[edge]int32{}, token: []int32{-1}, unknown: -1, unknownScore: math.Inf(1)}
	if p.Unknown != nil {
		if *p.Unknown < 0 || *p.Unknown >= len(p.Vocab) {
			return nil, vocabulary{}, fmt.Errorf("the tokenizer's unk_id %d is not in its vocabulary of %d", *p.Unknown, len(p.Vocab))
		}
		m.unknown = int32(*p.Unknown)
	}
	ids := map[string]int32{}
	for id, t := range p.Vocab {
		ids[t.token] = int32(id)
		m.add(t.token, int32(id))
		m.score = append(m.score, t.score)
		m.unknownScore = min(m.unknownScore, t.score-unknownPenalty)
	}
	if p.Fallback {
		m.bytes = byteTokens(ids)
	}
	return m, vocabulary{size: len(p.Vocab), unknown: -1}, nil
}

// byteTokens lists the tokens "<0x00>" to "<0xFF>", -1 for those that lack.
func byteTokens(ids map[string]int32) []int32 {
	list := make([]int32, 256)
	for b := range list {
		id, ok := ids[fmt.Sprintf("<0x%02X>", b)]
		if list[b] = id; !ok {
			list[b] = -1
		}
	}
	return list
}

func (m *unigram) add(token string, id int32) {
	node := int32(0)
	for i := range len(token) {
		e := edge{node, token[i]}
		next, ok := m.tree[e]
		if !ok {
			next = int32(len(m.token))
			m.tree[e], m.token = next, append(m.token, -1)
		}
		node = next
	}
	if node != 0 {
		m.token[node] = id
	}
}

// A step is the best way to reach a place in the piece.
type step struct {
	from  int
	token int32 // -1: the character before the place is unknown
	score float64
	known bool // whether the place was reached
}

func (m *unigram) encode(ids []int32, piece string) []int32 {
	best := make([]step, len(piece)+1)
	best[0].known = true
	reach := func(to int, s step) {
		if !best[to].known || s.score > best[to].score {
			best[to] = s
		}
	}
	for from, size := 0, 0; from < len(piece); from += size {
		_, size = utf8.DecodeRuneInString(piece[from:])
		here := best[from].score
		single := false
		node, ok := int32(0), true
		for to := from + 1; to <= len(piece); to++ {
			if node, ok = m.tree[edge{node, piece[to-1]}]; !ok {
				break
			}
			if t := m.token[node]; t >= 0 {
				reach(to, step{from, t, here + m.score[t], true})
				single = single || to == from+size
			}
		}
		if !single {
			reach(from+size, step{from, -1, here + m.unknownScore, true})
		}
	}
	return m.read(ids, piece, best)
}

// read follows the best steps back and appends their tokens in order; unknown
// characters in a row make one token, or those of their bytes.
func (m *unigram) read(ids []int32, piece string, best []step) []int32 {
	var path []step
	for at := len(piece); at > 0; at = best[at].from {
		path = append(path, best[at])
	}
	for i := len(path) - 1; i >= 0; i-- {
		s := path[i]
		if s.token >= 0 && s.token != m.unknown {
			ids = append(ids, s.token)
			continue
		}
		for i > 0 && (path[i-1].token < 0 || path[i-1].token == m.unknown) {
			i--
		}
		end := len(piece)
		if i > 0 {
			end = path[i-1].from
		}
		ids = m.unknownTokens(ids, piece[s.from:end])
	}
	return ids
}

func (m *unigram) unknownTokens(ids []int32, text string) []int32 {
	before := len(ids)
	for i := 0; m.bytes != nil && i < len(text); i++ {
		if m.bytes[text[i]] < 0 {
			ids = ids[:before]
			break
		}
		ids = append(ids, m.bytes[text[i]])
	}
	if len(ids) == before && m.unknown >= 0 {
		ids = append(ids, m.unknown)
	}
	return ids
}
