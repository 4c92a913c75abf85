package text

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Outlets finds the host of an outlet by its name. The zero value has the built-in
// table; With adds to it.
type Outlets struct {
	own []knownOutlet // later ones take precedence
}

type knownOutlet struct {
	name, host string
	tagged     bool   // titles have a tag before the name: "… | Ukraine | The Guardian"
	key        string // the squeezed name; set by With
}

// With returns the outlets with one more. It replaces an outlet of the same name.
func (o Outlets) With(name, host string) Outlets {
	o.own = append(slices.Clip(o.own), knownOutlet{name: strings.TrimSpace(name), host: host, key: squeeze(name)})
	return o
}

// Names returns the names that With gave to a host, in order.
func (o Outlets) Names(host string) (names []string) {
	for _, own := range o.own {
		if own.host == host {
			names = append(names, own.name)
		}
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
		for _, own := range slices.Backward(o.own) {
			if own.key == k {
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
	for {
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

// peelGlued removes the longest name of several words that follows the last word of
// the title without a space.
func (o Outlets) peelGlued(title string) (head, host string, ok bool) {
	longest := 0
	for _, known := range append(slices.Collect(maps.Values(wellKnown)), o.own...) {
		before, found := strings.CutSuffix(title, known.name)
		if !found || len(known.name) < longest || !strings.Contains(known.name, " ") || !endsWord(before) {
			continue
		}
		longest, head, host, ok = len(known.name), before, known.host, true
	}
	return head, host, ok
}

func endsWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return inWord(r) || strings.ContainsRune(`.?!)’”…`, r)
}

var separators = []string{"|", " - ", " – ", " — ", " : ", " · ", " • "}

// cutLast cuts a title at its last separator; bar reports whether it is a bar.
func cutLast(title string) (head, tail string, bar bool) {
	at, length := -1, 0
	for _, s := range separators {
		if i := strings.LastIndex(title, s); i > at {
			at, length = i, len(s)
		}
	}
	if at < 0 {
		return title, "", false
	}
	return strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+length:]), title[at] == '|'
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
