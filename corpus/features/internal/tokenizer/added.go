package tokenizer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An addedToken is found in the unchanged text, before the model cuts it.
type addedToken struct {
	ID         int32
	Content    string
	SingleWord bool `json:"single_word"` // not within a word
	LStrip     bool // takes the white space on its left with it
	RStrip     bool
	Normalized bool // looked for in the normalised text
}

// added finds added tokens, the longest at the leftmost place first.
type added struct {
	byFirst [256][]addedToken
	any     bool
}

func (a *added) add(t addedToken) {
	if t.Content == "" {
		return
	}
	list := append(a.byFirst[t.Content[0]], t)
	slices.SortStableFunc(list, func(x, y addedToken) int { return len(y.Content) - len(x.Content) })
	a.byFirst[t.Content[0]], a.any = list, true
}

// A segment is an added token or, where id is -1, the text between two.
type segment struct {
	text string
	id   int32
}

func (a *added) split(text string) []segment {
	if !a.any {
		return []segment{{text, -1}}
	}
	var list []segment
	done := 0
	for i := 0; i < len(text); i++ {
		t := a.at(text, i)
		if t == nil {
			continue
		}
		from, to := i, i+len(t.Content)
		if t.LStrip {
			from = done + len(strings.TrimRightFunc(text[done:from], unicode.IsSpace))
		}
		if t.RStrip {
			to = len(text) - len(strings.TrimLeftFunc(text[to:], unicode.IsSpace))
		}
		if from > done {
			list = append(list, segment{text[done:from], -1})
		}
		list = append(list, segment{text[from:to], t.ID})
		done = to
		i = to - 1
	}
	if done < len(text) {
		list = append(list, segment{text[done:], -1})
	}
	return list
}

func (a *added) at(text string, i int) *addedToken {
	list := a.byFirst[text[i]]
	for k := range list {
		t := &list[k]
		if !strings.HasPrefix(text[i:], t.Content) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(t.Content):])
		if t.SingleWord && (i > 0 && isWord(before) || i+len(t.Content) < len(text) && isWord(after)) {
			continue
		}
		return t
	}
	return nil
}
