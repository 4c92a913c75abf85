// Package spec is the one grammar in which algorithms, features, summarizers,
// metrics and formats are written, parsed and printed: a name with parameters,
// such as
//
//	kmeans(k=50,space=lsa(dims=100))
//
// A [Spec] is the parsed form. [Bind] sets the fields of a struct from it, [Of]
// goes the other way, [Defaults] sets every field to its default and [Check]
// checks a struct that was filled by hand. Parsing what was printed gives the same
// Spec back.
//
// # Tags
//
// A parameter is an exported field with the tag spec:
//
//	K int `spec:"k" default:"8" range:"1:" doc:"number of clusters"`
//
// The tag spec holds the name and, after commas, any of these words:
//
//   - positional: it may be given without its name, in the order of the fields
//   - required: it has no default
//   - always: it is printed even at its default, since the name alone says too little
//
// The other tags, all optional:
//
//   - default: its value if it is not given; if absent, the first of oneof
//   - range: min:max, both included; either side may be left out; of durations in seconds
//   - oneof: its choices, separated by commas; a type of its own may list them by a
//     method Choices() []string instead
//   - off: the value at which the step that it steers is left out
//   - was: its former names, separated by commas: Bind takes them, Of never prints them
//   - doc: what it means, with its unit
//
// Fields are of type string, bool, int, uint64, float64, [time.Duration], a type
// that implements [encoding.TextMarshaler] and [encoding.TextUnmarshaler], [Spec]
// for something with parameters of its own, or []Spec, which takes all positional
// arguments that are left; positional fields before it must be required.
// The parameters of an embedded struct are those of the struct around it.
package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Spec is a name with arguments. A plain value, such as 50 or cosine, is a
// Spec without arguments whose Name is the text of the value.
type Spec struct {
	Name string
	Args []Arg
	// Under is what follows a slash after the arguments: the protocol under which a
	// metric was measured, as in nmi(avg=max)/stream(window=7d). Without arguments
	// the slash is part of the name; Protocol splits both forms.
	Under *Spec
}

// Protocol splits a spec such as b3.f1/stream(window=7d) at its slash into what was
// measured and the protocol, nil if there is none.
func (s Spec) Protocol() (measured Spec, protocol *Spec) {
	if s.Under != nil {
		return Spec{Name: s.Name, Args: s.Args}, s.Under
	}
	if name, under, ok := strings.Cut(s.Name, "/"); ok && name != "" && under != "" {
		return Spec{Name: name}, &Spec{Name: under, Args: s.Args}
	}
	return s, nil
}

// An Arg is one argument. Its Name is empty if the argument is positional.
type Arg struct {
	Name  string
	Value Spec
}

// empty reports whether nothing was written.
func (s Spec) empty() bool { return s.Name == "" && len(s.Args) == 0 }

// maxDepth bounds nesting, so that hostile input cannot exhaust the stack.
const maxDepth = 32

// Parse reads one spec. Its arguments are sorted: positional ones first, in their
// order, then the named ones by name.
func Parse(text string) (Spec, error) {
	p := parser{text: text}
	s, err := p.spec(0)
	if err != nil {
		return Spec{}, err
	}
	if p.space(); p.at < len(text) {
		return Spec{}, p.errorf("unexpected %q after the end", p.rune())
	}
	if s.Name == "" {
		return Spec{}, p.errorf("a name is missing")
	}
	return s, nil
}

// ParseList reads specs separated by commas outside of parentheses.
func ParseList(text string) ([]Spec, error) {
	p := parser{text: text}
	var list []Spec
	for {
		s, err := p.spec(0)
		if err != nil {
			return nil, err
		}
		if s.Name == "" {
			return nil, p.errorf("a name is missing")
		}
		list = append(list, s)
		if p.space(); p.at == len(text) {
			return list, nil
		}
		if !p.eat(',') {
			return nil, p.errorf("unexpected %q: specs are separated by commas", p.rune())
		}
	}
}

// Split takes texts apart into specs, at commas outside of parentheses, and prints each.
func Split(texts []string) ([]string, error) {
	var printed []string
	for _, text := range texts {
		list, err := ParseList(text)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			printed = append(printed, s.String())
		}
	}
	return printed, nil
}

// ParseAll reads a spec from each text.
func ParseAll(texts []string) ([]Spec, error) {
	list := make([]Spec, len(texts))
	for i, text := range texts {
		var err error
		if list[i], err = Parse(text); err != nil {
			return nil, err
		}
	}
	return list, nil
}

type parser struct {
	text string
	at   int
}

func (p *parser) errorf(format string, args ...any) error {
	return fmt.Errorf("spec %q, character %d: %s", p.text, utf8.RuneCountInString(p.text[:p.at])+1, fmt.Sprintf(format, args...))
}

