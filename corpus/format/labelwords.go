package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A groupName is the name of a group as a file writes it.
type groupName struct {
	text  string
	count int32 // articles that have it
	nan   bool  // NaN written as a number: never a name
}

// noiseWords are the words that programs write for the absence of a label.
var noiseWords = strings.Fields("nan none null na n/a n.a. #n/a nil noise outlier outliers unassigned unclustered undefined " +
	"? nat -nan - -- .")

// sureNoise are words that mean nothing else.
var sureNoise = []string{"", "<na>", "<null>", `\n`}

// plainGroups returns the names under which groups are compared: without white space
// around them, composed, whole numbers in one spelling; empty for what means that an
// article has no group. That is certain of an empty word, <NA>, a NaN that is a number
// and -1 in any spelling, and of the words and the negative numbers that programs write
// for it where every other name is a number. notes tell what was read as no group, and
// which words were not.
func plainGroups(names []groupName) (plain []string, notes []string) {
	plain = make([]string, len(names))
	numbers := true // every name that is a word is a word for noise
	lowest := 0.0
	for i, n := range names {
		plain[i] = plainGroup(n.text)
		lower := strings.ToLower(plain[i])
		switch v, err := strconv.ParseFloat(plain[i], 64); {
		case n.nan || slices.Contains(sureNoise, lower) || slices.Contains(noiseWords, lower):
		case err != nil:
			numbers = false
		default:
			lowest = min(lowest, v)
		}
	}
	var noise, words []string
	for i, n := range names {
		lower := strings.ToLower(plain[i])
		word := slices.Contains(noiseWords, lower)
		code := (lower == "-2" || lower == "-3") && lowest >= -3
		switch {
		case n.nan || slices.Contains(sureNoise, lower) || lower == "-1" || numbers && (word || code):
			if plain[i] != "" && !n.nan {
				noise = append(noise, fmt.Sprintf("%q (%d)", plain[i], n.count))
			}
			plain[i] = ""
		case word:
			words = append(words, fmt.Sprintf("%q (%d)", plain[i], n.count))
		}
	}
	if len(noise) > 0 {
		notes = append(notes, "read as no group: "+listed(noise))
	}
	if len(words) > 0 {
		notes = append(notes, "read as groups of their own, since other names are words, too: "+listed(words)+"; empty the "+
			"fields if no group is meant")
	}
	return plain, notes
}

// plainGroup is a name of a group without what does not set it apart: white space around
// it, another Unicode form, 3.0 or 3e0 for 3.
func plainGroup(s string) string {
	s = strings.TrimSpace(s)
	if !isASCII(s) {
		s = norm.NFC.String(s)
		if rest, ok := strings.CutPrefix(s, "\u2212"); ok && isASCII(rest) { // a minus sign
			if _, err := strconv.ParseFloat(rest, 64); err == nil {
				s = "-" + rest
			}
		}
	}
	if len(s) < 2 || len(s) > 40 || strings.IndexByte("+-.0123456789", s[0]) < 0 || !strings.ContainsAny(s, ".eE+") {
		return s
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v != float64(int64(v)) || v >= 1<<53 || v <= -1<<53 {
		return s
	}
	return strconv.FormatInt(int64(v), 10)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// listed joins the first few of a list.
func listed(list []string) string {
	const most = 8
	if len(list) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
	}
	return strings.Join(list, ", ")
}
