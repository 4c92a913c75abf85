package rouge

import "strings"

// porter returns the stem of a word in lower case by the suffix rules of Porter
// 1980, An algorithm for suffix stripping, with -bli becoming -ble and -logi
// becoming -log as in the author's own programs, and with step 4 as ROUGE has it.
// Every character other than a vowel is a consonant.
func porter(word string) string {
	if len(word) < 3 {
		return word
	}
	w := plural(word)
	w = past(w)
	if stem, ok := strings.CutSuffix(w, "y"); ok && hasVowel(stem) {
		w = stem + "i"
	}
	w = replace(w, double, 0)
	w = replace(w, single, 0)
	w = bare(w)
	return final(w)
}

// consonant reports whether w[i] is a consonant; a y is one at the beginning of the
// word and after a vowel.
func consonant(w string, i int) bool {
	odd := false // whether the number of y passed, each of which inverts the answer, is odd
	for ; i >= 0; i-- {
		switch w[i] {
		case 'a', 'e', 'i', 'o', 'u':
			return odd
		case 'y':
			odd = !odd
		default:
			return !odd
		}
	}
	return odd
}

// measure is Porter's m: how often consonants follow vowels in the stem.
func measure(stem string) int {
	m, vowel := 0, false
	for i := range len(stem) {
		c := consonant(stem, i)
		if c && vowel {
			m++
		}
		vowel = !c
	}
	return m
}

func hasVowel(stem string) bool {
	for i := range len(stem) {
		if !consonant(stem, i) {
			return true
		}
	}
	return false
}

// doubled reports whether a word ends in the same consonant twice: Porter's *d.
func doubled(w string) bool {
	n := len(w)
	return n >= 2 && w[n-1] == w[n-2] && consonant(w, n-1)
}

// short reports whether a stem ends in consonant, vowel, consonant other than w, x or
// y: Porter's *o.
func short(w string) bool {
	n := len(w)
	return n >= 3 && consonant(w, n-1) && !consonant(w, n-2) && consonant(w, n-3) && !strings.Contains("wxy", w[n-1:])
}

// plural is step 1a.
func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ies"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}

// past is step 1b.
func past(w string) string {
	if stem, ok := strings.CutSuffix(w, "eed"); ok {
		if measure(stem) > 0 {
			return w[:len(w)-1]
		}
		return w
	}
	stem, ok := strings.CutSuffix(w, "ed")
	if !ok {
		stem, ok = strings.CutSuffix(w, "ing")
	}
	if !ok || !hasVowel(stem) {
		return w
	}
	switch {
	case strings.HasSuffix(stem, "at"), strings.HasSuffix(stem, "bl"), strings.HasSuffix(stem, "iz"):
		return stem + "e"
	case doubled(stem) && !strings.Contains("lsz", stem[len(stem)-1:]):
		return stem[:len(stem)-1]
	case measure(stem) == 1 && short(stem):
		return stem + "e"
	}
	return stem
}

type suffix struct{ from, to string }

// The suffixes of steps 2, 3 and 4. A suffix comes before one that it ends in.
var (
	double = []suffix{
		{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"bli", "ble"}, {"alli", "al"},
		{"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"},
		{"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"}, {"logi", "log"},
	}
	single = []suffix{
		{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""},
	}
	residual = []suffix{
		{"al", ""}, {"ance", ""}, {"ence", ""}, {"er", ""}, {"ic", ""}, {"able", ""}, {"ible", ""}, {"ant", ""}, {"ement", ""},
		{"ou", ""}, {"ism", ""}, {"ate", ""}, {"iti", ""}, {"ous", ""}, {"ive", ""}, {"ize", ""},
	}
)

// replace replaces the first suffix of the list that the word has, if the measure of
// its stem is above least.
func replace(w string, list []suffix, least int) string {
	for _, s := range list {
		if stem, ok := strings.CutSuffix(w, s.from); ok {
			if measure(stem) > least {
				return stem + s.to
			}
			return w
		}
	}
	return w
}

// bare is step 4 as in ROUGE: after the other suffixes it removes -ment, and then -ent
// or -ion after an s or a t.
func bare(w string) string {
	w = replace(w, residual, 1)
	w = replace(w, []suffix{{"ment", ""}}, 1)
	if strings.HasSuffix(w, "ent") {
		return replace(w, []suffix{{"ent", ""}}, 1)
	}
	if stem, ok := strings.CutSuffix(w, "ion"); ok && (strings.HasSuffix(stem, "s") || strings.HasSuffix(stem, "t")) && measure(stem) > 1 {
		return stem
	}
	return w
}

// final is step 5.
func final(w string) string {
	if stem, ok := strings.CutSuffix(w, "e"); ok {
		if m := measure(stem); m > 1 || m == 1 && !short(stem) {
			w = stem
		}
	}
	if strings.HasSuffix(w, "ll") && measure(w) > 1 {
		w = w[:len(w)-1]
	}
	return w
}
