package rouge

import (
	"bufio"
	"bytes"
	_ "embed"
	"strings"
	"sync"

	"github.com/seed-9405df2f/assay/internal/compressed"
)

// exceptionsFile has a form and its base form on each line. Its licence is in
// WORDNET-LICENSE.txt.
//
//go:embed exceptions.txt.gz
var exceptionsFile []byte

// exceptions has the base forms of 5,599 irregular words of WordNet 3.0. ROUGE-1.5.5
// has those of WordNet 2.0.
var exceptions = sync.OnceValue(func() map[string]string {
	lines, err := compressed.NewReader(bytes.NewReader(exceptionsFile))
	if err != nil {
		panic(err) // the file is part of the program
	}
	base := make(map[string]string, 6000)
	for in := bufio.NewScanner(lines); in.Scan(); {
		form, to, _ := strings.Cut(in.Text(), " ")
		base[form] = to
	}
	return base
})

// Stem returns the stem of a word in lower case as ROUGE-1.5.5 does with its option -m:
// a word of up to three bytes itself, an irregular word its base form in WordNet, and
// any other the stem by Porter's rules.
func Stem(word string) string {
	if len(word) <= 3 {
		return word
	}
	if base, ok := exceptions()[word]; ok {
		return base
	}
	return porter(word)
}
