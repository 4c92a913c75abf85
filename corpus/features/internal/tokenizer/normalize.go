package tokenizer

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A normalizer brings text into the form that the vocabulary is in.
type normalizer func(string) string

// newNormalizer reads a step of the part "normalizer" of the file.
func newNormalizer(kind string, raw json.RawMessage) (normalizer, error) {
	switch kind {
	case "BertNormalizer":
		return newBertNormalizer(raw)
	case "Lowercase":
		return lowercase, nil
	case "StripAccents":
		return dropMarks, nil
	case "NFC":
		return norm.NFC.String, nil
	case "NFD":
		return norm.NFD.String, nil
	case "NFKC":
		return norm.NFKC.String, nil
	case "NFKD":
		return norm.NFKD.String, nil
	case "Strip":
		return newStrip(raw)
	case "Prepend":
		var p struct{ Prepend string }
		err := json.Unmarshal(raw, &p)
		return func(s string) string {
			if s == "" {
				return s
			}
			return p.Prepend + s
		}, err
	case "Replace":
		return newReplace(raw)
	case "Precompiled":
		return newPrecompiled(raw)
	}
	return nil, fmt.Errorf("the tokenizer's normalizer %q is not known", kind)
}

func newBertNormalizer(raw json.RawMessage) (normalizer, error) {
	p := struct {
		Clean     bool  `json:"clean_text"`
		Ideograph bool  `json:"handle_chinese_chars"`
		Accents   *bool `json:"strip_accents"` // null: as lowercase
		Lowercase bool
	}{Clean: true, Ideograph: true, Lowercase: true}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("the tokenizer's normalizer: %w", err)
	}
	accents := p.Lowercase
	if p.Accents != nil {
		accents = *p.Accents
	}
	return func(s string) string {
		var b strings.Builder
		b.Grow(len(s))
		for _, r := range s {
			switch {
			case p.Clean && isDropped(r):
			case p.Clean && unicode.IsSpace(r):
				b.WriteByte(' ')
			case p.Ideograph && r >= firstIdeograph && unicode.Is(ideographs, r):
				b.WriteByte(' ')
				b.WriteRune(r)
				b.WriteByte(' ')
			default:
				b.WriteRune(r)
			}
		}
		s = b.String()
		if accents {
			s = dropMarks(norm.NFD.String(s))
		}
		if p.Lowercase {
			s = lowercase(s)
		}
		return s
	}, nil
}

// lowercase takes each character by itself; U+0130 alone becomes two.
func lowercase(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "\u0130", "i\u0307"))
}

// dropMarks removes marks that take no space of their own. Accents that are part
// of a character must have been decomposed.
func dropMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= firstMark && unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

func newStrip(raw json.RawMessage) (normalizer, error) {
	var p struct {
		Left  bool `json:"strip_left"`
		Right bool `json:"strip_right"`
	}
	err := json.Unmarshal(raw, &p)
	return func(s string) string {
		if p.Left {
			s = strings.TrimLeftFunc(s, unicode.IsSpace)
		}
		if p.Right {
			s = strings.TrimRightFunc(s, unicode.IsSpace)
		}
		return s
	}, err
}

func newReplace(raw json.RawMessage) (normalizer, error) {
	var p struct {
		Pattern struct{ String, Regex *string }
		Content string
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("the tokenizer's replacement: %w", err)
	}
	if old := p.Pattern.String; old != nil && *old != "" {
		return func(s string) string { return strings.ReplaceAll(s, *old, p.Content) }, nil
	}
	if p.Pattern.Regex == nil {
		return nil, fmt.Errorf("the tokenizer's replacement by %q has no pattern", p.Content)
	}
	pattern := *p.Pattern.Regex
	if !strings.Contains(pattern, "[") {
		pattern = strings.ReplaceAll(pattern, `\s`, `[\s\v\x{85}\p{Z}]`) // Go's \s is ASCII's
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("the tokenizer's replacement: %w", err)
	}
	return func(s string) string { return re.ReplaceAllLiteralString(s, p.Content) }, nil
}