func (p *parser) rune() rune {
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return r
}

func (p *parser) space() {
	for p.at < len(p.text) && unicode.IsSpace(p.rune()) {
		p.at += utf8.RuneLen(p.rune())
	}
}

func (p *parser) eat(c byte) bool {
	if p.space(); p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// atom reads a bare or quoted value; quoted values may be empty.
func (p *parser) atom() (string, error) {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == '"' {
		quoted, err := strconv.QuotedPrefix(p.text[p.at:])
		if err != nil {
			return "", p.errorf("the quotation mark is never closed")
		}
		p.at += len(quoted)
		return strconv.Unquote(quoted)
	}
	n := strings.IndexFunc(p.text[p.at:], reserved)
	if n < 0 {
		n = len(p.text) - p.at
	}
	word := p.text[p.at : p.at+n]
	if !utf8.ValidString(word) {
		return "", p.errorf("the text is not valid UTF-8")
	}
	if word == "" && p.at < len(p.text) {
		return "", p.errorf("a name or value is missing before %q", p.rune())
	}
	if word == "" {
		return "", p.errorf("a name or value is missing at the end")
	}
	p.at += n
	return word, nil
}

func reserved(r rune) bool { return strings.ContainsRune(`(),="`, r) || unicode.IsSpace(r) }

func (p *parser) spec(depth int) (Spec, error) {
	if depth > maxDepth {
		return Spec{}, p.errorf("nested more than %d deep", maxDepth)
	}
	p.space()
	quoted := p.at < len(p.text) && p.text[p.at] == '"'
	name, err := p.atom()
	if err != nil {
		return Spec{}, err
	}
	s := Spec{Name: name}
	if quoted || !p.eat('(') {
		return s, nil
	}
	if p.eat(')') {
		return s, nil
	}
	for {
		if p.space(); p.at == len(p.text) {
			return Spec{}, p.errorf("%s( is never closed", s.Name)
		}
		arg, err := p.arg(depth)
		if err != nil {
			return Spec{}, err
		}
		s.Args = append(s.Args, arg)
		if p.eat(',') {
			continue
		}
		if p.eat(')') {
			break
		}
		if p.at < len(p.text) {
			return Spec{}, p.errorf("%q is not expected here: put a value or a path with a space or one of (),=\" in quotation marks, "+
				"as in %s(\"a b\")", p.rune(), s.Name)
		}
		return Spec{}, p.errorf("%s( is never closed", s.Name)
	}
	if p.at < len(p.text) && p.text[p.at] == '/' {
		p.at++
		under, err := p.spec(depth + 1)
		if err != nil {
			return Spec{}, err
		}
		s.Under = &under
	}
	sortArgs(s.Args)
	for i := 1; i < len(s.Args); i++ {
		if n := s.Args[i].Name; n != "" && n == s.Args[i-1].Name {
			return Spec{}, p.errorf("%s has %s twice", s.Name, n)
		}
	}
	return s, nil
}

func (p *parser) arg(depth int) (Arg, error) {
	v, err := p.spec(depth + 1)
	if err != nil || len(v.Args) > 0 || v.Name == "" || strings.IndexFunc(v.Name, reserved) >= 0 || !p.eat('=') {
		return Arg{Value: v}, err
	}
	name := v.Name
	v, err = p.spec(depth + 1)
	return Arg{Name: name, Value: v}, err
}

func sortArgs(args []Arg) {
	slices.SortStableFunc(args, func(a, b Arg) int { return cmp.Compare(a.Name, b.Name) })
}

// String prints the spec in the form that Parse reads.
func (s Spec) String() string {
	var b strings.Builder
	s.print(&b)
	return b.String()
}

func (s Spec) print(b *strings.Builder) {
	b.WriteString(quote(s.Name))
	if s.Under != nil {
		defer func() {
			b.WriteByte('/')
			s.Under.print(b)
		}()
	}
	if len(s.Args) == 0 {
		return
	}
	for i, a := range s.Args {
		b.WriteByte("(,"[min(i, 1)])
		if a.Name != "" {
			b.WriteString(a.Name)
			b.WriteByte('=')
		}
		a.Value.print(b)
	}
	b.WriteByte(')')
}

func quote(atom string) string {
	if atom == "" || !utf8.ValidString(atom) || strings.IndexFunc(atom, reserved) >= 0 {
		return strconv.Quote(atom)
	}
	return atom
}

// MarshalText makes specs strings in JSON and YAML.
func (s Spec) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is the reverse of MarshalText.
func (s *Spec) UnmarshalText(text []byte) error {
	v, err := Parse(string(text))
	if err == nil {
		*s = v
	}
	return err
}
