package tokenizer

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A splitter cuts pieces into smaller ones, which the model never joins. start
// means that the first piece begins the text.
type splitter func(pieces []string, start bool) []string

// newSplitter reads a step of the part "pre_tokenizer" of the file.
func newSplitter(kind string, raw json.RawMessage) (splitter, error) {
	switch kind {
	case "BertPreTokenizer":
		return cutter(unicode.IsSpace, isPunctuation, always), nil
	case "Whitespace":
		return cutter(unicode.IsSpace, never, isWord), nil
	case "WhitespaceSplit":
		return cutter(unicode.IsSpace, never, always), nil
	case "Punctuation":
		return newPunctuation(raw)
	case "Digits":
		return newDigits(raw)
	case "Metaspace":
		return newMetaspace(raw)
	}
	return nil, fmt.Errorf("the tokenizer's pre_tokenizer %q is not known", kind)
}

// A class groups characters: neighbours of one class stay together, but for alone,
// whose characters are each a piece, and gap, which is dropped.
type class int

const (
	gap class = iota
	alone
	word
	other
)

func never(rune) bool  { return false }
func always(rune) bool { return true }

// cutter cuts by the first of the three that is true of a character, else it is other.
func cutter(isGap, isAlone, isWord func(rune) bool) splitter {
	return func(pieces []string, _ bool) []string {
		var out []string
		for _, s := range pieces {
			from, open := 0, gap
			for i, r := range s {
				c := other
				switch {
				case isGap(r):
					c = gap
				case isAlone(r):
					c = alone
				case isWord(r):
					c = word
				}
				if c == open && c != alone {
					continue
				}
				if open != gap {
					out = append(out, s[from:i])
				}
				from, open = i, c
			}
			if open != gap {
				out = append(out, s[from:])
			}
		}
		return out
	}
}

func newPunctuation(raw json.RawMessage) (splitter, error) {
	p := struct{ Behavior string }{"Isolated"}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, err
	}
	if p.Behavior != "Isolated" {
		return nil, fmt.Errorf("the tokenizer's pre_tokenizer Punctuation with behavior %q is not known", p.Behavior)
	}
	return cutter(never, isPunctuation, always), nil
}

func newDigits(raw json.RawMessage) (splitter, error) {
	var p struct {
		Individual bool `json:"individual_digits"`
	}
	err := json.Unmarshal(raw, &p)
	isAlone := never
	if p.Individual {
		isAlone = unicode.IsNumber
	}
	return cutter(never, isAlone, func(r rune) bool { return !unicode.IsNumber(r) }), err
}

func newMetaspace(raw json.RawMessage) (splitter, error) {
	p := struct {
		Replacement string
		Scheme      string `json:"prepend_scheme"`
		Prefix      bool   `json:"add_prefix_space"` // what older files say
		Split       bool
	}{Replacement: "▁", Prefix: true, Split: true}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("the tokenizer's Metaspace: %w", err)
	}
	if p.Scheme == "" {
		p.Scheme = "always"
		if !p.Prefix {
			p.Scheme = "never"
		}
	}
	if utf8.RuneCountInString(p.Replacement) != 1 || p.Scheme != "always" && p.Scheme != "first" && p.Scheme != "never" {
		return nil, fmt.Errorf("the tokenizer's Metaspace has the replacement %q and the scheme %q", p.Replacement, p.Scheme)
	}
	return func(pieces []string, start bool) []string {
		var out []string
		for i, s := range pieces {
			s = strings.ReplaceAll(s, " ", p.Replacement)
			prepend := p.Scheme == "always" || p.Scheme == "first" && start && i == 0
			if prepend && s != "" && !strings.HasPrefix(s, p.Replacement) {
				s = p.Replacement + s
			}
			for p.Split && s != "" {
				_, first := utf8.DecodeRuneInString(s)
				next := strings.Index(s[first:], p.Replacement)
				if next < 0 {
					break
				}
				out, s = append(out, s[:first+next]), s[first+next:]
			}
			out = append(out, s)
		}
		return out
	}, nil
}
