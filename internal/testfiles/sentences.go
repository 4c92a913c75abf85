package testfiles

import (
	"regexp"
	"strings"
)

// glued is where two sentences of REALSumm stand without a mark between them.
var glued = regexp.MustCompile(` \.([a-zA-Z])`)

// Sentences cuts a text of REALSumm at the marks of its sentences.
func Sentences(s string) []string {
	s = strings.ReplaceAll(glued.ReplaceAllString(s, " .</t>$1"), "<t>", "")
	var list []string
	for part := range strings.SplitSeq(s, "</t>") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
