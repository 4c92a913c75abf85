package text

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Outlets finds the host of an outlet by its name. The zero value has the built-in
// table; With and WithAll add to it.
type Outlets struct {
	added []*outletTable // later ones take precedence
}

type outletTable struct {
	keys   map[string]knownOutlet
	hosts  map[string][]string // the names of a host, in order
	spaced spacedNames
}

type knownOutlet struct {
	name, host string
	tagged     bool // titles have a tag before the name: "… | Ukraine | The Guardian"
}

// With returns the outlets with one more. It replaces an outlet of the same name. For
// many, WithAll is faster.
func (o Outlets) With(name, host string) Outlets {
	return o.WithAll(func(yield func(name, host string) bool) { yield(name, host) })
}

// WithAll returns the outlets with more of them: hosts by their names. Each replaces an
// outlet of the same name before it.
func (o Outlets) WithAll(more iter.Seq2[string, string]) Outlets {
	t := &outletTable{keys: map[string]knownOutlet{}, hosts: map[string][]string{}}
	var list []knownOutlet
	for name, host := range more {
		known := knownOutlet{name: strings.TrimSpace(name), host: host}
		list = append(list, known)
		t.keys[squeeze(name)] = known
		t.hosts[host] = append(t.hosts[host], known.name)
	}
	t.spaced = newSpacedNames(slices.Values(list))
	return Outlets{append(slices.Clip(o.added), t)}
}

// Names returns the names that were added for a host, in order.
func (o Outlets) Names(host string) (names []string) {
	for _, t := range o.added {
		names = append(names, t.hosts[host]...)
	}
	return names
}

// Host finds an outlet by name; case, spaces, punctuation and a leading "The"
// do not matter.
func (o Outlets) Host(name string) (string, bool) {
	found, ok := o.find(name)
	return found.host, ok
}

func (o Outlets) find(name string) (knownOutlet, bool) {
	key := squeeze(name)
	if key == "" {
		return knownOutlet{}, false
	}
	keys := []string{key, "the" + key}
	if rest, ok := strings.CutPrefix(strings.ToLower(name), "the "); ok {
		keys[1] = squeeze(rest)
	}
	for _, k := range keys {
		for _, t := range slices.Backward(o.added) {
			if own, ok := t.keys[k]; ok {
				return own, true
			}
		}
		if known, ok := wellKnown[k]; ok {
			return known, true
		}
	}
	return knownOutlet{}, false
}

// squeeze returns the letters and digits of a name in lower case.
func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		if inWord(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// Headline removes the outlet's name from the end of a page title, after a bar, a dash
// or, on scraped pages, directly, with sections and menu texts around it. It returns
// the headline and the host of the outlet, or the title and false if the title does
// not end in the name of a known outlet.
func (o Outlets) Headline(title string) (clean, outletHost string, ok bool) {
	clean = strings.TrimSpace(title)
	for range maxNames {
		head, host, found := o.peel(clean)
		if !found || head == "" || ok && host != outletHost {
			break
		}
		clean, outletHost, ok = head, host, true
	}
	if !ok {
		return title, "", false
	}
	return clean, outletHost, true
}

// maxNames is how many times the name of its outlet is removed from a title.
const maxNames = 8

// peel removes one outlet's name from the end of a title.
func (o Outlets) peel(title string) (head, host string, ok bool) {
	head, tail, bar := cutLast(title)
	if found, known := o.recognise(tail); known {
		if bar {
			head = cutSections(head, found.tagged)
		}
		return head, found.host, true
	}
	return o.peelGlued(title)
}

// recognise finds an outlet's name with a section or a menu text after it: "CNN
// PoliticsClose icon". A tail in lower case is part of the headline, unless the name
// is in lower case, too.
func (o Outlets) recognise(tail string) (knownOutlet, bool) {
	tail = strings.TrimSpace(strings.TrimSuffix(tail, "Close icon"))
	found, ok := o.find(tail)
	if at := strings.LastIndexByte(tail, ' '); !ok && at > 0 && sections[strings.ToLower(tail[at+1:])] {
		found, ok = o.find(tail[:at])
	}
	return found, ok && (!startsLower(tail) || startsLower(found.name))
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// spacedNames are outlets by those of their names that have a space, and the lengths of
// these in descending order.
type spacedNames struct {
	byName  map[string]knownOutlet
	lengths []int
}

// maxGlued is the length of the longest names that are found directly after a word.
const maxGlued = 100

func newSpacedNames(list iter.Seq[knownOutlet]) spacedNames {
	names := spacedNames{byName: map[string]knownOutlet{}}
	lengths := map[int]bool{}
	for known := range list {
		if strings.Contains(known.name, " ") && len(known.name) <= maxGlued {
			names.byName[known.name] = known
			lengths[len(known.name)] = true
		}
	}
	names.lengths = slices.SortedFunc(maps.Keys(lengths), func(a, b int) int { return b - a })
	return names
}

var wellKnownSpaced = newSpacedNames(maps.Values(wellKnown))

// longest returns the longest name with which a title ends directly after a word.
func (n *spacedNames) longest(title string) (found knownOutlet, ok bool) {
	for _, length := range n.lengths {
		if at := len(title) - length; at > 0 {
			if found, ok = n.byName[title[at:]]; ok && endsWord(title[:at]) {
				return found, true
			}
		}
	}
	return knownOutlet{}, false
}

// peelGlued removes the longest name of several words that follows the last word of
// the title without a space.
func (o Outlets) peelGlued(title string) (head, host string, ok bool) {
	found, ok := wellKnownSpaced.longest(title)
	for _, t := range o.added {
		if own, also := t.spaced.longest(title); also && len(own.name) >= len(found.name) {
			found, ok = own, true
		}
	}
	return title[:len(title)-len(found.name)], found.host, ok
}

func endsWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return inWord(r) || strings.ContainsRune(`.?!)’”…`, r)
}

var separators = []string{"|", " - ", " – ", " — ", " : ", " · ", " • "}

// cutLast cuts a title at its last separator; bar reports whether it is a bar.
func cutLast(title string) (head, tail string, bar bool) {
	for at := len(title) - 1; at >= 0; at-- {
		if title[at] != '|' && title[at] != ' ' {
			continue
		}
		for _, s := range separators {
			if strings.HasPrefix(title[at:], s) {
				return strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+len(s):]), title[at] == '|'
			}
		}
	}
	return title, "", false
}

// cutSections removes sections from the end of a title without the outlet's name: "… |
// World News". If tagged it also removes one short tag.
func cutSections(title string, tagged bool) string {
	for {
		head, tail, bar := cutLast(title)
		words := len(strings.Fields(tail))
		news := words <= 5 && strings.HasSuffix(strings.ToLower(tail), " news")
		tag := tagged && words <= 3
		if !bar || head == "" || tail == "" || !(news || tag || sections[strings.ToLower(tail)]) {
			return title
		}
		title, tagged = head, false
	}
}
