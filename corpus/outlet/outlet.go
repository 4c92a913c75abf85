// Package outlet has the one rule that gives the publisher of an article by its source. It
// is a package apart from the other readers of texts, since package corpus counts outlets.
package outlet

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Of returns the publisher of an article by its Source. Sources with equal results are of
// one outlet; Of a result is the result.
//
// A URL, with or without a scheme, a host, with a port or a path, or an e-mail address is
// reduced to the registrable domain of its host, in lower case and in Unicode: bbc.co.uk
// for http://News.BBC.co.uk:80/1. The public suffix list decides, its private section
// included, so that two blogs at blogspot.com are two outlets. A page in an AMP cache is
// of the outlet that it is a copy of. An IP address stays whole.
//
// Any other source is a name: in Unicode's composed form, without invisible characters,
// with case and white space folded. A name and a host are never one outlet, whatever
// text.Outlets knows: many outlets of the world share a name.
func Of(source string) string {
	host, name := hostOrName(source)
	if host != "" {
		return registrable(host)
	}
	if isASCII(name) {
		return strings.ToLower(name)
	}
	folded := norm.NFC.String(cases.Fold().String(name))
	if host, _ = hostOrName(folded); host != "" { // folding may turn letters into those of a host
		return registrable(host)
	}
	return folded
}

// Name returns what readers call the outlet of a source: its whole host, in lower
// case and in Unicode, or the name as it is written. Of the result is Of the
// source.
func Name(source string) string {
	host, name := hostOrName(source)
	return cmp.Or(host, name)
}

// hostOrName returns the host that a source names, of the page that an AMP cache copied,
// or else the source as a name.
func hostOrName(source string) (host, name string) {
	s := source
	if strings.ContainsFunc(s, notPlain) {
		s = strings.Join(strings.Fields(norm.NFC.String(strings.Map(visible, s))), " ")
	}
	authority, path, isURL := splitSource(s)
	host, ok := parseHost(authority)
	switch {
	case ok && isHost(host) && (isURL || path == "" || isRegistered(host)):
	case isURL && authority != "": // the address of an intranet, or none
		if ok {
			authority = host
		}
		return "", strings.TrimSpace(authority)
	default:
		return "", s
	}
	if inner, ok := cachedHost(host, path); ok {
		host = inner
	}
	return host, ""
}

// notPlain reports whether a character may have other forms, or none to be seen.
func notPlain(r rune) bool { return r <= ' ' || r >= 0x7f }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// visible drops invisible characters, and makes one kind of all white space.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.C, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	}
	return r
}

// splitSource splits a source into the host that it names, if any, and what follows it.
// isURL reports whether it begins as a URL does. What is in angle brackets at the end of a
// source is taken for the whole if it is an address: "Desk <desk@harbour.example>".
func splitSource(s string) (authority, path string, isURL bool) {
	if open := strings.LastIndexByte(s, '<'); open >= 0 && strings.HasSuffix(s, ">") && strings.ContainsAny(s[open:], "@/") {
		s = s[open+1 : len(s)-1]
	}
	for prefix := schemeOf(s); prefix > 0; prefix = schemeOf(s) { // https://https://… is a common slip
		s, isURL = s[prefix:], true
	}
	authority = s
	if end := strings.IndexAny(s, `/\?#`); end >= 0 {
		authority, path = s[:end], s[end:]
	}
	if !isURL && strings.Contains(authority, " ") {
		return "", "", false
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	return withoutPort(authority, isURL), path, isURL
}

// schemeOf returns the length of a URL's beginning, such as https:// or //; 0 if s has none.
func schemeOf(s string) int {
	colon := strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '.' || r == '-')
	})
	switch {
	case strings.HasPrefix(s, "//"):
		return len("//")
	case colon > 0 && strings.HasPrefix(s[colon:], "://"):
		return colon + len("://")
	case colon > 0 && s[colon] == ':' && strings.EqualFold(s[:colon], "mailto"):
		return colon + len(":")
	}
	return 0
}

// withoutPort cuts the port off a host. In a URL it may be any text.
func withoutPort(host string, isURL bool) string {
	colon := strings.LastIndexByte(host, ':')
	switch {
	case isIP(host) || strings.HasSuffix(host, "]") || colon < 0:
		return host
	case isURL && host[0] != '[':
		return host[:strings.IndexByte(host, ':')]
	case strings.Trim(host[colon+1:], "0123456789") == "":
		return host[:colon]
	}
	return host
}

// maxHost is the number of characters of the longest name of DNS.
const maxHost = 253

// mapper has the mapping of UTS #46, and refuses no label for its length or its hyphens.
var mapper = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false),
	idna.CheckJoiners(false))

var dots = strings.NewReplacer("。", ".", "．", ".", "｡", ".")

// parseHost returns a host, or an IP address, in its one form; false if s is neither.
func parseHost(s string) (string, bool) {
	if ip := strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"); isIP(ip) {
		return netip.MustParseAddr(ip).Unmap().WithZone("").String(), true
	}
	if len(s) > maxHost*utf8.UTFMax {
		return "", false
	}
	if decoded, err := url.PathUnescape(s); err == nil {
		s = decoded
	}
	if s = strings.ToLower(s); !isASCII(s) || strings.Contains(s, "xn--") {
		labels := strings.Split(dots.Replace(s), ".")
		for i, label := range labels {
			if labels[i] = hostLabel(label); strings.Contains(labels[i], ".") {
				return "", false
			}
		}
		s = strings.Join(labels, ".")
	}
	s = strings.Trim(s, ".")
	valid := s != "" && !strings.Contains(s, "..") && !strings.ContainsFunc(s, notOfHost) && utf8.RuneCountInString(s) <= maxHost
	return s, valid && strings.Trim(s[strings.LastIndexByte(s, '.')+1:], "0123456789") != ""
}

// hostLabel returns a label of a host in Unicode; as it is written, in lower case, if it
// is no valid Punycode.
func hostLabel(label string) string {
	u, err := mapper.ToUnicode(label)
	if !strings.HasPrefix(label, "xn--") {
		return u
	}
	if again, errAgain := mapper.ToASCII(u); err != nil || errAgain != nil || again != label {
		return label
	}
	return strings.Map(visible, u)
}

func notOfHost(r rune) bool {
	if r < utf8.RuneSelf {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	}
	return r == utf8.RuneError || !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.So) && !strings.ContainsRune("·・׳״", r)
}

// isHost reports whether a word that begins like no URL is a host: localhost, an IP
// address, or labels of which the last may be a top-level domain.
func isHost(host string) bool {
	if isIP(host) || host == "localhost" {
		return true
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	word := !strings.ContainsFunc(last, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M) })
	return len(last) < len(host) && (word && utf8.RuneCountInString(last) > 1 || strings.HasPrefix(last, "xn--"))
}

func isIP(host string) bool {
	if last := len(host) - 1; last < 0 || !strings.Contains(host, ":") && (host[last] < '0' || host[last] > '9') {
		return false // quickly, since nearly all hosts are names
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// reserved are the top-level domains that no registry gives out (RFC 6761, 6762 and
// others).
var reserved = map[string]bool{
	"example": true, "test": true, "invalid": true, "localhost": true, "local": true, "internal": true, "alt": true,
}

// isRegistered reports whether the end of a host is in the public suffix list or is
// reserved, so that a slash after it begins a path: a name such as St.Gallen/Nord is none.
func isRegistered(host string) bool {
	suffix, listed := publicsuffix.PublicSuffix(asciiHost(host))
	return isIP(host) || listed || strings.Contains(suffix, ".") || reserved[suffix]
}

// registrable returns the registrable domain of a host, or the host if it has none. The
// site of a public suffix itself, such as www.gov.uk, is that suffix.
func registrable(host string) string {
	if isIP(host) {
		return host
	}
	ascii := asciiHost(host)
	suffix, _ := publicsuffix.PublicSuffix(ascii)
	rest, ok := strings.CutSuffix(ascii, "."+suffix)
	if !ok {
		return host
	}
	keep := strings.Count(suffix, ".") + 2
	if rest == "www" && keep > 2 {
		keep--
	}
	at := len(host)
	for ; keep > 0; keep-- {
		at = strings.LastIndexByte(host[:at], '.')
	}
	return host[at+1:]
}

// asciiHost returns a host as the public suffix list has it.
func asciiHost(host string) string {
	if isASCII(host) {
		return host
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if ascii, err := idna.Punycode.ToASCII(label); err == nil {
			labels[i] = ascii
		}
	}
	return strings.Join(labels, ".")
}

// The paths of pages in AMP caches begin with the host of the page: of Google's, and of
// those that name it in their own host, with dots as hyphens.
var (
	ampCache  = regexp.MustCompile(`^/[a-z]+/(?:s/)?([^/?#]+)`)
	ampViewer = regexp.MustCompile(`^/amp/(?:s/)?([^/?#]+)`)
	ampDots   = strings.NewReplacer("--", "-", "-", ".")
)

// cachedHost returns the host of the page that an AMP cache has at a path, or copies by
// its own name: bbc.co.uk for bbc-co-uk.cdn.ampproject.org.
func cachedHost(host, path string) (inner string, ok bool) {
	cache, isCache := strings.CutSuffix("."+host, ".cdn.ampproject.org")
	switch {
	case isCache:
		if found := ampCache.FindStringSubmatch(path); found != nil {
			inner = found[1]
		}
		if _, ok := innerHost(inner); !ok {
			cache = cache[strings.LastIndexByte(cache, '.')+1:]
			if bare, ok := strings.CutPrefix(cache, "0-"); ok {
				cache = strings.TrimSuffix(bare, "-0")
			}
			inner = ampDots.Replace(cache)
		}
	case strings.HasPrefix(path, "/amp/") && strings.HasPrefix(registrable(host), "google."):
		if found := ampViewer.FindStringSubmatch(path); found != nil {
			inner = found[1]
		}
	}
	return innerHost(inner)
}

// innerHost returns the host within an address of another host.
func innerHost(s string) (string, bool) {
	host, ok := parseHost(s)
	return host, ok && isHost(host) && isRegistered(host)
}
